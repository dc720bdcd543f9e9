/**
 * Baselines without a model: do nothing, quote at random, quote a fixed spread, and NanoARB's
 * market maker, which leans its quotes against its inventory.
 */
import { ACTION_HIGH, ACTION_LOW } from '../../env/actionMap';
import { Rng } from '../../market/rng';
import { ACTION, ACTION_LENGTH, type DecisionContext } from '../../env/types';
import type { Agent } from '../agent';
import { writeDistances } from './quoting';

const RANDOM_AGENT_STREAM = 2;

/** Never quotes. */
export class DoNothingAgent implements Agent {
  readonly name = 'do nothing';
  readonly logProbability = Number.NaN;

  reset(): void {}

  act(_context: DecisionContext, action: Float64Array): void {
    writeDistances(Infinity, Infinity, 0, 0, action);
  }
}

/** Every dimension uniform over its range, afresh at every step. */
export class RandomAgent implements Agent {
  readonly name = 'random';
  /** Uniform density on [−1, 1] in each of five scaled dimensions. */
  readonly logProbability = -ACTION_LENGTH * Math.LN2;
  private readonly random = new Rng(0, RANDOM_AGENT_STREAM);

  reset(seed: number): void {
    this.random.seed(seed, RANDOM_AGENT_STREAM);
  }

  act(_context: DecisionContext, action: Float64Array): void {
    for (let i = 0; i < ACTION_LENGTH; i++) {
      action[i] = ACTION_LOW[i] + this.random.uniform() * (ACTION_HIGH[i] - ACTION_LOW[i]);
    }
  }
}

/** Quotes the same spread and size whatever happens. */
export class FixedSpreadAgent implements Agent {
  readonly name: string;
  readonly logProbability = Number.NaN;

  constructor(
    private readonly spreadTicks: number,
    private readonly sizeFraction: number,
  ) {
    this.name = `fixed spread ${spreadTicks}`;
  }

  reset(): void {}

  act(_context: DecisionContext, action: Float64Array): void {
    action[ACTION.bidSkew] = 0;
    action[ACTION.askSkew] = 0;
    action[ACTION.spread] = this.spreadTicks;
    action[ACTION.bidSize] = this.sizeFraction;
    action[ACTION.askSize] = this.sizeFraction;
  }
}

/**
 * NanoARB's market maker: both quotes move against inventory, by `skewTicks` at the limit, and the
 * side that would add to a full inventory is not quoted. NanoARB truncated both prices towards
 * zero, which moved every ask a tick inward; here bids round down and asks up (actionMap.ts).
 */
export class InventorySkewedAgent implements Agent {
  readonly name = 'inventory skewed';
  readonly logProbability = Number.NaN;

  constructor(
    private readonly spreadTicks: number,
    private readonly skewTicks: number,
    private readonly sizeFraction: number,
  ) {}

  reset(): void {}

  act(context: DecisionContext, action: Float64Array): void {
    const { inventory, maxInventory } = context;
    const shift = (-this.skewTicks * inventory) / maxInventory;
    const half = this.spreadTicks / 2;
    const size = this.sizeFraction;
    writeDistances(
      inventory >= maxInventory ? Infinity : half - shift,
      inventory <= -maxInventory ? Infinity : half + shift,
      size,
      size,
      action,
    );
  }
}

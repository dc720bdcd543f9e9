/**
 * The environment, in Gymnasium's terms: one agent quotes both sides of one market. The environment
 * owns time: it shows the agent the book, carries its quotes with latency, and says what the step
 * earned and why. It is the arena of one, and with rivals that of one agent among others who decide
 * for themselves: to the agent they are a part of the market.
 *
 * Results are reused: `reset` and `step` return the same object every time, with the same arrays in
 * it. Copy what has to outlive the next call.
 */
import { AGENT_OWNER, type MarketSource } from '../market/types';
import { AgentSeat } from './agentSeat';
import { ArenaEnv, type ArenaState } from './arenaEnv';
import type { EnvConfig } from './config';
import type { ResetResult, StepResult } from './stepResult';
import { ACTION_LENGTH, type DecisionContext, type RewardWeights } from './types';

export type { ResetResult, StepResult } from './stepResult';

/** Whoever trades in the agent's market beside it. */
export interface Rival {
  readonly config: EnvConfig;
  /** Weights of the reward that it hears. */
  readonly weights: RewardWeights;
  readonly trader: Trader;
}

/** Whoever decides for a seat; an Agent is one. */
interface Trader {
  reset(seed: number): void;
  /** Writes five numbers in the units of ACTION. */
  act(context: DecisionContext, action: Float64Array): void;
  observeReward?(reward: number): void;
}

/** Distance between the seeds of traders in one episode, so that two of a kind draw differently. */
const SEED_STEP = 0x9e3779b1;

export class MarketMakingEnv extends AgentSeat {
  /** Seats of the rivals, in their order. */
  readonly rivalSeats: readonly AgentSeat[];
  private readonly arena: ArenaEnv;
  /** Actions of the step, the agent's own first. */
  private readonly actions: ArrayLike<number>[];
  private readonly rivalActions: readonly Float64Array[];
  private readonly resetResult: ResetResult;

  /**
   * @param observation where to write observations, [layout.length]; its own array by default
   * @throws InvalidInputError when the market has no seats for the rivals, or a weight is missing,
   *   unknown, no number or out of range
   */
  constructor(
    market: MarketSource,
    config: EnvConfig,
    weights: RewardWeights,
    observation?: Float32Array,
    private readonly rivals: readonly Rival[] = [],
  ) {
    super(market, config, weights, observation);
    this.rivalSeats = rivals.map(
      (rival, index) =>
        new AgentSeat(market, rival.config, rival.weights, undefined, AGENT_OWNER + 1 + index),
    );
    this.arena = new ArenaEnv(market, [this, ...this.rivalSeats], this);
    this.rivalActions = rivals.map(() => new Float64Array(ACTION_LENGTH));
    this.actions = [[], ...this.rivalActions];
    this.resetResult = { observation: this.result.observation, info: this.result.info };
  }

  /** Starts an episode. The same seed gives the same market and the same latencies. */
  reset({ seed }: { readonly seed: number }): ResetResult {
    this.arena.reset({ seed });
    for (const [index, { trader }] of this.rivals.entries()) {
      trader.reset((seed + (index + 1) * SEED_STEP) % Number.MAX_SAFE_INTEGER);
    }
    return this.resetResult;
  }

  /**
   * Takes one decision: sends the quotes, runs the market to the next decision, and flattens the
   * position after the last one if so configured.
   * @param action five numbers in the units of ACTION; clamped into the action box
   * @throws Error after the end of an episode or before the first reset
   * @throws InvalidInputError when a dimension of the action is not a number
   */
  step(action: ArrayLike<number>): StepResult {
    const { arena, actions, rivals, rivalSeats, rivalActions } = this;
    actions[0] = action;
    for (let i = 0; i < rivals.length; i++) {
      if (rivalSeats[i].isActive) rivals[i].trader.act(rivalSeats[i].context, rivalActions[i]);
    }
    arena.step(actions);
    for (let i = 0; i < rivals.length; i++) {
      rivals[i].trader.observeReward?.(rivalSeats[i].result.reward);
    }
    return this.result;
  }

  /** A structured-cloneable copy of the whole episode, market included, between two steps. */
  snapshot(): ArenaState {
    return this.arena.snapshot();
  }

  /**
   * Goes back, or on in another environment of the same config: what follows is bit for bit what
   * would have followed. The agents keep their own state.
   */
  restore(state: ArenaState): void {
    this.arena.restore(state);
  }
}

import { describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import { createAgent } from '../../../src/agents/createAgent';
import { quotesFromAction } from '../../../src/env/actionMap';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import type { DecisionContext } from '../../../src/env/types';
import { createMarket } from '../../../src/market/createMarket';
import { ES, envWith } from '../../env/episodes';

const MID = 100.5;
const { book } = createMarket(ES);

/** A one-tick market around 100.5, a flat agent, σ 1, ten seconds left. */
function contextOf(changes: Partial<DecisionContext> = {}): DecisionContext {
  return {
    observation: new Float32Array(45),
    step: 0,
    timeSeconds: 0,
    timeLeftSeconds: 10,
    book,
    midTicks: MID,
    inventory: 0,
    maxInventory: 50,
    imbalance: 0,
    micropriceMinusMidTicks: 0,
    volatilityTicks: 1,
    weights: DEFAULT_REWARD_WEIGHTS,
    ...changes,
  };
}

function quotesOf(spec: AgentSpec, changes: Partial<DecisionContext> = {}) {
  const agent = createAgent(spec, DEFAULT_ENV_CONFIG);
  const action = new Float64Array(5);
  agent.reset(1);
  agent.act(contextOf(changes), action);
  const quotes = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  quotesFromAction(action, 2 * MID, 10, quotes);
  return quotes;
}

describe('baselines', () => {
  it('do nothing: no quotes', () => {
    expect(quotesOf({ kind: 'doNothing' })).toMatchObject({ bidSize: 0, askSize: 0 });
  });

  it('fixed spread: the same distance on both sides', () => {
    expect(quotesOf({ kind: 'fixedSpread', spreadTicks: 3, sizeFraction: 0.4 })).toEqual({
      bidPrice: 99,
      bidSize: 4,
      askPrice: 102,
      askSize: 4,
    });
  });

  it('inventory skewed: both quotes move against inventory, and asks are not rounded inward', () => {
    const spec: AgentSpec = {
      kind: 'inventorySkewed',
      spreadTicks: 3,
      skewTicks: 1,
      sizeFraction: 1,
    };
    expect(quotesOf(spec)).toMatchObject({ bidPrice: 99, askPrice: 102 });
    // Half of the limit moves both by half a tick: 98.5 down to 98, 101.5 up to 102.
    expect(quotesOf(spec, { inventory: 25 })).toMatchObject({ bidPrice: 98, askPrice: 102 });
    expect(quotesOf(spec, { inventory: -25 })).toMatchObject({ bidPrice: 99, askPrice: 103 });
    expect(quotesOf(spec, { inventory: 50 })).toMatchObject({ bidSize: 0, askPrice: 101 });
    expect(quotesOf(spec, { inventory: -50 })).toMatchObject({ bidPrice: 100, askSize: 0 });
  });

  it('Avellaneda-Stoikov: wider with risk and time left, shifted by −qγσ²τ, never through the mid', () => {
    // Half spread γσ²τ/2 + ln(1 + γ/k)/γ = 0.5 + 0.953 = 1.453 at γ 0.1, k 1, τ 10.
    const spec: AgentSpec = { kind: 'avellanedaStoikov', gamma: 0.1, k: 1, sizeFraction: 0.5 };
    expect(quotesOf(spec)).toMatchObject({ bidPrice: 99, askPrice: 102 });
    // A contract shifts both down by a tick: 2.453 below and 0.453 above the mid.
    expect(quotesOf(spec, { inventory: 1 })).toMatchObject({ bidPrice: 98, askPrice: 101 });
    // Only ln(1 + γ/k)/γ is left at the end.
    expect(quotesOf(spec, { timeLeftSeconds: 0, inventory: 40 })).toMatchObject({
      bidPrice: 99,
      askPrice: 102,
    });
    expect(quotesOf(spec, { inventory: 40 }).askPrice).toBe(101);
  });

  it('GLFT: shifted by inventory in units of its quotes, in proportion to volatility', () => {
    const spec: AgentSpec = { kind: 'glft', gamma: 0.1, a: 1, k: 1, sizeFraction: 0.5 };
    // Base 0.953; per quote of five, σ·√(γ/2kA·1.1^11) = 0.378·σ.
    expect(quotesOf(spec)).toMatchObject({ bidPrice: 99, askPrice: 102 });
    // q = 3: bid at 0.953 + 3.5·0.378 = 2.28, ask at 0.953 − 2.5·0.378 = 0.01.
    expect(quotesOf(spec, { inventory: 15 })).toMatchObject({ bidPrice: 98, askPrice: 101 });
    // Doubled: the ask at the mid, the bid (at 3.60) as far behind as the action can say.
    expect(quotesOf(spec, { inventory: 15, volatilityTicks: 2 })).toMatchObject({
      bidPrice: 98,
      askPrice: 101,
    });
  });

  it('imbalance-aware: steps back from the side that is about to be run over', () => {
    const spec: AgentSpec = {
      kind: 'imbalanceMaker',
      threshold: 0.5,
      inventoryLean: 1,
      sizeFraction: 1,
    };
    expect(quotesOf(spec)).toMatchObject({ bidPrice: 100, askPrice: 101 });
    expect(quotesOf(spec, { imbalance: 0.7 })).toMatchObject({ bidPrice: 100, askPrice: 102 });
    expect(quotesOf(spec, { imbalance: -0.7 })).toMatchObject({ bidPrice: 99, askPrice: 101 });
    // Long 15 of 50 leans by 0.3: the same call is now below the threshold.
    expect(quotesOf(spec, { imbalance: 0.7, inventory: 15 })).toMatchObject({
      bidPrice: 100,
      askPrice: 101,
    });
  });

  it('random: every dimension over its whole range, and its log density', () => {
    const agent = createAgent({ kind: 'random' }, DEFAULT_ENV_CONFIG);
    agent.reset(1);
    const action = new Float64Array(5);
    const low = Array.from({ length: 5 }, () => Infinity);
    const high = Array.from({ length: 5 }, () => -Infinity);
    const sums = [0, 0, 0, 0, 0];
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      agent.act(contextOf(), action);
      action.forEach((value, d) => {
        low[d] = Math.min(low[d], value);
        high[d] = Math.max(high[d], value);
        sums[d] += value / draws;
      });
    }
    [-1, -1, 0.5, 0, 0].forEach((bound, d) => expect(low[d]).toBeCloseTo(bound, 1));
    [1, 1, 5, 1, 1].forEach((bound, d) => expect(high[d]).toBeCloseTo(bound, 1));
    // Means within four standard errors of range/√12.
    [0, 0, 2.75, 0.5, 0.5].forEach((mean, d) => {
      const range = [2, 2, 4.5, 1, 1][d];
      expect(Math.abs(sums[d] - mean)).toBeLessThan((4 * range) / Math.sqrt(12 * draws));
    });
    expect(agent.logProbability).toBeCloseTo(5 * Math.log(1 / 2), 12);
  });

  it('noisy: leaves sizes alone where their noise is 0, and counts the prices alone in the density', () => {
    const inner: AgentSpec = { kind: 'fixedSpread', spreadTicks: 2.75, sizeFraction: 1 };
    const noisy = { kind: 'noisy', agent: inner, std: 0.2 } as const;
    const agent = createAgent({ ...noisy, sizeStd: 0 }, DEFAULT_ENV_CONFIG);
    const both = createAgent(noisy, DEFAULT_ENV_CONFIG);
    agent.reset(3);
    both.reset(3);
    const action = new Float64Array(5);
    const other = new Float64Array(5);
    for (let i = 0; i < 200; i++) {
      agent.act(contextOf(), action);
      both.act(contextOf(), other);
      expect(Array.from(action.slice(3))).toEqual([1, 1]);
      expect(action.slice(0, 3)).toEqual(other.slice(0, 3));
    }
    const density = [action[0], action[1], (action[2] - 2.75) / 2.25].reduce(
      (sum, value) => sum - (value / 0.2) ** 2 / 2 - Math.log(0.2 * Math.sqrt(2 * Math.PI)),
      0,
    );
    expect(agent.logProbability).toBeCloseTo(density, 9);
  });

  it('noisy: adds noise of the given std in scaled space, held for about a second', () => {
    const agent = createAgent(
      {
        kind: 'noisy',
        agent: { kind: 'fixedSpread', spreadTicks: 2.75, sizeFraction: 0.5 },
        std: 0.2,
      },
      DEFAULT_ENV_CONFIG,
    );
    agent.reset(3);
    const action = new Float64Array(5);
    const draws = 40_000;
    let changes = 0;
    let before = Number.NaN;
    const squares = [0, 0, 0, 0, 0];
    for (let i = 0; i < draws; i++) {
      agent.act(contextOf(), action);
      if (action[0] !== before) changes++;
      [before] = action;
      const scaled = [action[0], action[1], (action[2] - 2.75) / 2.25];
      scaled.forEach((value, d) => {
        squares[d] += (value * value) / draws;
      });
    }
    expect(changes / draws).toBeCloseTo(0.1, 1);
    for (const square of squares.slice(0, 3)) expect(Math.sqrt(square)).toBeCloseTo(0.2, 1);
    // The noise shows in the action: its density follows from the definition.
    const z = [
      action[0],
      action[1],
      (action[2] - 2.75) / 2.25,
      action[3] * 2 - 1,
      action[4] * 2 - 1,
    ];
    const density = z.reduce(
      (sum, value) => sum - (value / 0.2) ** 2 / 2 - Math.log(0.2 * Math.sqrt(2 * Math.PI)),
      0,
    );
    expect(agent.logProbability).toBeCloseTo(density, 9);
  });

  it('act the same in every episode of the same seed', () => {
    for (const kind of ['random', 'noisy'] as const) {
      const spec: AgentSpec =
        kind === 'random' ? { kind } : { kind, agent: { kind: 'doNothing' }, std: 0.5 };
      const agent = createAgent(spec, DEFAULT_ENV_CONFIG);
      const play = (seed: number) => {
        agent.reset(seed);
        return Array.from({ length: 30 }, () => {
          const action = new Float64Array(5);
          agent.act(contextOf(), action);
          return [...action];
        });
      };
      const first = play(1);
      expect(play(2)).not.toEqual(first);
      expect(play(1)).toEqual(first);
    }
  });

  it('never ask for anything outside the action box', () => {
    const specs: AgentSpec[] = [
      { kind: 'random' },
      { kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 5, sizeFraction: 1 },
      { kind: 'avellanedaStoikov', gamma: 0.05, k: 5, sizeFraction: 1 },
      { kind: 'glft', gamma: 5, a: 30, k: 5, sizeFraction: 1 },
      { kind: 'imbalanceMaker', threshold: 0.3, inventoryLean: 2, sizeFraction: 1 },
      { kind: 'noisy', agent: { kind: 'random' }, std: 1 },
    ];
    const env = envWith({ episodeLength: 100 });
    const action = new Float64Array(5);
    for (const spec of specs) {
      const agent = createAgent(spec, env.config);
      env.reset({ seed: 1 });
      agent.reset(1);
      while (env.isActive) {
        agent.act(env.context, action);
        [-1, -1, 0.5, 0, 0].forEach((low, d) => expect(action[d]).toBeGreaterThanOrEqual(low));
        [1, 1, 5, 1, 1].forEach((high, d) => expect(action[d]).toBeLessThanOrEqual(high));
        env.step(action);
      }
    }
  });
});

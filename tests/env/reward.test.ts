/** The faults of NanoARB's reward and episode logic, one by one: none of them occurs. */
import { describe, expect, it } from 'vitest';
import { createAgent } from '../../src/agents/createAgent';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { weightedReward } from '../../src/env/reward';
import { REWARD_TERMS, TERM } from '../../src/env/types';
import { BUY, SELL } from '../../src/market/types';
import { envWith } from './episodes';
import { ladder, ScriptedMarket, type ScriptedEvent } from './scriptedMarket';

const MS = 1e6;
const NO_QUOTES = [0, 0, 1, 0, 0];

function envOf(events: readonly ScriptedEvent[], changes: Partial<EnvConfig> = {}) {
  const market = new ScriptedMarket((seed) => ({
    book: ladder(100, 1, 5, seed === 2 ? 2 : 10),
    events,
  }));
  const config = {
    ...DEFAULT_ENV_CONFIG,
    episodeLength: 10,
    latencyJitterMicroseconds: 0,
    ...changes,
  };
  return new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
}

/** Sums of the terms and contracts traded over an episode. */
function sums(env: MarketMakingEnv, spec: AgentSpec, seed: number) {
  const agent = createAgent(spec, env.config);
  const action = new Float64Array(5);
  const terms = new Float64Array(6);
  let contracts = 0;
  env.reset({ seed });
  agent.reset(seed);
  while (env.isActive) {
    agent.act(env.context, action);
    env.step(action).rewardTerms.forEach((value, i) => {
      terms[i] += value;
    });
    for (let fill = 0; fill < env.fills.count; fill++) contracts += env.fills.size[fill];
  }
  return { terms, contracts };
}

describe('fills', () => {
  it('depend on the queue: the same trade fills behind two contracts, not behind ten', () => {
    const env = envOf([{ at: 50 * MS, kind: 'trade', side: SELL, size: 5 }]);
    env.reset({ seed: 1 });
    env.step([0, 0, 1, 0.1, 0]);
    expect(env.inventory).toBe(0);
    env.reset({ seed: 2 });
    env.step([0, 0, 1, 0.1, 0]);
    expect(env.inventory).toBe(1);
  });

  it('depend on the price: wider quotes trade less, in the simulated market', () => {
    const env = envWith({ episodeLength: 300 });
    const volume = [1, 3, 5].map((spreadTicks) =>
      [1, 2, 3].reduce(
        (total, seed) =>
          total +
          sums(env, { kind: 'fixedSpread', spreadTicks, sizeFraction: 0.3 }, seed).contracts,
        0,
      ),
    );
    expect(volume[0]).toBeGreaterThan(5 * volume[1]);
    expect(volume[1]).toBeGreaterThanOrEqual(volume[2]);
  });
});

describe('the reward', () => {
  it('pays nothing for a quote that is not filled, however wide', () => {
    const env = envOf([{ at: 50 * MS, kind: 'trade', side: SELL, size: 5 }]);
    env.reset({ seed: 1 });
    const { reward, rewardTerms } = env.step([0, 0, 5, 1, 1]);
    expect([...rewardTerms.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect(rewardTerms[5]).toBe(-4);
    expect(reward).toBe(-4 * DEFAULT_REWARD_WEIGHTS.spreadPenalty);
  });

  it('charges a spread only beyond the market’s, and only for a pair', () => {
    const env = envOf([]);
    env.reset({ seed: 1 });
    expect(env.step([0, 0, 1, 1, 1]).rewardTerms[5]).toBe(0);
    expect(env.step([0, 0, 3, 1, 1]).rewardTerms[5]).toBe(-2);
    expect(env.step([0, 0, 3, 1, 0]).rewardTerms[5]).toBe(0);
  });

  it('has no adverse selection without a move, and exactly the move times the fresh fills with one', () => {
    const env = envOf([
      { at: 20 * MS, kind: 'add', side: BUY, price: 100, size: 4 },
      { at: 50 * MS, kind: 'trade', side: SELL, size: 12 },
      // 250 ms after the fill the bid empties: the mid falls by half a tick.
      { at: 300 * MS, kind: 'trade', side: SELL, size: 4 },
    ]);
    env.reset({ seed: 1 });
    env.step([0, 0, 1, 0.2, 0]);
    expect(env.inventory).toBe(2);
    expect([...env.adverseTerms]).toEqual([0, 0, 0]);
    env.step(NO_QUOTES);
    const { rewardTerms } = env.step(NO_QUOTES);
    // Two contracts, half a tick, 12.50 a tick; older than 0.1 s, fresher than 1 s.
    expect([...env.adverseTerms]).toEqual([0, -12.5, -12.5]);
    expect(rewardTerms[1]).toBe(-12.5);
    expect(rewardTerms[2]).toBe(0);
  });

  it('gives a move to older inventory once the fill is older than the horizon', () => {
    const env = envOf(
      [
        { at: 20 * MS, kind: 'add', side: BUY, price: 100, size: 4 },
        { at: 50 * MS, kind: 'trade', side: SELL, size: 12 },
        { at: 300 * MS, kind: 'trade', side: SELL, size: 4 },
      ],
      { adverseHorizonSeconds: 0.1 },
    );
    env.reset({ seed: 1 });
    env.step([0, 0, 1, 0.2, 0]);
    env.step(NO_QUOTES);
    const { rewardTerms } = env.step(NO_QUOTES);
    expect(rewardTerms[1]).toBe(0);
    expect(rewardTerms[2]).toBe(-12.5);
  });

  it('is the weighted sum of its terms, for any weights, before and after', () => {
    const env = envWith({ episodeLength: 50 });
    const weights = {
      spreadCapture: 0.5,
      adverseSelection: 2,
      inventoryPnl: -1,
      fees: 3,
      inventoryPenalty: 100,
      spreadPenalty: 7,
    };
    env.setWeights(weights);
    env.reset({ seed: 1 });
    while (env.isActive) {
      const { reward, rewardTerms } = env.step([0.2, -0.2, 2, 1, 1]);
      expect(reward).toBe(weightedReward(rewardTerms, weights));
      const row = [0, 0, ...rewardTerms];
      expect(weightedReward(row, weights, 2)).toBe(reward);
    }
  });

  // The purpose of a penalty decides the bounds: it must change which of two makers is the better,
  // cost the careless most of what they earn, and leave the careful nearly all of it.
  it('punishes inventory by weights that matter: what quoting blindly loses is mostly the penalty', () => {
    const env = envWith();
    const episodes = 24;
    const mean = (spec: AgentSpec) => {
      let dollars = 0;
      let penalty = 0;
      for (let seed = 101; seed < 101 + episodes; seed++) {
        const { terms } = sums(env, spec, seed);
        dollars += terms[0] + terms[1] + terms[2] + terms[3];
        penalty -= terms[4] * DEFAULT_REWARD_WEIGHTS.inventoryPenalty;
      }
      return { dollars: dollars / episodes, penalty: penalty / episodes };
    };
    const blind = mean({ kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.5 });
    const leaning = mean({
      kind: 'inventorySkewed',
      spreadTicks: 1,
      skewTicks: 1,
      sizeFraction: 0.5,
    });
    expect(blind.dollars - blind.penalty).toBeLessThan(leaning.dollars - leaning.penalty);
    expect(blind.penalty).toBeGreaterThan(Math.abs(blind.dollars));
    expect(leaning.penalty).toBeLessThan(Math.abs(leaning.dollars) / 2);
    // NanoARB's 0.001 in the place of our 20: a thousandth of what the careless lose.
    const { inventoryPenalty } = DEFAULT_REWARD_WEIGHTS;
    expect((blind.penalty * 0.001) / inventoryPenalty).toBeLessThan(Math.abs(blind.dollars) / 1000);
  }, 30_000);
});

describe('the end of an episode', () => {
  it('is a truncation when time runs out, and not a termination', () => {
    const env = envOf([], { episodeLength: 10 });
    env.reset({ seed: 1 });
    for (let step = 0; step < 9; step++) {
      expect(env.step(NO_QUOTES)).toMatchObject({ terminated: false, truncated: false });
    }
    expect(env.step(NO_QUOTES)).toMatchObject({ terminated: false, truncated: true });
  });

  it('is a termination when the loss limit is passed, and not a truncation', () => {
    const env = envOf([], { maxLossDollars: 10 });
    env.reset({ seed: 1 });
    // Takes nine of ten at the ask: half a tick and the fee on each.
    const result = env.step([1, 1, 0.5, 0.9, 0]);
    expect(result).toMatchObject({ terminated: true, truncated: false });
    expect(env.isActive).toBe(false);
  });

  it('measures the innovation by the efficient price less its trend, and by the mid where there is none', () => {
    const events: ScriptedEvent[] = [{ at: 50 * MS, kind: 'trade', side: BUY, size: 10 }];
    const known = new MarketMakingEnv(
      new ScriptedMarket(() => ({
        book: ladder(100, 1, 5, 10),
        events,
        efficientPrice: (timeNs) => 100 + timeNs / 1e9,
        efficientDrift: (timeNs) => (0.4 * timeNs) / 1e9,
      })),
      DEFAULT_ENV_CONFIG,
      DEFAULT_REWARD_WEIGHTS,
    );
    known.reset({ seed: 1 });
    known.step(NO_QUOTES);
    expect(known.midInnovationTicks).toBeCloseTo(0.06, 9);
    expect(known.midDriftTicks).toBeCloseTo(0.04, 9);
    const unknown = envOf(events);
    unknown.reset({ seed: 1 });
    unknown.step(NO_QUOTES);
    expect(unknown.midInnovationTicks).toBe(0.5);
  });
});

it('names the index of every reward term', () => {
  expect(REWARD_TERMS.map((term) => TERM[term])).toEqual([...REWARD_TERMS.keys()]);
});

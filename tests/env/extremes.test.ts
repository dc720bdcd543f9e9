/**
 * Settings and markets that nobody would choose and anybody may: every one plays whole episodes,
 * and at every step of them the books add up, the limits hold and nothing is infinite. About ten
 * seconds.
 */
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  FULL_OBSERVATION,
  parseEnvConfig,
  type EnvConfig,
} from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { ADVERSE_HORIZONS_SECONDS } from '../../src/env/types';
import { VectorEnv } from '../../src/env/vectorEnv';
import { createMarket } from '../../src/market/createMarket';
import { ES, NQ } from '../../src/market/synthetic/presets';
import { queueReactiveMarket } from '../../src/market/synthetic/queueReactiveFlow';
import type { MarketSource } from '../../src/market/types';
import { randomActions, stepRow } from './episodes';

const MARKETS: Readonly<Record<string, () => MarketSource>> = {
  es: () => createMarket({ preset: 'es', regime: 'base' }),
  nq: () => createMarket({ preset: 'nq', regime: 'base' }),
  analytic: () => createMarket({ preset: 'avellanedaStoikov', regime: 'base' }),
  'es, switching': () => createMarket({ preset: 'es', regime: 'switching' }),
  'es, nobody informed': () => queueReactiveMarket([{ ...ES, informedRate: 0, tether: 0 }]),
  'nq, nobody trades': () => queueReactiveMarket([{ ...NQ, informedRate: 0, uninformedRate: 0 }]),
};

const SETTINGS: Readonly<Record<string, Partial<EnvConfig>>> = {
  'no fees': { makerFeeDollars: 0, takerFeeDollars: 0 },
  'a rebate': { makerFeeDollars: -100, takerFeeDollars: 100, maxLossDollars: 1e9 },
  'one-contract limits': { maxInventory: 1, maxOrderSize: 1 },
  'orders larger than the limit': { maxInventory: 3, maxOrderSize: 1000 },
  'orders larger than the book': {
    maxInventory: 10_000,
    maxOrderSize: 1000,
    maxLossDollars: 1e9,
  },
  'latency of three decisions': { orderLatencyMicroseconds: 300_000 },
  'jitter longer than a decision': { latencyJitterMicroseconds: 400_000 },
  'no latency at all': {
    orderLatencyMicroseconds: 0,
    marketDataLatencyMicroseconds: 0,
    latencyJitterMicroseconds: 0,
  },
  'post-only': { postOnly: true },
  'marked at mid': { flattenAtEnd: false },
  'decisions every millisecond': { decisionIntervalSeconds: 0.001 },
  'a decision every three seconds': { decisionIntervalSeconds: 3, episodeLength: 30 },
  'a hundred snapshots of ten levels': {
    observation: { ...DEFAULT_ENV_CONFIG.observation, snapshots: 100, levels: 10 },
  },
  'a loss limit of a dollar': { maxLossDollars: 1 },
};

function envOf(market: MarketSource, changes: Partial<EnvConfig>): MarketMakingEnv {
  const config = parseEnvConfig({ ...DEFAULT_ENV_CONFIG, episodeLength: 300, ...changes });
  return new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
}

/** Near the touch, so that something trades, and across it now and then. */
function actionsNearTheTouch(seed: number, steps: number): Float64Array[] {
  return randomActions(seed, steps, 10).map((action) => {
    const near = action.slice();
    near[2] = 0.5 + (near[2] - 0.5) / 4;
    return near;
  });
}

interface Played {
  readonly steps: number;
  readonly contracts: number;
  readonly takes: number;
}

/** Plays a whole episode and checks everything after every step. */
function playIntact(env: MarketMakingEnv, seed: number): Played {
  const { maxInventory, episodeLength, flattenAtEnd } = env.config;
  const actions = actionsNearTheTouch(seed, Math.min(episodeLength, 1000));
  let contracts = 0;
  let takes = 0;
  let before = 0;
  let steps = 0;
  env.reset({ seed });
  // Many numbers share an assertion: a step costs microseconds, an assertion as much.
  const faults: string[] = [];
  for (; env.isActive; steps++) {
    const result = env.step(actions[steps % actions.length]);
    const equity = env.account.equityHalfTicks(2 * env.midTicks);
    const { attribution, fills, bidQuote, askQuote } = env;
    ADVERSE_HORIZONS_SECONDS.forEach((_, h) => {
      const terms =
        attribution.spreadCapture + attribution.adverseSelection[h] + attribution.inventoryPnl(h);
      if (terms !== equity - before) faults.push(`step ${steps}: ${terms} is not the change`);
    });
    before = equity;
    const open = [bidQuote.size || 0, askQuote.size || 0];
    if (env.inventory + open[0] > maxInventory || env.inventory - open[1] < -maxInventory) {
      faults.push(`step ${steps}: ${env.inventory} and ${open.join(', ')} open`);
    }
    if (bidQuote.price >= askQuote.price) faults.push(`step ${steps}: own quotes cross`);
    if (!Number.isFinite(result.reward) || !result.observation.every(Number.isFinite)) {
      faults.push(`step ${steps}: not a number`);
    }
    for (let fill = 0; fill < fills.count; fill++) {
      contracts += fills.size[fill];
      if (fills.isMaker[fill] === 0 && env.isActive) takes += fills.size[fill];
    }
  }
  expect(faults).toEqual([]);
  const profit = env.realisedDollars + env.unrealisedDollars - env.feesDollars;
  expect(profit).toBeCloseTo(env.equityDollars, 4);
  if (flattenAtEnd) expect(env.inventory).toBe(0);
  return { steps, contracts, takes };
}

describe('extreme but legal settings', () => {
  const cases = Object.keys(MARKETS).flatMap((market) =>
    Object.keys(SETTINGS).map((setting) => [market, setting] as const),
  );
  it.each(cases)('%s, %s: whole episodes, identities intact', (market, setting) => {
    const env = envOf(MARKETS[market](), SETTINGS[setting]);
    const played = [1, 2].map((seed) => playIntact(env, seed));
    const contracts = played.reduce((sum, episode) => sum + episode.contracts, 0);
    // Only a quote that crosses the market trades where nobody else does, if there is one.
    if (market !== 'nq, nobody trades') expect(contracts).toBeGreaterThan(0);
    else if (env.config.postOnly) expect(contracts).toBe(0);
    if (env.config.postOnly) expect(played.map(({ takes }) => takes)).toEqual([0, 0]);
  });

  it.each(['es', 'nq', 'analytic'])(
    '%s: ten thousand steps, as long as NanoARB’s',
    (market) => {
      const env = envOf(MARKETS[market](), {
        episodeLength: 10_000,
        maxLossDollars: 1e9,
        observation: FULL_OBSERVATION,
      });
      expect(playIntact(env, 3).steps).toBe(10_000);
    },
    30_000,
  );
});

describe('every market', () => {
  const config = parseEnvConfig({
    ...DEFAULT_ENV_CONFIG,
    episodeLength: 120,
    orderLatencyMicroseconds: 150_000,
    latencyJitterMicroseconds: 30_000,
  });

  it.each(Object.keys(MARKETS))('%s: goes on from a snapshot bit for bit', (market) => {
    const env = new MarketMakingEnv(MARKETS[market](), config, DEFAULT_REWARD_WEIGHTS);
    const actions = actionsNearTheTouch(7, 120);
    env.reset({ seed: 7 });
    for (const action of actions.slice(0, 50)) env.step(action);
    const state = structuredClone(env.snapshot());
    const goOn = (from: MarketMakingEnv) =>
      actions.slice(50).map((action) => stepRow(from, from.step(action)));
    const first = goOn(env);
    const other = new MarketMakingEnv(MARKETS[market](), config, DEFAULT_REWARD_WEIGHTS);
    other.reset({ seed: 8 });
    other.restore(state);
    expect(goOn(other)).toEqual(first);
  });

  it('is the same in a row of a vector as alone', () => {
    const names = Object.keys(MARKETS);
    const vector = new VectorEnv(
      names.map((name) => MARKETS[name]()),
      config,
      DEFAULT_REWARD_WEIGHTS,
    );
    const seeds = names.map((_, row) => row + 3);
    const singles = names.map((name, row) => {
      const env = new MarketMakingEnv(MARKETS[name](), config, DEFAULT_REWARD_WEIGHTS);
      env.reset({ seed: seeds[row] });
      return env;
    });
    vector.reset({ seeds });
    const { length } = vector.layout;
    for (const action of actionsNearTheTouch(4, 120)) {
      vector.step(names.flatMap(() => [...action]));
      singles.forEach((env, row) => {
        const { observation, reward, rewardTerms } = env.step(action);
        expect(vector.observations.subarray(row * length, (row + 1) * length)).toEqual(observation);
        expect(vector.rewards[row]).toBe(reward);
        expect(vector.rewardTerms.subarray(row * 6, row * 6 + 6)).toEqual(rewardTerms);
      });
    }
  });
});

/** Every setting is refused with its name and range, or a whole episode works under it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  parseEnvConfig,
  parseRewardWeights,
  type EnvConfig,
} from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { ADVERSE_HORIZONS_SECONDS } from '../../src/env/types';
import { InvalidInputError } from '../../src/market/validation';
import { scripts } from './arbitraries';
import { envWith, randomActions } from './episodes';
import { ScriptedMarket } from './scriptedMarket';

const { observation, ...scalars } = DEFAULT_ENV_CONFIG;
const paths = [
  ...Object.keys(scalars),
  ...Object.keys(observation).map((key) => `observation.${key}`),
];

function withField(path: string, value: unknown): unknown {
  const [outer, inner] = path.split('.');
  return inner === undefined
    ? { ...DEFAULT_ENV_CONFIG, [outer]: value }
    : { ...DEFAULT_ENV_CONFIG, observation: { ...observation, [inner]: value } };
}

const anything = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -1, 1e300, Number.NaN, Infinity, -Infinity, 0.5, 1e-9),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(null, undefined, [], {}),
);

/** Plays a whole episode and checks the identity at every step. */
function playIntact(env: MarketMakingEnv, actions: readonly ArrayLike<number>[]): number {
  let contracts = 0;
  let before = 0;
  for (let step = 0; env.isActive; step++) {
    const result = env.step(actions[step % actions.length]);
    const equity = env.account.equityHalfTicks(2 * env.midTicks);
    const { attribution } = env;
    ADVERSE_HORIZONS_SECONDS.forEach((_, h) => {
      const terms =
        attribution.spreadCapture + attribution.adverseSelection[h] + attribution.inventoryPnl(h);
      expect(terms === equity - before).toBe(true);
    });
    before = equity;
    expect(Math.abs(env.inventory)).toBeLessThanOrEqual(env.config.maxInventory);
    expect(Number.isFinite(result.reward)).toBe(true);
    expect(result.observation.every(Number.isFinite)).toBe(true);
    for (let fill = 0; fill < env.fills.count; fill++) contracts += env.fills.size[fill];
  }
  return contracts;
}

describe('the settings of the environment', () => {
  it.each(paths)('%s: anything is refused by its name, or works', (path) => {
    fc.assert(
      fc.property(anything, scripts(1, 10), (value, script) => {
        let config: EnvConfig;
        try {
          config = parseEnvConfig(withField(path, value));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
          const { field, expected, message } = error as InvalidInputError;
          expect(field).toBe(`env.${path}`);
          expect(expected).toMatch(/from .* to |true or false|one of/);
          expect(message).toContain('got');
          return;
        }
        const market = new ScriptedMarket(() => script);
        const env = new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
        env.reset({ seed: 1 });
        // Ten steps of an episode that may be a million long.
        for (let step = 0; step < 10 && env.isActive; step++) {
          expect(env.step([0, 0, 1, 1, 1]).observation.every(Number.isFinite)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('refuses unknown fields and missing ones', () => {
    expect(() => parseEnvConfig({ ...DEFAULT_ENV_CONFIG, lambdaSpread: 1 })).toThrow(
      /env\.lambdaSpread/,
    );
    expect(() => parseEnvConfig(scalars)).toThrow(/env\.observation/);
  });

  it('refuses weights out of range by their names', () => {
    expect(parseRewardWeights(DEFAULT_REWARD_WEIGHTS)).toEqual(DEFAULT_REWARD_WEIGHTS);
    expect(() => parseRewardWeights({ ...DEFAULT_REWARD_WEIGHTS, fees: 1e9 })).toThrow(
      'reward.fees: expected a number from -1000 to 1000, got 1000000000',
    );
  });
});

describe('extreme but legal settings', () => {
  const cases: Record<string, Partial<EnvConfig>> = {
    'no fees': { makerFeeDollars: 0, takerFeeDollars: 0 },
    'a rebate': { makerFeeDollars: -100, takerFeeDollars: 100 },
    'one-contract limits': { maxInventory: 1, maxOrderSize: 1 },
    'orders larger than the limit': { maxInventory: 3, maxOrderSize: 1000 },
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
      observation: { ...observation, snapshots: 100, levels: 10 },
    },
    'a loss limit of a dollar': { maxLossDollars: 1 },
  };
  it.each(Object.entries(cases))('%s: a whole episode, identities intact', (_, changes) => {
    const env = envWith({ episodeLength: 300, ...changes });
    let contracts = 0;
    for (const seed of [1, 2]) {
      env.reset({ seed });
      // Near the touch, so that something trades, and across it now and then.
      contracts += playIntact(
        env,
        randomActions(seed, 300, 10).map((action) => {
          const near = action.slice();
          near[2] = 0.5 + (near[2] - 0.5) / 4;
          return near;
        }),
      );
    }
    expect(contracts).toBeGreaterThan(0);
  });
});

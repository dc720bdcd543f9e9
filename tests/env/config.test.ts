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
import { REWARD_TERMS } from '../../src/env/types';
import { InvalidInputError } from '../../src/market/validation';
import { scripts } from './arbitraries';
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

  it.each(REWARD_TERMS)('the weight of %s: anything is refused by its name, or works', (term) => {
    fc.assert(
      fc.property(anything, (value) => {
        try {
          const weights = parseRewardWeights({ ...DEFAULT_REWARD_WEIGHTS, [term]: value });
          expect(Math.abs(weights[term])).toBeLessThanOrEqual(1000);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
          expect((error as InvalidInputError).field).toBe(`reward.${term}`);
          const unit = term.endsWith('Penalty') ? '$' : '';
          const range = `a number from -${unit}1000 to ${unit}1000`;
          expect((error as InvalidInputError).expected).toBe(range);
        }
      }),
    );
  });

  it('refuses an episode so long that nanoseconds would lose whole numbers', () => {
    expect(() =>
      parseEnvConfig({
        ...DEFAULT_ENV_CONFIG,
        episodeLength: 1_000_000,
        decisionIntervalSeconds: 60,
      }),
    ).toThrow(
      'env.episodeLength: expected at most 8000000 seconds: 133333 steps of 60 s, got 1000000',
    );
    // 2^53 nanoseconds are 104 days.
    expect(8_000_000 * 1e9).toBeLessThan(2 ** 53);
  });

  it('refuses weights out of range by their names', () => {
    expect(parseRewardWeights(DEFAULT_REWARD_WEIGHTS)).toEqual(DEFAULT_REWARD_WEIGHTS);
    expect(() => parseRewardWeights({ ...DEFAULT_REWARD_WEIGHTS, fees: 1e9 })).toThrow(
      'reward.fees: expected a number from -1000 to 1000, got 1000000000',
    );
  });
});

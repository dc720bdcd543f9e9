/**
 * Environments for a program on the other side of a pipe: it says what to play, resets and steps,
 * and gets what Gymnasium's vector environment returns. All rows play the same market with seeds of
 * their own, and no row resets itself.
 *
 * An `open` frame holds `{ protocol, environments, market?, env?, weights? }`; what is left out has
 * the lab's defaults. A `state` frame holds, for N rows and observations of L numbers, float64[N]
 * rewards in dollars, float64[N × 6] unweighted terms, float64[N × 6] facts in the order of
 * `INFO_FIELDS`, float32[N × L] observations, uint8[N] terminated and uint8[N] truncated.
 */
import { z } from 'zod';
import {
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  parseEnvConfig,
  parseRewardWeights,
  type EnvConfig,
} from '../../env/config';
import { ACTION_HIGH, ACTION_LOW } from '../../env/actionMap';
import type { EnvInfo } from '../../env/stepResult';
import { ACTION_LENGTH, ACTION_NAMES, REWARD_TERMS, type RewardWeights } from '../../env/types';
import { VectorEnv } from '../../env/vectorEnv';
import { DEFAULT_MARKET_CONFIG, parseMarketConfig, type MarketConfig } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import { INSTRUMENTS } from '../../market/instruments';
import { MARKET_VERSION } from '../../market/version';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError, reasonOf, requireWhole } from '../../market/validation';
import { FRAME, SERVE_PROTOCOL, jsonFrame, type Frame } from './frames';

/** Facts of a row in a `state` frame, in their order. */
const INFO_FIELDS = [
  'step',
  'timeSeconds',
  'midTicks',
  'inventory',
  'equityDollars',
  'efficientPriceTicks',
] as const satisfies readonly (keyof EnvInfo)[];

const MOST_ENVIRONMENTS = 1024;
const EXPECTED_ENVIRONMENTS = `a whole number from 1 to ${MOST_ENVIRONMENTS}`;

const looseObject = z.record(z.string(), z.unknown());
const openSchema = z.strictObject({
  protocol: z.literal(SERVE_PROTOCOL, { error: `${SERVE_PROTOCOL}` }),
  environments: z
    .int({ error: EXPECTED_ENVIRONMENTS })
    .min(1, EXPECTED_ENVIRONMENTS)
    .max(MOST_ENVIRONMENTS, EXPECTED_ENVIRONMENTS),
  market: looseObject.optional(),
  env: looseObject.optional(),
  weights: looseObject.optional(),
});

export class EnvironmentServer {
  private played: PlayedRows | null = null;

  /** Answers a frame. Whatever is wrong with it becomes an `error` frame, and nothing changes. */
  answer(frame: Frame): Frame {
    try {
      return this.perform(frame);
    } catch (error) {
      const { field = '', expected = '' } = error instanceof InvalidInputError ? error : {};
      return jsonFrame(FRAME.error, { field, expected, message: reasonOf(error) });
    }
  }

  private perform({ kind, payload }: Frame): Frame {
    if (kind === FRAME.open) {
      this.played = new PlayedRows(parseJson(payload, 'open'));
      return this.played.ready();
    }
    const { played } = this;
    if (played === null) throw new InvalidInputError('frame.kind', `${FRAME.open}, open`, kind);
    switch (kind) {
      case FRAME.reset:
        return played.reset(payload);
      case FRAME.step:
        return played.step(payload);
      case FRAME.weights:
        played.setWeights(parseJson(payload, 'weights'));
        return played.ready();
      default:
        throw new InvalidInputError('frame.kind', 'one of 1, 2, 3, 4', kind);
    }
  }
}

/** Rows that play, and the one buffer that their state is written into. */
class PlayedRows {
  private readonly config: {
    readonly market: MarketConfig;
    readonly env: EnvConfig;
    weights: RewardWeights;
  };
  private readonly env: VectorEnv;

  /** @throws InvalidInputError naming the field, what was expected and what came */
  constructor(opened: unknown) {
    const { environments, market, env, weights } = parseInput(openSchema, opened, 'open');
    const marketConfig = parseMarketConfig({ ...DEFAULT_MARKET_CONFIG, ...market }, 'market');
    const observation = env?.['observation'];
    const mergedEnv = {
      ...DEFAULT_ENV_CONFIG,
      ...INSTRUMENTS[marketConfig.preset],
      ...env,
      // What is not an object is left for the parser to refuse.
      observation: isObject(observation)
        ? { ...DEFAULT_ENV_CONFIG.observation, ...observation }
        : (observation ?? DEFAULT_ENV_CONFIG.observation),
    };
    this.config = {
      market: marketConfig,
      env: parseEnvConfig(mergedEnv, 'env'),
      weights: weightsOf(weights, DEFAULT_REWARD_WEIGHTS),
    };
    const markets = Array.from({ length: environments }, () => createMarket(marketConfig));
    this.env = new VectorEnv(markets, this.config.env, this.config.weights);
  }

  ready(): Frame {
    const { length, names } = this.env.layout;
    return jsonFrame(FRAME.ready, {
      protocol: SERVE_PROTOCOL,
      marketVersion: MARKET_VERSION,
      environments: this.env.size,
      ...this.config,
      observation: { length, names },
      action: { names: ACTION_NAMES, low: ACTION_LOW, high: ACTION_HIGH },
      terms: REWARD_TERMS,
      info: INFO_FIELDS,
    });
  }

  setWeights(given: unknown): void {
    const merged = weightsOf(given, this.config.weights);
    this.config.weights = merged;
    for (const env of this.env.envs) env.setWeights(merged);
  }

  reset(payload: Uint8Array): Frame {
    const { size } = this.env;
    requireBytes('reset', payload, size * 8);
    const seeds = new Float64Array(payload.buffer, 0, size);
    checkSeeds(seeds);
    this.start(seeds);
    return this.state();
  }

  step(payload: Uint8Array): Frame {
    const { size } = this.env;
    requireBytes('step', payload, size * 8 + size * ACTION_LENGTH * 4);
    const seeds = new Float64Array(payload.buffer, 0, size);
    const actions = new Float32Array(payload.buffer, size * 8, size * ACTION_LENGTH);
    checkSeeds(seeds);
    for (let i = 0; i < actions.length; i++) {
      const row = Math.floor(i / ACTION_LENGTH);
      if (!Number.isFinite(actions[i]) && Number.isNaN(seeds[row])) {
        const name = `actions[${row}].${ACTION_NAMES[i % ACTION_LENGTH]}`;
        throw new InvalidInputError(name, 'a number', actions[i]);
      }
    }
    this.env.step(
      actions,
      Array.from(seeds, (seed) => !Number.isNaN(seed)),
    );
    this.start(seeds);
    return this.state();
  }

  private start(seeds: Float64Array): void {
    for (let row = 0; row < seeds.length; row++) {
      if (!Number.isNaN(seeds[row])) this.env.resetRow(row, seeds[row]);
    }
  }

  private state(): Frame {
    const { size, rewards, rewardTerms, observations, terminated, truncated, envs } = this.env;
    const info = new Float64Array(size * INFO_FIELDS.length);
    for (let row = 0; row < size; row++) {
      const facts = envs[row].result.info;
      for (let i = 0; i < INFO_FIELDS.length; i++) {
        info[row * INFO_FIELDS.length + i] = facts[INFO_FIELDS[i]];
      }
    }
    const parts = [rewards, rewardTerms, info, observations, terminated, truncated];
    const payload = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let at = 0;
    for (const { buffer, byteOffset, byteLength } of parts) {
      payload.set(new Uint8Array(buffer, byteOffset, byteLength), at);
      at += byteLength;
    }
    return { kind: FRAME.state, payload };
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Gives the weights with those that came in place of their own. */
function weightsOf(given: unknown, base: RewardWeights): RewardWeights {
  const partial = parseInput(looseObject, given ?? {}, 'weights');
  return parseRewardWeights({ ...base, ...partial }, 'weights');
}

function parseJson(payload: Uint8Array, field: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (error) {
    throw new InvalidInputError(field, 'JSON', reasonOf(error));
  }
}

function requireBytes(field: string, { length }: Uint8Array, expected: number): void {
  if (length !== expected) throw new InvalidInputError(field, `${expected} bytes`, length);
}

function checkSeeds(seeds: Float64Array): void {
  for (let row = 0; row < seeds.length; row++) {
    if (!Number.isNaN(seeds[row])) {
      requireWhole(`seeds[${row}]`, seeds[row], 0, Number.MAX_SAFE_INTEGER);
    }
  }
}

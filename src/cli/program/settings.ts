/** Flags that several commands share, and the configs they stand for. */
import {
  COMPACT_OBSERVATION,
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  FULL_OBSERVATION,
  parseEnvConfig,
  parseRewardWeights,
  type EnvConfig,
} from '../../env/config';
import type { RewardWeights } from '../../env/types';
import {
  MARKET_PRESETS,
  MARKET_REGIMES,
  parseMarketConfig,
  type MarketConfig,
} from '../../market/config';
import { INSTRUMENTS } from '../../market/instruments';
import type { FlagTable, FlagValues } from './flags';

export const MARKET_FLAGS = {
  market: { kind: 'choice', default: 'es', choices: MARKET_PRESETS, help: 'market preset' },
  regime: { kind: 'choice', default: 'base', choices: MARKET_REGIMES, help: 'its weather' },
} as const satisfies FlagTable;

export const WORLD_FLAGS = {
  ...MARKET_FLAGS,
  observation: {
    kind: 'choice',
    default: 'compact',
    choices: ['compact', 'full'],
    help: 'what the agents see',
  },
  steps: {
    kind: 'integer',
    default: DEFAULT_ENV_CONFIG.episodeLength,
    min: 10,
    max: 1_000_000,
    help: 'decisions per episode',
  },
  'inventory-weight': {
    kind: 'number',
    default: DEFAULT_REWARD_WEIGHTS.inventoryPenalty,
    min: 0,
    max: 1000,
    help: 'dollars per step at the inventory limit, falling with its square',
  },
} as const satisfies FlagTable;

export const SEED_FLAG = {
  kind: 'integer',
  default: 1,
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  help: 'of everything random',
} as const;

/** Market, environment and what the agent is paid for. */
export interface Scenario {
  readonly market: MarketConfig;
  readonly env: EnvConfig;
  readonly weights: RewardWeights;
}

export function marketOf(flags: FlagValues<typeof MARKET_FLAGS>): MarketConfig {
  return parseMarketConfig({ preset: flags.market, regime: flags.regime });
}

/** As it stands in the names of results: `es`, `es.toxic`. */
export function marketName({ preset, regime }: MarketConfig): string {
  return regime === 'base' ? preset : `${preset}.${regime}`;
}

export function scenarioOf(flags: FlagValues<typeof WORLD_FLAGS>): Scenario {
  return {
    market: marketOf(flags),
    env: parseEnvConfig({
      ...DEFAULT_ENV_CONFIG,
      ...INSTRUMENTS[flags.market],
      episodeLength: flags.steps,
      observation: flags.observation === 'full' ? FULL_OBSERVATION : COMPACT_OBSERVATION,
    }),
    weights: parseRewardWeights({
      ...DEFAULT_REWARD_WEIGHTS,
      inventoryPenalty: flags['inventory-weight'],
    }),
  };
}

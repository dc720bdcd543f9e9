/**
 * Settings of the environment have NanoARB's defaults unless a reason stands beside them. Links,
 * files, sliders and the command line are validated by these tables.
 */
import { z } from 'zod';
import { choiceField, fieldDefaults, flagField, numberField, wholeField } from '../market/fields';
import { fieldSchemas } from '../market/fieldSchemas';
import { parseInput } from '../market/parseInput';
import { DEFAULT_REWARD_WEIGHTS, REWARD_WEIGHT_FIELDS } from './rewardWeightFields';
import type { RewardTerm } from './types';

export { DEFAULT_REWARD_WEIGHTS, REWARD_WEIGHT_FIELDS };

export const rewardWeightsSchema = z.strictObject(fieldSchemas(REWARD_WEIGHT_FIELDS));

/** Longest episode: a clock in nanoseconds counts exactly up to 104 days. */
const LONGEST_EPISODE_SECONDS = 8_000_000;

export const ENV_FIELDS = {
  maxInventory: wholeField({
    default: 50,
    min: 1,
    max: 10_000,
    unit: 'contracts',
    help: 'Quotes are cut so that position and open orders stay within it.',
  }),
  maxOrderSize: wholeField({
    default: 10,
    min: 1,
    max: 1000,
    unit: 'contracts',
    help: 'What a size of 1 in the action means.',
  }),
  tickSize: numberField({
    default: 0.25,
    min: 1e-6,
    max: 1000,
    unit: 'points',
    help: 'Points per tick, for display: the environment counts in ticks.',
  }),
  tickValueDollars: numberField({
    default: 12.5,
    min: 1e-6,
    max: 100_000,
    unit: '$',
    help: 'Worth of a tick of one contract.',
  }),
  makerFeeDollars: numberField({
    default: 0.25,
    min: -100,
    max: 100,
    step: 0.05,
    unit: '$',
    help: 'Paid per contract when a resting quote trades; negative is a rebate.',
  }),
  takerFeeDollars: numberField({
    default: 0.85,
    min: -100,
    max: 100,
    step: 0.05,
    unit: '$',
    help: 'Paid per contract when a quote crosses, or the position is flattened at the end.',
  }),
  // NanoARB's default is 10 000; a minute of market closes the loop of collect, train and watch.
  episodeLength: wholeField({
    default: 600,
    min: 10,
    max: 1_000_000,
    step: 10,
    unit: 'steps',
    help: 'Decisions per episode; at the default interval ten are made a second.',
  }),
  decisionIntervalSeconds: numberField({
    default: 0.1,
    min: 0.001,
    max: 60,
    unit: 's',
    help: 'Time from one decision to the next.',
  }),
  orderLatencyMicroseconds: numberField({
    default: 100,
    min: 0,
    max: 10_000_000,
    step: 50,
    unit: 'µs',
    help: 'From a decision until the exchange acts on it.',
  }),
  marketDataLatencyMicroseconds: numberField({
    default: 50,
    min: 0,
    max: 10_000_000,
    step: 50,
    unit: 'µs',
    help: 'From a change of the book until the agent sees it.',
  }),
  latencyJitterMicroseconds: numberField({
    default: 10,
    min: 0,
    max: 1_000_000,
    step: 10,
    unit: 'µs',
    help: 'Added to each order’s latency at random: exponential, of this mean.',
  }),
  postOnly: flagField({
    default: false,
    help: 'A quote that would cross is moved back instead of taking.',
  }),
  flattenAtEnd: flagField({
    default: true,
    help: 'At the end the position is traded out as taker; otherwise it is valued at the mid.',
  }),
  maxLossDollars: numberField({
    default: 50_000,
    min: 1,
    max: 1e9,
    step: 100,
    unit: '$',
    help: 'The episode ends for good when equity falls below minus this.',
  }),
} as const;

/** Horizon of adverse selection in seconds, one of ADVERSE_HORIZONS_SECONDS. */
export const ADVERSE_HORIZON_FIELD = choiceField({
  default: '1',
  choices: ['0.1', '1', '10'],
  help: 'Seconds after a fill for which the market’s move counts as adverse selection.',
});

const BOOK_FIELDS = {
  snapshots: wholeField({
    default: 1,
    min: 1,
    max: 100,
    help: 'Book snapshots, one per decision step, newest last.',
  }),
  levels: wholeField({ default: 5, min: 1, max: 10, help: 'Price levels a side of a snapshot.' }),
  ownQuotes: flagField({ default: true, help: 'Prices, queues and sizes of the own quotes.' }),
  timeLeft: flagField({ default: true, help: 'The share of the episode that is left.' }),
  microprice: flagField({ default: true, help: 'The microprice’s distance from the mid.' }),
  orderFlowImbalance: flagField({ default: true, help: 'Recent order-flow imbalance.' }),
  volatility: flagField({ default: true, help: 'Recent volatility of the mid.' }),
} as const;

export const envConfigSchema = z
  .strictObject({
    ...fieldSchemas(ENV_FIELDS),
    /** A horizon of ADVERSE_HORIZONS_SECONDS; the environment derives its index. */
    adverseHorizonSeconds: z.literal([0.1, 1, 10], { error: 'one of 0.1, 1, 10 seconds' }),
    observation: z.strictObject(fieldSchemas(BOOK_FIELDS)),
  })
  .superRefine(({ episodeLength, decisionIntervalSeconds: interval }, context) => {
    if (episodeLength * interval <= LONGEST_EPISODE_SECONDS) return;
    const steps = Math.floor(LONGEST_EPISODE_SECONDS / interval);
    const message = `at most ${LONGEST_EPISODE_SECONDS} seconds: ${steps} steps of ${interval} s`;
    context.addIssue({ code: 'custom', path: ['episodeLength'], message });
  });
export type EnvConfig = z.output<typeof envConfigSchema>;
export type ObservationConfig = EnvConfig['observation'];

/** A snapshot of five levels, and the extras that a maker needs: it trains in seconds. */
export const COMPACT_OBSERVATION: ObservationConfig = fieldDefaults(BOOK_FIELDS);

/** NanoARB's observation: ten snapshots of ten levels, and no extras. */
export const FULL_OBSERVATION: ObservationConfig = {
  snapshots: 10,
  levels: 10,
  ownQuotes: false,
  timeLeft: false,
  microprice: false,
  orderFlowImbalance: false,
  volatility: false,
};

/** Observations that have a name, on the page and on the command line. */
export const NAMED_OBSERVATIONS = {
  compact: COMPACT_OBSERVATION,
  full: FULL_OBSERVATION,
} as const;
type ObservationName = keyof typeof NAMED_OBSERVATIONS;

export const OBSERVATION_FIELD = choiceField<ObservationName>({
  default: 'compact',
  choices: ['compact', 'full'],
  help: 'What trained agents see: compact is one book of five levels with own quotes and signals, full ten books of ten levels and no extras, ten times the memory.',
});

export const DEFAULT_ENV_CONFIG: EnvConfig = {
  ...fieldDefaults(ENV_FIELDS),
  adverseHorizonSeconds: 1,
  observation: COMPACT_OBSERVATION,
};

/** @throws InvalidInputError naming the field, its range and what came */
export function parseEnvConfig(value: unknown, path = 'env'): EnvConfig {
  return parseInput(envConfigSchema, value, path);
}

export function parseRewardWeights(value: unknown, path = 'reward'): Record<RewardTerm, number> {
  return parseInput(rewardWeightsSchema, value, path);
}

/**
 * Settings of the environment, with NanoARB's defaults unless a reason stands
 * beside them. One schema validates links, files, sliders and the command line.
 */
import { z } from 'zod';
import { parseInput } from '../market/validation';
import type { RewardTerm, RewardWeights } from './types';

const between = (low: number, high: number, unit = '') => {
  const error = `a number from ${low} to ${high}${unit === '' ? '' : ` ${unit}`}`;
  return z.number({ error }).min(low, { error }).max(high, { error });
};

const wholeBetween = (low: number, high: number, unit = '') => {
  const error = `a whole number from ${low} to ${high}${unit === '' ? '' : ` ${unit}`}`;
  return z.int({ error }).min(low, { error }).max(high, { error });
};

const flag = z.boolean({ error: 'true or false' });

const weight = between(-1000, 1000);
const weights: Record<RewardTerm, typeof weight> = {
  spreadCapture: weight,
  adverseSelection: weight,
  inventoryPnl: weight,
  fees: weight,
  inventoryPenalty: weight,
  spreadPenalty: weight,
};
export const rewardWeightsSchema = z.strictObject(weights);

/** 92 days: a clock in nanoseconds counts exactly up to 104. */
const LONGEST_EPISODE_SECONDS = 8_000_000;

export const envConfigSchema = z
  .strictObject({
    maxInventory: wholeBetween(1, 10_000, 'contracts'),
    maxOrderSize: wholeBetween(1, 1000, 'contracts'),
    /** Points per tick; only for display, the environment counts in ticks. */
    tickSize: between(1e-6, 1000, 'points'),
    tickValueDollars: between(1e-6, 100_000, 'dollars'),
    makerFeeDollars: between(-100, 100, 'dollars per contract'),
    takerFeeDollars: between(-100, 100, 'dollars per contract'),
    episodeLength: wholeBetween(10, 1_000_000, 'steps'),
    decisionIntervalSeconds: between(0.001, 60, 'seconds'),
    orderLatencyMicroseconds: between(0, 10_000_000, 'microseconds'),
    marketDataLatencyMicroseconds: between(0, 10_000_000, 'microseconds'),
    latencyJitterMicroseconds: between(0, 1_000_000, 'microseconds'),
    postOnly: flag,
    /** At the end: trade the position out as taker, or value it at mid. */
    flattenAtEnd: flag,
    /** Terminates the episode when equity falls below minus this. */
    maxLossDollars: between(1, 1e9, 'dollars'),
    /** Index into ADVERSE_HORIZONS_SECONDS is derived; must be one of them. */
    adverseHorizonSeconds: z.literal([0.1, 1, 10], { error: 'one of 0.1, 1, 10 seconds' }),
    observation: z.strictObject({
      /** Book snapshots, one per decision step, newest last. */
      snapshots: wholeBetween(1, 100),
      levels: wholeBetween(1, 10),
      ownQuotes: flag,
      timeLeft: flag,
      microprice: flag,
      orderFlowImbalance: flag,
      volatility: flag,
    }),
  })
  .superRefine(({ episodeLength, decisionIntervalSeconds: interval }, context) => {
    if (episodeLength * interval <= LONGEST_EPISODE_SECONDS) return;
    const steps = Math.floor(LONGEST_EPISODE_SECONDS / interval);
    const message = `at most ${LONGEST_EPISODE_SECONDS} seconds: ${steps} steps of ${interval} s`;
    context.addIssue({ code: 'custom', path: ['episodeLength'], message });
  });
export type EnvConfig = z.output<typeof envConfigSchema>;
export type ObservationConfig = EnvConfig['observation'];

/** One snapshot of five levels, with the extras a maker needs: trains in seconds. */
export const COMPACT_OBSERVATION: ObservationConfig = {
  snapshots: 1,
  levels: 5,
  ownQuotes: true,
  timeLeft: true,
  microprice: true,
  orderFlowImbalance: true,
  volatility: true,
};

/** NanoARB's: ten snapshots of ten levels, and no extras. */
export const FULL_OBSERVATION: ObservationConfig = {
  snapshots: 10,
  levels: 10,
  ownQuotes: false,
  timeLeft: false,
  microprice: false,
  orderFlowImbalance: false,
  volatility: false,
};

export const DEFAULT_ENV_CONFIG: EnvConfig = {
  maxInventory: 50,
  maxOrderSize: 10,
  tickSize: 0.25,
  tickValueDollars: 12.5,
  makerFeeDollars: 0.25,
  takerFeeDollars: 0.85,
  // NanoARB's is 10 000; a minute of market closes the loop of collect, train and watch.
  episodeLength: 600,
  decisionIntervalSeconds: 0.1,
  orderLatencyMicroseconds: 100,
  marketDataLatencyMicroseconds: 50,
  latencyJitterMicroseconds: 10,
  postOnly: false,
  flattenAtEnd: true,
  maxLossDollars: 50_000,
  adverseHorizonSeconds: 1,
  observation: COMPACT_OBSERVATION,
};

/**
 * The four money terms count as they are. Penalties are sized to matter beside
 * them: a sensible baseline on ES earns some dollars a step; half of the
 * inventory limit costs 5, a quote two ticks wider than the market 0.5. Quoting
 * the touch blindly (mean |q| 25 of 50) earns more than leaning against inventory
 * (mean |q| 2) and, paying 6 or 7 a step where that pays 0.06, is worth less.
 * NanoARB's λ of 0.001 on the same squared ratio, at most a tenth of a cent beside
 * rewards of dollars, never changed anything.
 */
export const DEFAULT_REWARD_WEIGHTS: RewardWeights = {
  spreadCapture: 1,
  adverseSelection: 1,
  inventoryPnl: 1,
  fees: 1,
  inventoryPenalty: 20,
  spreadPenalty: 0.25,
};

/** @throws InvalidInputError naming the field, its range and what came */
export function parseEnvConfig(value: unknown, path = 'env'): EnvConfig {
  return parseInput(envConfigSchema, value, path);
}

export function parseRewardWeights(value: unknown, path = 'reward'): Record<RewardTerm, number> {
  return parseInput(rewardWeightsSchema, value, path);
}

/**
 * Settings of the Decision Transformer and what its training is asked for and
 * reports: plain data, without tfjs, so that the page can show and check them.
 */
import { z } from 'zod';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerPolicy';
import type { RewardWeights } from '../../env/types';
import { parseInput } from '../../market/validation';

const between = (low: number, high: number) => {
  const error = `a number from ${low} to ${high}`;
  return z.number({ error }).min(low, { error }).max(high, { error });
};

const wholeBetween = (low: number, high: number) => {
  const error = `a whole number from ${low} to ${high}`;
  return z.int({ error }).min(low, { error }).max(high, { error });
};

/** What a return to go is: the plain one, the one without luck, or a critic's expectation. */
export const RETURN_LABELS = ['plain', 'withoutLuck', 'critic'] as const;
export type ReturnLabel = (typeof RETURN_LABELS)[number];

export const decisionTransformerConfigSchema = z
  .strictObject({
    returnLabel: z.enum(RETURN_LABELS, { error: `one of ${RETURN_LABELS.join(', ')}` }),
    /** Width of every token. */
    embedding: wholeBetween(4, 512),
    layers: wholeBetween(1, 12),
    heads: wholeBetween(1, 16),
    /** Decision steps that the model sees. */
    contextLength: wholeBetween(1, 200),
    /** Rows of the timestep table. */
    timesteps: wholeBetween(1, 10_000),
    batchSize: wholeBetween(1, 4096),
    updates: wholeBetween(1, 1_000_000),
    learningRate: between(1e-6, 0.1),
    weightDecay: between(0, 1),
    /** Euclidean norm to which a gradient is shortened. */
    gradientClipNorm: between(1e-6, 1e6),
    /** Updates over which the learning rate rises linearly. */
    warmUpUpdates: wholeBetween(0, 1_000_000),
  })
  .refine(({ embedding, heads }) => embedding % heads === 0, {
    path: ['heads'],
    error: 'a divisor of the embedding',
  });
export type DecisionTransformerConfig = z.output<typeof decisionTransformerConfigSchema>;

/** Chen et al. 2021 (Gym settings), with the cure that needs no critic. */
export const DEFAULT_DECISION_TRANSFORMER_CONFIG: DecisionTransformerConfig = {
  returnLabel: 'withoutLuck',
  embedding: 128,
  layers: 3,
  heads: 1,
  contextLength: 20,
  timesteps: 1024,
  batchSize: 64,
  updates: 10_000,
  learningRate: 1e-4,
  weightDecay: 1e-4,
  gradientClipNorm: 0.25,
  warmUpUpdates: 1000,
};

/** Small enough for a processor: a sixteenth of the arithmetic. */
export const COMPACT_DECISION_TRANSFORMER_CONFIG: DecisionTransformerConfig = {
  ...DEFAULT_DECISION_TRANSFORMER_CONFIG,
  embedding: 64,
  layers: 2,
  contextLength: 10,
  timesteps: 256,
  batchSize: 32,
  updates: 2000,
  learningRate: 1e-3,
  warmUpUpdates: 100,
};

/** @throws InvalidInputError naming the field, the range and what came */
export function parseDecisionTransformerConfig(
  value: unknown,
  path = 'decisionTransformer',
): DecisionTransformerConfig {
  return parseInput(decisionTransformerConfigSchema, value, path);
}

export interface DecisionTransformerRequest {
  readonly config: DecisionTransformerConfig;
  readonly weights: RewardWeights;
  /** What a tick of one contract is worth: the luck that is taken off is in dollars. */
  readonly dollarsPerTick: number;
  readonly seed: number;
}

/** Means over the updates since the previous report. */
export interface DecisionTransformerProgress {
  readonly update: number;
  readonly totalUpdates: number;
  readonly updatesPerSecond: number;
  readonly secondsLeft: number;
  /** Mean squared error of scaled actions. */
  readonly policyLoss: number;
  /** Before it was shortened. */
  readonly gradientNorm: number;
  readonly policyVersion: number;
}

export type DecisionTransformerOutcome =
  | { readonly status: 'finished' | 'stopped'; readonly policy: DecisionTransformerSnapshot }
  | {
      readonly status: 'diverged';
      readonly policy: DecisionTransformerSnapshot;
      readonly update: number;
    };

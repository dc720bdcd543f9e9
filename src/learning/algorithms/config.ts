/**
 * Settings of the learners: plain data, validated once, with the defaults of
 * the papers. Imports no tfjs, so that the page can show and check settings.
 */
import { z } from 'zod';
import { parseInput } from '../../market/validation';

const between = (low: number, high: number) =>
  z
    .number({ error: `a number from ${low} to ${high}` })
    .min(low, { error: `a number from ${low} to ${high}` })
    .max(high, { error: `a number from ${low} to ${high}` });

const wholeBetween = (low: number, high: number) => {
  const error = `a whole number from ${low} to ${high}`;
  return z.int({ error }).min(low, { error }).max(high, { error });
};

const ALGORITHMS = ['bc', 'iql'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Everything that can be trained: `dt` is the Decision Transformer, whose settings are its own. */
export const LEARNERS = [...ALGORITHMS, 'dt'] as const;
export type Learner = (typeof LEARNERS)[number];

export const learningConfigSchema = z.strictObject({
  algorithm: z.enum(ALGORITHMS, { error: `one of ${ALGORITHMS.join(', ')}` }),
  /** Widths of the hidden layers of every network. */
  hiddenSizes: z.array(wholeBetween(4, 1024)).min(1).max(4),
  batchSize: wholeBetween(8, 4096),
  /** Optimiser updates of the whole run. */
  updates: wholeBetween(1, 1_000_000),
  learningRate: between(1e-6, 0.1),
  /** γ, per decision step. */
  discount: between(0, 0.9999),
  /** τ of the value expectile. */
  expectile: between(0.5, 0.99),
  /** β, the inverse temperature of the advantage weights. */
  temperature: between(0, 100),
  /** Step of the target networks towards the critics, per update. */
  targetRate: between(1e-4, 1),
  /** Updates of behaviour cloning before IQL starts; 0 starts IQL from scratch. */
  cloningUpdates: wholeBetween(0, 100_000),
});
export type LearningConfig = z.output<typeof learningConfigSchema>;

/**
 * Kostrikov, Nair and Levine 2021, made fast: they train for a million updates,
 * the lab for a minute. So rates are higher, targets follow within 20 updates,
 * and γ looks 20 decisions ahead, longer than a fill at the touch is waited for.
 * Advantages of a single decision are small beside the spread of returns that
 * rewards are scaled by, hence the higher β.
 */
export const DEFAULT_LEARNING_CONFIG: LearningConfig = {
  algorithm: 'iql',
  hiddenSizes: [128, 128],
  batchSize: 256,
  updates: 2000,
  learningRate: 1e-3,
  discount: 0.95,
  expectile: 0.7,
  temperature: 20,
  targetRate: 0.05,
  cloningUpdates: 300,
};

/** @throws InvalidInputError naming the field, the range and what came */
export function parseLearningConfig(value: unknown, path = 'learning'): LearningConfig {
  return parseInput(learningConfigSchema, value, path);
}

/**
 * The clone that a learner is compared with: of the same data and seed, and with as
 * many updates as the learner makes in all its phases.
 */
export function cloneConfigOf(learning: LearningConfig): LearningConfig {
  const first = learning.algorithm === 'bc' ? 0 : learning.cloningUpdates;
  return { ...learning, algorithm: 'bc', updates: learning.updates + first };
}

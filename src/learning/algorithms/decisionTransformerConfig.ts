/**
 * Settings of the Decision Transformer are plain data, validated once, without tfjs, so that the
 * page can show and check them.
 */
import { z } from 'zod';
import { choiceField, fieldDefaults, numberField, wholeField } from '../../market/fields';
import { fieldSchemas } from '../../market/fieldSchemas';
import { parseInput } from '../../market/parseInput';

/**
 * What a step is said to lead to: its return to go, plain or less the control variate; the return
 * that a critic expects; or the rank of that among those of the data.
 */
export const RETURN_LABELS = ['plain', 'withoutLuck', 'critic', 'quantile'] as const;
export type ReturnLabel = (typeof RETURN_LABELS)[number];

/** Whether critics have to be trained before a step can be labelled. */
export const needsCritic = (label: ReturnLabel): boolean =>
  label === 'critic' || label === 'quantile';

/**
 * Fields of the Decision Transformer, with defaults that make a model small enough for a processor:
 * a sixteenth of the paper's arithmetic.
 */
export const DECISION_TRANSFORMER_FIELDS = {
  returnLabel: choiceField({
    default: 'withoutLuck',
    choices: RETURN_LABELS,
    help: 'Plain returns are mostly luck in a market, and imitating the lucky is gambling: take the luck out, or let a critic rank what was to be expected. Returns that a critic expects cannot be steered: almost every decision ends up asking for the most or the least.',
  }),
  embedding: wholeField({
    default: 64,
    min: 4,
    max: 512,
    step: 4,
    help: 'Numbers in a token; 128 is the paper’s, and four times the work of 64.',
  }),
  layers: wholeField({
    default: 2,
    min: 1,
    max: 12,
    help: 'Blocks of attention and feed-forward; the paper has 3.',
  }),
  heads: wholeField({
    default: 1,
    min: 1,
    max: 16,
    help: 'Attention heads of a layer; they divide the width.',
  }),
  contextLength: wholeField({
    default: 10,
    min: 1,
    max: 200,
    help: 'Decisions that it sees at once; ten make a second at the default interval.',
  }),
  timesteps: wholeField({
    default: 256,
    min: 1,
    max: 10_000,
    help: 'Rows of the timestep table.',
  }),
  batchSize: wholeField({
    default: 32,
    min: 1,
    max: 4096,
    step: 4,
    help: 'Windows of context per update.',
  }),
  updates: wholeField({
    default: 2000,
    min: 1,
    max: 1_000_000,
    step: 20,
    help: 'Gradient steps of the transformer.',
  }),
  learningRate: numberField({
    default: 1e-3,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    help: 'Size of AdamW’s steps, after a linear warm-up.',
  }),
  weightDecay: numberField({
    default: 1e-4,
    min: 0,
    max: 1,
    step: 1e-5,
    help: 'AdamW’s decay of weights.',
  }),
  gradientClipNorm: numberField({
    default: 0.25,
    min: 1e-6,
    max: 1e6,
    help: 'Euclidean norm to which a gradient is shortened.',
  }),
  warmUpUpdates: wholeField({
    default: 100,
    min: 0,
    max: 1_000_000,
    help: 'Updates over which the learning rate rises linearly; as it stands, at most a tenth of all.',
  }),
} as const;

export const decisionTransformerConfigSchema = z
  .strictObject(fieldSchemas(DECISION_TRANSFORMER_FIELDS))
  .refine(({ embedding, heads }) => embedding % heads === 0, {
    path: ['heads'],
    error: 'a divisor of the embedding',
  });
export type DecisionTransformerConfig = z.output<typeof decisionTransformerConfigSchema>;

/** The compact model, with the cure that needs no critic. */
export const COMPACT_DECISION_TRANSFORMER_CONFIG: DecisionTransformerConfig = fieldDefaults(
  DECISION_TRANSFORMER_FIELDS,
);

/** The settings of Chen et al. 2021 for Gym, with the cure that needs no critic. */
export const DEFAULT_DECISION_TRANSFORMER_CONFIG: DecisionTransformerConfig = {
  ...COMPACT_DECISION_TRANSFORMER_CONFIG,
  embedding: 128,
  layers: 3,
  contextLength: 20,
  timesteps: 1024,
  batchSize: 64,
  updates: 10_000,
  learningRate: 1e-4,
  warmUpUpdates: 1000,
};

/** @throws InvalidInputError naming the field, the range and what came */
export function parseDecisionTransformerConfig(
  value: unknown,
  path = 'decisionTransformer',
): DecisionTransformerConfig {
  return parseInput(decisionTransformerConfigSchema, value, path);
}

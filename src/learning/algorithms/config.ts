/**
 * Settings of the learners are plain data, validated once, with the defaults of the papers. This
 * file imports no tfjs, so that the page can show and check settings.
 */
import { z } from 'zod';
import {
  choiceField,
  expectedChoice,
  fieldDefaults,
  numberField,
  wholeField,
} from '../../market/fields';
import { fieldSchema, fieldSchemas, numberSchema } from '../../market/fieldSchemas';
import { parseInput } from '../../market/parseInput';

const ALGORITHMS = ['bc', 'iql'] as const;

/** Learners that can be trained; `dt` is the Decision Transformer, whose settings are its own. */
export const LEARNERS = [...ALGORITHMS, 'dt'] as const;
export type Learner = (typeof LEARNERS)[number];

/** Units of advantages: their root mean square over the minibatch, or the scaled rewards' own. */
const ADVANTAGE_SCALINGS = ['batch', 'none'] as const;

/**
 * Whether a policy is trained for the weights of its run, or for every weighting, which it is told.
 */
const CONDITIONINGS = ['fixed', 'weights'] as const;

/** Width of every hidden layer of a run of the lab; files may hold other shapes. */
export const HIDDEN_WIDTH_FIELD = wholeField({
  default: 128,
  min: 4,
  max: 1024,
  step: 4,
  help: 'Width of the two hidden layers of every network.',
});

/**
 * Fields of BC and IQL, with the defaults of Kostrikov, Nair and Levine 2021, made fast: they train
 * for a million updates, the lab for a minute. So rates are higher, targets follow within 20
 * updates, and γ looks 20 decisions ahead, longer than a fill at the touch is waited for. β counts
 * in root mean squares of the advantages in a minibatch, so that it means the same under every
 * weighting of the reward.
 */
export const LEARNING_FIELDS = {
  batchSize: wholeField({
    default: 256,
    min: 8,
    max: 4096,
    step: 8,
    help: 'Transitions per update.',
  }),
  updates: wholeField({
    default: 2000,
    min: 1,
    max: 1_000_000,
    step: 20,
    help: 'Gradient steps after cloning.',
  }),
  learningRate: numberField({
    default: 1e-3,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    help: 'Size of Adam’s steps.',
  }),
  discount: numberField({
    default: 0.95,
    min: 0,
    max: 0.9999,
    step: 0.001,
    help: 'Worth of a reward one decision later; 0.99 looks some hundred decisions ahead.',
  }),
  expectile: numberField({
    default: 0.7,
    min: 0.5,
    max: 0.99,
    help: '0.5 values average behaviour; towards 1, the best in the data.',
  }),
  temperature: numberField({
    default: 6,
    min: 0,
    max: 100,
    step: 0.1,
    help: 'How sharply the policy follows the advantage: 0 clones. Measured on ES at 1, 2, 4 and 6, the mean weight is 1.2, 2.6, 8 and 13, and 0, 0.5, 4 and 9 % of the weights are clipped.',
  }),
  advantageScaling: choiceField({
    default: 'batch',
    choices: ADVANTAGE_SCALINGS,
    help: 'By their spread, β means the same whatever a reward is worth; as they are, it depends on the weights of the reward, as in the paper and in runs of earlier versions.',
  }),
  conditioning: choiceField({
    default: 'fixed',
    choices: CONDITIONINGS,
    help: 'For the weights as they stand, or for every weighting: then the agent is told the weights, and moving one changes what it does at its next decision.',
  }),
  targetRate: numberField({
    default: 0.05,
    min: 1e-4,
    max: 1,
    step: 1e-4,
    help: 'Step of the target networks towards the critics, per update.',
  }),
  cloningUpdates: wholeField({
    default: 300,
    min: 0,
    max: 100_000,
    step: 20,
    help: 'Gradient steps of imitation before IQL; 0 starts from scratch.',
  }),
} as const;

export const learningConfigSchema = z.strictObject({
  algorithm: z.enum(ALGORITHMS, { error: expectedChoice(ALGORITHMS) }),
  hiddenSizes: z.array(numberSchema(HIDDEN_WIDTH_FIELD)).min(1).max(4),
  ...fieldSchemas(LEARNING_FIELDS),
  /** Configs of earlier versions do not say: advantages were as they are. */
  advantageScaling: fieldSchema(LEARNING_FIELDS.advantageScaling).default('none'),
  /** Nor do they say this: weights were fixed. */
  conditioning: fieldSchema(LEARNING_FIELDS.conditioning).default('fixed'),
});
export type LearningConfig = z.output<typeof learningConfigSchema>;

export const DEFAULT_LEARNING_CONFIG: LearningConfig = {
  algorithm: 'iql',
  hiddenSizes: [HIDDEN_WIDTH_FIELD.default, HIDDEN_WIDTH_FIELD.default],
  ...fieldDefaults(LEARNING_FIELDS),
};

/** @throws InvalidInputError naming the field, the range and what came */
export function parseLearningConfig(value: unknown, path = 'learning'): LearningConfig {
  return parseInput(learningConfigSchema, value, path);
}

/**
 * Gives the config of the clone that a learner is compared with: the same data and seed, and as
 * many updates as the learner makes in all its phases.
 */
export function cloneConfigOf(learning: LearningConfig): LearningConfig {
  const first = learning.algorithm === 'bc' ? 0 : learning.cloningUpdates;
  return { ...learning, algorithm: 'bc', updates: learning.updates + first };
}

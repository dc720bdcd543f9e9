/** The learner and its settings: they take effect with the next training. */
import {
  DEFAULT_LEARNING_CONFIG,
  HIDDEN_WIDTH_FIELD,
  LEARNING_FIELDS,
  type Learner,
} from '../../learning/algorithms/config';
import { ENGINE_FIELD } from '../../learning/algorithms/engineChoice';
import { DECISION_TRANSFORMER_FIELDS } from '../../learning/algorithms/decisionTransformerConfig';
import { choiceField } from '../../market/fields';
import { learnerOf } from '../../protocol/run';
import { choice, number, settingsOf, type Setting } from './kinds';

const learning = settingsOf('learning', 'learning', LEARNING_FIELDS);
const transformer = settingsOf('learning', 'decisionTransformer', DECISION_TRANSFORMER_FIELDS);

const UPDATES = { min: 20, max: 100_000, scale: 'log' } as const;

const ALGORITHM_FIELD = choiceField<Learner>({
  default: DEFAULT_LEARNING_CONFIG.algorithm,
  choices: ['iql', 'bc', 'dt'],
  help: 'IQL improves on the data by its values; cloning imitates it; the Decision Transformer imitates what led to the return it is asked for.',
});

/**
 * What the page trains follows the sliders; a config or a link that does not say is of fixed
 * weights.
 */
const CONDITIONING_FIELD = { ...LEARNING_FIELDS.conditioning, default: 'weights' } as const;

export const LEARNING_SETTINGS = {
  algorithm: choice('learning', ALGORITHM_FIELD, {
    label: 'Algorithm',
    path: 'learning.algorithm',
    codec: {
      // A Decision Transformer has a section of its own; its critic is trained by IQL.
      write: (algorithm) => (algorithm === 'dt' ? 'iql' : algorithm),
      read: (_, config) => learnerOf(config),
    },
    labels: { bc: 'Cloning', iql: 'IQL', dt: 'Decision Transformer' },
  }),
  conditioning: choice('learning', CONDITIONING_FIELD, {
    label: 'Trained for',
    path: 'learning.conditioning',
    learners: ['iql', 'bc', 'dt'],
    labels: { fixed: 'These weights', weights: 'Every weighting' },
  }),
  engine: choice('learning', ENGINE_FIELD, {
    label: 'Engine',
    path: 'engine',
    learners: ['iql', 'bc', 'dt'],
    labels: { compiled: 'Compiled', tfjs: 'TensorFlow.js' },
  }),
  updates: learning.number('updates', {
    label: 'Updates',
    learners: ['iql', 'bc'],
    slider: UPDATES,
  }),
  cloningUpdates: learning.number('cloningUpdates', {
    label: 'Cloning first',
    learners: ['iql'],
    slider: { max: 10_000, scale: 'log' },
  }),
  expectile: learning.number('expectile', { label: 'Expectile τ', learners: ['iql'] }),
  temperature: learning.number('temperature', { label: 'Temperature β', learners: ['iql'] }),
  advantageScaling: learning.choice('advantageScaling', {
    label: 'Advantages',
    learners: ['iql'],
    labels: { batch: 'By their spread', none: 'As they are' },
  }),
  discount: learning.number('discount', { label: 'Discount γ', learners: ['iql'] }),
  learningRate: learning.number('learningRate', {
    label: 'Learning rate',
    learners: ['iql', 'bc'],
    slider: { scale: 'log' },
  }),
  batchSize: learning.number('batchSize', {
    label: 'Batch size',
    learners: ['iql', 'bc'],
    slider: { scale: 'log' },
  }),
  hiddenWidth: number('learning', HIDDEN_WIDTH_FIELD, {
    label: 'Network width',
    path: 'learning.hiddenSizes',
    codec: {
      write: (width) => [width, width],
      read: (sizes) => (sizes as readonly number[])[0],
    },
    learners: ['iql', 'bc'],
    slider: { min: 32, max: 512 },
  }),

  targetRate: learning.number('targetRate', {
    label: 'Target rate',
    learners: ['iql'],
    slider: { min: 0.001, scale: 'log' },
  }),
  dtReturnLabel: transformer.choice('returnLabel', {
    label: 'Return to go',
    learners: ['dt'],
    aliases: ['return-label'],
    labels: {
      plain: 'Plain, luck included',
      withoutLuck: 'Without luck',
      critic: 'Returns by a critic, trained first',
      quantile: 'Rank by a critic, trained first',
    },
  }),
  dtUpdates: transformer.number('updates', {
    label: 'Transformer updates',
    learners: ['dt'],
    slider: UPDATES,
  }),
  dtContext: transformer.number('contextLength', {
    label: 'Context',
    learners: ['dt'],
    aliases: ['context'],
    slider: { max: 50 },
  }),
  dtWidth: transformer.number('embedding', {
    label: 'Width',
    learners: ['dt'],
    aliases: ['width'],
    slider: { min: 16, max: 256 },
  }),
  dtLayers: transformer.number('layers', {
    label: 'Layers',
    learners: ['dt'],
    aliases: ['layers'],
    slider: { max: 6 },
  }),
  dtLearningRate: transformer.number('learningRate', {
    label: 'Transformer learning rate',
    learners: ['dt'],
    slider: { scale: 'log' },
  }),
  dtBatchSize: transformer.number('batchSize', {
    label: 'Transformer batch size',
    learners: ['dt'],
    aliases: ['windows'],
    slider: { min: 4, max: 512, scale: 'log' },
  }),
  dtHeads: transformer.number('heads', {
    label: 'Attention heads',
    learners: ['dt'],
    aliases: ['heads'],
  }),
  dtTimesteps: transformer.number('timesteps', {
    label: 'Timesteps',
    learners: ['dt'],
    aliases: ['timesteps'],
    slider: { min: 16, scale: 'log' },
  }),
  dtWeightDecay: transformer.number('weightDecay', {
    label: 'Weight decay',
    learners: ['dt'],
    aliases: ['weight-decay'],
    slider: { max: 0.1, scale: 'log' },
  }),
  dtClipNorm: transformer.number('gradientClipNorm', {
    label: 'Gradient clip',
    learners: ['dt'],
    aliases: ['gradient-clip'],
    slider: { min: 0.01, max: 100, scale: 'log' },
  }),
  dtWarmUp: transformer.number('warmUpUpdates', {
    label: 'Warm-up',
    learners: ['dt'],
    aliases: ['warm-up'],
    slider: { max: 10_000, scale: 'log' },
  }),
} as const satisfies Record<string, Setting>;

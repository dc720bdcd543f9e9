/** The learner and its settings: from the next training on. */
import { DEFAULT_LEARNING_CONFIG, type Learner } from '../../learning/algorithms/config';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  type ReturnLabel,
} from '../../learning/algorithms/decisionTransformerConfig';
import { choice, number, type Setting } from './kinds';

const transformer = COMPACT_DECISION_TRANSFORMER_CONFIG;

export const LEARNING_SETTINGS = {
  algorithm: choice<Learner>('learning', {
    label: 'Algorithm',
    help: 'IQL improves on the data by its values; cloning imitates it; the Decision Transformer imitates what led to the return it is asked for.',
    default: DEFAULT_LEARNING_CONFIG.algorithm,
    options: [
      { value: 'iql', label: 'IQL' },
      { value: 'bc', label: 'Cloning' },
      { value: 'dt', label: 'Decision Transformer' },
    ],
  }),
  updates: number('learning', {
    label: 'Updates',
    help: 'Gradient steps after cloning.',
    default: DEFAULT_LEARNING_CONFIG.updates,
    min: 20,
    max: 100_000,
    step: 20,
    scale: 'log',
  }),
  cloningUpdates: number('learning', {
    label: 'Cloning first',
    help: 'Gradient steps of imitation before IQL; 0 starts from scratch.',
    default: DEFAULT_LEARNING_CONFIG.cloningUpdates,
    min: 0,
    max: 10_000,
    step: 20,
    scale: 'log',
  }),
  expectile: number('learning', {
    label: 'Expectile τ',
    help: '0.5 values average behaviour; towards 1, the best in the data.',
    default: DEFAULT_LEARNING_CONFIG.expectile,
    min: 0.5,
    max: 0.99,
    step: 0.01,
  }),
  temperature: number('learning', {
    label: 'Temperature β',
    help: '0 clones; higher follows the advantage more sharply.',
    default: DEFAULT_LEARNING_CONFIG.temperature,
    min: 0,
    max: 30,
    step: 0.1,
  }),
  discount: number('learning', {
    label: 'Discount γ',
    help: 'Worth of a reward one step later; 0.99 looks ten seconds ahead.',
    default: DEFAULT_LEARNING_CONFIG.discount,
    min: 0,
    max: 0.9999,
    step: 0.001,
  }),
  learningRate: number('learning', {
    label: 'Learning rate',
    help: 'Adam’s step.',
    default: DEFAULT_LEARNING_CONFIG.learningRate,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    scale: 'log',
  }),
  batchSize: number('learning', {
    label: 'Batch size',
    help: 'Transitions per update.',
    default: DEFAULT_LEARNING_CONFIG.batchSize,
    min: 8,
    max: 4096,
    step: 8,
    scale: 'log',
  }),
  hiddenWidth: choice<'64' | '128' | '256'>('learning', {
    label: 'Network',
    help: 'Two hidden layers of this width, in every network.',
    default: '128',
    options: [
      { value: '64', label: '64-64' },
      { value: '128', label: '128-128' },
      { value: '256', label: '256-256' },
    ],
  }),

  dtReturnLabel: choice<ReturnLabel>('learning', {
    label: 'Return to go',
    help: 'Plain returns are mostly luck in a market, and imitating the lucky is gambling: take the luck out, or let a critic say what was to be expected.',
    default: transformer.returnLabel,
    options: [
      { value: 'plain', label: 'Plain, luck included' },
      { value: 'withoutLuck', label: 'Without luck' },
      { value: 'critic', label: 'By a critic, trained first' },
    ],
  }),
  dtUpdates: number('learning', {
    label: 'Updates',
    help: 'Gradient steps of the transformer.',
    default: transformer.updates,
    min: 20,
    max: 100_000,
    step: 20,
    scale: 'log',
  }),
  dtContext: number('learning', {
    label: 'Context',
    help: 'Decisions that it sees at once; ten make a second.',
    default: transformer.contextLength,
    min: 1,
    max: 50,
    step: 1,
  }),
  dtWidth: choice<'32' | '64' | '128'>('learning', {
    label: 'Width',
    help: 'Numbers in a token; 128 is the paper’s, and four times the work of 64.',
    default: '64',
    options: [
      { value: '32', label: '32' },
      { value: '64', label: '64' },
      { value: '128', label: '128' },
    ],
  }),
  dtLayers: number('learning', {
    label: 'Layers',
    help: 'Blocks of attention and feed-forward; the paper has 3.',
    default: transformer.layers,
    min: 1,
    max: 4,
    step: 1,
  }),
  dtLearningRate: number('learning', {
    label: 'Learning rate',
    help: 'AdamW’s step, after a linear warm-up.',
    default: transformer.learningRate,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    scale: 'log',
  }),
  dtBatchSize: number('learning', {
    label: 'Batch size',
    help: 'Windows of context per update.',
    default: transformer.batchSize,
    min: 4,
    max: 512,
    step: 4,
    scale: 'log',
  }),
} as const satisfies Record<string, Setting>;

/** Flags of the learners, and the configs they stand for: what the page's form sets, under the same names. */
import { parseMixture, type Mixture } from '../../agents/agentSpecSchema';
import { mixtureOf, parseMixtureFactors } from '../../agents/baselines/behaviourFamilies';
import { defaultBehaviours } from '../../agents/baselines/behaviours';
import { DEFAULT_TARGET_SHARE } from '../../agents/policies/policySpec';
import {
  DEFAULT_LEARNING_CONFIG,
  LEARNERS,
  parseLearningConfig,
  type LearningConfig,
} from '../../learning/algorithms/config';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  RETURN_LABELS,
  parseDecisionTransformerConfig,
  type DecisionTransformerConfig,
} from '../../learning/algorithms/decisionTransformerConfig';
import { ENGINES } from '../../learning/algorithms/engineChoice';
import type { MarketPreset } from '../../market/config';
import type { Flag, FlagTable, FlagValues } from './flags';

const defaults = DEFAULT_LEARNING_CONFIG;
const transformer = COMPACT_DECISION_TRANSFORMER_CONFIG;

export const LEARNER_FLAGS = {
  algorithm: { kind: 'choice', default: defaults.algorithm, choices: LEARNERS, help: 'learner' },
  updates: {
    kind: 'integer',
    default: defaults.updates,
    min: 1,
    max: 1_000_000,
    help: 'optimiser updates; of a Decision Transformer, also those of its critic',
  },
  'cloning-updates': {
    kind: 'integer',
    default: defaults.cloningUpdates,
    min: 0,
    max: 100_000,
    help: 'of cloning before IQL',
  },
  expectile: { kind: 'number', default: defaults.expectile, min: 0.5, max: 0.99, help: 'τ of IQL' },
  temperature: { kind: 'number', default: defaults.temperature, min: 0, max: 30, help: 'β of IQL' },
  discount: { kind: 'number', default: defaults.discount, min: 0, max: 0.9999, help: 'γ of IQL' },
  'learning-rate': {
    kind: 'number',
    default: defaults.learningRate,
    min: 1e-6,
    max: 0.1,
    help: 'of any learner',
  },
  'batch-size': {
    kind: 'integer',
    default: defaults.batchSize,
    min: 8,
    max: 4096,
    help: 'transitions per update of BC and IQL',
  },
  'hidden-width': {
    kind: 'integer',
    default: defaults.hiddenSizes[0],
    min: 4,
    max: 1024,
    help: 'of both hidden layers of BC and IQL',
  },
  'return-label': {
    kind: 'choice',
    default: transformer.returnLabel,
    choices: RETURN_LABELS,
    help: 'what a Decision Transformer’s return to go is',
  },
  context: {
    kind: 'integer',
    default: transformer.contextLength,
    min: 1,
    max: 200,
    help: 'decisions that a Decision Transformer sees',
  },
  width: {
    kind: 'integer',
    default: transformer.embedding,
    min: 4,
    max: 512,
    help: 'of a Decision Transformer’s tokens',
  },
  layers: {
    kind: 'integer',
    default: transformer.layers,
    min: 1,
    max: 12,
    help: 'of a Decision Transformer',
  },
  windows: {
    kind: 'integer',
    default: transformer.batchSize,
    min: 1,
    max: 4096,
    help: 'per update of a Decision Transformer',
  },
  'target-share': {
    kind: 'number',
    default: DEFAULT_TARGET_SHARE,
    min: 0,
    max: 1,
    help: 'asked of a Decision Transformer: 0 for the lowest return of its data, 1 for the highest',
  },
} as const satisfies FlagTable;

export const ENGINE_FLAG = {
  kind: 'choice',
  default: 'compiled',
  choices: ENGINES,
  help: 'what makes the updates: programs, or eager layers and gradients, the reference; cpu has the reference only',
} as const satisfies Flag;

export interface Learners {
  /** Of BC and IQL, and of a Decision Transformer's critic. */
  readonly learning: LearningConfig;
  /** Null unless it is the learner. */
  readonly decisionTransformer: DecisionTransformerConfig | null;
}

/** @throws InvalidInputError naming the field, the range and what came */
export function learnersOf(flags: FlagValues<typeof LEARNER_FLAGS>): Learners {
  const { algorithm, updates } = flags;
  const learning = parseLearningConfig({
    ...defaults,
    algorithm: algorithm === 'bc' ? 'bc' : 'iql',
    hiddenSizes: [flags['hidden-width'], flags['hidden-width']],
    batchSize: flags['batch-size'],
    updates,
    learningRate: flags['learning-rate'],
    discount: flags.discount,
    expectile: flags.expectile,
    temperature: flags.temperature,
    cloningUpdates: flags['cloning-updates'],
  });
  if (algorithm !== 'dt') return { learning, decisionTransformer: null };
  const decisionTransformer = parseDecisionTransformerConfig({
    ...transformer,
    returnLabel: flags['return-label'],
    embedding: flags.width,
    layers: flags.layers,
    contextLength: flags.context,
    batchSize: flags.windows,
    updates,
    learningRate: flags['learning-rate'],
    warmUpUpdates: Math.min(transformer.warmUpUpdates, Math.ceil(updates / 10)),
  });
  return { learning, decisionTransformer };
}

export const MIXTURE_FLAG = {
  kind: 'text',
  placeholder: 'KIND=SHARE,…',
  help: 'multiples of the usual shares, such as random=0,imbalanceMaker=2,noisy=0.5',
} as const;

/** @param text of MIXTURE_FLAG; null for the usual mixture */
export function mixtureOfFlag(text: string | null, preset: MarketPreset): Mixture {
  const all = parseMixture(defaultBehaviours(preset));
  return text === null ? all : mixtureOf(all, parseMixtureFactors(text, '--mixture'));
}

/**
 * Settings as what a learner takes, and back: algorithm, sizes and rates, the data
 * it learns from. Which of the settings shape which learner is here too.
 */
import { parseMixture, type Mixture } from '../../agents/agentSpecSchema';
import type { AgentSpec } from '../../agents/agentSpec';
import { familyOf, mixtureOf, type MixtureFactors } from '../../agents/baselines/behaviourFamilies';
import { defaultBehaviours, planEpisodes } from '../../agents/baselines/behaviours';
import { DEFAULT_LEARNING_CONFIG, type LearningConfig } from '../../learning/algorithms/config';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  type DecisionTransformerConfig,
} from '../../learning/algorithms/decisionTransformerConfig';
import { InvalidInputError } from '../../market/validation';
import { learnerOf, type RunConfig } from '../../protocol/run';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  type NumberKey,
  type SettingKey,
  type Settings,
} from './settings';
import type { ChoiceSetting } from './kinds';

/** For a Decision Transformer: of the critic that it may take its returns from. */
export function learningConfig(settings: Settings): LearningConfig {
  const width = Number(settings.hiddenWidth);
  return {
    ...DEFAULT_LEARNING_CONFIG,
    algorithm: settings.algorithm === 'dt' ? 'iql' : settings.algorithm,
    hiddenSizes: [width, width],
    updates: settings.updates,
    cloningUpdates: settings.cloningUpdates,
    expectile: settings.expectile,
    temperature: settings.temperature,
    discount: settings.discount,
    learningRate: settings.learningRate,
    batchSize: settings.batchSize,
  };
}

/** Null when another learner is chosen. */
export function decisionTransformerConfig(settings: Settings): DecisionTransformerConfig | null {
  return settings.algorithm === 'dt' ? transformerConfig(settings) : null;
}

function transformerConfig(settings: Settings): DecisionTransformerConfig {
  return {
    ...COMPACT_DECISION_TRANSFORMER_CONFIG,
    returnLabel: settings.dtReturnLabel,
    embedding: Number(settings.dtWidth),
    layers: settings.dtLayers,
    contextLength: settings.dtContext,
    batchSize: settings.dtBatchSize,
    updates: settings.dtUpdates,
    learningRate: settings.dtLearningRate,
    warmUpUpdates: Math.min(
      COMPACT_DECISION_TRANSFORMER_CONFIG.warmUpUpdates,
      Math.ceil(settings.dtUpdates / 10),
    ),
  };
}

const USUAL_TRANSFORMER = transformerConfig(DEFAULT_SETTINGS);

/** The shares of a dataset, in the order of the form. */
const MIXTURE_SETTINGS = [
  'mixRandom',
  'mixFixedSpread',
  'mixInventorySkewed',
  'mixAvellanedaStoikov',
  'mixGlft',
  'mixImbalanceMaker',
  'mixDoNothing',
  'mixNoisy',
] as const satisfies readonly NumberKey[];
type MixtureKey = (typeof MIXTURE_SETTINGS)[number];

const FAMILY_OF: Readonly<Record<MixtureKey, keyof MixtureFactors>> = {
  mixRandom: 'random',
  mixFixedSpread: 'fixedSpread',
  mixInventorySkewed: 'inventorySkewed',
  mixAvellanedaStoikov: 'avellanedaStoikov',
  mixGlft: 'glft',
  mixImbalanceMaker: 'imbalanceMaker',
  mixDoNothing: 'doNothing',
  mixNoisy: 'noisy',
};

function mixtureFactors(settings: Settings): MixtureFactors {
  return Object.fromEntries(
    MIXTURE_SETTINGS.map((key) => [FAMILY_OF[key], settings[key]]),
  ) as MixtureFactors;
}

/** @throws InvalidInputError when every behaviour is left out */
export function behaviourMixture(settings: Settings): Mixture {
  return mixtureOf(parseMixture(defaultBehaviours(settings.preset)), mixtureFactors(settings));
}

/** The shares that there is something to take from in a market. */
export function mixtureSettingsOf(preset: Settings['preset']): MixtureKey[] {
  const families = new Set(defaultBehaviours(preset).map(({ agent }) => familyOf(agent)));
  return MIXTURE_SETTINGS.filter((key) => {
    const family = FAMILY_OF[key];
    return family === 'noisy' || families.has(family);
  });
}

/** Episodes of each share of the mixture; those with noise count twice. Null for an empty mixture. */
export function episodesByKey(settings: Settings): Readonly<Record<MixtureKey, number>> | null {
  let mixture: Mixture;
  try {
    mixture = behaviourMixture(settings);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
  const plan = planEpisodes(mixture, collectedEpisodes(settings), settings.seed);
  const count = (is: (agent: AgentSpec) => boolean) => plan.filter(({ agent }) => is(agent)).length;
  const entries = Object.entries(FAMILY_OF).map(([key, family]) => [
    key,
    count((agent) => (family === 'noisy' ? agent.kind === 'noisy' : familyOf(agent) === family)),
  ]);
  return Object.fromEntries(entries) as Record<MixtureKey, number>;
}

/** What a machine can hold and a person wait for, however long the episodes. */
export const MAX_DATASET_STEPS = 1_000_000;
const MIN_DATASET_EPISODES = 10;

/** Episodes that a dataset gets: those asked for, or as many as fit. */
export function collectedEpisodes({ dataEpisodes, episodeLength }: Settings): number {
  const fitting = Math.max(MIN_DATASET_EPISODES, Math.floor(MAX_DATASET_STEPS / episodeLength));
  return Math.min(dataEpisodes, fitting);
}

/** The settings that shape each learner, in the order of the form. */
export const LEARNER_SETTINGS: Readonly<Record<Settings['algorithm'], readonly SettingKey[]>> = {
  iql: [
    'updates',
    'cloningUpdates',
    'expectile',
    'temperature',
    'discount',
    'learningRate',
    'batchSize',
    'hiddenWidth',
  ],
  bc: ['updates', 'learningRate', 'batchSize', 'hiddenWidth'],
  dt: [
    'dtReturnLabel',
    'dtUpdates',
    'dtContext',
    'dtWidth',
    'dtLayers',
    'dtLearningRate',
    'dtBatchSize',
  ],
};

/** What else shapes the critic that a Decision Transformer takes its returns from. */
export const CRITIC_SETTINGS: readonly SettingKey[] = LEARNER_SETTINGS.iql;

/** Of a Decision Transformer, see targetReturnOf. */
export const targetShare = ({ targetReturn }: Settings): number => targetReturn / 100;

/** The settings that a run's learner was started under; those of a learner that it did not need are default. */
export function settingsOfLearner(config: RunConfig) {
  const { learning, decisionTransformer } = config;
  const transformer = decisionTransformer ?? USUAL_TRANSFORMER;
  return {
    algorithm: learnerOf(config),
    updates: learning.updates,
    cloningUpdates: learning.cloningUpdates,
    expectile: learning.expectile,
    temperature: learning.temperature,
    discount: learning.discount,
    learningRate: learning.learningRate,
    batchSize: learning.batchSize,
    hiddenWidth: optionOf(SETTINGS.hiddenWidth, learning.hiddenSizes[0]),
    dtReturnLabel: transformer.returnLabel,
    dtUpdates: transformer.updates,
    dtContext: transformer.contextLength,
    dtWidth: optionOf(SETTINGS.dtWidth, transformer.embedding),
    dtLayers: transformer.layers,
    dtLearningRate: transformer.learningRate,
    dtBatchSize: transformer.batchSize,
  } satisfies Partial<Settings>;
}

/** The nearest to a number that a choice offers; files may hold others. */
function optionOf<Value extends string>(
  { options, default: defaults }: ChoiceSetting<Value>,
  wanted: number,
): Value {
  const distance = (value: Value) => Math.abs(Math.log(Number(value) / wanted));
  return options.reduce<Value>(
    (nearest, { value }) => (distance(value) < distance(nearest) ? value : nearest),
    defaults,
  );
}

/** Turns settings into what a learner takes: its config, and the data that it learns from. */
import { parseMixture, type Mixture } from '../../agents/agentSpecSchema';
import type { AgentSpec } from '../../agents/agentSpec';
import { familyOf, mixtureOf, type MixtureFactors } from '../../agents/baselines/behaviourFamilies';
import { defaultBehaviours, planEpisodes } from '../../agents/baselines/behaviours';
import type { Learner, LearningConfig } from '../../learning/algorithms/config';
import {
  needsCritic,
  type DecisionTransformerConfig,
} from '../../learning/algorithms/decisionTransformerConfig';
import { InvalidInputError } from '../../market/validation';
import { FAMILY_OF, MIXTURE_SETTINGS, type MixtureKey } from './data';
import { sectionOf } from './sections';
import { SETTINGS, SETTING_KEYS, type SettingKey, type Settings } from './settings';

/**
 * Makes the config of BC or IQL; for a Decision Transformer, that of the critic it may take its
 * returns from. A critic's returns are those of one weighting, so its transformer is of fixed
 * weights.
 */
export function learningConfig(settings: Settings): LearningConfig {
  const learning = sectionOf('learning', settings);
  return takesCritic(settings) ? { ...learning, conditioning: 'fixed' } : learning;
}

/** Whether the learner is a Decision Transformer that takes its returns from a critic. */
export const takesCritic = ({ algorithm, dtReturnLabel }: Settings): boolean =>
  algorithm === 'dt' && needsCritic(dtReturnLabel);

/** Makes the Decision Transformer's config; null when another learner is chosen. */
export function decisionTransformerConfig(settings: Settings): DecisionTransformerConfig | null {
  if (settings.algorithm !== 'dt') return null;
  const config = sectionOf('decisionTransformer', settings);
  if (settings.dtWarmUp !== SETTINGS.dtWarmUp.default) return config;
  // Unless it is asked for, a short run still learns at its full rate for most of its updates.
  const warmUpUpdates = Math.min(config.warmUpUpdates, Math.ceil(config.updates / 10));
  return { ...config, warmUpUpdates };
}

function mixtureFactors(settings: Settings): MixtureFactors {
  return Object.fromEntries(
    MIXTURE_SETTINGS.map((key) => [FAMILY_OF[key], settings[key]]),
  ) as MixtureFactors;
}

/** @throws InvalidInputError when every behaviour is left out */
export function behaviourMixture(settings: Settings): Mixture {
  return mixtureOf(parseMixture(defaultBehaviours(settings.preset)), mixtureFactors(settings));
}

/** Lists the shares of the behaviours that a market has. */
export function mixtureSettingsOf(preset: Settings['preset']): MixtureKey[] {
  const families = new Set(defaultBehaviours(preset).map(({ agent }) => familyOf(agent)));
  return MIXTURE_SETTINGS.filter((key) => {
    const family: keyof MixtureFactors = FAMILY_OF[key];
    return family === 'noisy' || families.has(family);
  });
}

/** Counts the episodes of each share; those with noise count twice. An empty mixture gives null. */
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

/**
 * Most steps of a dataset: a machine can hold them, and a person wait for them, however long the
 * episodes.
 */
export const MAX_DATASET_STEPS = 1_000_000;

/** Counts the episodes of a dataset: those that are asked for, or as many as fit. */
export function collectedEpisodes({ dataEpisodes, episodeLength }: Settings): number {
  return Math.min(dataEpisodes, Math.max(1, Math.floor(MAX_DATASET_STEPS / episodeLength)));
}

/** Lists the settings that shape a learner, in the order of the form. */
export const settingsOfLearner = (learner: Learner): readonly SettingKey[] =>
  SETTING_KEYS.filter((key) => SETTINGS[key].learners.includes(learner));

/** Share of the range in its data that a Decision Transformer is asked for: see targetReturnOf. */
export const targetShare = ({ targetReturn }: Settings): number => targetReturn / 100;

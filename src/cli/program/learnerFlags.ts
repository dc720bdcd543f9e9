/** The flags of data and learners are the page's settings, under the same names. */
import { parseMixture, type Mixture } from '../../agents/agentSpecSchema';
import {
  BEHAVIOUR_FACTOR,
  mixtureOf,
  parseMixtureFactors,
} from '../../agents/baselines/behaviourFamilies';
import { defaultBehaviours } from '../../agents/baselines/behaviours';
import {
  DEFAULT_LEARNING_CONFIG,
  parseLearningConfig,
  type LearningConfig,
} from '../../learning/algorithms/config';
import {
  parseDecisionTransformerConfig,
  type DecisionTransformerConfig,
} from '../../learning/algorithms/decisionTransformerConfig';
import type { MarketPreset } from '../../market/config';
import { InvalidInputError } from '../../market/validation';
import {
  decisionTransformerConfig,
  learningConfig,
  takesCritic,
} from '../../store/settings/learningConfigs';
import { SETTINGS } from '../../store/settings/settings';
import type { FlagTable, FlagValues } from './flags';
import { settingFlags, settingsOfFlags } from './settings';

const { targetReturn } = SETTINGS;

export const ENGINE_FLAG = settingFlags('engine').engine;

export const LEARNER_FLAGS = {
  // A command line that does not say trains for its weights, as those of earlier versions did.
  conditioning: {
    ...settingFlags('conditioning').conditioning,
    default: DEFAULT_LEARNING_CONFIG.conditioning,
  },
  ...settingFlags(
    'algorithm',
    'updates',
    'cloningUpdates',
    'expectile',
    'temperature',
    'advantageScaling',
    'discount',
    'learningRate',
    'batchSize',
    'hiddenWidth',
    'targetRate',
    'dtReturnLabel',
    'dtUpdates',
    'dtContext',
    'dtWidth',
    'dtLayers',
    'dtLearningRate',
    'dtBatchSize',
    'dtHeads',
    'dtTimesteps',
    'dtWeightDecay',
    'dtClipNorm',
    'dtWarmUp',
  ),
  engine: ENGINE_FLAG,
  targetShare: {
    kind: 'number',
    default: targetReturn.default / 100,
    min: targetReturn.min / 100,
    max: targetReturn.max / 100,
    whole: false,
    unit: '',
    help: 'return to ask of a Decision Transformer: 0 for the lowest return of its data, 1 for the highest',
  },
} as const satisfies FlagTable;

export interface Learners {
  /** Config of BC and IQL, and of a Decision Transformer's critic. */
  readonly learning: LearningConfig;
  /** Config of the Decision Transformer; null for other learners. */
  readonly decisionTransformer: DecisionTransformerConfig | null;
}

/**
 * Gives the configs of the learners that flags ask for.
 * @throws InvalidInputError naming the field, the range and what came
 */
export function learnersOf(flags: FlagValues<typeof LEARNER_FLAGS>): Learners {
  const settings = settingsOfFlags(LEARNER_FLAGS, flags);
  if (settings.conditioning === 'weights' && takesCritic(settings)) {
    const expected = 'plain or withoutLuck, since a critic knows one weighting';
    throw new InvalidInputError('--dt-return-label', expected, settings.dtReturnLabel);
  }
  const transformer = decisionTransformerConfig(settings);
  return {
    learning: parseLearningConfig(learningConfig(settings)),
    decisionTransformer: transformer && parseDecisionTransformerConfig(transformer),
  };
}

export const MIXTURE_FLAG = {
  kind: 'text',
  placeholder: 'KIND=SHARE,…',
  help: `multiples of the behaviours’ default shares, ${BEHAVIOUR_FACTOR.min} to ${BEHAVIOUR_FACTOR.max}, such as random=0,imbalanceMaker=2,noisy=0.5`,
} as const;

/**
 * Gives the mixture that a flag asks for.
 * @param text of MIXTURE_FLAG; null for the default mixture
 * @throws InvalidInputError naming the part that is wrong
 */
export function mixtureOfFlag(text: string | null, preset: MarketPreset): Mixture {
  const all = parseMixture(defaultBehaviours(preset));
  return text === null ? all : mixtureOf(all, parseMixtureFactors(text, '--mixture'));
}

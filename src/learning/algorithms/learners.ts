/** The learners that an engine can be asked for, as plain data: networks and settings. */
import type { DecisionTransformerSizes } from '../../agents/policies/decisionTransformerLayout';
import type { DecisionTransformerSettings } from './decisionTransformerSettings';
import type { IqlSettings } from './iqlSettings';
import type { LayerSizes } from './layerSizes';

export interface CloningSettings {
  /** [observation, hidden…, action]. */
  readonly policySizes: LayerSizes;
  readonly learningRate: number;
  /** As in IqlSettings: its minibatches have them, although it does without. */
  readonly rewardTerms?: number | undefined;
}

/** A learner of single transitions, which trains a Gaussian policy. */
export type PolicyLearner =
  | { readonly algorithm: 'bc'; readonly settings: CloningSettings }
  | { readonly algorithm: 'iql'; readonly settings: IqlSettings };

/** A learner of windows. */
export interface SequenceLearner {
  readonly algorithm: 'dt';
  readonly sizes: DecisionTransformerSizes;
  readonly settings: DecisionTransformerSettings;
}

export interface IqlNetworks {
  readonly value: LayerSizes;
  /** Sizes of each critic of the pair, and of its target. */
  readonly critic: LayerSizes;
  readonly policy: LayerSizes;
}

export function iqlNetworks({
  observationLength,
  actionLength,
  rewardTerms = 1,
  hiddenSizes,
}: IqlSettings): IqlNetworks {
  return {
    value: [observationLength, ...hiddenSizes, rewardTerms],
    critic: [observationLength + actionLength, ...hiddenSizes, rewardTerms],
    policy: [observationLength, ...hiddenSizes, actionLength],
  };
}

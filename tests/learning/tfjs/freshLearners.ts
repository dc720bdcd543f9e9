/** Eager learners with fresh weights of a generator. */
import type { DecisionTransformerSizes } from '../../../src/agents/policies/decisionTransformerLayout';
import type { DecisionTransformerSettings } from '../../../src/learning/algorithms/decisionTransformerSettings';
import { initialState } from '../../../src/learning/algorithms/initialState';
import type { IqlSettings } from '../../../src/learning/algorithms/iqlSettings';
import type { LayerSizes } from '../../../src/learning/algorithms/layerSizes';
import { BehaviourCloner } from '../../../src/learning/tfjs/bc';
import { DecisionTransformer } from '../../../src/learning/tfjs/decisionTransformer';
import { ImplicitQLearner } from '../../../src/learning/tfjs/iql';
import type { Rng } from '../../../src/market/rng';

export function freshCloner(
  policySizes: LayerSizes,
  learningRate: number,
  random: Rng,
): BehaviourCloner {
  const settings = { policySizes, learningRate };
  return new BehaviourCloner(settings, initialState({ algorithm: 'bc', settings }, random));
}

export function freshIql(settings: IqlSettings, random: Rng): ImplicitQLearner {
  return new ImplicitQLearner(settings, initialState({ algorithm: 'iql', settings }, random));
}

export function freshTransformer(
  sizes: DecisionTransformerSizes,
  settings: DecisionTransformerSettings,
  random: Rng,
): DecisionTransformer {
  const learner = { algorithm: 'dt', sizes, settings } as const;
  return new DecisionTransformer(learner, initialState(learner, random));
}

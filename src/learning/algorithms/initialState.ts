/** The state that a learner starts from: weights drawn from a seeded generator, moments of zero. */
import { decisionTransformerParameterCount } from '../../agents/policies/decisionTransformerLayout';
import type { Rng } from '../../market/rng';
import {
  initialiseDecisionTransformer,
  initialiseGaussianPolicy,
  initialiseMlp,
} from './initialWeights';
import { iqlNetworks, type PolicyLearner, type SequenceLearner } from './learners';
import type { LearnerState, StateLengths } from './learnerState';
import { gaussianPolicyParameterCount, mlpParameterCount } from './layerSizes';

type AnyLearner = PolicyLearner | SequenceLearner;

/** Fresh weights under fresh optimisers. The same generator gives the same bits to every engine. */
export function initialState(learner: AnyLearner, random: Rng): LearnerState {
  const optimisers = Object.entries(stateLengths(learner).optimisers).map(([name, length]) => [
    name,
    { step: 0, mean: new Float32Array(length), square: new Float32Array(length) },
  ]);
  return {
    updates: 0,
    parameters: initialParameters(learner, random),
    optimisers: Object.fromEntries(optimisers),
  };
}

export function stateLengths(learner: AnyLearner): StateLengths {
  if (learner.algorithm === 'dt') {
    const model = decisionTransformerParameterCount(learner.sizes);
    return { parameters: { model }, optimisers: { model } };
  }
  if (learner.algorithm === 'bc') {
    const policy = gaussianPolicyParameterCount(learner.settings.policySizes);
    return { parameters: { policy }, optimisers: { policy } };
  }
  const sizes = iqlNetworks(learner.settings);
  const critic = mlpParameterCount(sizes.critic);
  const optimisers = {
    value: mlpParameterCount(sizes.value),
    policy: gaussianPolicyParameterCount(sizes.policy),
    critic1: critic,
    critic2: critic,
  };
  return { parameters: { ...optimisers, target1: critic, target2: critic }, optimisers };
}

function initialParameters(learner: AnyLearner, random: Rng): LearnerState['parameters'] {
  if (learner.algorithm === 'dt') {
    return { model: initialiseDecisionTransformer(learner.sizes, random) };
  }
  if (learner.algorithm === 'bc') {
    return { policy: initialiseGaussianPolicy(learner.settings.policySizes, random) };
  }
  const sizes = iqlNetworks(learner.settings);
  const critic1 = initialiseMlp(sizes.critic, random);
  const critic2 = initialiseMlp(sizes.critic, random);
  const value = initialiseMlp(sizes.value, random);
  const policy = initialiseGaussianPolicy(sizes.policy, random);
  // Targets begin as copies of the critics.
  const targets = { target1: critic1.slice(), target2: critic2.slice() };
  return { value, policy, critic1, critic2, ...targets };
}

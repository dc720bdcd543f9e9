/** Models that fit the observations of a policy. */
import type { CriticSnapshot } from '../../../src/agents/policies/criticPair';
import type { ExaminationModels } from '../../../src/agents/policies/examinationModels';
import type { PolicySnapshot } from '../../../src/agents/policies/policySnapshot';
import { ACTION_LENGTH } from '../../../src/env/types';
import { Rng } from '../../../src/market/rng';

/** @param features length of the observation */
function exampleCritics(features: number): CriticSnapshot {
  const rng = new Rng(9);
  const numbers = (length: number) => Float32Array.from({ length }, () => rng.normal());
  const inputs = features + ACTION_LENGTH;
  const parameters = (inputs + 1) * 4 + 5;
  return {
    layerSizes: [inputs, 4, 1],
    critics: [numbers(parameters), numbers(parameters)],
    observationMean: numbers(features),
    observationStd: new Float32Array(features).fill(2),
    rewardScale: 0.1,
    discount: 0.95,
    dollarsPerTick: 12.5,
  };
}

/** A clone that differs from the policy by its updates, and critics of its observations. */
export const exampleModels = (policy: PolicySnapshot): ExaminationModels => ({
  clone: { ...policy, version: 0, updates: policy.updates + 1 },
  critics: exampleCritics(policy.observationMean.length),
});

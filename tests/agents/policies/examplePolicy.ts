/** A small policy for the default environment, with the numbers that rounding would lose. */
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';
import { observationLayout } from '../../../src/env/observationLayout';
import { decisionTransformerParameterCount } from '../../../src/agents/policies/decisionTransformerLayout';
import type { DecisionTransformerSnapshot } from '../../../src/agents/policies/decisionTransformerSnapshot';
import { WEIGHT_INPUTS } from '../../../src/agents/policies/weightInputs';
import { REWARD_TERM_COUNT } from '../../../src/env/types';
import { WEIGHT_RANGES } from '../../../src/env/weightRanges';
import type { PolicySnapshot } from '../../../src/agents/policies/policySnapshot';
import {
  DISTANCE_QUANTILES,
  FEATURE_BINS,
  FEATURE_PROBABILITIES,
  type TrainingReference,
} from '../../../src/agents/policies/trainingReference';
import { Rng } from '../../../src/market/rng';

export function examplePolicy(hidden: readonly number[] = [16, 8], seed = 3): PolicySnapshot {
  const rng = new Rng(seed);
  const layout = observationLayout(DEFAULT_ENV_CONFIG.observation);
  const layerSizes = [layout.length, ...hidden, 5];
  const parts: number[] = [];
  for (let layer = 0; layer + 1 < layerSizes.length; layer++) {
    const scale = Math.sqrt(2 / layerSizes[layer]);
    for (let i = 0; i < layerSizes[layer] * layerSizes[layer + 1]; i++) {
      parts.push(scale * rng.normal());
    }
    for (let i = 0; i < layerSizes[layer + 1]; i++) parts.push(0.1 * rng.normal());
  }
  const parameters = Float32Array.from(parts);
  parameters[0] = -0;
  parameters[1] = 2 ** -149;
  return {
    kind: 'gaussianMlp',
    version: 12,
    updates: 2000,
    layerSizes,
    parameters,
    logStd: Float32Array.of(-0.5, -1, 0, 0.25, -2),
    observationMean: Float32Array.from({ length: layout.length }, () => rng.normal()),
    observationStd: Float32Array.from({ length: layout.length }, () => 0.1 + rng.uniform()),
    observationKey: layout.key,
  };
}

/** The same, for an agent of every weighting. */
export function exampleToldPolicy(hidden: readonly number[] = [16, 8]): PolicySnapshot {
  const plain = examplePolicy(hidden);
  const rng = new Rng(17);
  const added = Float32Array.from({ length: WEIGHT_INPUTS * plain.layerSizes[1] }, () =>
    rng.normal(),
  );
  const own = plain.layerSizes[0] * plain.layerSizes[1];
  const parameters = new Float32Array(plain.parameters.length + added.length);
  parameters.set(plain.parameters.subarray(0, own));
  parameters.set(added, own);
  parameters.set(plain.parameters.subarray(own), own + added.length);
  const [observation, ...others] = plain.layerSizes;
  return {
    ...plain,
    layerSizes: [observation + WEIGHT_INPUTS, ...others],
    parameters,
    weightRanges: WEIGHT_RANGES,
  };
}

/** A reference like that of data of independent features, uniform from 0 to 1. */
export function exampleReference(): TrainingReference {
  const { length } = observationLayout(DEFAULT_ENV_CONFIG.observation);
  const factor: number[] = [];
  for (let row = 0; row < length; row++) {
    for (let column = 0; column <= row; column++) factor.push(Number(row === column));
  }
  return {
    mean: new Float32Array(length).fill(0.5),
    std: new Float32Array(length).fill(Math.sqrt(1 / 12)),
    factor: Float32Array.from(factor),
    distances: Float32Array.from({ length: DISTANCE_QUANTILES }, (_, percent) => percent),
    featureQuantiles: Float32Array.from(
      { length: length * FEATURE_PROBABILITIES.length },
      (_, at) => FEATURE_PROBABILITIES[at % FEATURE_PROBABILITIES.length],
    ),
    featureShares: new Float32Array(length * FEATURE_BINS).fill(0.1),
  };
}

export function exampleTransformer(): DecisionTransformerSnapshot {
  const { observationMean, observationStd, observationKey } = examplePolicy([]);
  const sizes = {
    observationLength: observationMean.length,
    actionLength: 5,
    embedding: 8,
    layers: 1,
    heads: 2,
    contextLength: 3,
    timesteps: 10,
  };
  const rng = new Rng(5);
  return {
    kind: 'decisionTransformer',
    version: 2,
    updates: 40,
    sizes,
    parameters: Float32Array.from({ length: decisionTransformerParameterCount(sizes) }, () =>
      rng.normal(),
    ),
    timestepBucket: 60,
    returnScale: 1 / 3,
    returnRange: [-0.1, 1e3],
    discount: 1,
    observationMean,
    observationStd,
    observationKey,
  };
}

/** The same, for an agent of every weighting. */
export function exampleToldTransformer(): DecisionTransformerSnapshot {
  const plain = exampleTransformer();
  const { observationLength } = plain.sizes;
  const sizes = { ...plain.sizes, observationLength: observationLength + WEIGHT_INPUTS };
  const rng = new Rng(6);
  return {
    ...plain,
    sizes,
    parameters: Float32Array.from({ length: decisionTransformerParameterCount(sizes) }, () =>
      rng.normal(),
    ),
    returnScale: 1,
    conditioning: 'returnDeviations',
    returnRange: [-2, 3],
    weightRanges: WEIGHT_RANGES,
    returnBasis: Array.from({ length: REWARD_TERM_COUNT ** 2 }, (_, at) =>
      at % (REWARD_TERM_COUNT + 1) === 0 ? 10 : 0,
    ),
  };
}

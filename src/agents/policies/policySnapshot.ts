/**
 * A trained policy as plain data: what the trainer sends to the market, what a
 * file holds, what the TypeScript forward pass runs. No tfjs anywhere near it.
 */
import type { DecisionTransformerSnapshot } from './decisionTransformerPolicy';
import type { TrainingReference } from './trainingReference';

/** A multilayer perceptron N(tanh μ(s), e^logStd) over scaled actions. */
export interface PolicySnapshot {
  readonly kind: 'gaussianMlp';
  /** Rises by one with every snapshot of a run; 0 is the initial policy. */
  readonly version: number;
  /** Optimiser updates behind it. */
  readonly updates: number;
  /** [observation, hidden…, action]; ReLU between, tanh at the end. */
  readonly layerSizes: readonly number[];
  /** Per layer: weights [in][out] row-major, then biases [out]. */
  readonly parameters: Float32Array;
  readonly logStd: Float32Array;
  /** Standardisation of the observation: (o − mean) / std. */
  readonly observationMean: Float32Array;
  readonly observationStd: Float32Array;
  /** `observationLayout(config).key` of the observations it was trained on. */
  readonly observationKey: string;
  /** What its training data looked like; policies of old files do not say. */
  readonly reference?: TrainingReference;
}

/** Whatever kind of policy was trained. */
export type AnyPolicy = PolicySnapshot | DecisionTransformerSnapshot;

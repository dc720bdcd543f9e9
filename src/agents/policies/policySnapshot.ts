/**
 * A trained policy as plain data: the trainer sends it to the market, a file holds it, and the
 * TypeScript forward pass runs it. tfjs is nowhere near.
 */
import type { WeightRanges } from '../../env/weightRanges';
import type { DecisionTransformerSnapshot } from './decisionTransformerSnapshot';
import type { TrainingReference } from './trainingReference';

/** A multilayer perceptron N(tanh μ(s), e^logStd) over scaled actions. */
export interface PolicySnapshot {
  readonly kind: 'gaussianMlp';
  /** Rises by one with every snapshot of a run; 0 is the initial policy. */
  readonly version: number;
  /** The optimiser updates behind it. */
  readonly updates: number;
  /**
   * [observation, hidden…, action]; ReLU between, tanh at the end. Where the policy is told the
   * weights, the first is the observation and their description (weightInputs.ts).
   */
  readonly layerSizes: readonly number[];
  /** The weights [in][out] of each layer, row-major, then its biases [out]. */
  readonly parameters: Float32Array;
  readonly logStd: Float32Array;
  /** The observation is standardised as (o − mean) / std. */
  readonly observationMean: Float32Array;
  readonly observationStd: Float32Array;
  /** `observationLayout(config).key` of the observations it was trained on. */
  readonly observationKey: string;
  /** The weights that it was trained for and is told; absent where they were fixed. */
  readonly weightRanges?: WeightRanges | undefined;
  /** The description of its training data; policies of old files do not say. */
  readonly reference?: TrainingReference;
}

/** A trained policy of any kind. */
export type AnyPolicy = PolicySnapshot | DecisionTransformerSnapshot;

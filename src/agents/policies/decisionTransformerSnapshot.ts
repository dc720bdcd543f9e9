/** A trained Decision Transformer as plain data, and what has to fit together in it. */
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../env/types';
import type { WeightRanges } from '../../env/weightRanges';
import { InvalidInputError } from '../../market/validation';
import {
  decisionTransformerParameterCount,
  type DecisionTransformerSizes,
} from './decisionTransformerLayout';
import type { TrainingReference } from './trainingReference';
import { weightInputsOf } from './weightInputs';

/**
 * What a Decision Transformer is asked for. A return to go is what is left to earn, and shrinks by
 * what was earned. A value quantile is the rank of what a critic has to expect of every decision,
 * from 0, the least of the training data, to 1, the most; it stays what it is. Return deviations
 * are a return to go in standard deviations from the mean of the training data's, both under the
 * weights in force, so that the same is asked for under every weighting.
 */
export const CONDITIONINGS = ['returnToGo', 'valueQuantile', 'returnDeviations'] as const;
export type Conditioning = (typeof CONDITIONINGS)[number];

/** A trained Decision Transformer as plain data. */
export interface DecisionTransformerSnapshot {
  readonly kind: 'decisionTransformer';
  /** Rises by one with every snapshot of a run; 0 is the initial model. */
  readonly version: number;
  /** The optimiser updates behind it. */
  readonly updates: number;
  readonly sizes: DecisionTransformerSizes;
  /** The parameters, laid out by `decisionTransformerLayout(sizes)`. */
  readonly parameters: Float32Array;
  /** Steps that share a row of the timestep table. */
  readonly timestepBucket: number;
  /** Factor that turns returns into the model's units. */
  readonly returnScale: number;
  /** What it is asked for; policies of earlier versions do not say, and take returns to go. */
  readonly conditioning?: Conditioning | undefined;
  /** Lowest and highest label of the training data; what is asked for is kept inside. */
  readonly returnRange: readonly [number, number];
  /** 1, or the critic's γ where returns to go are the critic's. */
  readonly discount: number;
  readonly observationMean: Float32Array;
  readonly observationStd: Float32Array;
  readonly observationKey: string;
  /** The weights that it was trained for and is told; absent where they were fixed. */
  readonly weightRanges?: WeightRanges | undefined;
  /**
   * L of the returns to go of the reward terms in the training data, [6 × 6], of a model that is
   * asked for return deviations: their covariance is L·Lᵀ, and ‖Lᵀw‖ their deviation under w.
   */
  readonly returnBasis?: readonly number[] | undefined;
  /** The description of its training data; policies of old files do not say. */
  readonly reference?: TrainingReference;
}

/** @throws InvalidInputError when parts of the snapshot do not fit together */
export function checkDecisionTransformer(snapshot: DecisionTransformerSnapshot): void {
  const { sizes, parameters, observationMean, observationStd } = snapshot;
  if (sizes.actionLength !== ACTION_LENGTH) {
    throw new InvalidInputError(
      'policy.sizes.actionLength',
      `${ACTION_LENGTH}`,
      sizes.actionLength,
    );
  }
  if (sizes.contextLength < 1 || sizes.embedding % sizes.heads !== 0) {
    const expected = 'a positive context and an embedding that the heads divide';
    throw new InvalidInputError('policy.sizes', expected, sizes);
  }
  const count = decisionTransformerParameterCount(sizes);
  if (parameters.length !== count || !parameters.every(Number.isFinite)) {
    throw new InvalidInputError('policy.parameters', `${count} finite numbers`, parameters.length);
  }
  const observationLength = sizes.observationLength - weightInputsOf(snapshot.weightRanges);
  for (const [name, column] of Object.entries({ observationMean, observationStd })) {
    if (column.length === observationLength) continue;
    throw new InvalidInputError(`policy.${name}`, `${observationLength} numbers`, column.length);
  }
  const { conditioning, returnBasis = [] } = snapshot;
  if (conditioning !== 'returnDeviations') return;
  if (returnBasis.length !== REWARD_TERM_COUNT ** 2) {
    const expected = `${REWARD_TERM_COUNT ** 2} numbers`;
    throw new InvalidInputError('policy.returnBasis', expected, returnBasis.length);
  }
}

/** A minibatch of transitions on the backend, as BC and IQL take it. */
import type { BatchArrays } from '../data/batchArrays';
import * as tf from './tf';

export interface Batch {
  /** [batch × observation], standardised. */
  readonly observations: tf.Tensor2D;
  /** [batch × action], scaled to [−1, 1]. */
  readonly actions: tf.Tensor2D;
  /** [batch], scaled; [batch × terms] where every transition has a weighting. */
  readonly rewards: tf.Tensor;
  /** [batch × observation], standardised. */
  readonly nextObservations: tf.Tensor2D;
  /** Of the shape of the rewards; 1 where the episode ended for good, so that nothing follows. */
  readonly terminals: tf.Tensor;
  /** Weightings, [batch × terms]; null where the rewards are of one. */
  readonly termWeights: tf.Tensor2D | null;
}

/** Uploads a minibatch. The arrays may be refilled once the update that uses it is over. */
export function uploadBatch(arrays: BatchArrays): Batch {
  const { size } = arrays;
  const hasTerms = arrays.termWeights.length > 0;
  const matrix = (values: Float32Array) => tf.tensor2d(values, [size, values.length / size]);
  return {
    observations: matrix(arrays.observations),
    actions: matrix(arrays.actions),
    rewards: hasTerms ? matrix(arrays.rewards) : tf.tensor1d(arrays.rewards),
    nextObservations: matrix(arrays.nextObservations),
    terminals: hasTerms ? matrix(arrays.terminals) : tf.tensor1d(arrays.terminals),
    termWeights: hasTerms ? matrix(arrays.termWeights) : null,
  };
}

export function disposeBatch(batch: Batch): void {
  const { termWeights, ...rest } = batch;
  tf.dispose(termWeights === null ? rest : { ...rest, termWeights });
}

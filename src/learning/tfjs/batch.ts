/** A minibatch of transitions on the backend, as BC and IQL take it. */
import type { BatchArrays } from '../data/batchArrays';
import * as tf from './tf';

export interface Batch {
  /** [batch × observation], standardised. */
  readonly observations: tf.Tensor2D;
  /** [batch × action], scaled to [−1, 1]. */
  readonly actions: tf.Tensor2D;
  /** [batch], scaled. */
  readonly rewards: tf.Tensor1D;
  /** [batch × observation], standardised. */
  readonly nextObservations: tf.Tensor2D;
  /** [batch]; 1 where the episode ended for good, so that nothing follows. */
  readonly terminals: tf.Tensor1D;
}

/** Uploads a minibatch. The arrays may be refilled once the update that uses it is over. */
export function uploadBatch(arrays: BatchArrays): Batch {
  const { size } = arrays;
  const matrix = (values: Float32Array) => tf.tensor2d(values, [size, values.length / size]);
  return {
    observations: matrix(arrays.observations),
    actions: matrix(arrays.actions),
    rewards: tf.tensor1d(arrays.rewards),
    nextObservations: matrix(arrays.nextObservations),
    terminals: tf.tensor1d(arrays.terminals),
  };
}

export function disposeBatch(batch: Batch): void {
  tf.dispose({ ...batch });
}

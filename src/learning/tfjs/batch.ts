/** A minibatch of transitions on the backend, as BC and IQL take it. */
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

/** The same on this side, row-major; refilled for every minibatch. */
export interface BatchArrays {
  readonly size: number;
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly rewards: Float32Array;
  readonly nextObservations: Float32Array;
  readonly terminals: Float32Array;
}

export function createBatchArrays(
  size: number,
  observationLength: number,
  actionLength: number,
): BatchArrays {
  return {
    size,
    observations: new Float32Array(size * observationLength),
    actions: new Float32Array(size * actionLength),
    rewards: new Float32Array(size),
    nextObservations: new Float32Array(size * observationLength),
    terminals: new Float32Array(size),
  };
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

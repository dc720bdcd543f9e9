/** A minibatch of transitions as plain arrays, row-major; refilled for every update. */

export interface BatchArrays {
  readonly size: number;
  /** [batch × observation], standardised. */
  readonly observations: Float32Array;
  /** [batch × action], scaled to [−1, 1]. */
  readonly actions: Float32Array;
  /** [batch], scaled. */
  readonly rewards: Float32Array;
  /** [batch × observation], standardised. */
  readonly nextObservations: Float32Array;
  /** [batch]; 1 where the episode ended for good, so that nothing follows. */
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

/** A minibatch of transitions as plain arrays, row-major; refilled for every update. */

export interface BatchArrays {
  readonly size: number;
  /** [batch × observation], standardised. */
  readonly observations: Float32Array;
  /** [batch × action], scaled to [−1, 1]. */
  readonly actions: Float32Array;
  /** [batch], scaled; [batch × terms] where every transition has a weighting. */
  readonly rewards: Float32Array;
  /** [batch × observation], standardised. */
  readonly nextObservations: Float32Array;
  /** As long as the rewards; 1 where the episode ended for good, so that nothing follows. */
  readonly terminals: Float32Array;
  /** Weightings, [batch × terms]; empty where the rewards are of one. */
  readonly termWeights: Float32Array;
}

export function createBatchArrays(
  size: number,
  observationLength: number,
  actionLength: number,
  rewardTerms = 1,
): BatchArrays {
  return {
    size,
    observations: new Float32Array(size * observationLength),
    actions: new Float32Array(size * actionLength),
    rewards: new Float32Array(size * rewardTerms),
    nextObservations: new Float32Array(size * observationLength),
    terminals: new Float32Array(size * rewardTerms),
    termWeights: new Float32Array(rewardTerms > 1 ? size * rewardTerms : 0),
  };
}

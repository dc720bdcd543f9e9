/**
 * A dataset: columns of typed arrays, one row per decision step, whole episodes
 * one after another. Plain data: it crosses worker boundaries by transfer.
 */

/** n rows; widths in brackets. Terms are unweighted, in the order of REWARD_TERMS. */
export interface Dataset {
  readonly rows: number;
  readonly observationLength: number;
  /** `observationLayout(config).key` of the observations. */
  readonly observationKey: string;
  /** [n × observationLength]; raw, not standardised. */
  readonly observations: Float32Array;
  /** [n × 5]; scaled to [−1, 1]. */
  readonly actions: Float32Array;
  /** [n × 6]. */
  readonly terms: Float32Array;
  /** [n]; under the weights it was last relabelled with. */
  readonly rewards: Float32Array;
  readonly inventory: Float32Array;
  readonly midTicks: Float64Array;
  /** [n]; the part of the step's mid move, in ticks, that nobody could have predicted. */
  readonly midInnovationTicks: Float32Array;
  /** [n]; 1 when the step ended the episode for good: no bootstrap. */
  readonly terminated: Uint8Array;
  /** [n]; 1 when the step was the last only because time ran out: bootstraps. */
  readonly truncated: Uint8Array;
  /** [n]; index into `behaviours`. */
  readonly behaviour: Uint16Array;
  readonly behaviours: readonly string[];
  readonly logProbability: Float32Array;
  /** [n]; increases by one at each new episode of the shard. */
  readonly episode: Uint32Array;
  readonly episodeSeeds: Float64Array;
  /** [episodes × observationLength]; what was seen after each episode's last step. */
  readonly finalObservations: Float32Array;
}

export interface DatasetSummary {
  readonly rows: number;
  readonly episodes: number;
  readonly behaviours: readonly {
    readonly name: string;
    readonly episodes: number;
    readonly meanReturn: number;
  }[];
  readonly bytes: number;
}

/** What one evaluated episode comes down to. */

/** Money in dollars, inventory in contracts, spread in ticks. */
export interface EpisodeMetrics {
  readonly seed: number;
  readonly steps: number;
  /** Sum of weighted rewards. */
  readonly return: number;
  /** Change of equity, fees included. */
  readonly profit: number;
  readonly maxDrawdown: number;
  readonly meanAbsInventory: number;
  readonly p95AbsInventory: number;
  readonly contractsTraded: number;
  /** Fills per quoted side and step. */
  readonly fillRate: number;
  /** Mean ask − bid of the steps with both quotes. */
  readonly quotedSpread: number;
  /** Sums of the unweighted terms, in the order of REWARD_TERMS. */
  readonly terms: readonly number[];
}

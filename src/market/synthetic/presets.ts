/**
 * Parameters of the queue-reactive market, by preset. They are tuned for plausibility, against the
 * stylised facts that `evaluation/facts/marketFacts.ts` measures; they are not calibrated on recorded
 * data.
 */

/**
 * Parameters of the flow. Rates are per second of business time unless a name says otherwise; sizes
 * in contracts.
 */
export interface QueueReactiveParameters {
  /** Mid at the start of a session, in half-ticks; odd, so that the spread can be one tick. */
  readonly openingMidHalfTicks: number;
  /** Levels a side that the market keeps orders at. */
  readonly levels: number;
  /** Q0: the queue length at which adds and removals roughly balance. */
  readonly referenceQueue: number;
  /** Mean of the geometric size of an add. */
  readonly meanAddSize: number;
  /** ℓ, adds per best queue. */
  readonly addRate: number;
  /** λU, uninformed trades. */
  readonly uninformedRate: number;
  /** λI, informed trades per tick that |v − mid| exceeds the threshold. */
  readonly informedRate: number;
  /** x0, the threshold in ticks. */
  readonly informedThreshold: number;
  /** xcap, the largest excess over the threshold that counts, in ticks. */
  readonly informedCap: number;
  /** κ, by which adds and cancels lean towards the efficient price, per tick. */
  readonly tether: number;
  /** ν, the rate at which somebody narrows a spread of two ticks or more. */
  readonly createRate: number;
  /** Weight of the last depleted side in who narrows it. */
  readonly createMemory: number;
  /** Weight of v − mid in who narrows it, per tick. */
  readonly createTether: number;
  /**
   * Place of a cancel in its queue: with this probability the newest of so many orders drawn at
   * random goes, else any.
   */
  readonly newestProbability: number;
  readonly newestDraws: number;
  /**
   * Other makers who join a queue of no length that has just become the best, on average; fewer
   * join a longer one.
   */
  readonly rushOrders: number;
  /**
   * Other makers who leave a best queue from the back when a trade has hit it and it is about to
   * go, on average, and the threat from which on they do: (opposite − own) / sum of the queues.
   */
  readonly fadeOrders: number;
  readonly fadeThreshold: number;
  /** Mean seconds, not of business time, in which other makers join or leave like this. */
  readonly reactionSeconds: number;
  /**
   * Weight of a contract that an agent shows in the length that others react to; 1 as anybody's.
   */
  readonly agentWeight: number;
  /**
   * Probability that an uninformed trader who would take from the longer best queue lets another go
   * first, at an imbalance of 1.
   */
  readonly imbalanceTaking: number;
  /** Adds and cancels on the levels behind the best, both sides together. */
  readonly deepAddRate: number;
  readonly deepCancelRate: number;
  /**
   * Probability that a trade asks for one contract; the others are Pareto with this tail, from 2.
   */
  readonly unitTradeProbability: number;
  readonly tradeSizeTail: number;
  readonly maxTradeSize: number;
  /** Probability that an informed trade may take more than the best queue. */
  readonly informedSweepProbability: number;
  readonly uninformedSweepProbability: number;
  /** σ of the efficient price, ticks per √second. */
  readonly volatility: number;
  /** ε: permanent impact on the efficient price, ticks per contract traded. */
  readonly impact: number;
  /** g: business seconds per second, on average. */
  readonly clockRate: number;
  /** s: standard deviation of the log of the clock's rate. */
  readonly clockDeviation: number;
  /** jr, jumps per second, and jm, their mean size in ticks. */
  readonly jumpRate: number;
  readonly jumpMean: number;
  /** Drift of the efficient price, ticks per second; its sign flips at random. */
  readonly trend: number;
}

/**
 * The E-mini S&P 500: a large tick, long queues and a spread of one tick. Its makers earn what
 * makers earn, which an earlier version overstated five times. What does it, each step measured on
 * seeds that no fact is judged on:
 * - Trades carry information: fewer of them are uninformed (16 for 24), and each moves the
 *   efficient price (ε 0.01 for 0.002, σ 0.85 for 1.1 in return). All passive volume keeps 0.27
 *   tick after 0.1 s and 0.2 after 10 s, for 0.39 and 0.34.
 * - Cancels come from the back: the newest of four draws in 95 % puts the mean relative position of
 *   what is cancelled at 0.77 (0.58 before, 0.78 measured in ES), so a queue no longer melts in
 *   front of who waits.
 * - Eight makers rush to a new best queue on average, within 0.3 ms: who decides every 100 ms
 *   arrives behind them. It also takes the mean depth from 44 to 48.
 * - Makers fade from a queue that trades have brought to a third of the opposite one and less, and
 *   large orders take more readily from it. More of either lets too many moves turn back
 *   (continuation below 0.5).
 * - The livelier clock (s 1.1 for 1) keeps volatility clustered.
 * From the first choice (λI 25, x0 0.3, κ 1.2, creation memory 1.2) it differs in what makes queue
 * imbalance predict the next move and moves go on. It emits about 600 events in the median second
 * and half of what it did on average, since fewer trades excite it; 5 % of them trade.
 */
export const ES: QueueReactiveParameters = {
  openingMidHalfTicks: 40_001,
  levels: 10,
  referenceQueue: 29,
  meanAddSize: 2.6,
  addRate: 80,
  uninformedRate: 16,
  informedRate: 27,
  informedThreshold: 0.15,
  informedCap: 2.5,
  tether: 0.8,
  createRate: 160,
  createMemory: 1.5,
  createTether: 1.2,
  newestProbability: 0.95,
  newestDraws: 4,
  rushOrders: 8,
  fadeOrders: 1.5,
  fadeThreshold: 0.5,
  reactionSeconds: 0.0003,
  agentWeight: 1,
  imbalanceTaking: 0.5,
  deepAddRate: 36,
  deepCancelRate: 35,
  unitTradeProbability: 0.6,
  tradeSizeTail: 1.9,
  maxTradeSize: 80,
  informedSweepProbability: 0.06,
  uninformedSweepProbability: 0.018,
  volatility: 0.85,
  impact: 0.01,
  clockRate: 1,
  clockDeviation: 1.1,
  jumpRate: 0.01,
  jumpMean: 3,
  trend: 0,
};

/**
 * The E-mini Nasdaq 100: a small tick, short queues and a spread that is often wider than one tick.
 * Q0 is 2.4 rather than 3, which left the queues too deep. A queue of a few orders holds few who
 * rush or fade, and trades always moved its efficient price.
 */
export const NQ: QueueReactiveParameters = {
  ...ES,
  openingMidHalfTicks: 160_001,
  referenceQueue: 2.4,
  meanAddSize: 1.2,
  addRate: 60,
  uninformedRate: 18,
  informedRate: 30,
  informedThreshold: 0.6,
  informedCap: 5,
  tether: 0.5,
  createRate: 80,
  createMemory: 0.6,
  rushOrders: 1,
  fadeOrders: 0.5,
  imbalanceTaking: 0.3,
  unitTradeProbability: 0.75,
  tradeSizeTail: 2.2,
  maxTradeSize: 15,
  informedSweepProbability: 0.25,
  uninformedSweepProbability: 0.075,
  volatility: 5.5,
  impact: 0.02,
  clockDeviation: 1,
  jumpRate: 0.004,
};

/**
 * Watches one session of a market without trading in it, and tells what came of it in numbers. It
 * measures; `marketFacts.ts` judges.
 */
import {
  BUY,
  NANOSECONDS_PER_SECOND,
  SELL,
  type BookView,
  type MarketListener,
  type MarketSource,
  type Side,
} from '../../market/types';
import {
  areaUnderCurve,
  autocorrelation,
  increments,
  kurtosis,
  logisticRegression,
  meanSquareIncrement,
} from './series';
import { CancelPosition } from './cancelPosition';
import { LevelGrowth } from './levelGrowth';
import { Markouts } from './markouts';
import { MispricedQueues } from './mispricedQueues';
import { passiveMarkoutsInSteps } from './passiveMarkouts';
import { mean } from '../statistics';
import { finish, scaled } from '../../market/steps';

/** Looks at the book per second. */
const SAMPLES_PER_SECOND = 100;
const SAMPLE_NS = NANOSECONDS_PER_SECOND / SAMPLES_PER_SECOND;
/** Time between looks at queues that go fast. */
const LOOK_NS = NANOSECONDS_PER_SECOND / 1000;

/** Share of the looks at which a queue imbalance is noted: twice a second, at random. */
const OBSERVED_SHARE = 2 / SAMPLES_PER_SECOND;

export const MARKOUT_SECONDS = [0, 0.05, 0.5, 10] as const;
export const PASSIVE_SECONDS = [0.1, 1, 10] as const;
export const SIGNATURE_SECONDS = [0.1, 0.3, 1, 3, 10, 30, 60] as const;
export const SIGN_LAGS = [1, 2, 5, 10, 20, 50] as const;
const CLUSTERING_LAGS = [10, 20, 30, 40, 50, 60] as const;
export const IMBALANCE_BINS = 10;
export const SPREAD_BINS = 6;

/** Measurements of one session. Prices are in ticks, sizes in contracts, times in seconds. */
export interface MarketSample {
  /** Shares of time with a spread of 1, 2, … ticks; the last bin holds all wider ones. */
  readonly spreadShares: readonly number[];
  /** Contracts at the best price, as a mean over time and both sides. */
  readonly bestDepth: number;
  /** Mean square change of the mid over each of SIGNATURE_SECONDS, per second. */
  readonly signature: readonly number[];
  readonly returnCorrelation1s: number;
  readonly returnCorrelation10s: number;
  /** Kurtosis of one-second returns; 3 is normal. */
  readonly kurtosis: number;
  /** Autocorrelation of absolute one-second returns, as a mean over lags of 10 to 60 s. */
  readonly clustering: number;
  /** Autocorrelation of trade signs at SIGN_LAGS. */
  readonly signMemory: readonly number[];
  /** P(next move is up) by queue imbalance, in equal bins from −1 to 1; NaN where none was seen. */
  readonly imbalanceCurve: readonly number[];
  readonly imbalanceSlope: number;
  readonly imbalanceAuc: number;
  /** P(a move of the mid goes the way of the one before). */
  readonly continuation: number;
  /** Markouts after MARKOUT_SECONDS, in ticks per contract. @see passiveMarkouts */
  readonly markouts: readonly number[];
  /**
   * What all passive volume, whoever's it is, earns after PASSIVE_SECONDS, in ticks per contract.
   */
  readonly passiveMarkouts: readonly number[];
  /** Mean relative position of cancels in their queue; NaN where a market does not tell them. */
  readonly cancelPosition: number;
  /** Contracts of levels created inside the spread, by LEVEL_AGES_MS. */
  readonly createdVolumes: readonly number[];
  /** Contracts of levels that a better one uncovered, by LEVEL_AGES_MS. */
  readonly uncoveredVolumes: readonly number[];
  /** Median lifetime of a queue that the efficient price has passed, in ms. @see MispricedQueues */
  readonly mispricedMedianMs: number;
  /** Share of such queues that outlast 100 ms. */
  readonly mispricedOutlastShare: number;
  /** Share of trades among order-flow events; NaN where the market does not count them. */
  readonly tradeShare: number;
}

/**
 * Watches trades, and moves of the mid with the queue imbalance at random times before each, which
 * predicts them in real books (Gould and Bonart, "Queue Imbalance as a One-Tick-Ahead Price
 * Predictor in a Limit Order Book", 2016). Imbalances count while the spread is one tick: then the
 * next move goes to the queue that empties first.
 */
class Watcher implements MarketListener {
  readonly signs: number[] = [];
  readonly imbalances: number[] = [];
  /** Outcomes: 1 where the move that followed the imbalance went up. */
  readonly ups: number[] = [];
  /** Moves that went the way of the one before. */
  repeats = 0;
  moves = 0;
  /** Markouts of everybody's passive fills. */
  readonly passive = new Markouts(PASSIVE_SECONDS);
  readonly levels: LevelGrowth;
  private lastTradeNs = -1;
  private lastMove = 0;

  constructor(book: BookView) {
    this.levels = new LevelGrowth(book);
  }

  /** Notes an imbalance, whose outcome is the next move. */
  observe(imbalance: number): void {
    this.imbalances.push(imbalance);
  }

  onFill(): void {
    // Nobody of ours trades here.
  }

  onMid(timeNs: number, before: number, after: number): void {
    const move = after > before ? 1 : -1;
    while (this.ups.length < this.imbalances.length) this.ups.push(move === 1 ? 1 : 0);
    if (move === this.lastMove) this.repeats++;
    this.moves++;
    this.lastMove = move;
    this.passive.midHeldUntil(timeNs, before);
    this.levels.onMid(timeNs);
  }

  onTrade(timeNs: number, aggressor: Side, priceTicks: number, size: number): void {
    this.passive.add(timeNs, aggressor === BUY ? SELL : BUY, priceTicks, size);
    // A sweep is one trade at several prices.
    if (timeNs !== this.lastTradeNs) this.signs.push(aggressor);
    this.lastTradeNs = timeNs;
  }
}

/** @param seconds how long to watch after `market.reset(seed)`; at least 120 for the 60 s facts */
export function sampleMarket(
  market: MarketSource,
  seconds: number,
  seed: number,
  random: () => number,
): MarketSample {
  return finish(sampleMarketInSteps(market, seconds, seed, random));
}

/**
 * Does the same as `sampleMarket` in pieces of a market second; yields the share that is done,
 * 0 to 1.
 */
export function* sampleMarketInSteps(
  market: MarketSource,
  seconds: number,
  seed: number,
  random: () => number,
): Generator<number, MarketSample> {
  const samples = Math.floor(seconds * SAMPLES_PER_SECOND);
  const mids = new Float64Array(samples + 1);
  const spreads = new Float64Array(SPREAD_BINS);
  let depth = 0;
  market.reset(seed);
  const watcher = new Watcher(market.book);
  const cancels = new CancelPosition();
  const mispriced = new MispricedQueues(market);
  market.setListener(watcher);
  market.setCancelListener?.(cancels);
  for (let i = 0; i <= samples; i++) {
    while (market.timeNs < i * SAMPLE_NS) {
      watcher.levels.advance(market, Math.min(i * SAMPLE_NS, market.timeNs + LOOK_NS));
      mispriced.look();
    }
    const { bestBid, bestAsk, midHalfTicks } = market.book;
    const bidSize = market.book.sizeAt(bestBid);
    const askSize = market.book.sizeAt(bestAsk);
    mids[i] = midHalfTicks / 2;
    spreads[Math.min(bestAsk - bestBid, SPREAD_BINS) - 1]++;
    depth += (bidSize + askSize) / 2;
    if (bestAsk - bestBid === 1 && random() < OBSERVED_SHARE) {
      watcher.observe((bidSize - askSize) / (bidSize + askSize));
    }
    if (i % SAMPLES_PER_SECOND === 0) yield i / samples / 2;
  }
  market.setListener(null);
  market.setCancelListener?.(null);
  // Imbalances seen after the last move have no outcome.
  watcher.imbalances.length = watcher.ups.length;
  const { eventCount = NaN, tradeCount = NaN } = market;
  const markouts = yield* scaled(
    passiveMarkoutsInSteps(market, seconds, seed, MARKOUT_SECONDS),
    (done) => 0.5 + done / seconds / 2,
  );
  const oneSecond = increments(mids, SAMPLES_PER_SECOND);
  const absolute = oneSecond.map(Math.abs);
  return {
    spreadShares: Array.from(spreads, (count) => count / (samples + 1)),
    bestDepth: depth / (samples + 1),
    signature: SIGNATURE_SECONDS.map(
      (lag) => meanSquareIncrement(mids, Math.round(lag * SAMPLES_PER_SECOND)) / lag,
    ),
    returnCorrelation1s: autocorrelation(oneSecond, 1),
    returnCorrelation10s: autocorrelation(increments(mids, 10 * SAMPLES_PER_SECOND), 1),
    kurtosis: kurtosis(oneSecond),
    clustering: mean(CLUSTERING_LAGS.map((lag) => autocorrelation(absolute, lag))),
    signMemory: SIGN_LAGS.map((lag) => autocorrelation(watcher.signs, lag)),
    imbalanceCurve: curve(watcher),
    imbalanceSlope: logisticRegression(watcher.imbalances, watcher.ups).slope,
    imbalanceAuc: areaUnderCurve(watcher.imbalances, watcher.ups),
    continuation: watcher.repeats / (watcher.moves - 1),
    markouts,
    passiveMarkouts: watcher.passive.means,
    cancelPosition: cancels.mean,
    createdVolumes: watcher.levels.createdVolumes,
    uncoveredVolumes: watcher.levels.uncoveredVolumes,
    mispricedMedianMs: mispriced.medianMs,
    mispricedOutlastShare: mispriced.outlastShare,
    tradeShare: tradeCount / eventCount,
  };
}

function curve({ imbalances, ups }: Watcher): number[] {
  const rises = new Float64Array(IMBALANCE_BINS);
  const counts = new Float64Array(IMBALANCE_BINS);
  for (const [i, imbalance] of imbalances.entries()) {
    const bin = Math.min(IMBALANCE_BINS - 1, Math.floor(((imbalance + 1) / 2) * IMBALANCE_BINS));
    counts[bin]++;
    rises[bin] += ups[i];
  }
  return Array.from(rises, (up, bin) => up / counts[bin]);
}

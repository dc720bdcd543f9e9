/**
 * Signals are what the public data says beyond the book itself: imbalance, microprice, flow and
 * volatility, updated once per decision step from the best quotes and from the tape in between.
 * Baselines read these and so does the observation.
 */
import { exp } from '../market/elementary';
import type { BookView, Side } from '../market/types';

/** Time constant of the flow averages. */
const FLOW_SECONDS = 1;
/** Least time over which mid changes are squared, past the bounce of a single tick. */
const VOLATILITY_SAMPLE_SECONDS = 1;
const VOLATILITY_MEMORY_SECONDS = 30;
/** Weight of the prior volatility, 1 tick per √second, as this much data. */
const VOLATILITY_PRIOR_SECONDS = 10;

export class MarketSignals {
  /** (best bid size − best ask size) / sum. */
  imbalance = 0;
  /** Stoikov's weighted mid less the mid, in ticks. */
  micropriceMinusMid = 0;
  /**
   * Order-flow imbalance at the best (Cont, Kukanov and Stoikov 2014, equation 3) per step over the
   * mean best depth, averaged exponentially over a second.
   */
  quoteFlow = 0;
  /** Signed aggressive volume over the mean best depth, averaged the same way. */
  tradeFlow = 0;
  midHalfTicks = 0;

  private bestBid = 0;
  private bestAsk = 0;
  private bidSize = 0;
  private askSize = 0;
  private signedVolume = 0;
  private variance = 1;
  private updates = 0;
  /** Mids in half-ticks; slot of the newest is `newest`. */
  private readonly mids: Float64Array;
  private newest = 0;
  private readonly volatilityLag: number;
  private readonly flowDecay: number;

  constructor(private readonly intervalSeconds: number) {
    this.volatilityLag = Math.max(1, Math.round(VOLATILITY_SAMPLE_SECONDS / intervalSeconds));
    this.mids = new Float64Array(this.volatilityLag + 1);
    this.flowDecay = exp(-intervalSeconds / FLOW_SECONDS);
  }

  /** Volatility in ticks per √second. */
  get volatility(): number {
    return Math.sqrt(this.variance);
  }

  reset(book: BookView): void {
    this.quoteFlow = 0;
    this.tradeFlow = 0;
    this.signedVolume = 0;
    this.variance = 1;
    this.updates = 0;
    this.newest = 0;
    this.mids.fill(book.midHalfTicks);
    this.readBest(book);
  }

  onTrade(aggressor: Side, size: number): void {
    this.signedVolume += aggressor * size;
  }

  /** Takes in the book, once per decision step, at the decision. */
  update(book: BookView): void {
    const { bestBid, bestAsk, bidSize, askSize } = this;
    this.readBest(book);
    let flow = 0;
    if (this.bestBid >= bestBid) flow += this.bidSize;
    if (this.bestBid <= bestBid) flow -= bidSize;
    if (this.bestAsk <= bestAsk) flow -= this.askSize;
    if (this.bestAsk >= bestAsk) flow += askSize;
    const depth = Math.max(1, (bidSize + askSize + this.bidSize + this.askSize) / 4);
    const decay = this.flowDecay;
    this.quoteFlow = decay * this.quoteFlow + (1 - decay) * (flow / depth);
    this.tradeFlow = decay * this.tradeFlow + (1 - decay) * (this.signedVolume / depth);
    this.signedVolume = 0;

    this.newest = this.newest + 1 === this.mids.length ? 0 : this.newest + 1;
    this.mids[this.newest] = this.midHalfTicks;
    this.updates++;
    if (this.updates >= this.volatilityLag) {
      const change = (this.midHalfTicks - this.midAgo(this.volatilityLag)) / 2;
      const sample = (change * change) / (this.volatilityLag * this.intervalSeconds);
      const memory = Math.min(
        VOLATILITY_MEMORY_SECONDS,
        VOLATILITY_PRIOR_SECONDS + this.updates * this.intervalSeconds,
      );
      const share = Math.min(1, this.intervalSeconds / memory);
      this.variance += share * (sample - this.variance);
    }
  }

  /** Mid change over the last step, in ticks. */
  get lastReturn(): number {
    return (this.midHalfTicks - this.midAgo(1)) / 2;
  }

  private midAgo(steps: number): number {
    const slot = this.newest - steps;
    return this.mids[slot < 0 ? slot + this.mids.length : slot];
  }

  private readBest(book: BookView): void {
    this.bestBid = book.bestBid;
    this.bestAsk = book.bestAsk;
    this.midHalfTicks = book.midHalfTicks;
    this.bidSize = book.sizeAt(this.bestBid);
    this.askSize = book.sizeAt(this.bestAsk);
    const total = this.bidSize + this.askSize;
    this.imbalance = total === 0 ? 0 : (this.bidSize - this.askSize) / total;
    this.micropriceMinusMid = this.imbalance * (this.bestAsk - this.bestBid) * 0.5;
  }

  snapshot(): SignalsState {
    return {
      mids: this.mids.slice(),
      imbalance: this.imbalance,
      micropriceMinusMid: this.micropriceMinusMid,
      quoteFlow: this.quoteFlow,
      tradeFlow: this.tradeFlow,
      midHalfTicks: this.midHalfTicks,
      bestBid: this.bestBid,
      bestAsk: this.bestAsk,
      bidSize: this.bidSize,
      askSize: this.askSize,
      signedVolume: this.signedVolume,
      variance: this.variance,
      updates: this.updates,
      newest: this.newest,
    };
  }

  restore(state: SignalsState): void {
    const { mids, ...scalars } = state;
    this.mids.set(mids);
    Object.assign(this, scalars);
  }
}

export interface SignalsState {
  readonly mids: Float64Array;
  readonly imbalance: number;
  readonly micropriceMinusMid: number;
  readonly quoteFlow: number;
  readonly tradeFlow: number;
  readonly midHalfTicks: number;
  readonly bestBid: number;
  readonly bestAsk: number;
  readonly bidSize: number;
  readonly askSize: number;
  readonly signedVolume: number;
  readonly variance: number;
  readonly updates: number;
  readonly newest: number;
}

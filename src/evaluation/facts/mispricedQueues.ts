/**
 * Measures how long a best queue lasts once the efficient price is MISPRICED_TICKS beyond its
 * price, so that everybody in it is about to lose. Where such a queue lasts longer than an agent
 * needs to leave it, being fast is worth nothing.
 */
import {
  BUY,
  NANOSECONDS_PER_SECOND,
  SELL,
  type MarketSource,
  type Side,
} from '../../market/types';
import { quantile } from '../statistics';

const MISPRICED_TICKS = 0.75;
/** A decision of the environment, by default. */
const OUTLAST_MS = 100;
const MILLISECONDS_PER_NANOSECOND = 1000 / NANOSECONDS_PER_SECOND;

interface Queue {
  readonly priceTicks: number;
  readonly sinceNs: number;
}

export class MispricedQueues {
  private readonly lifetimesMs: number[] = [];
  private bid: Queue | null = null;
  private ask: Queue | null = null;

  constructor(private readonly market: MarketSource) {}

  /** Looks at both queues, often enough for a lifetime to be told: every millisecond. */
  look(): void {
    this.bid = this.follow(this.bid, BUY);
    this.ask = this.follow(this.ask, SELL);
  }

  /** Median lifetime in ms, to the length between looks; NaN before the first. */
  get medianMs(): number {
    return this.lifetimesMs.length === 0 ? Number.NaN : quantile(this.lifetimesMs, 0.5);
  }

  /** Share of the queues that outlast a decision of 100 ms. */
  get outlastShare(): number {
    return this.lifetimesMs.filter((ms) => ms > OUTLAST_MS).length / this.lifetimesMs.length;
  }

  /** @returns the queue of that side that is mispriced now, or was and still stands */
  private follow(queue: Queue | null, side: Side): Queue | null {
    const { book, timeNs, efficientPriceTicks } = this.market;
    const best = side === BUY ? book.bestBid : book.bestAsk;
    if (queue !== null) {
      if (best === queue.priceTicks) return queue;
      // A better price puts others in front; only a queue that is gone has ended.
      if ((best - queue.priceTicks) * side > 0) return null;
      this.lifetimesMs.push((timeNs - queue.sinceNs) * MILLISECONDS_PER_NANOSECOND);
    }
    const beyond = (best - efficientPriceTicks) * side;
    return beyond >= MISPRICED_TICKS ? { priceTicks: best, sinceNs: timeNs } : null;
  }
}

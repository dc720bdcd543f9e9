/**
 * The levels that the market keeps orders at: a fixed number on each side, counted from its own
 * best price. When a best queue empties, the side steps back to the next occupied level and as many
 * new ones are seeded far away; when a better price appears, the farthest lapse. Behind the best,
 * orders come and go at their own rates. An agent may stand alone inside the spread: the market's
 * best is then behind the book's.
 */
import type { OrderBook } from '../book/orderBook';
import type { OrderSizes } from './orderSizes';
import type { QueueReactiveParameters } from './presets';
import type { Rng } from '../rng';
import { BUY, SELL, type Side } from '../types';

/** Mean depth of a level seeded behind the best, in reference queues. */
const SEED_SHARE = 1.25;
/** Mean depth of a new best level, in reference queues. */
const CREATED_SHARE = 0.35;
/** Decay per tick of adds and cancels behind the best. */
const DEEP_DECAY = 0.45;
/**
 * Depth in reference queues above which there are no adds behind the best, and the range of draws,
 * around 1, below which there are no cancels.
 */
const DEEP_CAP = 3;
const DEEP_FLOOR = 0.3;
const DEEP_FLOOR_RANGE = 1.5;
/** Price of a draw behind the best that falls beyond the levels that are kept. */
const NOWHERE = 2 ** 30;

export class StandingDepth {
  /** The market's own best prices, in ticks. */
  bid = 0;
  ask = 0;
  private readonly levels: number;
  private readonly referenceQueue: number;
  private readonly newestProbability: number;
  private readonly newestDraws: number;

  /**
   * @param parameters those that are the same in every regime
   */
  constructor(
    private readonly book: OrderBook,
    private readonly rng: Rng,
    private readonly sizes: OrderSizes,
    parameters: QueueReactiveParameters,
  ) {
    this.levels = parameters.levels;
    this.referenceQueue = parameters.referenceQueue;
    this.newestProbability = parameters.newestProbability;
    this.newestDraws = parameters.newestDraws;
  }

  /** Seeds an empty book around a spread of one tick. */
  open(bid: number): void {
    this.bid = bid;
    this.ask = bid + 1;
    for (let depth = 0; depth < this.levels; depth++) {
      this.seed(BUY, this.bid - depth);
      this.seed(SELL, this.ask + depth);
    }
  }

  /** Quotes a better price than the best. */
  create(side: Side, price: number): void {
    this.fill(side, price, CREATED_SHARE * this.referenceQueue * this.rng.exponential());
    this.improve(side, price);
  }

  /** Follows the market to orders at `price`, which may be better than its best so far. */
  improve(side: Side, price: number): void {
    if (side === BUY) {
      for (let far = this.bid - this.levels + 1; far <= price - this.levels; far++) {
        this.book.clearMarketOrders(far);
      }
      if (price > this.bid) this.bid = price;
    } else {
      for (let far = this.ask + this.levels - 1; far >= price + this.levels; far--) {
        this.book.clearMarketOrders(far);
      }
      if (price < this.ask) this.ask = price;
    }
  }

  /** Joins a queue behind the best prices of the book, unless it is long. */
  addBehind(bestBid: number, bestAsk: number): void {
    const price = this.drawBehind(bestBid, bestAsk);
    if (price === NOWHERE || this.book.sizeAt(price) / this.referenceQueue >= DEEP_CAP) return;
    this.book.rest(price <= bestBid ? BUY : SELL, price, this.sizes.add());
  }

  /** Leaves a queue behind the best prices, unless it is short. */
  cancelBehind(bestBid: number, bestAsk: number): void {
    const price = this.drawBehind(bestBid, bestAsk);
    if (price === NOWHERE) return;
    this.rng.drawUniform();
    const floor = DEEP_FLOOR + DEEP_FLOOR_RANGE * this.rng.drawn;
    if (this.book.sizeAt(price) / this.referenceQueue > floor) this.cancelAt(price);
  }

  /** Cancels one of the market's orders at a price, mostly from the back of its queue. */
  cancelAt(price: number): void {
    const { book, rng } = this;
    const count = book.marketOrdersAt(price);
    if (count === 0) return;
    let place = rng.below(count);
    rng.drawUniform();
    if (rng.drawn < this.newestProbability) {
      for (let draw = 1; draw < this.newestDraws; draw++) {
        place = book.newerMarketOrder(price, place, rng.below(count));
      }
    }
    book.cancelMarketOrder(price, place);
  }

  /** Steps both sides back to where the book's best prices are, if those are worse. */
  retreat(): void {
    if (this.book.bestBid < this.bid) {
      const lowest = this.bid - this.levels + 1;
      // A side that has lost all its levels starts again just beyond them.
      this.bid = Math.max(this.book.bestBid, lowest - 1);
      for (let price = lowest - 1; price > this.bid - this.levels; price--) this.seed(BUY, price);
    }
    if (this.book.bestAsk > this.ask) {
      const highest = this.ask + this.levels - 1;
      this.ask = Math.min(this.book.bestAsk, highest + 1);
      for (let price = highest + 1; price < this.ask + this.levels; price++) {
        this.seed(SELL, price);
      }
    }
  }

  private drawBehind(bestBid: number, bestAsk: number): number {
    this.rng.drawExponential();
    const offset = 1 + Math.floor(this.rng.drawn / DEEP_DECAY);
    const isBid = this.rng.coin();
    if (offset >= this.levels) return NOWHERE;
    return isBid ? bestBid - offset : bestAsk + offset;
  }

  /** Gives a level its first orders: Gamma(2) contracts. */
  private seed(side: Side, price: number): void {
    const gamma = 0.5 * (this.rng.exponential() + this.rng.exponential());
    this.fill(side, price, SEED_SHARE * this.referenceQueue * gamma);
  }

  /** Queues one order, and more until together they hold the target. */
  private fill(side: Side, price: number, target: number): void {
    let total = 0;
    do {
      const size = this.sizes.add();
      this.book.rest(side, price, size);
      total += size;
    } while (total < target);
  }
}

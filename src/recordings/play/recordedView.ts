/**
 * The book as the agent sees it: the recorded one with its own orders in it. The best prices are
 * the recording's, so that an order of the agent never moves the mid it is valued at; where the
 * recording shows none, or a crossed book, they are the last that it showed.
 */
import { BUY, SELL, type BookView } from '../../market/types';
import type { RecordedBook } from '../book/recordedBook';
import type { OwnOrder } from './ownOrder';

export class RecordedView implements BookView {
  bestBid = 0;
  bestAsk = 0;
  /** The agent's resting orders. */
  owns: OwnOrder[] = [];

  constructor(private readonly book: RecordedBook) {}

  get midHalfTicks(): number {
    return this.bestBid + this.bestAsk;
  }

  /** Whether the recording has shown both sides since the start of the episode. */
  get hasPrices(): boolean {
    return this.bestBid < this.bestAsk;
  }

  /** Follows the recorded best prices. @returns whether the mid moved */
  follow(): boolean {
    const { bestBid, bestAsk } = this.book;
    // Without one of the two the comparison is false as well.
    if (!(bestBid < bestAsk)) return false;
    const before = this.midHalfTicks;
    this.bestBid = bestBid;
    this.bestAsk = bestAsk;
    return this.midHalfTicks !== before;
  }

  sizeAt(priceTicks: number): number {
    const { bids, asks } = this.book;
    let size = bids.sizeAt(priceTicks) + asks.sizeAt(priceTicks);
    for (const own of this.owns) if (own.price === priceTicks) size += own.left;
    return size;
  }

  /** Recorded orders and the agent's; 1 for a level of which only the size is known. */
  ordersAt(priceTicks: number): number {
    let orders = 0;
    for (const levels of [this.book.bids, this.book.asks]) {
      const slot = levels.find(priceTicks);
      if (slot >= 0) orders += Math.max(1, levels.orders[slot]);
    }
    return orders + this.owns.filter(({ price }) => price === priceTicks).length;
  }

  isResting(orderId: number): boolean {
    return this.find(orderId) !== null;
  }

  orderPrice(orderId: number): number {
    return this.resting(orderId).price;
  }

  orderSize(orderId: number): number {
    return this.resting(orderId).left;
  }

  /** Lots of the recorded queue and of earlier own orders; 0 where the queue is out of view. */
  quantityAhead(orderId: number): number {
    const own = this.resting(orderId);
    let ahead = own.ahead === Infinity ? 0 : own.ahead;
    for (const other of this.owns) {
      const isEarlier = other.id < own.id && other.price === own.price && other.side === own.side;
      if (isEarlier) ahead += other.left;
    }
    return ahead;
  }

  find(orderId: number): OwnOrder | null {
    return this.owns.find(({ id }) => id === orderId) ?? null;
  }

  /** Lots of the agent as a share of all at its prices; 0 without orders. */
  get queueShare(): number {
    let own = 0;
    for (const { left } of this.owns) own += left;
    if (own === 0) return 0;
    let all = 0;
    for (const side of [BUY, SELL]) {
      const prices = new Set(this.owns.filter((o) => o.side === side).map(({ price }) => price));
      for (const price of prices) all += this.sizeAt(price);
    }
    return own / all;
  }

  private resting(orderId: number): OwnOrder {
    const own = this.find(orderId);
    if (own === null) throw new RangeError(`order ${orderId}: expected a resting order, got none`);
    return own;
  }
}

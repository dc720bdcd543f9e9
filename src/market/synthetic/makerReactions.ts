/**
 * What other makers have decided and not yet done. When a price becomes the best, some are on their
 * way to its queue (the rush); when a trade has hit a queue that is about to go, some are on their
 * way out of it (fading). Everybody's delay is exponential, so how many are under way is all there
 * is to know, and they wait in the hazard of the flow like every other event.
 */
import type { OrderBook } from '../book/orderBook';
import type { QueueReactiveParameters } from './presets';
import type { Rng } from '../rng';
import { BUY, type Side } from '../types';

/** Length of a queue that nobody rushes to, in reference queues. */
const RUSHED_QUEUE = 2;

export const JOIN_BID = 0;
export const JOIN_ASK = 1;
export const LEAVE_BID = 2;
const LEAVE_ASK = 3;
const REACTIONS = 4;

export class MakerReactions {
  /** Makers under way, over all reactions. */
  total = 0;
  private readonly counts = new Int32Array(REACTIONS);

  constructor(
    private readonly book: OrderBook,
    private readonly rng: Rng,
  ) {}

  reset(): void {
    this.counts.fill(0);
    this.total = 0;
  }

  /** Sends makers to the queue that has become the best of a side; what was under way is off. */
  rush(side: Side, price: number, parameters: QueueReactiveParameters): void {
    this.set(side === BUY ? LEAVE_BID : LEAVE_ASK, 0);
    const join = side === BUY ? JOIN_BID : JOIN_ASK;
    const { rushOrders, referenceQueue } = parameters;
    const room = 1 - this.book.sizeAt(price) / (RUSHED_QUEUE * referenceQueue);
    if (rushOrders === 0 || room <= 0) this.set(join, 0);
    else this.set(join, (rushOrders * room * this.rng.exponential() + 0.5) | 0);
  }

  /** Lets makers leave the best queue of a side that has been hit, if it is about to go. */
  fade(side: Side, bid: number, ask: number, parameters: QueueReactiveParameters): void {
    const { fadeOrders, fadeThreshold } = parameters;
    if (fadeOrders === 0) return;
    const bidSize = this.book.sizeAt(bid);
    const askSize = this.book.sizeAt(ask);
    const threat = (side * (askSize - bidSize)) / (bidSize + askSize);
    if (threat <= fadeThreshold) return;
    const share = (threat - fadeThreshold) / (1 - fadeThreshold);
    const leaving = (fadeOrders * share * this.rng.exponential() + 0.5) | 0;
    this.set(side === BUY ? LEAVE_BID : LEAVE_ASK, leaving);
    // Nobody goes on to join what others leave.
    if (leaving > 0) this.set(side === BUY ? JOIN_BID : JOIN_ASK, 0);
  }

  /** Draws who is next, of those under way, and takes that one off. There is one at least. */
  next(): number {
    const { counts } = this;
    let place = this.rng.below(this.total);
    let reaction = 0;
    while (place >= counts[reaction]) place -= counts[reaction++];
    counts[reaction]--;
    this.total--;
    return reaction;
  }

  snapshot(): Int32Array {
    return this.counts.slice();
  }

  restore(state: Int32Array): void {
    this.counts.set(state);
    this.total = state.reduce((sum, count) => sum + count, 0);
  }

  private set(reaction: number, count: number): void {
    this.total += count - this.counts[reaction];
    this.counts[reaction] = count;
  }
}

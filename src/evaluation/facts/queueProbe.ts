/**
 * Stands between an environment and its market, and notes what becomes of every order that the
 * agent rests there: what was ahead when it joined, how long it waited, and whether it traded at
 * all. The market behaves as it would without.
 */
import {
  AGENT_OWNER,
  NANOSECONDS_PER_SECOND,
  NO_ORDER,
  type BookView,
  type MarketListener,
  type MarketSeat,
  type MarketSource,
  type Side,
} from '../../market/types';

interface OpenOrder {
  readonly joinedNs: number;
  /** Contracts ahead when it was last looked at. */
  ahead: number;
}

/** What became of the orders of a session. */
export interface QueueRecord {
  /** Orders that came to rest. */
  readonly joined: number;
  /** Contracts ahead of them when they joined, summed. */
  readonly aheadAtJoin: number;
  /** Orders of which at least a contract traded. */
  readonly filled: number;
  /** Contracts ahead of these at the last decision before, or when they joined, summed. */
  readonly aheadAtFill: number;
  /** Seconds from joining to the first trade, one per filled order. */
  readonly secondsToFill: readonly number[];
}

export class QueueProbe implements MarketSource, MarketListener {
  private listener: MarketListener | null = null;
  private readonly open = new Map<number, OpenOrder>();
  private joined = 0;
  private aheadAtJoin = 0;
  private aheadAtFill = 0;
  private readonly secondsToFill: number[] = [];

  constructor(private readonly market: MarketSource) {}

  /** Looks at the places of all orders; to be called at every decision. */
  look(): void {
    const { book } = this.market;
    for (const [orderId, order] of this.open) {
      if (book.isResting(orderId)) order.ahead = book.quantityAhead(orderId);
      else this.open.delete(orderId);
    }
  }

  get record(): QueueRecord {
    const { joined, aheadAtJoin, aheadAtFill, secondsToFill } = this;
    return { joined, aheadAtJoin, filled: secondsToFill.length, aheadAtFill, secondsToFill };
  }

  onFill(
    timeNs: number,
    orderId: number,
    side: Side,
    priceTicks: number,
    size: number,
    isMaker: boolean,
  ): void {
    const order = this.open.get(orderId);
    if (isMaker && order !== undefined) {
      this.secondsToFill.push((timeNs - order.joinedNs) / NANOSECONDS_PER_SECOND);
      this.aheadAtFill += order.ahead;
      this.open.delete(orderId);
    }
    this.listener?.onFill(timeNs, orderId, side, priceTicks, size, isMaker);
  }

  onMid(timeNs: number, beforeHalfTicks: number, afterHalfTicks: number): void {
    this.listener?.onMid(timeNs, beforeHalfTicks, afterHalfTicks);
  }

  onTrade(timeNs: number, aggressor: Side, priceTicks: number, size: number): void {
    this.listener?.onTrade(timeNs, aggressor, priceTicks, size);
  }

  get book(): BookView {
    return this.market.book;
  }

  get timeNs(): number {
    return this.market.timeNs;
  }

  get efficientPriceTicks(): number {
    return this.market.efficientPriceTicks;
  }

  get efficientDriftTicks(): number {
    return this.market.efficientDriftTicks;
  }

  reset(seed: number): void {
    this.open.clear();
    this.joined = 0;
    this.aheadAtJoin = 0;
    this.aheadAtFill = 0;
    this.secondsToFill.length = 0;
    this.market.reset(seed);
  }

  /** The probe looks at the first owner's orders. */
  seat(owner: number): MarketSeat {
    return owner === AGENT_OWNER ? this : this.market.seat(owner);
  }

  setListener(listener: MarketListener | null): void {
    this.listener = listener;
    this.market.setListener(listener === null ? null : this);
  }

  advanceTo(untilNs: number): void {
    this.market.advanceTo(untilNs);
  }

  submitLimit(side: Side, priceTicks: number, size: number): number {
    const orderId = this.market.submitLimit(side, priceTicks, size);
    if (orderId !== NO_ORDER) {
      const ahead = this.market.book.quantityAhead(orderId);
      this.open.set(orderId, { joinedNs: this.market.timeNs, ahead });
      this.joined++;
      this.aheadAtJoin += ahead;
    }
    return orderId;
  }

  submitMarket(side: Side, size: number): number {
    return this.market.submitMarket(side, size);
  }

  cancelOrder(orderId: number): number {
    this.open.delete(orderId);
    return this.market.cancelOrder(orderId);
  }

  reduceOrder(orderId: number, size: number): void {
    this.market.reduceOrder(orderId, size);
  }

  snapshot(): unknown {
    return this.market.snapshot();
  }

  restore(state: unknown): void {
    this.open.clear();
    this.market.restore(state);
  }
}

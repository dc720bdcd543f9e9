/**
 * A limit order book, order by order, with price-time priority. It matches, queues, changes and
 * cancels; it knows nothing of time, of randomness or of why orders come. Adding, cancelling,
 * changing and matching an order cost the same however many rest; the only scan is from an emptied
 * best price to the next occupied one. Nothing is allocated per event: arrays double when an order
 * does not fit, and then stay.
 */
import { NONE, OrderPool, type OrderPoolState } from './orderPool';
import { PriceLevels, type PriceLevelsState } from './priceLevels';
import {
  BUY,
  MARKET_OWNER,
  NO_ORDER,
  SELL,
  type BookView,
  type CancelListener,
  type Side,
} from '../types';

/** Best price of an empty side, beyond every price. */
export const NO_BID = -(2 ** 30);
export const NO_ASK = 2 ** 30;

const STARTING_ORDERS = 4096;
const STARTING_LEVELS = 512;
const STARTING_ORDERS_PER_LEVEL = 128;

/** Receives every trade between an incoming and a resting order, after the book has changed. */
export interface ExecutionListener {
  /**
   * @param makerId id of the resting order; NO_ORDER for one of the market's
   * @param makerSide side of the resting order; the taker has the other
   * @param takerId id of the incoming order; NO_ORDER for one of the market's
   */
  onExecution(
    makerId: number,
    makerOwner: number,
    makerSide: Side,
    takerId: number,
    takerOwner: number,
    priceTicks: number,
    size: number,
  ): void;
}

/** Hears of everything that happens to resting orders, in turn: what an exchange publishes. */
export interface OrderListener {
  /** An order joins the back of the queue at its price. */
  onRest(orderId: number, side: Side, priceTicks: number, size: number): void;
  /** Contracts of an order trade; it is gone when none are left. */
  onFilled(orderId: number, size: number): void;
  /** Contracts of an order are cancelled; it keeps its place with what is left, if anything. */
  onWithdraw(orderId: number, size: number): void;
}

/** State that `snapshot` copies; it is structured-cloneable. */
export interface OrderBookState {
  readonly pool: OrderPoolState;
  readonly levels: PriceLevelsState;
  readonly bidPrice: number;
  readonly askPrice: number;
  readonly bidOrders: number;
  readonly askOrders: number;
  readonly filled: number;
}

export class OrderBook implements BookView {
  /** Hears of cancelled orders of the market; nobody by default. */
  cancelListener: CancelListener | null = null;
  orderListener: OrderListener | null = null;
  private readonly pool = new OrderPool(STARTING_ORDERS);
  private readonly levels = new PriceLevels(this.pool, STARTING_LEVELS, STARTING_ORDERS_PER_LEVEL);
  private bidPrice = NO_BID;
  private askPrice = NO_ASK;
  private bidOrders = 0;
  private askOrders = 0;
  private filled = 0;

  /** @param listener hears of executions; must not change the book from within the call */
  constructor(private readonly listener: ExecutionListener) {}

  /** Highest bid in ticks; NO_BID when nobody bids. */
  get bestBid(): number {
    return this.bidPrice;
  }

  /** Lowest ask in ticks; NO_ASK when nobody offers. */
  get bestAsk(): number {
    return this.askPrice;
  }

  /** Best bid + best ask; NaN while a side is empty, since there is no mid then. */
  get midHalfTicks(): number {
    return this.bidOrders === 0 || this.askOrders === 0 ? NaN : this.bidPrice + this.askPrice;
  }

  /** Contracts traded so far, counted on both sides of every trade. */
  get contractsFilled(): number {
    return this.filled;
  }

  sizeAt(priceTicks: number): number {
    return this.levels.sizeAt(priceTicks);
  }

  ordersAt(priceTicks: number): number {
    return this.levels.ordersAt(priceTicks);
  }

  /** Number of the market's orders at a price, which `cancelMarketOrder` chooses from. */
  marketOrdersAt(priceTicks: number): number {
    return this.levels.pickableAt(priceTicks);
  }

  isResting(orderId: number): boolean {
    return this.pool.slotOf(orderId) !== NONE;
  }

  /** Whether an order of this owner rests under this id. */
  isRestingOf(owner: number, orderId: number): boolean {
    const slot = this.pool.slotOf(orderId);
    return slot !== NONE && this.pool.owners[slot] === owner;
  }

  /** @throws RangeError when the order is not resting, as do the next three */
  orderPrice(orderId: number): number {
    return this.pool.prices[this.restingSlot(orderId)];
  }

  orderSize(orderId: number): number {
    return this.pool.sizes[this.restingSlot(orderId)];
  }

  orderSide(orderId: number): Side {
    return this.pool.sides[this.restingSlot(orderId)] === BUY ? BUY : SELL;
  }

  /**
   * The place of the agent's orders is kept up to date, so reading it costs the same however many
   * orders rest; for one of the market's, the queue is walked from it to the front.
   */
  quantityAhead(orderId: number): number {
    const { owners, sizes, previouses, aheads } = this.pool;
    const resting = this.restingSlot(orderId);
    if (owners[resting] !== MARKET_OWNER) return aheads[resting];
    let ahead = 0;
    let slot = previouses[resting];
    while (slot !== NONE) {
      ahead += sizes[slot];
      slot = previouses[slot];
    }
    return ahead;
  }

  /**
   * Takes an incoming limit order: what crosses trades at once, the rest queues. A resting order of
   * the same owner that would trade with it is cancelled instead, unless the owner is the market,
   * which stands for many people.
   * @returns the resting order's id, or NO_ORDER when nothing rests
   */
  submit(side: Side, priceTicks: number, size: number, owner: number): number {
    const slot = this.pool.allocate(owner);
    const left = size - this.match(side, priceTicks, size, owner, slot);
    if (left === 0) {
      this.pool.release(slot);
      return NO_ORDER;
    }
    this.enqueue(slot, side, priceTicks, left);
    return this.pool.idOf(slot);
  }

  /**
   * Takes an incoming order that trades up to its limit and leaves nothing behind.
   * @returns contracts traded
   */
  take(side: Side, limitTicks: number, size: number, owner: number): number {
    const slot = this.pool.allocate(owner);
    const traded = this.match(side, limitTicks, size, owner, slot);
    this.pool.release(slot);
    return traded;
  }

  /**
   * Queues one of the market's orders at a price that does not cross: `submit` without matching.
   */
  rest(side: Side, priceTicks: number, size: number): void {
    this.enqueue(this.pool.allocate(MARKET_OWNER), side, priceTicks, size);
  }

  /** @returns contracts cancelled; 0 when the order is not resting */
  cancel(orderId: number): number {
    const slot = this.pool.slotOf(orderId);
    return slot === NONE ? 0 : this.cancelSlot(slot);
  }

  /**
   * Changes a resting order. A smaller size keeps its place; a larger size or a new price is a
   * cancel and a new order, which may trade. Size 0 cancels.
   * @returns the id under which it now rests, or NO_ORDER
   */
  modify(orderId: number, priceTicks: number, size: number): number {
    const slot = this.restingSlot(orderId);
    const before = this.pool.sizes[slot];
    if (size > 0 && size <= before && priceTicks === this.pool.prices[slot]) {
      this.orderListener?.onWithdraw(orderId, before - size);
      this.levels.shrink(slot, before - size);
      return orderId;
    }
    const side = this.orderSide(orderId);
    const owner = this.pool.owners[slot];
    this.cancelSlot(slot);
    return size > 0 ? this.submit(side, priceTicks, size, owner) : NO_ORDER;
  }

  /** The place of the newer of two of the market's orders, each from 0 to marketOrdersAt − 1. */
  newerMarketOrder(priceTicks: number, place: number, otherPlace: number): number {
    const slot = this.levels.pick(priceTicks, place);
    const other = this.levels.pick(priceTicks, otherPlace);
    return this.pool.isNewer(other, slot) ? otherPlace : place;
  }

  /**
   * Cancels one of the market's orders at a price.
   * @param place among them, from 0 to marketOrdersAt − 1
   * @returns contracts cancelled
   */
  cancelMarketOrder(priceTicks: number, place: number): number {
    return this.cancelSlot(this.levels.pick(priceTicks, place));
  }

  /** Cancels the last in line of the market's orders at a price, of which there is one at least. */
  cancelNewestMarketOrder(priceTicks: number): number {
    return this.cancelSlot(this.levels.newestPickableAt(priceTicks));
  }

  /** Contracts of agents at a price; it costs a step for each of their orders there. */
  agentSizeAt(priceTicks: number): number {
    return this.levels.unpickableSizeAt(priceTicks);
  }

  /** Cancels all of the market's orders at a price. */
  clearMarketOrders(priceTicks: number): void {
    for (let count = this.marketOrdersAt(priceTicks); count > 0; count--) {
      this.cancelMarketOrder(priceTicks, count - 1);
    }
  }

  /** Visits every order, bids from the best down and then asks, each queue from its front. */
  visitOrders(
    visit: (orderId: number, side: Side, priceTicks: number, size: number) => void,
  ): void {
    const { pool, levels } = this;
    let left = this.bidOrders;
    for (let price = this.bidPrice; left > 0; price--) {
      for (let slot = levels.headAt(price); slot !== NONE; slot = pool.nexts[slot], left--) {
        visit(pool.idOf(slot), BUY, price, pool.sizes[slot]);
      }
    }
    left = this.askOrders;
    for (let price = this.askPrice; left > 0; price++) {
      for (let slot = levels.headAt(price); slot !== NONE; slot = pool.nexts[slot], left--) {
        visit(pool.idOf(slot), SELL, price, pool.sizes[slot]);
      }
    }
  }

  /** Empties the book and starts its counters afresh; arrays keep their size. */
  clear(): void {
    this.pool.clear();
    this.levels.clear();
    this.bidPrice = NO_BID;
    this.askPrice = NO_ASK;
    this.bidOrders = 0;
    this.askOrders = 0;
    this.filled = 0;
  }

  snapshot(): OrderBookState {
    const { bidPrice, askPrice, bidOrders, askOrders, filled } = this;
    return {
      pool: this.pool.snapshot(),
      levels: this.levels.snapshot(),
      bidPrice,
      askPrice,
      bidOrders,
      askOrders,
      filled,
    };
  }

  restore(state: OrderBookState): void {
    this.pool.restore(state.pool);
    this.levels.restore(state.levels);
    this.bidPrice = state.bidPrice;
    this.askPrice = state.askPrice;
    this.bidOrders = state.bidOrders;
    this.askOrders = state.askOrders;
    this.filled = state.filled;
  }

  /** @returns contracts traded */
  private match(
    takerSide: Side,
    limitTicks: number,
    size: number,
    takerOwner: number,
    takerSlot: number,
  ): number {
    const { pool } = this;
    const makerSide: Side = takerSide === BUY ? SELL : BUY;
    const takerId = takerOwner === MARKET_OWNER ? NO_ORDER : pool.idOf(takerSlot);
    let left = size;
    while (left > 0 && this.reaches(takerSide, limitTicks)) {
      const price = takerSide === BUY ? this.askPrice : this.bidPrice;
      const slot = this.levels.headAt(price);
      const makerOwner = pool.owners[slot];
      if (makerOwner === takerOwner && takerOwner !== MARKET_OWNER) {
        this.cancelSlot(slot);
        continue;
      }
      const makerId = makerOwner === MARKET_OWNER ? NO_ORDER : pool.idOf(slot);
      const resting = pool.sizes[slot];
      const traded = left < resting ? left : resting;
      left -= traded;
      this.orderListener?.onFilled(pool.idOf(slot), traded);
      if (traded === resting) this.removeSlot(slot);
      else this.levels.shrink(slot, traded);
      this.filled += 2 * traded;
      this.listener.onExecution(makerId, makerOwner, makerSide, takerId, takerOwner, price, traded);
    }
    return size - left;
  }

  /** Whether somebody rests on the other side at the limit or better. */
  private reaches(takerSide: Side, limitTicks: number): boolean {
    return takerSide === BUY
      ? this.askPrice <= limitTicks && this.askOrders > 0
      : this.bidPrice >= limitTicks && this.bidOrders > 0;
  }

  private enqueue(slot: number, side: Side, price: number, size: number): void {
    const { pool } = this;
    pool.sizes[slot] = size;
    pool.prices[slot] = price;
    pool.sides[slot] = side;
    this.levels.append(slot, pool.owners[slot] === MARKET_OWNER);
    this.orderListener?.onRest(pool.idOf(slot), side, price, size);
    if (side === BUY) {
      this.bidOrders++;
      if (price > this.bidPrice) this.bidPrice = price;
    } else {
      this.askOrders++;
      if (price < this.askPrice) this.askPrice = price;
    }
  }

  private cancelSlot(slot: number): number {
    const size = this.pool.sizes[slot];
    if (this.cancelListener !== null) this.reportCancel(slot, this.cancelListener);
    this.orderListener?.onWithdraw(this.pool.idOf(slot), size);
    this.removeSlot(slot);
    return size;
  }

  /** Finds the place of an order by walking from the front of its queue. */
  private reportCancel(slot: number, listener: CancelListener): void {
    const { owners, prices, sizes, nexts } = this.pool;
    if (owners[slot] !== MARKET_OWNER) return;
    const price = prices[slot];
    let ahead = 0;
    for (let other = this.levels.headAt(price); other !== slot; other = nexts[other]) {
      ahead += sizes[other];
    }
    listener.onCancel(price, ahead, sizes[slot], this.levels.sizeAt(price));
  }

  /** Takes an order out and frees its slot; moves the best price when its level emptied. */
  private removeSlot(slot: number): void {
    const { pool } = this;
    const emptied = this.levels.remove(slot);
    pool.release(slot);
    const price = pool.prices[slot];
    if (pool.sides[slot] === BUY) {
      this.bidOrders--;
      if (emptied && price === this.bidPrice) this.stepBidDown();
    } else {
      this.askOrders--;
      if (emptied && price === this.askPrice) this.stepAskUp();
    }
  }

  private stepBidDown(): void {
    if (this.bidOrders === 0) this.bidPrice = NO_BID;
    else while (this.levels.ordersAt(this.bidPrice) === 0) this.bidPrice--;
  }

  private stepAskUp(): void {
    if (this.askOrders === 0) this.askPrice = NO_ASK;
    else while (this.levels.ordersAt(this.askPrice) === 0) this.askPrice++;
  }

  private restingSlot(orderId: number): number {
    const slot = this.pool.slotOf(orderId);
    if (slot === NONE) throw new RangeError(`order ${orderId}: expected a resting order, got none`);
    return slot;
  }
}

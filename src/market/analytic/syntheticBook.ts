/**
 * The book of a market without order flow: a spread of one tick, the same depth on every level, and
 * the agent's orders in it. Nobody queues here: the depth is shown, and waits for nothing and
 * nobody. How the agent's orders fill is the market's business.
 */
import { NONE, OrderPool, type OrderPoolState } from '../book/orderPool';
import { AGENT_OWNER, BUY, SELL, type BookView, type Side } from '../types';

const STARTING_ORDERS = 64;

/** State that `snapshot` copies; it is structured-cloneable. */
export interface SyntheticBookState {
  readonly pool: OrderPoolState;
  readonly resting: readonly number[];
  readonly bestBid: number;
}

export class SyntheticBook implements BookView {
  /** Best bid in ticks, which the market moves. */
  bestBid = 0;
  private readonly pool = new OrderPool(STARTING_ORDERS);
  /** Slots of the agent's orders; each order's position in the pool is its place here. */
  private resting: number[] = [];

  /**
   * @param levels with depth, per side
   * @param depth contracts on each
   */
  constructor(
    private readonly levels: number,
    private readonly depth: number,
  ) {}

  get bestAsk(): number {
    return this.bestBid + 1;
  }

  get midHalfTicks(): number {
    return 2 * this.bestBid + 1;
  }

  /** Orders that the agent has. */
  get agentOrders(): number {
    return this.resting.length;
  }

  sizeAt(priceTicks: number): number {
    const { pool, resting } = this;
    let size = this.hasDepth(priceTicks) ? this.depth : 0;
    for (let place = 0; place < resting.length; place++) {
      if (pool.prices[resting[place]] === priceTicks) size += pool.sizes[resting[place]];
    }
    return size;
  }

  /** A level's depth counts as one order. */
  ordersAt(priceTicks: number): number {
    const { pool, resting } = this;
    let orders = this.hasDepth(priceTicks) ? 1 : 0;
    for (let place = 0; place < resting.length; place++) {
      if (pool.prices[resting[place]] === priceTicks) orders++;
    }
    return orders;
  }

  isResting(orderId: number): boolean {
    return this.pool.slotOf(orderId) !== NONE;
  }

  /** @throws RangeError when the order is not resting, as do the next two */
  orderPrice(orderId: number): number {
    return this.pool.prices[this.slot(orderId)];
  }

  orderSize(orderId: number): number {
    return this.pool.sizes[this.slot(orderId)];
  }

  /** Always 0: there is no queue. */
  quantityAhead(orderId: number): number {
    this.slot(orderId);
    return 0;
  }

  /**
   * The agent's order at a place, 0 … agentOrders − 1; the last one takes the place of one that
   * goes.
   */
  idAt(place: number): number {
    return this.pool.idOf(this.resting[place]);
  }

  sideAt(place: number): Side {
    return this.pool.sides[this.resting[place]] === BUY ? BUY : SELL;
  }

  priceAt(place: number): number {
    return this.pool.prices[this.resting[place]];
  }

  /** @returns the order's id */
  add(side: Side, priceTicks: number, size: number): number {
    const { pool, resting } = this;
    const slot = pool.allocate(AGENT_OWNER);
    pool.sides[slot] = side;
    pool.prices[slot] = priceTicks;
    pool.sizes[slot] = size;
    pool.positions[slot] = resting.length;
    resting.push(slot);
    return pool.idOf(slot);
  }

  /** Takes contracts off an order; one that has none left is gone. */
  shrink(orderId: number, by: number): void {
    const { pool, resting } = this;
    const slot = this.slot(orderId);
    if (by < pool.sizes[slot]) {
      pool.sizes[slot] -= by;
      return;
    }
    const place = pool.positions[slot];
    const last = resting[resting.length - 1];
    resting[place] = last;
    pool.positions[last] = place;
    resting.pop();
    pool.release(slot);
  }

  clear(): void {
    this.pool.clear();
    this.resting.length = 0;
  }

  snapshot(): SyntheticBookState {
    return {
      pool: this.pool.snapshot(),
      resting: this.resting.slice(),
      bestBid: this.bestBid,
    };
  }

  restore(state: SyntheticBookState): void {
    this.pool.restore(state.pool);
    this.resting = state.resting.slice();
    this.bestBid = state.bestBid;
  }

  private hasDepth(priceTicks: number): boolean {
    const behind =
      priceTicks <= this.bestBid ? this.bestBid - priceTicks : priceTicks - this.bestAsk;
    return behind < this.levels;
  }

  private slot(orderId: number): number {
    const slot = this.pool.slotOf(orderId);
    if (slot === NONE) throw new RangeError(`order ${orderId}: expected a resting order, got none`);
    return slot;
  }
}

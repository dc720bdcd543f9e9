/**
 * A limit order book, order by order, with price-time priority. It matches,
 * queues and cancels; it knows nothing of time, of randomness or of why orders
 * come. Orders live in a pool of typed arrays and in a FIFO list per price;
 * each price also keeps the market's orders in a dense array, so that one can
 * be picked uniformly. Adding, cancelling, changing and matching an order cost
 * the same however many rest; the only scan is from an emptied best price to
 * the next occupied one. Nothing is allocated per event: arrays double when an
 * order, a price or a level does not fit, and then stay.
 */
import { BUY, MARKET_OWNER, NO_ORDER, SELL, type BookView, type Side } from './types';

/** Best prices of an empty side: beyond every price. */
export const NO_BID = -(2 ** 30);
export const NO_ASK = 2 ** 30;

/** An order id is sequence · SLOTS + slot: a slot is reused, an id never is. */
const SLOTS = 2 ** 20;
const MOST_LEVELS = 2 ** 18;
const NONE = -1;
const ADDED = 1;
const CANCELLED = 2;
const FILLED = 3;

/** Hears of every trade between an incoming and a resting order, after the book has changed. */
export interface ExecutionListener {
  /**
   * @param makerId id of the resting order, `takerId` of the incoming one (NO_ORDER for the market's)
   * @param makerSide side of the resting order; the taker has the other
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

/** What `snapshot` copies; structured-cloneable. */
export interface OrderBookState {
  readonly orderSizes: Int32Array;
  readonly prices: Int32Array;
  readonly sides: Int8Array;
  readonly owners: Uint8Array;
  readonly sequences: Float64Array;
  readonly nexts: Int32Array;
  readonly previouses: Int32Array;
  readonly positions: Int32Array;
  readonly freeSlots: Int32Array;
  readonly levelPrices: Int32Array;
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  readonly levelSizes: Int32Array;
  readonly levelOrders: Int32Array;
  readonly pickable: Int32Array;
  readonly dense: Int32Array;
  readonly totals: Float64Array;
  readonly freeCount: number;
  readonly bidPrice: number;
  readonly askPrice: number;
  readonly bidOrders: number;
  readonly askOrders: number;
  readonly nextSequence: number;
  readonly hash: number;
}

function widened<Numbers extends Int32Array | Int8Array | Uint8Array | Float64Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from);
  return to;
}

export class OrderBook implements BookView {
  // Orders, by slot. A free slot has size 0.
  private orderSizes: Int32Array;
  private prices: Int32Array;
  private sides: Int8Array;
  private owners: Uint8Array;
  private sequences: Float64Array;
  private nexts: Int32Array;
  private previouses: Int32Array;
  /** Where the order stands in its level's dense array; NONE for the agent's. */
  private positions: Int32Array;
  private freeSlots: Int32Array;
  private freeCount: number;

  // Levels, in a ring: price p is at p modulo the ring's length.
  private levelPrices: Int32Array;
  private heads: Int32Array;
  private tails: Int32Array;
  private levelSizes: Int32Array;
  private levelOrders: Int32Array;
  private pickable: Int32Array;
  /** `denseCapacity` slots per level; the first `pickable` of them are the market's orders. */
  private dense: Int32Array;
  private denseCapacity: number;
  private mask: number;

  private bidPrice = NO_BID;
  private askPrice = NO_ASK;
  private bidOrders = 0;
  private askOrders = 0;
  private nextSequence = 0;
  private readonly hash = new Int32Array(1);
  /** Contracts added, cancelled and filled since the start; a trade fills both its sides. */
  private readonly totals = new Float64Array(4);

  /**
   * @param listener hears of executions; must not change the book from within the call
   * @param ring starting number of price levels, a power of two
   * @param pool starting number of orders
   * @param capacity starting number of the market's orders per level
   */
  constructor(
    private readonly listener: ExecutionListener,
    ring = 512,
    pool = 4096,
    capacity = 128,
  ) {
    this.orderSizes = new Int32Array(pool);
    this.prices = new Int32Array(pool);
    this.sides = new Int8Array(pool);
    this.owners = new Uint8Array(pool);
    this.sequences = new Float64Array(pool);
    this.nexts = new Int32Array(pool);
    this.previouses = new Int32Array(pool);
    this.positions = new Int32Array(pool);
    this.freeSlots = Int32Array.from({ length: pool }, (_, i) => pool - 1 - i);
    this.freeCount = pool;
    this.levelPrices = new Int32Array(ring);
    this.heads = new Int32Array(ring).fill(NONE);
    this.tails = new Int32Array(ring).fill(NONE);
    this.levelSizes = new Int32Array(ring);
    this.levelOrders = new Int32Array(ring);
    this.pickable = new Int32Array(ring);
    this.dense = new Int32Array(ring * capacity);
    this.denseCapacity = capacity;
    this.mask = ring - 1;
  }

  /** NO_BID when nobody bids. */
  get bestBid(): number {
    return this.bidPrice;
  }

  /** NO_ASK when nobody offers. */
  get bestAsk(): number {
    return this.askPrice;
  }

  /** NaN while a side is empty: there is no mid then. */
  get midHalfTicks(): number {
    return this.bidOrders === 0 || this.askOrders === 0 ? NaN : this.bidPrice + this.askPrice;
  }

  get contractsAdded(): number {
    return this.totals[ADDED];
  }

  get contractsCancelled(): number {
    return this.totals[CANCELLED];
  }

  /** Both sides of every trade between resting and incoming orders. */
  get contractsFilled(): number {
    return this.totals[FILLED];
  }

  /** A fingerprint of every order added, cancelled, reduced or filled so far. */
  get eventHash(): number {
    return this.hash[0] >>> 0;
  }

  sizeAt(priceTicks: number): number {
    const level = priceTicks & this.mask;
    return this.levelPrices[level] === priceTicks ? this.levelSizes[level] : 0;
  }

  ordersAt(priceTicks: number): number {
    const level = priceTicks & this.mask;
    return this.levelPrices[level] === priceTicks ? this.levelOrders[level] : 0;
  }

  /** The market's orders at a price: those `pickUniform` chooses from. */
  marketOrdersAt(priceTicks: number): number {
    const level = priceTicks & this.mask;
    return this.levelPrices[level] === priceTicks ? this.pickable[level] : 0;
  }

  isResting(orderId: number): boolean {
    return this.slotOf(orderId) !== NONE;
  }

  /** @throws RangeError when the order is not resting, as do the next three */
  orderPrice(orderId: number): number {
    return this.prices[this.restingSlot(orderId)];
  }

  orderSize(orderId: number): number {
    return this.orderSizes[this.restingSlot(orderId)];
  }

  orderSide(orderId: number): Side {
    return this.sides[this.restingSlot(orderId)] === BUY ? BUY : SELL;
  }

  quantityAhead(orderId: number): number {
    let ahead = 0;
    let slot = this.previouses[this.restingSlot(orderId)];
    while (slot !== NONE) {
      ahead += this.orderSizes[slot];
      slot = this.previouses[slot];
    }
    return ahead;
  }

  /** Ids of the orders at a price, first in priority first. Allocates: for tests and inspection. */
  queueAt(priceTicks: number): number[] {
    const ids: number[] = [];
    const level = priceTicks & this.mask;
    if (this.levelPrices[level] !== priceTicks) return ids;
    for (let slot = this.heads[level]; slot !== NONE; slot = this.nexts[slot])
      ids.push(this.idOf(slot));
    return ids;
  }

  /**
   * An incoming limit order: what crosses trades at once, the rest queues.
   * A resting order of the same owner (but the market's, which is many people)
   * that would trade with it is cancelled instead.
   * @returns the resting order's id, or NO_ORDER when nothing rests
   */
  submit(side: Side, priceTicks: number, size: number, owner: number): number {
    const slot = this.allocate(owner);
    const takerId = owner === MARKET_OWNER ? NO_ORDER : this.idOf(slot);
    const left = size - this.match(side, priceTicks, size, owner, takerId);
    if (left === 0) {
      this.freeSlots[this.freeCount++] = slot;
      return NO_ORDER;
    }
    this.enqueue(slot, side, priceTicks, left, owner);
    return this.idOf(slot);
  }

  /**
   * An incoming order that trades up to its limit and leaves nothing behind.
   * @returns contracts traded
   */
  take(side: Side, limitTicks: number, size: number, owner: number): number {
    if (owner === MARKET_OWNER) return this.match(side, limitTicks, size, owner, NO_ORDER);
    const slot = this.allocate(owner);
    const traded = this.match(side, limitTicks, size, owner, this.idOf(slot));
    this.freeSlots[this.freeCount++] = slot;
    return traded;
  }

  /** Queues one of the market's orders at a price that does not cross: `submit` without the matching. */
  rest(side: Side, priceTicks: number, size: number): void {
    this.enqueue(this.allocate(MARKET_OWNER), side, priceTicks, size, MARKET_OWNER);
  }

  /** @returns contracts cancelled; 0 when the order is not resting */
  cancel(orderId: number): number {
    const slot = this.slotOf(orderId);
    return slot === NONE ? 0 : this.cancelSlot(slot);
  }

  /**
   * Changes a resting order. A smaller size keeps its place; a larger size or a
   * new price is a cancel and a new order, which may trade.
   * @returns the id under which it now rests, or NO_ORDER
   */
  modify(orderId: number, priceTicks: number, size: number): number {
    const slot = this.restingSlot(orderId);
    const before = this.orderSizes[slot];
    if (priceTicks === this.prices[slot] && size <= before) {
      if (size <= 0) {
        this.cancelSlot(slot);
        return NO_ORDER;
      }
      this.shrink(slot, before - size);
      this.totals[CANCELLED] += before - size;
      this.mix(CANCELLED, priceTicks, before - size);
      return orderId;
    }
    const side = this.orderSide(orderId);
    const owner = this.owners[slot];
    this.cancelSlot(slot);
    return size > 0 ? this.submit(side, priceTicks, size, owner) : NO_ORDER;
  }

  /**
   * Cancels one of the market's orders at a price, by its place among them.
   * @param first place in 0 … marketOrdersAt − 1
   * @param second another: the newer of the two is cancelled
   * @returns contracts cancelled
   */
  cancelMarketOrder(priceTicks: number, first: number, second = first): number {
    const base = (priceTicks & this.mask) * this.denseCapacity;
    const a = this.dense[base + first];
    const b = this.dense[base + second];
    return this.cancelSlot(this.sequences[b] > this.sequences[a] ? b : a);
  }

  /** Cancels all of the market's orders at a price. */
  clearMarketOrders(priceTicks: number): void {
    for (let count = this.marketOrdersAt(priceTicks); count > 0; count--) {
      this.cancelMarketOrder(priceTicks, count - 1);
    }
  }

  /** Empties the book and starts its counters afresh; arrays keep their size. */
  clear(): void {
    const pool = this.orderSizes.length;
    this.orderSizes.fill(0);
    for (let i = 0; i < pool; i++) this.freeSlots[i] = pool - 1 - i;
    this.freeCount = pool;
    this.heads.fill(NONE);
    this.tails.fill(NONE);
    this.levelSizes.fill(0);
    this.levelOrders.fill(0);
    this.pickable.fill(0);
    this.bidPrice = NO_BID;
    this.askPrice = NO_ASK;
    this.bidOrders = 0;
    this.askOrders = 0;
    this.nextSequence = 0;
    this.hash[0] = 0;
    this.totals.fill(0);
  }

  private match(
    takerSide: Side,
    limitTicks: number,
    size: number,
    takerOwner: number,
    takerId: number,
  ): number {
    const makerSide: Side = takerSide === BUY ? SELL : BUY;
    let left = size;
    while (left > 0) {
      const price = takerSide === BUY ? this.askPrice : this.bidPrice;
      if (takerSide === BUY ? price > limitTicks : price < limitTicks) break;
      if (price === NO_ASK || price === NO_BID) break;
      const slot = this.heads[price & this.mask];
      const makerOwner = this.owners[slot];
      if (makerOwner === takerOwner && takerOwner !== MARKET_OWNER) {
        this.cancelSlot(slot);
        continue;
      }
      const makerId = makerOwner === MARKET_OWNER ? NO_ORDER : this.idOf(slot);
      const resting = this.orderSizes[slot];
      const traded = left < resting ? left : resting;
      left -= traded;
      if (traded === resting) this.unlink(slot);
      else this.shrink(slot, traded);
      this.totals[ADDED] += traded;
      this.totals[FILLED] += 2 * traded;
      this.mix(FILLED, price, traded);
      this.listener.onExecution(makerId, makerOwner, makerSide, takerId, takerOwner, price, traded);
    }
    return size - left;
  }

  private allocate(owner: number): number {
    if (this.freeCount === 0) this.growPool();
    const slot = this.freeSlots[--this.freeCount];
    this.sequences[slot] = this.nextSequence++;
    this.owners[slot] = owner;
    return slot;
  }

  private enqueue(slot: number, side: Side, price: number, size: number, owner: number): void {
    let level = price & this.mask;
    if (this.levelPrices[level] !== price) {
      while (this.levelOrders[level] > 0) {
        this.growRing();
        level = price & this.mask;
      }
      this.levelPrices[level] = price;
    }
    this.orderSizes[slot] = size;
    this.prices[slot] = price;
    this.sides[slot] = side;
    this.nexts[slot] = NONE;
    const last = this.tails[level];
    this.previouses[slot] = last;
    if (last === NONE) this.heads[level] = slot;
    else this.nexts[last] = slot;
    this.tails[level] = slot;
    if (owner === MARKET_OWNER) {
      const position = this.pickable[level]++;
      if (position === this.denseCapacity) this.growDense();
      this.positions[slot] = position;
      this.dense[level * this.denseCapacity + position] = slot;
    } else {
      this.positions[slot] = NONE;
    }
    this.levelSizes[level] += size;
    this.levelOrders[level]++;
    if (side === BUY) {
      this.bidOrders++;
      if (price > this.bidPrice) this.bidPrice = price;
    } else {
      this.askOrders++;
      if (price < this.askPrice) this.askPrice = price;
    }
    this.totals[ADDED] += size;
    this.mix(ADDED, price, size);
  }

  private cancelSlot(slot: number): number {
    const size = this.orderSizes[slot];
    const price = this.prices[slot];
    this.unlink(slot);
    this.totals[CANCELLED] += size;
    this.mix(CANCELLED, price, size);
    return size;
  }

  private shrink(slot: number, by: number): void {
    this.orderSizes[slot] -= by;
    this.levelSizes[this.prices[slot] & this.mask] -= by;
  }

  /** Takes an order out of its level and frees its slot; moves the best price when its level empties. */
  private unlink(slot: number): void {
    const price = this.prices[slot];
    const level = price & this.mask;
    const previous = this.previouses[slot];
    const next = this.nexts[slot];
    if (previous === NONE) this.heads[level] = next;
    else this.nexts[previous] = next;
    if (next === NONE) this.tails[level] = previous;
    else this.previouses[next] = previous;
    const position = this.positions[slot];
    if (position !== NONE) {
      const base = level * this.denseCapacity;
      const moved = this.dense[base + --this.pickable[level]];
      this.dense[base + position] = moved;
      this.positions[moved] = position;
    }
    this.levelSizes[level] -= this.orderSizes[slot];
    this.orderSizes[slot] = 0;
    this.freeSlots[this.freeCount++] = slot;
    const emptied = --this.levelOrders[level] === 0;
    if (this.sides[slot] === BUY) {
      this.bidOrders--;
      if (emptied && price === this.bidPrice) this.stepBidDown();
    } else {
      this.askOrders--;
      if (emptied && price === this.askPrice) this.stepAskUp();
    }
  }

  private stepBidDown(): void {
    if (this.bidOrders === 0) {
      this.bidPrice = NO_BID;
      return;
    }
    let price = this.bidPrice - 1;
    while (this.ordersAt(price) === 0) price--;
    this.bidPrice = price;
  }

  private stepAskUp(): void {
    if (this.askOrders === 0) {
      this.askPrice = NO_ASK;
      return;
    }
    let price = this.askPrice + 1;
    while (this.ordersAt(price) === 0) price++;
    this.askPrice = price;
  }

  private idOf(slot: number): number {
    return this.sequences[slot] * SLOTS + slot;
  }

  private slotOf(orderId: number): number {
    if (orderId < 0) return NONE;
    const slot = orderId % SLOTS;
    return this.orderSizes[slot] > 0 && this.idOf(slot) === orderId ? slot : NONE;
  }

  private restingSlot(orderId: number): number {
    const slot = this.slotOf(orderId);
    if (slot === NONE) throw new RangeError(`order ${orderId}: expected a resting order, got none`);
    return slot;
  }

  private growPool(): void {
    const before = this.orderSizes.length;
    const pool = 2 * before;
    if (pool > SLOTS) throw new RangeError(`order book: expected at most ${SLOTS} resting orders`);
    this.orderSizes = widened(this.orderSizes, new Int32Array(pool));
    this.prices = widened(this.prices, new Int32Array(pool));
    this.sides = widened(this.sides, new Int8Array(pool));
    this.owners = widened(this.owners, new Uint8Array(pool));
    this.sequences = widened(this.sequences, new Float64Array(pool));
    this.nexts = widened(this.nexts, new Int32Array(pool));
    this.previouses = widened(this.previouses, new Int32Array(pool));
    this.positions = widened(this.positions, new Int32Array(pool));
    this.freeSlots = new Int32Array(pool);
    for (let slot = pool - 1; slot >= before; slot--) this.freeSlots[this.freeCount++] = slot;
  }

  /** Doubles the ring of levels until no two occupied prices meet in it. */
  private growRing(): void {
    const ring = 2 * this.levelPrices.length;
    if (ring > MOST_LEVELS) {
      throw new RangeError(`order book: expected prices within ${MOST_LEVELS} ticks of each other`);
    }
    const { levelPrices, heads, tails, levelSizes, levelOrders, pickable, dense } = this;
    const capacity = this.denseCapacity;
    this.levelPrices = new Int32Array(ring);
    this.heads = new Int32Array(ring).fill(NONE);
    this.tails = new Int32Array(ring).fill(NONE);
    this.levelSizes = new Int32Array(ring);
    this.levelOrders = new Int32Array(ring);
    this.pickable = new Int32Array(ring);
    this.dense = new Int32Array(ring * capacity);
    this.mask = ring - 1;
    for (let old = 0; old < levelPrices.length; old++) {
      if (levelOrders[old] === 0) continue;
      const level = levelPrices[old] & this.mask;
      this.levelPrices[level] = levelPrices[old];
      this.heads[level] = heads[old];
      this.tails[level] = tails[old];
      this.levelSizes[level] = levelSizes[old];
      this.levelOrders[level] = levelOrders[old];
      this.pickable[level] = pickable[old];
      const row = dense.subarray(old * capacity, old * capacity + pickable[old]);
      this.dense.set(row, level * capacity);
    }
  }

  private growDense(): void {
    const before = this.denseCapacity;
    const ring = this.levelPrices.length;
    const dense = new Int32Array(ring * before * 2);
    for (let level = 0; level < ring; level++) {
      dense.set(this.dense.subarray(level * before, (level + 1) * before), level * before * 2);
    }
    this.dense = dense;
    this.denseCapacity = 2 * before;
  }

  snapshot(): OrderBookState {
    return {
      orderSizes: this.orderSizes.slice(),
      prices: this.prices.slice(),
      sides: this.sides.slice(),
      owners: this.owners.slice(),
      sequences: this.sequences.slice(),
      nexts: this.nexts.slice(),
      previouses: this.previouses.slice(),
      positions: this.positions.slice(),
      freeSlots: this.freeSlots.slice(),
      levelPrices: this.levelPrices.slice(),
      heads: this.heads.slice(),
      tails: this.tails.slice(),
      levelSizes: this.levelSizes.slice(),
      levelOrders: this.levelOrders.slice(),
      pickable: this.pickable.slice(),
      dense: this.dense.slice(),
      totals: this.totals.slice(),
      freeCount: this.freeCount,
      bidPrice: this.bidPrice,
      askPrice: this.askPrice,
      bidOrders: this.bidOrders,
      askOrders: this.askOrders,
      nextSequence: this.nextSequence,
      hash: this.hash[0],
    };
  }

  restore(state: OrderBookState): void {
    this.orderSizes = state.orderSizes.slice();
    this.prices = state.prices.slice();
    this.sides = state.sides.slice();
    this.owners = state.owners.slice();
    this.sequences = state.sequences.slice();
    this.nexts = state.nexts.slice();
    this.previouses = state.previouses.slice();
    this.positions = state.positions.slice();
    this.freeSlots = state.freeSlots.slice();
    this.levelPrices = state.levelPrices.slice();
    this.heads = state.heads.slice();
    this.tails = state.tails.slice();
    this.levelSizes = state.levelSizes.slice();
    this.levelOrders = state.levelOrders.slice();
    this.pickable = state.pickable.slice();
    this.dense = state.dense.slice();
    this.denseCapacity = state.dense.length / state.levelPrices.length;
    this.mask = state.levelPrices.length - 1;
    this.totals.set(state.totals);
    this.freeCount = state.freeCount;
    this.bidPrice = state.bidPrice;
    this.askPrice = state.askPrice;
    this.bidOrders = state.bidOrders;
    this.askOrders = state.askOrders;
    this.nextSequence = state.nextSequence;
    this.hash[0] = state.hash;
  }

  private mix(kind: number, price: number, size: number): void {
    const mixed = Math.imul(this.hash[0] ^ ((price << 2) | kind), 0x9e3779b1);
    this.hash[0] = Math.imul(mixed ^ (mixed >>> 15) ^ size, 0x85ebca6b);
  }
}

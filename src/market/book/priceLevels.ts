/**
 * The queues of a book: per price a FIFO list through the order pool, its
 * totals, a dense array of the orders that can be picked at random, and a list
 * of those that cannot, which know at every moment what stands ahead of them:
 * what leaves in front of one is taken off then, not summed up later. Levels sit in a ring, price p at p modulo its length, and each remembers its price;
 * when two occupied prices would meet, the ring doubles. It does not know
 * sides, best prices or matching.
 */
import { NONE, type OrderPool } from './orderPool';

const MOST_LEVELS = 2 ** 18;

/** What `snapshot` copies; structured-cloneable. */
export interface PriceLevelsState {
  readonly prices: Int32Array;
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  readonly sizes: Int32Array;
  readonly orders: Int32Array;
  readonly pickable: Int32Array;
  readonly newests: Int32Array;
  readonly dense: Int32Array;
}

export class PriceLevels {
  private prices: Int32Array;
  private heads: Int32Array;
  private tails: Int32Array;
  private sizes: Int32Array;
  private orders: Int32Array;
  private pickable: Int32Array;
  /** Slot of the newest order that is not pickable; the pool links the older ones. */
  private newests: Int32Array;
  /** `capacity` slots per level, of which the first `pickable` are in use. */
  private dense: Int32Array;
  private capacity: number;
  private mask: number;

  /**
   * @param length starting number of levels, a power of two
   * @param capacity starting number of pickable orders per level
   */
  constructor(
    private readonly pool: OrderPool,
    length: number,
    capacity: number,
  ) {
    this.prices = new Int32Array(length);
    this.heads = new Int32Array(length).fill(NONE);
    this.tails = new Int32Array(length).fill(NONE);
    this.sizes = new Int32Array(length);
    this.orders = new Int32Array(length);
    this.pickable = new Int32Array(length);
    this.newests = new Int32Array(length).fill(NONE);
    this.dense = new Int32Array(length * capacity);
    this.capacity = capacity;
    this.mask = length - 1;
  }

  sizeAt(price: number): number {
    const level = price & this.mask;
    return this.prices[level] === price ? this.sizes[level] : 0;
  }

  ordersAt(price: number): number {
    const level = price & this.mask;
    return this.prices[level] === price ? this.orders[level] : 0;
  }

  pickableAt(price: number): number {
    const level = price & this.mask;
    return this.prices[level] === price ? this.pickable[level] : 0;
  }

  /** Slot of the first order at a price, or NONE. */
  headAt(price: number): number {
    const level = price & this.mask;
    return this.prices[level] === price ? this.heads[level] : NONE;
  }

  /** Slot of the pickable order at `place`, 0 … pickableAt − 1, of a price. */
  pick(price: number, place: number): number {
    return this.dense[(price & this.mask) * this.capacity + place];
  }

  /** Puts an order, whose size and price are set, at the end of its queue. */
  append(slot: number, pickable: boolean): void {
    const { pool } = this;
    const price = pool.prices[slot];
    let level = price & this.mask;
    if (this.prices[level] !== price) {
      while (this.orders[level] > 0) {
        this.growRing();
        level = price & this.mask;
      }
      this.prices[level] = price;
    }
    const last = this.tails[level];
    pool.previouses[slot] = last;
    pool.nexts[slot] = NONE;
    if (last === NONE) this.heads[level] = slot;
    else pool.nexts[last] = slot;
    this.tails[level] = slot;
    if (pickable) {
      const place = this.pickable[level]++;
      if (place === this.capacity) this.growDense();
      this.dense[level * this.capacity + place] = slot;
      pool.positions[slot] = place;
    } else {
      pool.positions[slot] = NONE;
      pool.aheads[slot] = this.sizes[level];
      pool.olders[slot] = this.newests[level];
      this.newests[level] = slot;
    }
    this.sizes[level] += pool.sizes[slot];
    this.orders[level]++;
  }

  /** Takes contracts off an order that keeps its place. */
  shrink(slot: number, by: number): void {
    const level = this.pool.prices[slot] & this.mask;
    this.pool.sizes[slot] -= by;
    this.sizes[level] -= by;
    if (this.newests[level] !== NONE) this.moveUp(level, slot, by);
  }

  /** Takes an order out of its queue. @returns whether the level is empty now */
  remove(slot: number): boolean {
    const { pool } = this;
    const level = pool.prices[slot] & this.mask;
    const previous = pool.previouses[slot];
    const next = pool.nexts[slot];
    if (previous === NONE) this.heads[level] = next;
    else pool.nexts[previous] = next;
    if (next === NONE) this.tails[level] = previous;
    else pool.previouses[next] = previous;
    const place = pool.positions[slot];
    if (place !== NONE) {
      const base = level * this.capacity;
      const moved = this.dense[base + --this.pickable[level]];
      this.dense[base + place] = moved;
      pool.positions[moved] = place;
    }
    const size = pool.sizes[slot];
    this.sizes[level] -= size;
    if (this.newests[level] !== NONE) {
      this.moveUp(level, slot, size);
      if (place === NONE) this.unlink(level, slot);
    }
    return --this.orders[level] === 0;
  }

  clear(): void {
    this.heads.fill(NONE);
    this.tails.fill(NONE);
    this.sizes.fill(0);
    this.orders.fill(0);
    this.pickable.fill(0);
    this.newests.fill(NONE);
  }

  snapshot(): PriceLevelsState {
    return {
      prices: this.prices.slice(),
      heads: this.heads.slice(),
      tails: this.tails.slice(),
      sizes: this.sizes.slice(),
      orders: this.orders.slice(),
      pickable: this.pickable.slice(),
      newests: this.newests.slice(),
      dense: this.dense.slice(),
    };
  }

  restore(state: PriceLevelsState): void {
    this.prices = state.prices.slice();
    this.heads = state.heads.slice();
    this.tails = state.tails.slice();
    this.sizes = state.sizes.slice();
    this.orders = state.orders.slice();
    this.pickable = state.pickable.slice();
    this.newests = state.newests.slice();
    this.dense = state.dense.slice();
    this.capacity = state.dense.length / state.prices.length;
    this.mask = state.prices.length - 1;
  }

  /**
   * `by` contracts of an order are gone: those behind it that are not pickable
   * stand as much nearer to the front. Costs a step for each of them.
   */
  private moveUp(level: number, slot: number, by: number): void {
    const { sequences, aheads, olders } = this.pool;
    const left = sequences[slot];
    for (let own = this.newests[level]; own !== NONE && sequences[own] > left; own = olders[own]) {
      aheads[own] -= by;
    }
  }

  /** Takes an order out of the list of those that are not pickable. */
  private unlink(level: number, slot: number): void {
    const { olders } = this.pool;
    let newer = this.newests[level];
    if (newer === slot) {
      this.newests[level] = olders[slot];
      return;
    }
    while (olders[newer] !== slot) newer = olders[newer];
    olders[newer] = olders[slot];
  }

  private growRing(): void {
    const before = this.snapshot();
    const length = 2 * before.prices.length;
    if (length > MOST_LEVELS) {
      throw new RangeError(`order book: expected prices within ${MOST_LEVELS} ticks of each other`);
    }
    this.prices = new Int32Array(length);
    this.heads = new Int32Array(length).fill(NONE);
    this.tails = new Int32Array(length).fill(NONE);
    this.sizes = new Int32Array(length);
    this.orders = new Int32Array(length);
    this.pickable = new Int32Array(length);
    this.newests = new Int32Array(length).fill(NONE);
    this.dense = new Int32Array(length * this.capacity);
    this.mask = length - 1;
    before.prices.forEach((price, old) => {
      if (before.orders[old] === 0) return;
      const level = price & this.mask;
      this.prices[level] = price;
      this.heads[level] = before.heads[old];
      this.tails[level] = before.tails[old];
      this.sizes[level] = before.sizes[old];
      this.orders[level] = before.orders[old];
      this.pickable[level] = before.pickable[old];
      this.newests[level] = before.newests[old];
      const row = old * this.capacity;
      const used = before.dense.subarray(row, row + before.pickable[old]);
      this.dense.set(used, level * this.capacity);
    });
  }

  private growDense(): void {
    const before = this.dense;
    const row = this.capacity;
    this.capacity = 2 * row;
    this.dense = new Int32Array(2 * before.length);
    for (let level = 0; level <= this.mask; level++) {
      this.dense.set(before.subarray(level * row, (level + 1) * row), level * this.capacity);
    }
  }
}

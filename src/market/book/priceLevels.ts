/**
 * The queues of a book. Each price has a FIFO list through the order pool, its totals, a row of the
 * orders that can be picked at random, and a list of those that cannot. The latter know at every
 * moment what stands ahead of them: what leaves in front of one is taken off then, not summed up
 * later.
 *
 * Levels sit in a ring, price p at p modulo its length, and each remembers its price; when two
 * occupied prices would meet, the ring doubles. All of it lies in one buffer, the levels' records
 * first and their rows behind them. It does not know sides, best prices or matching.
 */
import { NONE, type OrderPool } from './orderPool';

const MOST_LEVELS = 2 ** 18;

/** log₂ of a record's words: 8 of 32 bits, of which 7 are in use. */
const RECORD_BITS = 3;
const RECORD_WORDS = 1 << RECORD_BITS;
const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** State that `snapshot` copies; it is structured-cloneable. */
export interface PriceLevelsState {
  readonly buffer: ArrayBuffer;
  readonly length: number;
}

export class PriceLevels {
  // Price of each level. A level is the index of its record's first word, in every view but `rows`.
  private prices = new Int32Array();
  private heads = new Int32Array();
  private tails = new Int32Array();
  private sizes = new Int32Array();
  private orders = new Int32Array();
  private pickable = new Int32Array();
  /** The slot of the newest order that is not pickable; the pool links the older ones. */
  private newests = new Int32Array();
  /**
   * The slots of the pickable orders: every level has `capacity` places, of which the first
   * `pickable` are in use.
   */
  private rows = new Int32Array();

  private buffer = new ArrayBuffer();
  private capacity = 0;
  private mask = 0;

  /**
   * @param length starting number of levels, a power of two
   * @param capacity starting number of pickable orders per level
   */
  constructor(
    private readonly pool: OrderPool,
    length: number,
    capacity: number,
  ) {
    this.allocate(length, capacity);
  }

  sizeAt(price: number): number {
    const level = this.levelOf(price);
    return this.prices[level] === price ? this.sizes[level] : 0;
  }

  ordersAt(price: number): number {
    const level = this.levelOf(price);
    return this.prices[level] === price ? this.orders[level] : 0;
  }

  pickableAt(price: number): number {
    const level = this.levelOf(price);
    return this.prices[level] === price ? this.pickable[level] : 0;
  }

  /** The slot of the first order at a price, or NONE. */
  headAt(price: number): number {
    const level = this.levelOf(price);
    return this.prices[level] === price ? this.heads[level] : NONE;
  }

  /** The slot of the pickable order at `place`, from 0 to pickableAt − 1, of a price. */
  pick(price: number, place: number): number {
    return this.rows[(price & this.mask) * this.capacity + place];
  }

  /** The slot of the newest pickable order at an occupied price, or NONE. */
  newestPickableAt(price: number): number {
    const { positions, previouses } = this.pool;
    let slot = this.tails[this.levelOf(price)];
    while (slot !== NONE && positions[slot] === NONE) slot = previouses[slot];
    return slot;
  }

  /** Contracts at a price in orders that are not pickable. This costs a step for each of them. */
  unpickableSizeAt(price: number): number {
    const { sizes, olders } = this.pool;
    const level = this.levelOf(price);
    if (this.prices[level] !== price) return 0;
    let total = 0;
    for (let slot = this.newests[level]; slot !== NONE; slot = olders[slot]) total += sizes[slot];
    return total;
  }

  /** Puts an order, whose size and price are set, at the end of its queue. */
  append(slot: number, pickable: boolean): void {
    const { pool } = this;
    const price = pool.prices[slot];
    let level = this.levelOf(price);
    if (this.prices[level] !== price) {
      while (this.orders[level] > 0) {
        this.growRing();
        level = this.levelOf(price);
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
      const place = this.pickable[level];
      if (place === this.capacity) this.resize(this.mask + 1, 2 * this.capacity);
      this.pickable[level] = place + 1;
      this.rows[this.rowOf(level) + place] = slot;
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
    const level = this.levelOf(this.pool.prices[slot]);
    this.pool.sizes[slot] -= by;
    this.sizes[level] -= by;
    if (this.newests[level] !== NONE) this.moveUp(level, slot, by);
  }

  /** Takes an order out of its queue. @returns whether the level is empty now */
  remove(slot: number): boolean {
    const { pool } = this;
    const level = this.levelOf(pool.prices[slot]);
    const previous = pool.previouses[slot];
    const next = pool.nexts[slot];
    if (previous === NONE) this.heads[level] = next;
    else pool.nexts[previous] = next;
    if (next === NONE) this.tails[level] = previous;
    else pool.previouses[next] = previous;
    const place = pool.positions[slot];
    if (place !== NONE) {
      const row = this.rowOf(level);
      const moved = this.rows[row + --this.pickable[level]];
      this.rows[row + place] = moved;
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
    for (let level = 0; level <= this.mask << RECORD_BITS; level += RECORD_WORDS) {
      this.heads[level] = NONE;
      this.tails[level] = NONE;
      this.sizes[level] = 0;
      this.orders[level] = 0;
      this.pickable[level] = 0;
      this.newests[level] = NONE;
    }
  }

  snapshot(): PriceLevelsState {
    return { buffer: this.buffer.slice(), length: this.mask + 1 };
  }

  restore({ buffer, length }: PriceLevelsState): void {
    this.layOut(buffer.slice(), length);
  }

  private levelOf(price: number): number {
    return (price & this.mask) << RECORD_BITS;
  }

  /** The index in `rows` at which the row of a level starts. */
  private rowOf(level: number): number {
    return (level >> RECORD_BITS) * this.capacity;
  }

  /**
   * Lets orders that are not pickable move up when `by` contracts of an order before them are gone.
   * This costs a step for each of them.
   */
  private moveUp(level: number, slot: number, by: number): void {
    const { pool } = this;
    const { aheads, olders } = pool;
    for (
      let own = this.newests[level];
      own !== NONE && pool.isNewer(own, slot);
      own = olders[own]
    ) {
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

  private layOut(buffer: ArrayBuffer, length: number): void {
    const fieldAt = (word: number) => new Int32Array(buffer, word * WORD_BYTES);
    this.buffer = buffer;
    this.prices = fieldAt(0);
    this.heads = fieldAt(1);
    this.tails = fieldAt(2);
    this.sizes = fieldAt(3);
    this.orders = fieldAt(4);
    this.pickable = fieldAt(5);
    this.newests = fieldAt(6);
    this.rows = fieldAt(length * RECORD_WORDS);
    this.capacity = this.rows.length / length;
    this.mask = length - 1;
  }

  /** Lays out empty levels. */
  private allocate(length: number, capacity: number): void {
    this.layOut(new ArrayBuffer(length * (RECORD_WORDS + capacity) * WORD_BYTES), length);
    this.clear();
  }

  private growRing(): void {
    const length = 2 * (this.mask + 1);
    if (length > MOST_LEVELS) {
      throw new RangeError(`order book: expected prices within ${MOST_LEVELS} ticks of each other`);
    }
    this.resize(length, this.capacity);
  }

  /** Moves every occupied level, its record and its row, into a larger buffer. */
  private resize(length: number, capacity: number): void {
    const { prices, orders, pickable, rows, mask, capacity: rowLength } = this;
    this.allocate(length, capacity);
    for (let place = 0; place <= mask; place++) {
      const old = place << RECORD_BITS;
      if (orders[old] === 0) continue;
      const level = this.levelOf(prices[old]);
      // The view of the first field sees whole records.
      this.prices.set(prices.subarray(old, old + RECORD_WORDS), level);
      const row = place * rowLength;
      this.rows.set(rows.subarray(row, row + pickable[old]), this.rowOf(level));
    }
  }
}

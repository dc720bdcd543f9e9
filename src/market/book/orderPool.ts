/**
 * Memory of the resting orders: one buffer with a record per order, and a view per field that
 * starts where the field lies in the first record. A slot is the index of a record's first word, so
 * `sizes[slot]` and `prices[slot]` belong to the same order, and growing or copying the pool is one
 * copy of its buffer. The pool knows how an order is named and nothing of prices.
 *
 * A slot is reused; an order's id, sequence · MOST_ORDERS + place of the record, never is, so an id
 * kept after its order has gone names nothing.
 */

/** No order, no slot, or no position. */
export const NONE = -1;
const MOST_ORDERS = 2 ** 20;

/**
 * log₂ of a record's words: 16 of 32 bits, of which 11 are in use, so that one cache line holds all
 * of an order.
 */
const RECORD_BITS = 4;
const RECORD_BYTES = 4 << RECORD_BITS;
/** log₂ of a sequence's words: a double takes two. */
const DOUBLE_BITS = 1;

/** State that `snapshot` copies; it is structured-cloneable. */
export interface OrderPoolState {
  readonly buffer: ArrayBuffer;
  readonly free: number;
  readonly nextSequence: number;
}

export class OrderPool {
  /** Contracts of each order; 0 in a free slot. */
  sizes = new Int32Array();
  /** Price of each order, in ticks. */
  prices = new Int32Array();
  sides = new Int32Array();
  owners = new Int32Array();
  /**
   * The neighbours in the queue at its price, or NONE at the ends. In a free slot, `nexts` is the
   * next free one.
   */
  nexts = new Int32Array();
  previouses = new Int32Array();
  /** The place of each order among its level's pickable ones; NONE when it is not pickable. */
  positions = new Int32Array();
  /** Contracts with priority over an order at its price, kept for orders that are not pickable. */
  aheads = new Int32Array();
  /** The next older order at the price that is not pickable, or NONE; kept for such orders. */
  olders = new Int32Array();
  /** The sequence number of each order: how many came before it. */
  private sequences = new Float64Array();

  private buffer = new ArrayBuffer();
  /**
   * The free slot that is taken next, the one released last; `nexts` links the others. NONE when
   * all are taken.
   */
  private free = NONE;
  private nextSequence = 0;

  /** @param capacity starting number of orders; it doubles when they do not fit */
  constructor(capacity: number) {
    this.layOut(new ArrayBuffer(capacity * RECORD_BYTES));
    this.freeFrom(0);
  }

  /** Takes a free slot and names it anew, for an order that does not rest yet. */
  allocate(owner: number): number {
    if (this.free === NONE) this.grow();
    const slot = this.free;
    this.free = this.nexts[slot];
    this.sequences[slot >> DOUBLE_BITS] = this.nextSequence++;
    this.owners[slot] = owner;
    return slot;
  }

  release(slot: number): void {
    this.sizes[slot] = 0;
    this.nexts[slot] = this.free;
    this.free = slot;
  }

  idOf(slot: number): number {
    return this.sequences[slot >> DOUBLE_BITS] * MOST_ORDERS + (slot >> RECORD_BITS);
  }

  /** @returns the slot of a resting order, or NONE */
  slotOf(orderId: number): number {
    if (!(orderId >= 0)) return NONE;
    // A remainder of doubles is a library call; this is exact and is not.
    const place = orderId - MOST_ORDERS * Math.floor(orderId / MOST_ORDERS);
    const slot = place << RECORD_BITS;
    return this.sizes[slot] > 0 && this.idOf(slot) === orderId ? slot : NONE;
  }

  /** Whether the order in `slot` came after the one in `other`. */
  isNewer(slot: number, other: number): boolean {
    return this.sequences[slot >> DOUBLE_BITS] > this.sequences[other >> DOUBLE_BITS];
  }

  clear(): void {
    this.nextSequence = 0;
    this.freeFrom(0);
  }

  snapshot(): OrderPoolState {
    return {
      buffer: this.buffer.slice(),
      free: this.free,
      nextSequence: this.nextSequence,
    };
  }

  restore(state: OrderPoolState): void {
    this.layOut(state.buffer.slice());
    this.free = state.free;
    this.nextSequence = state.nextSequence;
  }

  private layOut(buffer: ArrayBuffer): void {
    const fieldAt = (word: number) => new Int32Array(buffer, word * Int32Array.BYTES_PER_ELEMENT);
    this.buffer = buffer;
    this.sequences = new Float64Array(buffer);
    this.sizes = fieldAt(2);
    this.prices = fieldAt(3);
    this.sides = fieldAt(4);
    this.owners = fieldAt(5);
    this.nexts = fieldAt(6);
    this.previouses = fieldAt(7);
    this.positions = fieldAt(8);
    this.aheads = fieldAt(9);
    this.olders = fieldAt(10);
  }

  /** Frees the records from the place `first` to the last; the first is taken first. */
  private freeFrom(first: number): void {
    this.free = NONE;
    for (let place = this.capacity - 1; place >= first; place--) {
      this.release(place << RECORD_BITS);
    }
  }

  private grow(): void {
    const before = this.capacity;
    if (2 * before > MOST_ORDERS) {
      throw new RangeError(`order book: expected at most ${MOST_ORDERS} orders`);
    }
    const grown = new Uint8Array(2 * this.buffer.byteLength);
    grown.set(new Uint8Array(this.buffer));
    this.layOut(grown.buffer);
    this.freeFrom(before);
  }

  private get capacity(): number {
    return this.buffer.byteLength / RECORD_BYTES;
  }
}

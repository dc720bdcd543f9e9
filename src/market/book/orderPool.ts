/**
 * Memory of the resting orders: one typed array per field, indexed by slot, and
 * a stack of free slots. It knows how an order is named and nothing of prices.
 * A slot is reused; an order's id, sequence · SLOTS + slot, never is, so an id
 * kept after its order has gone names nothing.
 */

/** Stands for no order, no slot and no position. */
export const NONE = -1;
const SLOTS = 2 ** 20;

/** What `snapshot` copies; structured-cloneable. */
export interface OrderPoolState {
  readonly sizes: Int32Array;
  readonly prices: Int32Array;
  readonly sides: Int8Array;
  readonly owners: Uint8Array;
  readonly sequences: Float64Array;
  readonly nexts: Int32Array;
  readonly previouses: Int32Array;
  readonly positions: Int32Array;
  readonly aheads: Int32Array;
  readonly olders: Int32Array;
  readonly freeSlots: Int32Array;
  readonly freeCount: number;
  readonly nextSequence: number;
}

export class OrderPool {
  /** Contracts; 0 in a free slot. */
  sizes: Int32Array;
  /** Ticks. */
  prices: Int32Array;
  sides: Int8Array;
  owners: Uint8Array;
  /** When it came, counted in orders. */
  sequences: Float64Array;
  /** Neighbours in the queue at its price; NONE at the ends. */
  nexts: Int32Array;
  previouses: Int32Array;
  /** Place among its level's pickable orders; NONE when it is not pickable. */
  positions: Int32Array;
  /** Of an order that is not pickable: contracts with priority over it at its price. */
  aheads: Int32Array;
  /** Of an order that is not pickable: the next older such order at its price, or NONE. */
  olders: Int32Array;

  private freeSlots: Int32Array;
  private freeCount: number;
  private nextSequence = 0;

  /** @param capacity starting number of orders; it doubles when they do not fit */
  constructor(capacity: number) {
    this.sizes = new Int32Array(capacity);
    this.prices = new Int32Array(capacity);
    this.sides = new Int8Array(capacity);
    this.owners = new Uint8Array(capacity);
    this.sequences = new Float64Array(capacity);
    this.nexts = new Int32Array(capacity);
    this.previouses = new Int32Array(capacity);
    this.positions = new Int32Array(capacity);
    this.aheads = new Int32Array(capacity);
    this.olders = new Int32Array(capacity);
    this.freeSlots = new Int32Array(capacity);
    this.freeCount = 0;
    this.freeFrom(0);
  }

  /** A slot with a new id for an order that does not rest yet. */
  allocate(owner: number): number {
    if (this.freeCount === 0) this.grow();
    const slot = this.freeSlots[--this.freeCount];
    this.sequences[slot] = this.nextSequence++;
    this.owners[slot] = owner;
    return slot;
  }

  release(slot: number): void {
    this.sizes[slot] = 0;
    this.freeSlots[this.freeCount++] = slot;
  }

  idOf(slot: number): number {
    return this.sequences[slot] * SLOTS + slot;
  }

  /** @returns the slot of a resting order, or NONE */
  slotOf(orderId: number): number {
    if (!(orderId >= 0)) return NONE;
    // A remainder of doubles is a library call; this is exact and is not.
    const slot = orderId - SLOTS * Math.floor(orderId / SLOTS);
    return this.sizes[slot] > 0 && this.idOf(slot) === orderId ? slot : NONE;
  }

  clear(): void {
    this.sizes.fill(0);
    this.freeCount = 0;
    this.nextSequence = 0;
    this.freeFrom(0);
  }

  snapshot(): OrderPoolState {
    return {
      sizes: this.sizes.slice(),
      prices: this.prices.slice(),
      sides: this.sides.slice(),
      owners: this.owners.slice(),
      sequences: this.sequences.slice(),
      nexts: this.nexts.slice(),
      previouses: this.previouses.slice(),
      positions: this.positions.slice(),
      aheads: this.aheads.slice(),
      olders: this.olders.slice(),
      freeSlots: this.freeSlots.slice(),
      freeCount: this.freeCount,
      nextSequence: this.nextSequence,
    };
  }

  restore(state: OrderPoolState): void {
    this.sizes = state.sizes.slice();
    this.prices = state.prices.slice();
    this.sides = state.sides.slice();
    this.owners = state.owners.slice();
    this.sequences = state.sequences.slice();
    this.nexts = state.nexts.slice();
    this.previouses = state.previouses.slice();
    this.positions = state.positions.slice();
    this.aheads = state.aheads.slice();
    this.olders = state.olders.slice();
    this.freeSlots = state.freeSlots.slice();
    this.freeCount = state.freeCount;
    this.nextSequence = state.nextSequence;
  }

  /** Frees the slots from `first` on; the lowest is handed out first. */
  private freeFrom(first: number): void {
    for (let slot = this.sizes.length - 1; slot >= first; slot--) {
      this.freeSlots[this.freeCount++] = slot;
    }
  }

  private grow(): void {
    const before = this.sizes.length;
    const capacity = 2 * before;
    if (capacity > SLOTS) throw new RangeError(`order book: expected at most ${SLOTS} orders`);
    this.sizes = widened(this.sizes, new Int32Array(capacity));
    this.prices = widened(this.prices, new Int32Array(capacity));
    this.sides = widened(this.sides, new Int8Array(capacity));
    this.owners = widened(this.owners, new Uint8Array(capacity));
    this.sequences = widened(this.sequences, new Float64Array(capacity));
    this.nexts = widened(this.nexts, new Int32Array(capacity));
    this.previouses = widened(this.previouses, new Int32Array(capacity));
    this.positions = widened(this.positions, new Int32Array(capacity));
    this.aheads = widened(this.aheads, new Int32Array(capacity));
    this.olders = widened(this.olders, new Int32Array(capacity));
    this.freeSlots = new Int32Array(capacity);
    this.freeFrom(before);
  }
}

function widened<Numbers extends Int32Array | Int8Array | Uint8Array | Float64Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from);
  return to;
}

/**
 * The price levels of one side of a recorded book, sorted by price. Most of what happens is near
 * the best price, which is the last place, so finding a level takes a few steps and opening or
 * closing one moves few others; far away it is a binary search. Unlike the exchange's own levels
 * there is no bound on how far apart prices are: recorded books have orders at a cent and at a
 * hundred thousand dollars.
 */
import type { Side } from '../../market/types';

const STARTING_LEVELS = 256;
/** Levels from the best that are looked through one by one. */
const NEAR_LEVELS = 8;

/** No level, no order. */
export const NONE = -1;

export class SideLevels {
  /** Lots at each level, by the level's slot. */
  sizes = new Float64Array(STARTING_LEVELS);
  /** Orders at each level and the ends of its queue, by slot; in books of single orders. */
  orders = new Int32Array(STARTING_LEVELS);
  heads = new Int32Array(STARTING_LEVELS);
  tails = new Int32Array(STARTING_LEVELS);
  /** side · price of each level, ascending: the best is the last. */
  private keys = new Int32Array(STARTING_LEVELS);
  private slots = new Int32Array(STARTING_LEVELS);
  private free = new Int32Array(STARTING_LEVELS);
  private length = 0;

  constructor(readonly side: Side) {
    this.clear();
  }

  /** Levels that hold something. */
  get count(): number {
    return this.length;
  }

  /** Price of the level `rank` places behind the best, from 0 to count − 1. */
  priceAt(rank: number): number {
    return this.side * this.keys[this.length - 1 - rank];
  }

  slotAt(rank: number): number {
    return this.slots[this.length - 1 - rank];
  }

  /** @returns the slot of the level at a price, or NONE */
  find(price: number): number {
    const place = this.placeOf(this.side * price);
    return place < this.length && this.keys[place] === this.side * price ? this.slots[place] : NONE;
  }

  sizeAt(price: number): number {
    const slot = this.find(price);
    return slot === NONE ? 0 : this.sizes[slot];
  }

  /** @returns the slot of the level at a price, an empty one where there is none */
  open(price: number): number {
    const key = this.side * price;
    const place = this.placeOf(key);
    if (place < this.length && this.keys[place] === key) return this.slots[place];
    if (this.length === this.keys.length) this.grow();
    this.keys.copyWithin(place + 1, place, this.length);
    this.slots.copyWithin(place + 1, place, this.length);
    const slot = this.free[this.length++];
    this.keys[place] = key;
    this.slots[place] = slot;
    this.sizes[slot] = 0;
    this.orders[slot] = 0;
    this.heads[slot] = NONE;
    this.tails[slot] = NONE;
    return slot;
  }

  /** Takes the level at a price out; nothing happens when there is none. */
  close(price: number): void {
    const key = this.side * price;
    const place = this.placeOf(key);
    if (place === this.length || this.keys[place] !== key) return;
    this.free[this.length - 1] = this.slots[place];
    this.keys.copyWithin(place, place + 1, this.length);
    this.slots.copyWithin(place, place + 1, this.length);
    this.length--;
  }

  clear(): void {
    this.length = 0;
    for (let slot = 0; slot < this.free.length; slot++) this.free[slot] = slot;
  }

  /** @returns the first place whose key is at least `key` */
  private placeOf(key: number): number {
    const { keys, length } = this;
    const nearest = length > NEAR_LEVELS ? length - NEAR_LEVELS : 0;
    let high = length;
    while (high > nearest) {
      if (keys[high - 1] < key) return high;
      high--;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private grow(): void {
    const length = 2 * this.keys.length;
    const grown = (before: Int32Array) => {
      const after = new Int32Array(length);
      after.set(before);
      return after;
    };
    const sizes = new Float64Array(length);
    sizes.set(this.sizes);
    this.sizes = sizes;
    this.orders = grown(this.orders);
    this.heads = grown(this.heads);
    this.tails = grown(this.tails);
    this.keys = grown(this.keys);
    this.slots = grown(this.slots);
    const before = this.free.length;
    this.free = grown(this.free);
    for (let slot = before; slot < length; slot++) this.free[slot] = slot;
  }
}

/**
 * The orders of a file that rest, by the file's 64-bit ids: readers of single orders ask it for the
 * small number under which an order is on the tape, and for what is left of it. A number is free
 * again some while after its order has gone, so that numbers stay below the most orders at a time
 * and whoever plays the tape can use them as places in an array.
 *
 * It is an open-addressed table with linear probing; a lookup costs one to two steps. Memory is
 * that of the most orders that rested at a time.
 */

const STARTING_SLOTS = 1 << 12;
/** Numbers that wait before the one that waits longest is used again. */
const WAITING_NUMBERS = 1024;

export class LiveOrders {
  /** Lots left of each order, its price and side, by number; in the units of the reader. */
  sizes = new Float64Array(STARTING_SLOTS);
  prices = new Float64Array(STARTING_SLOTS);
  sides = new Int8Array(STARTING_SLOTS);
  private highs = new Uint32Array(STARTING_SLOTS);
  private lows = new Uint32Array(STARTING_SLOTS);
  /** Number of the order + 1 in each slot of the table; 0 in a free one. */
  private table = new Uint32Array(2 * STARTING_SLOTS);
  private mask = 2 * STARTING_SLOTS - 1;
  private used = 0;
  private live = 0;
  /** Ring of numbers that have been given back. */
  private freed = new Uint32Array(STARTING_SLOTS);
  private firstFreed = 0;
  private freedCount = 0;

  /** Orders that rest. */
  get count(): number {
    return this.live;
  }

  /** @returns the number of the order with this id, or −1 */
  find(high: number, low: number): number {
    const { table, highs, lows, mask } = this;
    for (let slot = hashOf(high, low) & mask; ; slot = (slot + 1) & mask) {
      const number = table[slot] - 1;
      if (number < 0 || (lows[number] === low && highs[number] === high)) return number;
    }
  }

  /** Takes in an order whose id does not rest. @returns its number */
  insert(high: number, low: number): number {
    if (2 * (this.live + 1) > this.mask) this.growTable();
    const number = this.takeNumber();
    this.highs[number] = high;
    this.lows[number] = low;
    this.live++;
    this.place(number);
    return number;
  }

  remove(number: number): void {
    const { table, mask } = this;
    let slot = hashOf(this.highs[number], this.lows[number]) & mask;
    while (table[slot] !== number + 1) slot = (slot + 1) & mask;
    // Entries behind the hole move up, so that probing never stops before them.
    for (let next = (slot + 1) & mask; table[next] !== 0; next = (next + 1) & mask) {
      const other = table[next] - 1;
      const home = hashOf(this.highs[other], this.lows[other]) & mask;
      if (((next - home) & mask) >= ((next - slot) & mask)) {
        table[slot] = table[next];
        slot = next;
      }
    }
    table[slot] = 0;
    this.live--;
    this.giveBack(number);
  }

  /** Forgets every order. */
  clear(): void {
    for (const entry of this.table) if (entry > 0) this.giveBack(entry - 1);
    this.table.fill(0);
    this.live = 0;
  }

  private takeNumber(): number {
    if (this.freedCount > WAITING_NUMBERS) {
      const number = this.freed[this.firstFreed];
      this.firstFreed = (this.firstFreed + 1) % this.freed.length;
      this.freedCount--;
      return number;
    }
    if (this.used === this.sizes.length) this.growNumbers();
    return this.used++;
  }

  private giveBack(number: number): void {
    this.freed[(this.firstFreed + this.freedCount++) % this.freed.length] = number;
  }

  private place(number: number): void {
    const { table, mask } = this;
    let slot = hashOf(this.highs[number], this.lows[number]) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = number + 1;
  }

  private growTable(): void {
    const before = this.table;
    this.table = new Uint32Array(2 * before.length);
    this.mask = this.table.length - 1;
    for (const entry of before) if (entry > 0) this.place(entry - 1);
  }

  /** Doubles what is kept by number; as many numbers may have been given back. */
  private growNumbers(): void {
    const length = 2 * this.used;
    const freed = new Uint32Array(length);
    for (let i = 0; i < this.freedCount; i++) {
      freed[i] = this.freed[(this.firstFreed + i) % this.freed.length];
    }
    this.freed = freed;
    this.firstFreed = 0;
    this.sizes = grown(this.sizes, new Float64Array(length));
    this.prices = grown(this.prices, new Float64Array(length));
    this.sides = grown(this.sides, new Int8Array(length));
    this.highs = grown(this.highs, new Uint32Array(length));
    this.lows = grown(this.lows, new Uint32Array(length));
  }
}

function grown<Column extends Float64Array | Int8Array | Uint32Array>(
  before: Column,
  after: Column,
): Column {
  after.set(before);
  return after;
}

/** Multiplicative hash of both halves of an id; ids of an exchange mostly count up. */
function hashOf(high: number, low: number): number {
  const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77);
  return mixed ^ (mixed >>> 15);
}

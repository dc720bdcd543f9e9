/**
 * The chunk that a builder fills: columns of a fixed length, with prices and sizes still in the
 * file's whole numbers. It is the only allocation of reading, once, and what it hands out are
 * copies of the length that was filled.
 */
import { RowFlag, type TapeChunk } from './tape';

export class ChunkColumns {
  readonly timesNs: Float64Array;
  readonly latenciesNs: Int32Array;
  readonly kinds: Uint8Array;
  readonly sides: Int8Array;
  readonly priceQuanta: Float64Array;
  readonly sizeQuanta: Float64Array;
  readonly orders: Uint32Array;
  readonly flags: Uint8Array;
  hasLatencies = false;
  length = 0;

  constructor(readonly capacity: number) {
    this.timesNs = new Float64Array(capacity);
    this.latenciesNs = new Int32Array(capacity);
    this.kinds = new Uint8Array(capacity);
    this.sides = new Int8Array(capacity);
    this.priceQuanta = new Float64Array(capacity);
    this.sizeQuanta = new Float64Array(capacity);
    this.orders = new Uint32Array(capacity);
    this.flags = new Uint8Array(capacity);
  }

  /**
   * Sorts whole events by the time of their first row; events of one time stay in their order.
   * @param earliestNs time of the chunk before, which nothing may come before
   */
  sort(earliestNs: number): void {
    const starts: number[] = [];
    for (let row = 0; row < this.length; row++) {
      if (row === 0 || (this.flags[row - 1] & RowFlag.last) !== 0) starts.push(row);
    }
    const ends = [...starts.slice(1), this.length];
    const events = starts.map((start, i) => ({ start, end: ends[i], timeNs: this.timesNs[start] }));
    events.sort((a, b) => a.timeNs - b.timeNs);
    const order = new Uint32Array(this.length);
    let place = 0;
    for (const { start, end } of events) {
      for (let row = start; row < end; row++) order[place++] = row;
    }
    const { timesNs, latenciesNs, kinds, sides, priceQuanta, sizeQuanta, orders, flags } = this;
    const columns = [timesNs, latenciesNs, kinds, sides, priceQuanta, sizeQuanta, orders, flags];
    for (const column of columns) {
      const before = column.slice(0, this.length);
      for (let row = 0; row < this.length; row++) column[row] = before[order[row]];
    }
    let latestNs = earliestNs;
    for (let row = 0; row < this.length; row++) {
      latestNs = Math.max(latestNs, timesNs[row]);
      timesNs[row] = latestNs;
    }
  }

  /** Copies what was filled, and starts anew. Prices and sizes are in ticks and lots already. */
  take(prices: Int32Array, sizes: Int32Array): TapeChunk {
    const { length } = this;
    this.length = 0;
    return {
      length,
      timesNs: this.timesNs.slice(0, length),
      latenciesNs: this.hasLatencies ? this.latenciesNs.slice(0, length) : new Int32Array(),
      kinds: this.kinds.slice(0, length),
      sides: this.sides.slice(0, length),
      prices,
      sizes,
      orders: this.orders.slice(0, length),
      flags: this.flags.slice(0, length),
    };
  }
}

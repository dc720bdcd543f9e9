/**
 * The book of a tape: what the rows so far leave on each side, order by order where the tape has
 * orders. It only follows: nothing is matched, both sides may hold the same price, as before an
 * opening auction, and nobody can add to it. It may be read after a row with the flag LAST.
 *
 * The exchange's own order book is not used here, because it keeps one queue per price for both
 * sides, names orders itself and bounds how far apart prices are. A row costs about 60 ns.
 */
import { BUY, SELL, type Side } from '../../market/types';
import { NONE, SideLevels } from './sideLevels';
import { RowFlag, RowKind, type TapeChunk } from '../tape';

const STARTING_ORDERS = 4096;

/**
 * A book between two events; structured-cloneable. Orders are listed in priority at their price.
 */
export interface BookState {
  /** [n] numbers of the orders; empty in a book without orders. */
  readonly orders: Uint32Array;
  /** [n] of orders, or of levels in a book without orders. */
  readonly sides: Int8Array;
  readonly prices: Int32Array;
  readonly sizes: Float64Array;
  /** [n] when each order joined its queue, counted in arrivals. */
  readonly arrivals: Float64Array;
  readonly nextArrival: number;
  /** [n] 1 for orders of a snapshot; absent in what older versions stored. */
  readonly isFromSnapshot?: Uint8Array;
}

export class RecordedBook {
  readonly bids = new SideLevels(BUY);
  readonly asks = new SideLevels(SELL);
  /** By the number of the order: lots left, 0 when it does not rest, and where it stands. */
  sizes = new Int32Array(STARTING_ORDERS);
  prices = new Int32Array(STARTING_ORDERS);
  sides = new Int8Array(STARTING_ORDERS);
  /** When each order joined its queue; an earlier one at its price has priority. */
  arrivals = new Float64Array(STARTING_ORDERS);
  /** 1 for an order that came with a snapshot. */
  isFromSnapshot = new Uint8Array(STARTING_ORDERS);
  nexts = new Int32Array(STARTING_ORDERS);
  private previouses = new Int32Array(STARTING_ORDERS);
  /** Slot of each order's level. */
  private levels = new Int32Array(STARTING_ORDERS);
  /** Number of arrivals so far. */
  nextArrival = 0;

  /** Follows one row. Fills, trades and changes of status leave the book as it is. */
  apply(chunk: TapeChunk, row: number): void {
    const kind = chunk.kinds[row];
    if (kind === RowKind.fill || kind === RowKind.trade || kind === RowKind.status) return;
    const side = chunk.sides[row] === BUY ? BUY : SELL;
    const price = chunk.prices[row];
    const size = chunk.sizes[row];
    const order = chunk.orders[row];
    if (kind === RowKind.add) {
      this.add(order, side, price, size);
      this.isFromSnapshot[order] = (chunk.flags[row] & RowFlag.snapshot) === 0 ? 0 : 1;
    } else if (kind === RowKind.cancel) this.shrink(order, size);
    else if (kind === RowKind.modify) this.modify(order, side, price, size);
    else if (kind === RowKind.level) this.setLevel(side, price, size);
    else if (kind === RowKind.best) this.setBest(side, price, size);
    else this.clear();
  }

  /** Best price in ticks, or NaN on an empty side. */
  get bestBid(): number {
    return this.bids.count === 0 ? NaN : this.bids.priceAt(0);
  }

  get bestAsk(): number {
    return this.asks.count === 0 ? NaN : this.asks.priceAt(0);
  }

  /** Whether somebody bids more than somebody asks, which no open market shows. */
  get isCrossed(): boolean {
    return this.bestBid >= this.bestAsk;
  }

  levelsOf(side: Side): SideLevels {
    return side === BUY ? this.bids : this.asks;
  }

  /** The first order of a queue, or NONE; `nexts` leads to the others. */
  headAt(side: Side, price: number): number {
    const levels = this.levelsOf(side);
    const slot = levels.find(price);
    return slot === NONE ? NONE : levels.heads[slot];
  }

  /** Whether an order rests; a number beyond all so far is of none. */
  isResting(order: number): boolean {
    return order < this.sizes.length && this.sizes[order] > 0;
  }

  clear(): void {
    this.bids.clear();
    this.asks.clear();
    this.sizes.fill(0);
  }

  snapshot(): BookState {
    const rows: { order: number; side: Side; price: number; size: number }[] = [];
    for (const levels of [this.bids, this.asks]) {
      const { side } = levels;
      for (let rank = 0; rank < levels.count; rank++) {
        const slot = levels.slotAt(rank);
        const price = levels.priceAt(rank);
        const first = levels.heads[slot];
        if (first === NONE) rows.push({ order: NONE, side, price, size: levels.sizes[slot] });
        for (let order = first; order !== NONE; order = this.nexts[order]) {
          rows.push({ order, side, price, size: this.sizes[order] });
        }
      }
    }
    const orders = rows.filter(({ order }) => order !== NONE).map(({ order }) => order);
    return {
      orders: Uint32Array.from(orders),
      sides: Int8Array.from(rows, ({ side }) => side),
      prices: Int32Array.from(rows, ({ price }) => price),
      sizes: Float64Array.from(rows, ({ size }) => size),
      arrivals: Float64Array.from(orders, (order) => this.arrivals[order]),
      nextArrival: this.nextArrival,
      isFromSnapshot: Uint8Array.from(orders, (order) => this.isFromSnapshot[order]),
    };
  }

  restore({
    orders,
    sides,
    prices,
    sizes,
    arrivals,
    nextArrival,
    isFromSnapshot,
  }: BookState): void {
    this.clear();
    for (let i = 0; i < prices.length; i++) {
      const side = sides[i] === BUY ? BUY : SELL;
      if (orders.length === 0) this.setLevel(side, prices[i], sizes[i]);
      else {
        this.add(orders[i], side, prices[i], sizes[i]);
        this.arrivals[orders[i]] = arrivals[i];
        this.isFromSnapshot[orders[i]] = isFromSnapshot?.[i] ?? 0;
      }
    }
    this.nextArrival = nextArrival;
  }

  private add(order: number, side: Side, price: number, size: number): void {
    if (order >= this.sizes.length) this.grow(order);
    const levels = this.levelsOf(side);
    const slot = levels.open(price);
    const last = levels.tails[slot];
    this.sizes[order] = size;
    this.prices[order] = price;
    this.sides[order] = side;
    this.levels[order] = slot;
    this.arrivals[order] = this.nextArrival++;
    this.nexts[order] = NONE;
    this.previouses[order] = last;
    if (last === NONE) levels.heads[slot] = order;
    else this.nexts[last] = order;
    levels.tails[slot] = order;
    levels.sizes[slot] += size;
    levels.orders[slot]++;
  }

  /** Takes lots off an order that keeps its place, and takes it out when none are left. */
  private shrink(order: number, by: number): void {
    if (!this.isResting(order)) return;
    const left = this.sizes[order] - by;
    if (left <= 0) {
      this.remove(order);
      return;
    }
    this.sizes[order] = left;
    this.levelsOf(this.sides[order] === BUY ? BUY : SELL).sizes[this.levels[order]] -= by;
  }

  private modify(order: number, side: Side, price: number, size: number): void {
    if (this.isResting(order)) {
      const before = this.sizes[order];
      const isSamePlace = this.prices[order] === price && this.sides[order] === side;
      if (isSamePlace && size < before) {
        this.shrink(order, before - size);
        return;
      }
      this.remove(order);
    }
    this.add(order, side, price, size);
  }

  private remove(order: number): void {
    const levels = this.levelsOf(this.sides[order] === BUY ? BUY : SELL);
    const slot = this.levels[order];
    const next = this.nexts[order];
    const previous = this.previouses[order];
    if (previous === NONE) levels.heads[slot] = next;
    else this.nexts[previous] = next;
    if (next === NONE) levels.tails[slot] = previous;
    else this.previouses[next] = previous;
    levels.sizes[slot] -= this.sizes[order];
    this.sizes[order] = 0;
    if (--levels.orders[slot] === 0) levels.close(this.prices[order]);
  }

  private setLevel(side: Side, price: number, size: number): void {
    const levels = this.levelsOf(side);
    if (size > 0) levels.sizes[levels.open(price)] = size;
    else levels.close(price);
  }

  private setBest(side: Side, price: number, size: number): void {
    this.levelsOf(side).clear();
    this.setLevel(side, price, size);
  }

  private grow(order: number): void {
    let length = this.sizes.length;
    while (length <= order) length *= 2;
    const grown = (before: Int32Array) => {
      const after = new Int32Array(length);
      after.set(before);
      return after;
    };
    this.sizes = grown(this.sizes);
    this.prices = grown(this.prices);
    this.nexts = grown(this.nexts);
    this.previouses = grown(this.previouses);
    this.levels = grown(this.levels);
    const sides = new Int8Array(length);
    sides.set(this.sides);
    this.sides = sides;
    const arrivals = new Float64Array(length);
    arrivals.set(this.arrivals);
    this.arrivals = arrivals;
    const isFromSnapshot = new Uint8Array(length);
    isFromSnapshot.set(this.isFromSnapshot);
    this.isFromSnapshot = isFromSnapshot;
  }
}

/**
 * Checks that a tape of orders is what it claims to be: that trades fill the orders of a queue
 * first in, first out, as the rebuilt book has them, and that the book is never crossed while the
 * market is open. A reader that misunderstands its format fails here.
 *
 * What the orders of a level traded in an exchange event is compared with what the queue before the
 * first of the fills would have given them; the file lists the fills of an event in another order
 * now and then. Orders that leave in a trade's event without a fill were taken out by self-match
 * prevention, which acts before the match. What an order with hidden size traded at its place and,
 * refreshed, at the back is one number, and not compared; nor are auctions, which allocate by rules
 * of their own.
 */
import { BUY } from '../../market/types';
import { NONE } from '../book/sideLevels';
import type { RecordedBook } from '../book/recordedBook';
import { RowFlag, RowKind, type TapeChunk } from '../tape';

export interface QueueCheckResult {
  /** Groups of fills, by event and price level, and those that are exactly first in, first out. */
  readonly groups: number;
  readonly exact: number;
  /** States of the book after an event in which it was crossed, by time. */
  readonly crossedAtNs: readonly number[];
}

/** The fills of one event at one level, and the queue that they met. */
interface LevelFills {
  /** Orders in priority, and what each of them showed. */
  readonly queue: number[];
  readonly shown: number[];
  /** Lots that each order traded. */
  readonly traded: Map<number, number>;
}

export class QueueCheck {
  private groups = 0;
  private exact = 0;
  private readonly crossedAtNs: number[] = [];
  /** By side · 2^32 + price. */
  private readonly levels = new Map<number, LevelFills>();
  /** Lots that each order traded in the event. */
  private readonly filled = new Map<number, number>();
  private readonly left = new Set<number>();
  /** Sizes after the event of orders that it changed. */
  private readonly changed = new Map<number, number>();
  private isAuction = false;

  constructor(private readonly book: RecordedBook) {}

  get result(): QueueCheckResult {
    return { groups: this.groups, exact: this.exact, crossedAtNs: this.crossedAtNs };
  }

  /** Takes a row before the book follows it. */
  before(chunk: TapeChunk, row: number): void {
    const kind = chunk.kinds[row];
    if (kind === RowKind.trade) this.isAuction ||= chunk.sides[row] === 0;
    else if (kind === RowKind.fill) this.noteFill(chunk.orders[row], chunk.sizes[row]);
    else if (kind === RowKind.cancel) this.left.add(chunk.orders[row]);
    else if (kind === RowKind.modify || kind === RowKind.add) {
      this.changed.set(chunk.orders[row], chunk.sizes[row]);
    }
  }

  /** Takes a row after the book has followed it. */
  after(chunk: TapeChunk, row: number): void {
    const flags = chunk.flags[row];
    if ((flags & RowFlag.last) === 0) return;
    if ((flags & RowFlag.snapshot) === 0 && this.book.isCrossed) {
      this.crossedAtNs.push(chunk.timesNs[row]);
    }
    if (!this.isAuction) {
      for (const level of this.levels.values()) {
        this.groups++;
        if (this.isFirstInFirstOut(level)) this.exact++;
      }
    }
    this.isAuction = false;
    this.levels.clear();
    this.filled.clear();
    this.left.clear();
    this.changed.clear();
  }

  private noteFill(order: number, size: number): void {
    const { book, levels } = this;
    if (!book.isResting(order)) return;
    const side = book.sides[order] === BUY ? BUY : -1;
    const price = book.prices[order];
    const key = side * 2 ** 32 + price;
    let level = levels.get(key);
    if (level === undefined) {
      level = { queue: [], shown: [], traded: new Map() };
      for (let at = book.headAt(side, price); at !== NONE; at = book.nexts[at]) {
        level.queue.push(at);
        level.shown.push(book.sizes[at]);
      }
      levels.set(key, level);
    }
    level.traded.set(order, (level.traded.get(order) ?? 0) + size);
    this.filled.set(order, (this.filled.get(order) ?? 0) + size);
  }

  /** Whether every order of the queue traded what first in, first out gives it of the volume. */
  private isFirstInFirstOut({ queue, shown, traded }: LevelFills): boolean {
    const isCompared = queue.map(
      (order, i) =>
        !this.isRefreshed(order, shown[i]) && (traded.has(order) || !this.left.has(order)),
    );
    let volume = 0;
    for (let i = 0; i < queue.length; i++) {
      if (isCompared[i]) volume += traded.get(queue[i]) ?? 0;
    }
    for (let i = 0; i < queue.length; i++) {
      if (!isCompared[i]) continue;
      const due = Math.min(volume, shown[i]);
      if ((traded.get(queue[i]) ?? 0) !== due) return false;
      volume -= due;
    }
    return volume === 0;
  }

  /** Whether an order traded more than it showed, or shows more than is left of what it showed. */
  private isRefreshed(order: number, shown: number): boolean {
    const traded = this.filled.get(order) ?? 0;
    const after = this.changed.get(order) ?? 0;
    return traded > 0 && after > shown - traded;
  }
}

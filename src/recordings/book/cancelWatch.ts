/**
 * What counts as a cancel on a tape, for everything that counts them: an order, or a part of it,
 * that leaves its queue without having traded in the same event. A change to a new price is one; to
 * more lots at the same price, as an iceberg shows its next part, is none. The place of what leaves
 * is its middle in the queue; a smaller order lets go of its end.
 */
import { BUY, SELL, type Side } from '../../market/types';
import { RowKind, type TapeChunk, type TapeHeader } from '../tape';
import type { RecordedBook } from './recordedBook';
import { NONE } from './sideLevels';

/** A cancel; filled anew for every one. */
export interface TapeCancel {
  side: Side;
  price: number;
  /** Lots in front of what leaves, lots that leave, and lots of the level with them. */
  ahead: number;
  size: number;
  levelSize: number;
  isBest: boolean;
}

/** Whether a recording has one order at a price for all that rested there before it began. */
const gathersOrders = ({ format }: Pick<TapeHeader, 'format'>): boolean =>
  format.startsWith('lobster');

export class CancelWatch {
  private readonly cancel: TapeCancel = {
    side: BUY,
    price: 0,
    ahead: 0,
    size: 0,
    levelSize: 0,
    isBest: false,
  };
  /** Orders that traded in the event. */
  private readonly filled = new Set<number>();
  private readonly leavesOutSnapshot: boolean;

  constructor(
    private readonly book: RecordedBook,
    header: Pick<TapeHeader, 'format'>,
  ) {
    this.leavesOutSnapshot = gathersOrders(header);
  }

  /**
   * Takes a row before the book follows it.
   * @returns the cancel that it is; null for anything else, and where its place is not known
   */
  before(chunk: TapeChunk, row: number): TapeCancel | null {
    const kind = chunk.kinds[row];
    if (kind === RowKind.fill) this.filled.add(chunk.orders[row]);
    if (kind !== RowKind.cancel && kind !== RowKind.modify) return null;
    const { book } = this;
    const order = chunk.orders[row];
    if (!book.isResting(order) || this.filled.has(order)) return null;
    const resting = book.sizes[order];
    const isMove = kind === RowKind.modify && chunk.prices[row] !== book.prices[order];
    const left =
      kind === RowKind.cancel ? resting - chunk.sizes[row] : isMove ? 0 : chunk.sizes[row];
    const size = resting - Math.max(0, left);
    if (size <= 0 || (this.leavesOutSnapshot && book.isFromSnapshot[order] > 0)) return null;
    return this.describe(order, size);
  }

  /** An order that trades in one event may be cancelled in the next. */
  endEvent(): void {
    if (this.filled.size > 0) this.filled.clear();
  }

  private describe(order: number, size: number): TapeCancel {
    const { book, cancel } = this;
    const side = book.sides[order] === BUY ? BUY : SELL;
    const price = book.prices[order];
    let ahead = book.sizes[order] - size;
    for (let at = book.headAt(side, price); at !== NONE && at !== order; at = book.nexts[at]) {
      ahead += book.sizes[at];
    }
    cancel.side = side;
    cancel.price = price;
    cancel.ahead = ahead;
    cancel.size = size;
    cancel.levelSize = book.levelsOf(side).sizeAt(price);
    cancel.isBest = price === (side === BUY ? book.bestBid : book.bestAsk);
    return cancel;
  }
}

/**
 * Fills on a tape of single orders. The agent's order stands in the real queue from its arrival: of
 * what an aggressor traded, the lots that went to orders behind it at its price or to worse prices
 * would have met it first. An order that comes to rest at its price or through it would have traded
 * with it, up to that order's size.
 */
import type { RecordedBook } from '../book/recordedBook';
import { NONE } from '../book/sideLevels';
import { isBehind, isReachedBy, type FillModel, type OwnOrder, type RowView } from './ownOrder';
import { RowFlag, RowKind } from '../tape';
import type { TakenLots } from './takenLots';

export class OrderFillModel implements FillModel {
  private wasCleared = false;

  constructor(
    private readonly book: RecordedBook,
    private readonly taken: TakenLots,
  ) {}

  join(own: OwnOrder): void {
    own.ahead = this.book.levelsOf(own.side).sizeAt(own.price);
    own.arrival = this.book.nextArrival++;
  }

  before(owns: readonly OwnOrder[], row: RowView, isOpen: boolean): void {
    const { kind } = row;
    if (kind === RowKind.fill) {
      if (isOpen) this.onFill(owns, row);
    } else if (kind === RowKind.cancel || kind === RowKind.modify) {
      this.onLeaving(owns, row);
    } else if (kind === RowKind.clear) {
      this.wasCleared = true;
      this.taken.clear();
    }
    const arrives = kind === RowKind.add || kind === RowKind.modify;
    if (arrives && isOpen && (row.flags & RowFlag.snapshot) === 0) this.onArrival(owns, row);
  }

  endEvent(owns: readonly OwnOrder[]): void {
    if (!this.wasCleared) return;
    for (const own of owns) this.standAgain(own);
    this.wasCleared = false;
  }

  private onFill(owns: readonly OwnOrder[], { order, size }: RowView): void {
    const { book } = this;
    if (!book.isResting(order)) return;
    const price = book.prices[order];
    for (const own of owns) {
      if (book.sides[order] !== own.side) continue;
      const isLater = price === own.price && book.arrivals[order] > own.arrival;
      if (isLater || isBehind(own, price)) own.reached += size;
    }
  }

  /** Lots that leave the queue before the agent's order bring it forward. */
  private onLeaving(owns: readonly OwnOrder[], row: RowView): void {
    const { book } = this;
    const { order } = row;
    if (!book.isResting(order)) return;
    const before = book.sizes[order];
    const isSamePlace = book.prices[order] === row.price && book.sides[order] === row.side;
    let leaving = before;
    if (row.kind === RowKind.cancel && row.size >= before) this.taken.forgetOrder(order);
    if (row.kind === RowKind.cancel) leaving = Math.min(row.size, before);
    else if (isSamePlace && row.size < before) leaving = before - row.size;
    for (const own of owns) {
      const isAhead =
        book.sides[order] === own.side &&
        book.prices[order] === own.price &&
        book.arrivals[order] < own.arrival;
      if (isAhead) own.ahead = Math.max(0, own.ahead - leaving);
    }
  }

  private onArrival(owns: readonly OwnOrder[], row: RowView): void {
    const { book, taken } = this;
    let size = row.size - taken.ofOrder(row.order);
    const isThere =
      row.kind === RowKind.modify &&
      book.isResting(row.order) &&
      book.prices[row.order] === row.price &&
      book.sides[row.order] === row.side;
    if (isThere) size = row.size - book.sizes[row.order];
    if (size <= 0) return;
    for (const own of owns) {
      if (row.side !== -own.side || !isReachedBy(own, row.price)) continue;
      const lots = Math.min(size, Math.max(0, own.left - own.reached));
      own.reached += lots;
      taken.takeOrder(row.order, lots);
      size -= lots;
    }
  }

  /**
   * A snapshot replaced the queue and lost who came when: the order keeps its lots ahead, or all
   * that there are, and an order that stands across that line counts as ahead.
   */
  private standAgain(own: OwnOrder): void {
    const { book } = this;
    const levels = book.levelsOf(own.side);
    own.ahead = Math.min(own.ahead, levels.sizeAt(own.price));
    own.arrival = book.nextArrival++;
    let passed = 0;
    for (let at = book.headAt(own.side, own.price); at !== NONE; at = book.nexts[at]) {
      if (passed >= own.ahead) {
        own.arrival = book.arrivals[at] - 0.5;
        return;
      }
      passed += book.sizes[at];
    }
  }
}

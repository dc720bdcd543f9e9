/**
 * Fills on a tape of levels, where what stands before the agent's order has to be reckoned (as in
 * hftbacktest's queue models). Ahead a and behind b add up to the level; d is what traded there and
 * the level has not lost yet.
 *
 * - The order joins behind the whole level.
 * - A trade of v at its price takes what is ahead first and then the order; a trade at a worse
 *   price has passed all of it.
 * - When the level falls by more than what traded, the rest was cancelled, c lots: of these,
 *   c·(a/(a+b))ⁿ stood ahead. n = 1 spreads cancels evenly, a larger n puts them behind, and n = ∞
 *   never moves the order forward.
 * - A level that is out of view, or behind the only one shown, says nothing.
 */
import { BUY, SELL, type Side } from '../../market/types';
import type { RecordedBook } from '../book/recordedBook';
import { isBehind, isReachedBy, type FillModel, type OwnOrder, type RowView } from './ownOrder';
import { RowFlag, RowKind } from '../tape';
import type { TakenLots } from './takenLots';

export class LevelFillModel implements FillModel {
  private wasCleared = false;

  /** @param queueExponent n, from 1 to Infinity */
  constructor(
    private readonly book: RecordedBook,
    private readonly taken: TakenLots,
    private readonly queueExponent: number,
    private readonly knowsLevels: boolean,
  ) {}

  join(own: OwnOrder): void {
    const levels = this.book.levelsOf(own.side);
    own.pending = 0;
    own.ahead = this.isShown(own) ? levels.sizeAt(own.price) : Infinity;
  }

  before(owns: readonly OwnOrder[], row: RowView, isOpen: boolean): void {
    if (row.kind === RowKind.trade) {
      if (isOpen) this.onTrade(owns, row);
    } else if (row.kind === RowKind.level || row.kind === RowKind.best) {
      this.onLevel(owns, row, isOpen);
    } else if (row.kind === RowKind.clear) this.wasCleared = true;
  }

  endEvent(owns: readonly OwnOrder[]): void {
    if (!this.wasCleared) return;
    for (const own of owns) {
      own.ahead = Math.min(own.ahead, this.book.levelsOf(own.side).sizeAt(own.price));
    }
    this.wasCleared = false;
  }

  /** Whether the level at an order's price would be seen if there were one. */
  private isShown({ side, price }: OwnOrder): boolean {
    const levels = this.book.levelsOf(side);
    if (levels.count === 0) return true;
    const worst = levels.priceAt(this.knowsLevels ? levels.count - 1 : 0);
    return side * (worst - price) <= 0;
  }

  private onTrade(owns: readonly OwnOrder[], { side, price, size }: RowView): void {
    const aggressor = side === 0 ? this.aggressorAt(price) : side;
    for (const own of owns) {
      if (aggressor !== -own.side) continue;
      if (price === own.price) {
        own.reached += Math.max(0, size - own.ahead);
        own.ahead = Math.max(0, own.ahead - size);
        own.pending += size;
      } else if (isBehind(own, price)) {
        own.reached += size;
        own.ahead = 0;
      }
    }
  }

  /** Where the file does not say who traded: whoever met the best price, or nobody known. */
  private aggressorAt(price: number): number {
    if (price <= this.book.bestBid) return SELL;
    return price >= this.book.bestAsk ? BUY : 0;
  }

  private onLevel(owns: readonly OwnOrder[], row: RowView, isOpen: boolean): void {
    const side: Side = row.side === BUY ? BUY : SELL;
    const isQuiet = (row.flags & (RowFlag.snapshot | RowFlag.outOfView)) !== 0;
    const before = this.book.levelsOf(side).sizeAt(row.price);
    if (before !== row.size) this.taken.forgetLevel(side, row.price);
    for (const own of owns) {
      if (own.side === side) {
        if (!isQuiet) this.follow(own, row);
      } else if (isOpen && !isQuiet && row.size > before && isReachedBy(own, row.price)) {
        const lots = Math.min(row.size - before, Math.max(0, own.left - own.reached));
        own.reached += lots;
        this.taken.takeLevel(side, row.price, lots);
      }
    }
  }

  /** The level of an order, or the only one shown, has a new size. */
  private follow(own: OwnOrder, { kind, price, size }: RowView): void {
    const isOwnPrice = price === own.price;
    if (kind === RowKind.level && !isOwnPrice) return;
    // A better best hides the order's level, and a worse one means that nobody is left at it.
    if (!isOwnPrice && own.side * (price - own.price) > 0 && size > 0) return;
    const before = this.book.levelsOf(own.side).sizeAt(own.price);
    const after = isOwnPrice ? size : 0;
    const fall = before - after;
    if (fall > 0) {
      const cancelled = Math.max(0, fall - own.pending);
      own.pending = Math.max(0, own.pending - fall);
      if (cancelled > 0 && own.ahead > 0 && own.ahead < Infinity) {
        const share = Math.min(1, own.ahead / Math.max(before, own.ahead));
        own.ahead -= cancelled * (share === 1 ? 1 : share ** this.queueExponent);
      }
    }
    own.ahead = Math.max(0, Math.min(own.ahead, after));
  }
}

/** Orders of the agent that take what the recorded book offers, as far as it has not yet. */
import { BUY, SELL, type Side } from '../../market/types';
import type { RecordedBook } from '../book/recordedBook';
import { NONE } from '../book/sideLevels';
import type { TakenLots } from './takenLots';

/**
 * @param side of the agent; it takes from the other
 * @param limitTicks worst price that it accepts
 * @param onFill hears of every price once, from the best on
 * @returns lots taken
 */
export function takeLots(
  book: RecordedBook,
  taken: TakenLots,
  side: Side,
  limitTicks: number,
  size: number,
  onFill: (priceTicks: number, lots: number) => void,
): number {
  const makers: Side = side === BUY ? SELL : BUY;
  const levels = book.levelsOf(makers);
  let left = size;
  for (let rank = 0; rank < levels.count && left > 0; rank++) {
    const price = levels.priceAt(rank);
    if (side * (limitTicks - price) < 0) break;
    const slot = levels.slotAt(rank);
    const before = left;
    if (levels.heads[slot] === NONE) {
      const lots = Math.min(left, Math.max(0, levels.sizes[slot] - taken.ofLevel(makers, price)));
      taken.takeLevel(makers, price, lots);
      left -= lots;
    }
    for (let at = levels.heads[slot]; at !== NONE && left > 0; at = book.nexts[at]) {
      const lots = Math.min(left, Math.max(0, book.sizes[at] - taken.ofOrder(at)));
      taken.takeOrder(at, lots);
      left -= lots;
    }
    if (left < before) onFill(price, before - left);
  }
  return size - left;
}

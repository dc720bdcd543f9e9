/** Counts what the agent has traded in a stretch of time, for its inventory and its fees. */
import type { History } from '../../charts/history';
import { FILL } from '../../protocol/frames';

export interface FillTotals {
  /** Contracts bought; the other counts are in contracts too. */
  readonly bought: number;
  readonly sold: number;
  readonly makerContracts: number;
  readonly takerContracts: number;
  readonly feeDollars: number;
}

/** Seconds within which a fill at the very moment of a sample belongs to it. */
const TOLERANCE_SECONDS = 1e-9;

/**
 * Sums the fills after `from`, up to and including `to`.
 * @param from and `to` in seconds on the history's axis
 */
export function fillTotals(history: History, from: number, to: number): FillTotals {
  let [bought, sold, makerContracts, takerContracts, feeDollars] = [0, 0, 0, 0, 0];
  for (let fill = history.fillEnd - 1; fill >= history.fillStart; fill--) {
    const seconds = history.fillTimeAt(fill);
    if (seconds > to + TOLERANCE_SECONDS) continue;
    if (seconds <= from + TOLERANCE_SECONDS) break;
    const size = history.fillAt(fill, FILL.size);
    if (history.fillAt(fill, FILL.side) > 0) bought += size;
    else sold += size;
    if (history.fillAt(fill, FILL.isMaker) === 1) makerContracts += size;
    else takerContracts += size;
    feeDollars += history.fillAt(fill, FILL.feeDollars);
  }
  return { bought, sold, makerContracts, takerContracts, feeDollars };
}

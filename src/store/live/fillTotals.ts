/** What the agent has traded in a stretch of time: the counts behind its inventory and its fees. */
import type { History } from '../../charts/history';
import { FILL } from '../../protocol/frames';

export interface FillTotals {
  /** Contracts. */
  readonly bought: number;
  readonly sold: number;
  readonly makerContracts: number;
  readonly takerContracts: number;
  readonly feeDollars: number;
}

/** A fill at the very moment of a sample belongs to it. */
const MOMENT = 1e-9;

/** @param from and `to` on the history's axis, in seconds; a fill at `from` is of the time before */
export function fillTotals(history: History, from: number, to: number): FillTotals {
  let [bought, sold, makerContracts, takerContracts, feeDollars] = [0, 0, 0, 0, 0];
  for (let fill = history.fillEnd - 1; fill >= history.fillStart; fill--) {
    const seconds = history.fillTimeAt(fill);
    if (seconds > to + MOMENT) continue;
    if (seconds <= from + MOMENT) break;
    const size = history.fillAt(fill, FILL.size);
    if (history.fillAt(fill, FILL.side) > 0) bought += size;
    else sold += size;
    if (history.fillAt(fill, FILL.isMaker) === 1) makerContracts += size;
    else takerContracts += size;
    feeDollars += history.fillAt(fill, FILL.feeDollars);
  }
  return { bought, sold, makerContracts, takerContracts, feeDollars };
}

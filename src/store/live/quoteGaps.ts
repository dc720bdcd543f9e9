/** Finds how long there has been no quote. */
import type { History } from '../../charts/history';
import { SAMPLE } from '../../protocol/frames';

type Quotes = Pick<History, 'start' | 'beginsEpisode' | 'valueAt'>;

/** Prices of both quotes. */
export const BOTH_SIDES = [SAMPLE.bidPrice, SAMPLE.askPrice] as const;

/** Steps without a quote after which one is missed: a quote that is filled is back sooner. */
export const STEPS_OUT = 20;

/**
 * Finds the first of the steps before `end`, in its episode, that have no quote in any of these
 * fields; `end` itself where the last has one.
 * @param end in replay, the step behind the one shown
 * @param fields prices of quotes in a sample
 */
export function quoteGapStart(history: Quotes, end: number, fields: readonly number[]): number {
  const hasNone = (step: number) =>
    fields.every((field) => Number.isNaN(history.valueAt(step, field)));
  let first = end;
  while (first > history.start && hasNone(first - 1)) {
    first -= 1;
    if (history.beginsEpisode(first)) break;
  }
  return first;
}

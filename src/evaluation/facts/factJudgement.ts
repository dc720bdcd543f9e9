/**
 * Judges facts that are measured on sessions, one sample of each, by the range that is accepted. It
 * knows neither the facts nor the ranges.
 */
import type { AcceptedRange, AcceptedRanges } from './acceptedFacts';
import { standardDeviation } from '../statistics';
import { studentQuantile } from '../studentT';

/** A line of the table. `accept` is inclusive, and absent where a preset promises nothing. */
export interface MarketFact {
  /** Dotted name, as in `spread.oneTickShare`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Standard error of the value, from the differences between sessions; NaN for one session. */
  readonly error: number;
  readonly accept?: AcceptedRange;
  /**
   * Whether the 95 % interval of the value meets the accepted range. One session has no interval,
   * and its value itself has to lie within.
   */
  readonly pass?: boolean;
}

/** A fact as it is measured, before it is judged. */
export type MeasuredFact = Pick<MarketFact, 'name' | 'value' | 'unit'>;

/**
 * Judges statistics of sessions. A value counts as inside unless sampling error cannot explain that
 * it is not: a market that keeps its promise passes on other seeds too, and one that breaks it
 * fails once enough sessions say so.
 * @param samples one per session
 * @param describe computes the facts from any of the sessions, always the same names
 */
export function judgeFacts<Sample>(
  samples: readonly Sample[],
  describe: (samples: readonly Sample[]) => readonly MeasuredFact[],
  accepted: AcceptedRanges,
): MarketFact[] {
  const left = samples.map((_, out) =>
    samples.length === 1 ? [] : describe(samples.filter((__, index) => index !== out)),
  );
  return describe(samples).map(({ name, value, unit }, fact) => {
    const error = jackknifeError(left.map((facts) => facts.at(fact)?.value ?? Number.NaN));
    const accept = accepted[name];
    if (accept === undefined) return { name, value, unit, error };
    const pass = meetsRange(value, error, samples.length, accept);
    return { name, value, unit, error, accept, pass };
  });
}

/**
 * Says whether the 95 % interval of a mean over sessions has a part in common with a range.
 * @param error standard error; NaN stands for none
 */
export function meetsRange(
  value: number,
  error: number,
  sessions: number,
  [low, high]: AcceptedRange,
): boolean {
  const halfWidth = Number.isNaN(error) ? 0 : studentQuantile(0.975, sessions - 1) * error;
  return value + halfWidth >= (low ?? -Infinity) && value - halfWidth <= (high ?? Infinity);
}

/**
 * Returns the standard error of a statistic of n blocks (Efron and Tibshirani 1993, chapter 11);
 * that of a mean is s/√n.
 * @param left [n] the statistic without each block in turn
 */
function jackknifeError(left: readonly number[]): number {
  if (left.length < 2) return Number.NaN;
  return (standardDeviation(left) * (left.length - 1)) / Math.sqrt(left.length);
}

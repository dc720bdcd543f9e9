import type { Interval } from '../evaluation/statistics';
import { niceStep } from './scale';

/** Steps of a range of values. */
export const RANGE_STEPS = 3;

/**
 * Gives the range of a learning curve without its first value: a policy that knows little yet may
 * lose so much that all it learns after that would be a flat line.
 * @param points estimates with intervals, the earliest first; intervals may be unknown
 * @param beside a value that has to be in the range, too, or NaN
 * @returns round numbers below and above them, or null where the first is not below it or too few follow
 */
export function rangeAfterStart(
  points: readonly Interval[],
  beside: number,
): readonly [number, number] | null {
  const [first, ...later] = points;
  if (later.length < 2) return null;
  const values = later.flatMap(({ estimate, low, high }) => [estimate, low, high]);
  const known = [...values, beside].filter(Number.isFinite);
  const lowest = Math.min(...known);
  const highest = Math.max(...known);
  if (first.estimate >= lowest) return null;
  const step = niceStep(highest - lowest, RANGE_STEPS);
  return [Math.floor(lowest / step) * step, Math.ceil(highest / step) * step];
}

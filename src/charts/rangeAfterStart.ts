import type { Interval } from '../evaluation/statistics';

/**
 * Gives the range of a learning curve without its first value: a policy that knows little yet may
 * lose so much that all it learns after that would be a flat line.
 * @param points estimates with intervals, the earliest first; intervals may be unknown
 * @param beside a value that has to be in the range, too, or NaN
 * @returns the lowest and highest value, or null where the first is not below it or too few follow
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
  return first.estimate < lowest ? [lowest, Math.max(...known)] : null;
}

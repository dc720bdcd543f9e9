/**
 * Which points cannot be told apart from the best one. Points of a sweep are compared by their 95 %
 * intervals: one whose interval reaches into that of the best may be as good as it.
 */
import type { Interval } from './statistics';

/**
 * @param intervals of the points; null where a point was not measured
 * @param best index of the best point
 * @returns indices of the other points, in order, that tie with the best: by their intervals, or by
 * equal estimates where there are none
 */
export function tiedWith(
  intervals: readonly (Interval | null)[],
  best: number,
  better: 'more' | 'less',
): readonly number[] {
  const top = gainOf(intervals[best] ?? null, better);
  if (top === null) return [];
  return intervals.flatMap((interval, index) => {
    const one = gainOf(interval, better);
    if (one === null || index === best) return [];
    return one.high > top.low || one.estimate === top.estimate ? [index] : [];
  });
}

/** Turns a metric of which less is better round. */
function gainOf(interval: Interval | null, better: 'more' | 'less'): Interval | null {
  if (interval === null || Number.isNaN(interval.estimate)) return null;
  const { estimate, low, high } = interval;
  return better === 'more' ? interval : { estimate: -estimate, low: -high, high: -low };
}

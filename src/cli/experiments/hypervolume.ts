/** The hypervolume of a front of two metrics (Zitzler and Thiele 1999): the area that it dominates. */

export interface FrontPoint {
  /** Metric of which more is better. */
  readonly gain: number;
  /** Metric of which less is better. */
  readonly cost: number;
}

/**
 * @param points of which those that others dominate add nothing
 * @param all points that are compared: the worst gain and the worst cost among them bound the area
 */
export function hypervolume(points: readonly FrontPoint[], all: readonly FrontPoint[]): number {
  const worstGain = Math.min(...all.map(({ gain }) => gain));
  const worstCost = Math.max(...all.map(({ cost }) => cost));
  let area = 0;
  let best = worstGain;
  for (const { gain, cost } of points.toSorted((a, b) => a.cost - b.cost)) {
    if (gain <= best) continue;
    area += (gain - best) * (worstCost - cost);
    best = gain;
  }
  return area;
}

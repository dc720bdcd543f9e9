/**
 * The front of two metrics: the points that no other one beats in both (Pareto), the area that they
 * dominate (hypervolume; Zitzler and Thiele 1999), and how sure both are, given so many episodes.
 */
import { combined } from './hierarchicalBootstrap';
import { standardDeviation, type BootstrapOptions, type Interval } from './statistics';

export interface FrontPoint {
  /** Metric of which more is better. */
  readonly gain: number;
  /** Metric of which less is better. */
  readonly cost: number;
}

/**
 * Finds the points that none dominates: none is at least as good in both metrics and better in one.
 * Equal points stand on the front together; one with NaN never does.
 * @returns their indices, in order of cost
 */
export function paretoFront(points: readonly FrontPoint[]): number[] {
  const order = points
    .map((_, index) => index)
    .filter((index) => !Number.isNaN(points[index].gain) && !Number.isNaN(points[index].cost))
    .sort((a, b) => points[a].cost - points[b].cost || points[b].gain - points[a].gain);
  const front: number[] = [];
  let last: FrontPoint | null = null;
  for (const index of order) {
    const { gain, cost } = points[index];
    const isSame = last !== null && gain === last.gain && cost === last.cost;
    if (last !== null && gain <= last.gain && !isSame) continue;
    front.push(index);
    last = points[index];
  }
  return front;
}

/**
 * Whether the other point is at least as good in both metrics and better in one; never with NaN.
 */
export const isDominated = (point: FrontPoint, other: FrontPoint): boolean =>
  other.gain >= point.gain &&
  other.cost <= point.cost &&
  (other.gain > point.gain || other.cost < point.cost);

/** Returns the worst gain and the worst cost of all points that are compared. */
export const worstOf = (all: readonly FrontPoint[]): FrontPoint => ({
  gain: all.reduce((worst, { gain }) => Math.min(worst, gain), Number.POSITIVE_INFINITY),
  cost: all.reduce((worst, { cost }) => Math.max(worst, cost), Number.NEGATIVE_INFINITY),
});

/**
 * Returns the area that the points dominate, in units of gain times cost. Points that others
 * dominate, or that are worse than the reference in either metric, add nothing.
 * @param reference the corner that bounds the area, such as `worstOf` all that is compared
 */
export const hypervolume = (points: readonly FrontPoint[], reference: FrontPoint): number =>
  areaOf(points, paretoFront(points), reference);

/** @param front indices of the points on the front, in order of cost */
function areaOf(
  points: readonly FrontPoint[],
  front: readonly number[],
  reference: FrontPoint,
): number {
  let area = 0;
  let best = reference.gain;
  for (const index of front) {
    const { gain, cost } = points[index];
    if (gain <= best || cost >= reference.cost) continue;
    area += (gain - best) * (reference.cost - cost);
    best = gain;
  }
  return area;
}

export interface FrontUncertainty {
  /** Area dominated. */
  readonly hypervolume: Interval;
  /** Share of the resamples in which each point is on the front. */
  readonly support: readonly number[];
}

export interface FrontOptions extends BootstrapOptions {
  /** Corner that bounds the area; by default the worst of the points. */
  readonly reference?: FrontPoint;
}

/** Resamples of a front: its shares are read to a few percent. */
const FRONT_RESAMPLES = 400;

/**
 * Bootstraps a front over episodes. All points are measured on the same episodes, which are drawn
 * together, so that what the points share of an episode's luck does not blur their order. Points
 * that were trained once each keep the luck of their training.
 * @param episodes number of common episodes
 * @param measure gives the points by the episodes drawn, as many as there are
 * @returns NaN limits below two episodes
 */
export function frontUncertainty(
  episodes: number,
  measure: (drawn: readonly number[]) => readonly FrontPoint[],
  options: FrontOptions,
): FrontUncertainty {
  const { random, resamples = FRONT_RESAMPLES, confidence } = options;
  const all = Array.from({ length: episodes }, (_, episode) => episode);
  const points = measure(all);
  const { reference = worstOf(points) } = options;
  const estimate = hypervolume(points, reference);
  const areas = new Float64Array(resamples);
  const times = new Float64Array(points.length);
  const drawn = all.slice();
  for (let resample = 0; resample < resamples; resample += 1) {
    for (let index = 0; index < episodes; index += 1)
      drawn[index] = Math.floor(random() * episodes);
    const measured = measure(drawn);
    const front = paretoFront(measured);
    areas[resample] = areaOf(measured, front, reference);
    for (const index of front) times[index] += 1;
  }
  const error =
    episodes < 2 ? Number.NaN : standardDeviation(areas) * Math.sqrt(episodes / (episodes - 1));
  return {
    hypervolume: combined(estimate, [{ error, degrees: episodes - 1 }], confidence),
    support: Array.from(times, (count) => count / resamples),
  };
}

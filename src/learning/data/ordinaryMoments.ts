/**
 * Moments of the ordinary part of a dataset. A random quoter holds tens of contracts, and what it
 * pays for them is most of the variance of the inventory penalty: measured in that deviation, what
 * an action changes at a small inventory, which is what a policy learns from, would vanish.
 */
import type { EpisodeRange } from './datasetOperations';
import { inBasis, termBasis, termMoments, type TermMoments } from './termReturns';
import { REWARD_TERM_COUNT } from '../../env/types';

/** Share of the rows that count as ordinary. */
const ORDINARY_SHARE = 0.8;
/** Concentration steps; a further one changes deviations by a per cent or two. */
const STEPS = 4;

/**
 * Gives the moments of the rows that lie closest to their mean, in Mahalanobis distance under
 * themselves: the concentration steps of the minimum covariance determinant (Rousseeuw and Van
 * Driessen 1999), begun with all rows. What is ordinary does not depend on the weights of the
 * terms.
 * @param returns [rows × 6], of which the rows of the episodes count
 */
export function ordinaryMoments(
  returns: Float32Array,
  episodes: readonly EpisodeRange[],
): TermMoments {
  let moments = termMoments(returns, episodes);
  for (let step = 0; step < STEPS; step += 1) {
    const distances = squaredDistances(returns, moments);
    const sorted = Float64Array.from(
      episodes.flatMap(({ start, end }) => [...distances.subarray(start, end)]),
    ).sort();
    const limit = sorted[Math.ceil(ORDINARY_SHARE * sorted.length) - 1];
    moments = termMoments(returns, rowsWithin(distances, limit, episodes));
  }
  return moments;
}

/** Gives the squared Mahalanobis distance of every row from the mean, [rows]. */
function squaredDistances(returns: Float32Array, moments: TermMoments): Float64Array {
  const width = REWARD_TERM_COUNT;
  const centred = returns.map((value, at) => value - moments.mean[at % width]);
  const scaled = inBasis(centred, termBasis(moments));
  const distances = new Float64Array(returns.length / width);
  for (const [at, value] of scaled.entries()) distances[Math.floor(at / width)] += value * value;
  return distances;
}

/** Lists the rows that are no farther away than the limit, as ranges. */
function rowsWithin(
  distances: Float64Array,
  limit: number,
  episodes: readonly EpisodeRange[],
): EpisodeRange[] {
  const ranges: EpisodeRange[] = [];
  for (const { start, end } of episodes) {
    let from = start;
    for (let row = start; row <= end; row += 1) {
      if (row < end && distances[row] <= limit) continue;
      if (row > from) ranges.push({ start: from, end: row });
      from = row + 1;
    }
  }
  return ranges;
}

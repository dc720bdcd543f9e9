/**
 * The population stability index tells how far the distribution of a feature has moved from the
 * training data, over bins between the training data's deciles: Σ (a − e)·ln(a/e) over the bins,
 * with e expected and a actual shares, which is the symmetric Kullback-Leibler divergence. By
 * custom from credit scoring, an index below 0.1 says nothing and one above 0.25 says that the
 * population is another.
 */
import { FEATURE_BINS } from '../agents/policies/trainingReference';

export const STABILITY_LIMITS = { moved: 0.1, other: 0.25 } as const;

/** Share that an empty bin counts as: its logarithm has to be finite. */
const SMALLEST_SHARE = 1e-4;

/**
 * @param expected the shares of one feature's bins
 * @param counts the observations in the same bins
 * @returns the index, or NaN without observations
 */
export function stabilityIndex(expected: ArrayLike<number>, counts: ArrayLike<number>): number {
  let total = 0;
  for (let bin = 0; bin < counts.length; bin += 1) total += counts[bin];
  if (total === 0) return Number.NaN;
  let index = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    const e = Math.max(SMALLEST_SHARE, expected[bin]);
    const a = Math.max(SMALLEST_SHARE, counts[bin] / total);
    index += (a - e) * Math.log(a / e);
  }
  return index;
}

/**
 * @param shares [p × 10] of the training data
 * @param counts [p × 10] of the observations
 * @returns [p]
 */
export function stabilityIndices(shares: Float32Array, counts: Float64Array): Float64Array {
  return Float64Array.from({ length: shares.length / FEATURE_BINS }, (_, feature) => {
    const from = feature * FEATURE_BINS;
    const to = from + FEATURE_BINS;
    return stabilityIndex(shares.subarray(from, to), counts.subarray(from, to));
  });
}

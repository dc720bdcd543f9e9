/**
 * Describes reward weights to a network that acts under every weighting (Abels et al. 2019: the
 * weights are inputs beside the observation). A weight is told twice: as its place in its range,
 * which tells small weights apart, and as its share of the whole weighting, since rewards that are
 * all multiplied by the same number ask for the same actions.
 */
import {
  clampWeight,
  weightPosition,
  type WeightRange,
  type WeightRanges,
} from '../../env/weightRanges';
import { REWARD_TERMS, REWARD_TERM_COUNT, type RewardWeights } from '../../env/types';

/** Inputs that a description takes. */
export const WEIGHT_INPUTS = 2 * REWARD_TERM_COUNT;

/** Position in its range at which a weight counts as one unit: about where the defaults lie. */
const UNIT_POSITION = 1 / 3;
/** Added under the root, so that weights of 0 throughout have shares of 0. */
export const SHARE_EPSILON = 1e-6;

/** Gives the inputs that a policy, or a critic, takes beside the observation. */
export const weightInputsOf = (ranges: WeightRanges | undefined): number =>
  ranges === undefined ? 0 : WEIGHT_INPUTS;

/**
 * Weight of a term that counts as one unit: $9 for the inventory penalty, 1 for a term in money.
 */
export function unitWeight({ min, max, logOffset }: WeightRange): number {
  return logOffset === null
    ? UNIT_POSITION * (max - min)
    : logOffset * ((1 + (max - min) / logOffset) ** UNIT_POSITION - 1);
}

/**
 * Writes the description: 2·position − 1 of every weight, then w/u over the Euclidean norm of all
 * of them, u being its unit. Weights outside of their ranges count as the nearer end.
 * @param into gets WEIGHT_INPUTS numbers from `at` on
 */
export function describeWeights(
  ranges: WeightRanges,
  weights: RewardWeights,
  into: Float32Array | Float64Array,
  at = 0,
): void {
  let squares = SHARE_EPSILON;
  for (const [index, term] of REWARD_TERMS.entries()) {
    const range = ranges[term];
    const units = clampWeight(range, weights[term]) / unitWeight(range);
    into[at + index] = 2 * weightPosition(range, weights[term]) - 1;
    into[at + REWARD_TERM_COUNT + index] = units;
    squares += units * units;
  }
  const norm = Math.sqrt(squares);
  for (let index = 0; index < REWARD_TERM_COUNT; index += 1) {
    into[at + REWARD_TERM_COUNT + index] /= norm;
  }
}

/**
 * Gives the weights u of terms r′ for which u·r′ = w·r, where r = L·r′.
 * @param basis L, [6 × 6], row by row
 */
export const weightsInBasis = (basis: readonly number[], weights: RewardWeights): number[] =>
  REWARD_TERMS.map((_, column) =>
    REWARD_TERMS.reduce(
      (sum, term, row) => sum + weights[term] * basis[row * REWARD_TERM_COUNT + column],
      0,
    ),
  );

/** Gives the standard deviation of returns under these weights; 1 where they do not vary. */
export const deviationUnder = (basis: readonly number[], weights: RewardWeights): number =>
  Math.hypot(...weightsInBasis(basis, weights)) || 1;

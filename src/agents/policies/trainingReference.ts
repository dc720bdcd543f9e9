/**
 * A reference describes the training data of a policy, so that whoever lets it trade can tell
 * whether it sees something else. It is plain data that travels with the policy, fitted by
 * learning/data/trainingReference.ts, read by the monitor of outOfDistribution.ts and by the
 * stability index of an evaluation.
 */
import { InvalidInputError } from '../../market/validation';

/** Quantiles of every feature: the ends of its usual range, and deciles between them. */
export const FEATURE_PROBABILITIES = [
  0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99,
] as const;
export const FEATURE_QUANTILES = FEATURE_PROBABILITIES.length;
/** Number of bins between the deciles. */
export const FEATURE_BINS = 10;
/** Number of quantiles of the distances, at 0, 1, … 100 %. */
export const DISTANCE_QUANTILES = 101;
/**
 * Percentile of held-out training data beyond which an observation counts as out of distribution.
 */
export const LIMIT_PERCENTILE = 99;

/**
 * Statistics of p features, in the order of the observation. All but `distances` are fitted on
 * training episodes.
 */
export interface TrainingReference {
  /** [p] the means. */
  readonly mean: Float32Array;
  /** [p] the standard deviations, above 0. */
  readonly std: Float32Array;
  /**
   * [p(p + 1)/2] the factor L, row by row, of the Cholesky factorisation L·Lᵀ of the shrunk
   * covariance of standardised observations.
   */
  readonly factor: Float32Array;
  /** [101] the squared Mahalanobis distances of held-out episodes at 0, 1, … 100 %; they rise. */
  readonly distances: Float32Array;
  /** [p × 11] the quantiles at FEATURE_PROBABILITIES, which rise within a feature. */
  readonly featureQuantiles: Float32Array;
  /**
   * [p × 10] the share of the observations in each bin: at most the first decile, the second, … and
   * above.
   */
  readonly featureShares: Float32Array;
  /** How sure the limit is; absent in policies of older labs. */
  readonly heldOut?: HeldOut;
}

/** The held-out episodes that the distances, and so the limit, rest on. */
interface HeldOut {
  readonly episodes: number;
  /** Standard error of the logarithm of the distance at LIMIT_PERCENTILE, over those episodes. */
  readonly limitError: number;
}

/** Names of the parts that are arrays. */
export type ReferencePart = Exclude<keyof TrainingReference, 'heldOut'>;

/** The parts as a file names them, with the length of each for p features. */
export const REFERENCE_PARTS: Readonly<
  Record<ReferencePart, (features: number) => readonly number[]>
> = {
  mean: (p) => [p],
  std: (p) => [p],
  factor: (p) => [(p * (p + 1)) / 2],
  distances: () => [DISTANCE_QUANTILES],
  featureQuantiles: (p) => [p, FEATURE_QUANTILES],
  featureShares: (p) => [p, FEATURE_BINS],
};

/** Bin of a value between the deciles that start at `offset` of `quantiles`, 0 to 9. */
export function featureBin(quantiles: Float32Array, offset: number, value: number): number {
  let bin = 0;
  while (bin < FEATURE_BINS - 1 && value > quantiles[offset + 1 + bin]) bin += 1;
  return bin;
}

/** @throws InvalidInputError naming the first part whose length or values cannot be right */
export function checkReference(reference: TrainingReference, features: number): void {
  for (const [part, shapeOf] of Object.entries(REFERENCE_PARTS)) {
    const values = reference[part as ReferencePart];
    const length = shapeOf(features).reduce((product, width) => product * width, 1);
    const field = `policy.reference.${part}`;
    if (values.length !== length) {
      throw new InvalidInputError(field, `${length} numbers`, values.length);
    }
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw new InvalidInputError(field, 'finite numbers', bad);
  }
  const { std, factor, distances, featureQuantiles, featureShares } = reference;
  const flat = std.find((value) => value <= 0);
  if (flat !== undefined) {
    throw new InvalidInputError('policy.reference.std', 'positive numbers', flat);
  }
  for (let row = 0, at = 0; row < features; row += 1, at += row + 1) {
    if (factor[at] > 0) continue;
    throw new InvalidInputError('policy.reference.factor', 'a positive diagonal', factor[at]);
  }
  checkRising('distances', distances, DISTANCE_QUANTILES);
  checkRising('featureQuantiles', featureQuantiles, FEATURE_QUANTILES);
  const negative = featureShares.find((share) => share < 0);
  if (negative !== undefined) {
    throw new InvalidInputError('policy.reference.featureShares', 'shares from 0', negative);
  }
}

/** @param width values in a row, of which none may be below the one before */
function checkRising(part: string, values: Float32Array, width: number): void {
  for (let at = 1; at < values.length; at += 1) {
    if (at % width === 0 || values[at] >= values[at - 1]) continue;
    throw new InvalidInputError(`policy.reference.${part}`, 'rising numbers', values[at]);
  }
}

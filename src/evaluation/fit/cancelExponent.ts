/** How unevenly cancels come from a queue, from where in it they come. */
import { fitted, type Fitted } from './fitted';

/**
 * Fits n of the rule that the share uⁿ of cancels comes from ahead of the relative position u: its
 * mean position is ū = n / (1 + n), so that n = ū / (1 − ū). At n = 1 any contract is as likely to
 * go; the larger n, the more cancels come from the back.
 * @param positions relative positions of cancelled contracts, 0 at the front and 1 at the back
 * @param contracts how many each position stands for
 */
export function cancelExponent(positions: ArrayLike<number>, contracts: ArrayLike<number>): Fitted {
  const { mean, standardError } = weightedMean(positions, contracts);
  return fitted(mean / (1 - mean), standardError / (1 - mean) ** 2, positions.length);
}

/** Gives ū itself. @see cancelExponent */
export function meanPosition(positions: ArrayLike<number>, contracts: ArrayLike<number>): Fitted {
  const { mean, standardError } = weightedMean(positions, contracts);
  return fitted(mean, standardError, positions.length);
}

/** The error is that of cancels, rather than contracts, as independent. */
function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>) {
  const { length } = values;
  let weight = 0;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    weight += weights[i];
    sum += weights[i] * values[i];
  }
  const mean = sum / weight;
  let squares = 0;
  for (let i = 0; i < length; i++) squares += (weights[i] * (values[i] - mean)) ** 2;
  return { mean, standardError: Math.sqrt((squares * length) / (length - 1)) / weight };
}

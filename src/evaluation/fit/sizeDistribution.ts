/**
 * Sizes of orders and trades, as the synthetic market draws them: orders geometric from one, by
 * their mean; trades one contract with some probability, and else from a Pareto distribution.
 */
import { fitted, type Fitted } from './fitted';

const BISECTIONS = 60;
const LARGEST_EXPONENT = 50;

/** Fits the mean size. */
export function meanSize(sizes: ArrayLike<number>): Fitted {
  const { length } = sizes;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < length; i++) {
    sum += sizes[i];
    squares += sizes[i] * sizes[i];
  }
  const mean = sum / length;
  const variance = Math.max(0, squares / length - mean * mean) * (length / (length - 1));
  return fitted(mean, Math.sqrt(variance / length), length);
}

/** Fits the share of trades of one contract. */
export function unitShare(sizes: ArrayLike<number>): Fitted {
  const { length } = sizes;
  let units = 0;
  for (let i = 0; i < length; i++) if (sizes[i] === 1) units++;
  const share = units / length;
  return fitted(share, Math.sqrt((share * (1 - share)) / length), length);
}

/**
 * Fits α of sizes from `least` on, whose share of at least s is (least / s)^α, by maximum
 * likelihood: Hill's estimator for whole numbers, of which a size s stands for all from s to s + 1.
 * @param largest sizes that are cut off there count as at least as much
 */
export function paretoTail(sizes: ArrayLike<number>, least: number, largest = Infinity): Fitted {
  const tail: number[] = [];
  for (let i = 0; i < sizes.length; i++) if (sizes[i] >= least) tail.push(sizes[i]);
  const score = (alpha: number) => {
    let sum = 0;
    for (const size of tail) sum += scoreOf(Math.min(size, largest), alpha, least, largest);
    return sum;
  };
  // The log-likelihood is concave, so that its slope falls through zero once.
  let low = 1e-6;
  let high = LARGEST_EXPONENT;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (score(middle) > 0) low = middle;
    else high = middle;
  }
  const alpha = (low + high) / 2;
  const width = 1e-4 * alpha;
  const information = (score(alpha - width) - score(alpha + width)) / (2 * width);
  return fitted(alpha, 1 / Math.sqrt(information), tail.length);
}

/** Slope of the log-likelihood of one size. */
function scoreOf(size: number, alpha: number, least: number, largest: number): number {
  const from = Math.log(least / size);
  if (size >= largest) return from;
  const to = Math.log(least / (size + 1));
  const share = Math.exp(alpha * (to - from));
  return (from - to * share) / (1 - share);
}

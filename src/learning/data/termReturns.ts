/**
 * Reward terms of steps, and what follows from them for every weighting at once: rewards and
 * returns are linear in the weights, so that the terms' own returns and their covariance suffice.
 */
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { REWARD_TERM_COUNT, TERM } from '../../env/types';
import { controlVariateRewards } from './controlVariateRewards';
import { choleskyFactor } from './covariance';
import type { Dataset } from './dataset';
import type { EpisodeRange } from './datasetOperations';

/**
 * Gives the reward terms of every step as a learner is paid them: what the control variate takes
 * off the rewards is linear in the weight of inventory profit, and so is a part of that term.
 * @returns [rows × 6], in dollars
 */
export function learnedTerms(
  dataset: Dataset,
  dollarsPerTick: number,
  discount: number,
): Float32Array {
  const unpaid = { ...dataset, rewards: new Float32Array(dataset.rows) };
  const weights = { ...DEFAULT_REWARD_WEIGHTS, inventoryPnl: 1 };
  const { rewards } = controlVariateRewards(unpaid, weights, dollarsPerTick, discount);
  const terms = dataset.terms.slice();
  for (let row = 0; row < dataset.rows; row += 1) {
    terms[row * REWARD_TERM_COUNT + TERM.inventoryPnl] += rewards[row];
  }
  return terms;
}

/**
 * Sums each term from each step to the end of its episode.
 * @param terms, returns [rows × 6]
 */
export function termReturnsToGo(
  terms: Float32Array,
  episodes: readonly EpisodeRange[],
  discount: number,
): Float32Array {
  const returns = new Float32Array(terms.length);
  for (let term = 0; term < REWARD_TERM_COUNT; term += 1) {
    for (const { start, end } of episodes) {
      let sum = 0;
      for (let row = end - 1; row >= start; row -= 1) {
        const at = row * REWARD_TERM_COUNT + term;
        sum = terms[at] + discount * sum;
        returns[at] = sum;
      }
    }
  }
  return returns;
}

/** Means of the terms' returns over the rows of episodes, [6], and their covariance, [6 × 6]. */
export interface TermMoments {
  readonly mean: readonly number[];
  readonly covariance: readonly number[];
}

/** @param returns [rows × 6] */
export function termMoments(returns: Float32Array, episodes: readonly EpisodeRange[]): TermMoments {
  const width = REWARD_TERM_COUNT;
  const count = episodes.reduce((rows, { start, end }) => rows + end - start, 0);
  const mean = new Float64Array(width);
  forEachRow(episodes, (row) => {
    for (let term = 0; term < width; term += 1) mean[term] += returns[row * width + term] / count;
  });
  const covariance = new Float64Array(width * width);
  forEachRow(episodes, (row) => {
    for (let one = 0; one < width; one += 1) {
      const deviation = (returns[row * width + one] - mean[one]) / count;
      for (let other = 0; other < width; other += 1) {
        const at = row * width + other;
        covariance[one * width + other] += deviation * (returns[at] - mean[other]);
      }
    }
  });
  return { mean: [...mean], covariance: [...covariance] };
}

/** Share of each variance that is added to it, so that terms which depend on others can be told. */
const LEAST_SHARE = 1e-4;

/**
 * Gives coordinates in which the terms' returns are uncorrelated and of unit variance: terms r are
 * L·r′ with the Cholesky factor L of their covariance. The money terms nearly cancel: what the
 * price does to a fresh fill is in one and, with the other sign, in the next. Values that are
 * learned term by term would have errors that do not cancel, and their sum would drown in them.
 * @returns [6 × 6], lower triangular, row by row
 */
export function termBasis({ covariance }: TermMoments): number[] {
  const width = REWARD_TERM_COUNT;
  const matrix = Float64Array.from(covariance, (value, at) => {
    if (at % (width + 1) !== 0) return value;
    return value > 0 ? (1 + LEAST_SHARE) * value : 1;
  });
  const packed = choleskyFactor(matrix, width);
  return Array.from({ length: width * width }, (_, at) => {
    const row = Math.floor(at / width);
    const column = at % width;
    return column > row ? 0 : packed[(row * (row + 1)) / 2 + column];
  });
}

/** Solves L·r′ = r for every row. @param terms [rows × 6] @param basis see termBasis */
export function inBasis(terms: Float32Array, basis: readonly number[]): Float32Array {
  const width = REWARD_TERM_COUNT;
  const solved = new Float32Array(terms.length);
  for (let at = 0; at < terms.length; at += width) {
    for (let term = 0; term < width; term += 1) {
      let rest = terms[at + term];
      for (let other = 0; other < term; other += 1) {
        rest -= basis[term * width + other] * solved[at + other];
      }
      solved[at + term] = rest / basis[term * width + term];
    }
  }
  return solved;
}

function forEachRow(episodes: readonly EpisodeRange[], visit: (row: number) => void): void {
  for (const { start, end } of episodes) for (let row = start; row < end; row += 1) visit(row);
}

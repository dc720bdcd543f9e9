/**
 * Statistics of few runs: means and interquartile means (Agarwal et al. 2021, "Deep Reinforcement
 * Learning at the Edge of the Statistical Precipice"), Student's intervals, and paired differences
 * under common random numbers. Intervals over datasets, training seeds and episodes are in
 * hierarchicalBootstrap.ts.
 */
import { studentQuantile } from './studentT';

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  /** Returns a uniform number in [0, 1). */
  readonly random: () => number;
  readonly resamples?: number;
  /** Share of the distribution inside the interval. */
  readonly confidence?: number;
}

export const DEFAULT_RESAMPLES = 2000;
export const DEFAULT_CONFIDENCE = 0.95;

/** Returns NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index];
  return sum / values.length;
}

/** Returns the unbiased estimate (n − 1); NaN below two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += (values[index] - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** Interpolates linearly between order statistics (Hyndman and Fan's type 7, numpy's default). */
export function quantile(values: ArrayLike<number>, probability: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Returns the mean of the middle half: ⌊n/4⌋ values are dropped at either end. */
export function interquartileMean(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(sorted.length / 4);
  return mean(sorted.subarray(cut, sorted.length - cut));
}

/** Returns the mean over the standard deviation, across episodes; it is not annualised. */
export function sharpeRatio(profits: ArrayLike<number>): number {
  return mean(profits) / standardDeviation(profits);
}

/** Returns the mean over the root mean square of the losses (target 0), across episodes. */
export function sortinoRatio(profits: ArrayLike<number>): number {
  let squares = 0;
  for (let index = 0; index < profits.length; index++) {
    squares += Math.min(0, profits[index]) ** 2;
  }
  return mean(profits) / Math.sqrt(squares / profits.length);
}

/**
 * Returns Spearman's ρ, the correlation of ranks, ties sharing their mean rank; NaN where either
 * list does not vary.
 * @throws RangeError when the lengths differ
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(`rankCorrelation: expected ${a.length} values to pair, got ${b.length}`);
  }
  const [x, y] = [ranks(a), ranks(b)];
  const centre = (a.length - 1) / 2;
  let products = 0;
  let squaresX = 0;
  let squaresY = 0;
  for (let index = 0; index < a.length; index++) {
    products += (x[index] - centre) * (y[index] - centre);
    squaresX += (x[index] - centre) ** 2;
    squaresY += (y[index] - centre) ** 2;
  }
  return products / Math.sqrt(squaresX * squaresY);
}

/** Ranks count from 0. */
function ranks(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => {
    let below = 0;
    let equal = 0;
    for (let index = 0; index < values.length; index++) {
      if (values[index] < value) below++;
      else if (values[index] === value) equal++;
    }
    return below + (equal - 1) / 2;
  });
}

/** An estimate without an interval: its limits are NaN. */
export const withoutLimits = (estimate: number): Interval => ({
  estimate,
  low: Number.NaN,
  high: Number.NaN,
});

/**
 * Returns Student's interval of a mean; NaN limits below two values.
 * @param independent of the values, where some say the same again, as episodes that overlap do
 */
export function meanInterval(
  values: ArrayLike<number>,
  confidence: number = DEFAULT_CONFIDENCE,
  independent: number = values.length,
): Interval {
  const estimate = mean(values);
  const count = Math.min(values.length, independent);
  if (count < 2) return withoutLimits(estimate);
  const halfWidth =
    (studentQuantile((1 + confidence) / 2, count - 1) * standardDeviation(values)) /
    Math.sqrt(count);
  return { estimate, low: estimate - halfWidth, high: estimate + halfWidth };
}

/**
 * Returns the interval of the mean of a − b, item by item: what the two have in common (the market
 * of that seed) cancels.
 * @param independent see `meanInterval`
 * @throws RangeError when the lengths differ
 */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  confidence: number = DEFAULT_CONFIDENCE,
  independent: number = a.length,
): Interval {
  if (a.length !== b.length) {
    throw new RangeError(`pairedDifference: expected ${a.length} values to pair, got ${b.length}`);
  }
  return meanInterval(
    Float64Array.from(a, (value, index) => value - b[index]),
    confidence,
    independent,
  );
}

/**
 * Scores 0 for random quoting and 100 for the tuned Avellaneda-Stoikov quoter; NaN when those two
 * do not differ.
 */
export function normalisedScore(value: number, random: number, reference: number): number {
  return reference === random ? Number.NaN : (100 * (value - random)) / (reference - random);
}

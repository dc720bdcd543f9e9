/**
 * Statistics of one long series: variance, kurtosis, autocorrelation, logistic regression, rank
 * tests.
 */
import { mean } from '../statistics';

/**
 * Returns the mean square of x[t + lag] − x[t] over all t: the variance of increments without
 * drift.
 */
export function meanSquareIncrement(series: ArrayLike<number>, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let t = 0; t + lag < series.length; t++) {
    sum += (series[t + lag] - series[t]) ** 2;
    count++;
  }
  return sum / count;
}

/** Returns the differences of every `stride`-th value. */
export function increments(series: ArrayLike<number>, stride: number): Float64Array {
  const count = Math.max(0, Math.floor((series.length - 1) / stride));
  return Float64Array.from(
    { length: count },
    (_, i) => series[(i + 1) * stride] - series[i * stride],
  );
}

/** Returns the fourth standardised moment: 3 for a normal distribution. */
export function kurtosis(values: ArrayLike<number>): number {
  const centre = mean(values);
  let second = 0;
  let fourth = 0;
  for (let i = 0; i < values.length; i++) {
    const square = (values[i] - centre) ** 2;
    second += square;
    fourth += square * square;
  }
  return (fourth * values.length) / (second * second);
}

/** Returns the sample autocorrelation at a lag. */
export function autocorrelation(values: ArrayLike<number>, lag: number): number {
  const centre = mean(values);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - centre;
    variance += deviation * deviation;
    if (i + lag < values.length) covariance += deviation * (values[i + lag] - centre);
  }
  return covariance / variance;
}

export interface LogisticFit {
  readonly intercept: number;
  readonly slope: number;
}

const NEWTON_STEPS = 25;

/**
 * Fits P(outcome) = 1 / (1 + e^−(intercept + slope·x)) by maximum likelihood, with Newton's method.
 * @param outcomes 0 or 1, an entry per x
 */
export function logisticRegression(x: ArrayLike<number>, outcomes: ArrayLike<number>): LogisticFit {
  let intercept = 0;
  let slope = 0;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let gradient0 = 0;
    let gradient1 = 0;
    let hessian00 = 0;
    let hessian01 = 0;
    let hessian11 = 0;
    for (let i = 0; i < x.length; i++) {
      const probability = 1 / (1 + Math.exp(-(intercept + slope * x[i])));
      const error = outcomes[i] - probability;
      const weight = probability * (1 - probability);
      gradient0 += error;
      gradient1 += error * x[i];
      hessian00 += weight;
      hessian01 += weight * x[i];
      hessian11 += weight * x[i] * x[i];
    }
    const determinant = hessian00 * hessian11 - hessian01 * hessian01;
    intercept += (hessian11 * gradient0 - hessian01 * gradient1) / determinant;
    slope += (hessian00 * gradient1 - hessian01 * gradient0) / determinant;
  }
  return { intercept, slope };
}

/**
 * Returns the area under the ROC curve: how often a case with outcome 1 scores above one with
 * outcome 0, ties counting half.
 */
export function areaUnderCurve(scores: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a] - scores[b]);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && scores[order[end]] === scores[order[start]]) end++;
    const sharedRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) {
      if (outcomes[order[i]] === 1) {
        positives++;
        rankSum += sharedRank;
      }
    }
    start = end;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

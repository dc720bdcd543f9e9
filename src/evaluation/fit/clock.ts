/**
 * How uneven activity is. The synthetic market's clock runs at e^(s·y − s²/2), with y an
 * Ornstein-Uhlenbeck process of 90 s: a recording holds few independent values of it, so that both
 * the deviation s that it shows and its mean activity are told by simulated clocks of its length.
 */
import { Rng } from '../../market/rng';
import { quantile } from '../statistics';
import type { Fitted } from './fitted';

/** Seconds in which events are counted together. */
export const PERIOD_SECONDS = 10;
const MEMORY_SECONDS = 90;
const PATHS = 400;

/** Fits s from the deviation of the logarithms of counts. @param counts of events per period */
export function clockDeviation(counts: ArrayLike<number>): Fitted {
  const logs = Array.from(counts, (count) => Math.log(count + 0.5));
  // A count of n has a relative variance of 1 / n by itself.
  const noise =
    Array.from(counts).reduce((sum, count) => sum + 1 / (count + 0.5), 0) / counts.length;
  const shown = Math.sqrt(Math.max(1e-6, variance(logs) - noise));
  const unit = unitPaths(counts.length).map((path) => Math.sqrt(variance(path)));
  return {
    estimate: shown / quantile(unit, 0.5),
    low: shown / quantile(unit, 0.975),
    high: shown / quantile(unit, 0.025),
    observations: counts.length,
  };
}

/** Logarithm of a recording's mean activity, whose mean is 1 over all recordings. */
export interface ClockLevel {
  /** Quantiles of 2.5 % and 97.5 %. */
  readonly low: number;
  readonly high: number;
}

/** Distribution of a recording's mean activity at a deviation s. */
export function clockLevel(deviation: number, periods: number): ClockLevel {
  const means = unitPaths(periods).map((path) => {
    const sum = path.reduce((total, y) => total + Math.exp(deviation * y - deviation ** 2 / 2), 0);
    return Math.log(sum / path.length);
  });
  return {
    low: quantile(means, 0.025),
    high: quantile(means, 0.975),
  };
}

function variance(values: readonly number[]): number {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length;
}

/** Paths of y / s, a value per period. */
function unitPaths(periods: number): number[][] {
  const rng = new Rng(1, 13);
  const decay = Math.exp(-PERIOD_SECONDS / MEMORY_SECONDS);
  const noise = Math.sqrt(1 - decay * decay);
  return Array.from({ length: PATHS }, () => {
    let y = rng.normal();
    return Array.from({ length: periods }, () => {
      const now = y;
      y = decay * y + noise * rng.normal();
      return now;
    });
  });
}

/** Counts whose rate is exponential in what they depend on. */
import { fitted, type Fitted } from './fitted';

const NEWTON_STEPS = 50;
const LARGEST_STEP = 2;

export interface PoissonFit {
  /** Logarithm of the rate at 0. */
  readonly intercept: Fitted;
  /** Change of that logarithm with x. */
  readonly slope: Fitted;
}

/**
 * Fits counts with the mean exposure · e^(intercept + slope·x) by maximum likelihood, with Newton's
 * method; errors are those of the Fisher information.
 * @param x what the rate depends on, an entry per count; it has to take two values
 * @param exposures time at risk of each count
 */
export function poissonRegression(
  x: ArrayLike<number>,
  counts: ArrayLike<number>,
  exposures: ArrayLike<number>,
): PoissonFit {
  let total = 0;
  let time = 0;
  for (let i = 0; i < counts.length; i++) {
    total += counts[i];
    time += exposures[i];
  }
  let intercept = Math.log(total / time);
  let slope = 0;
  let information = { h00: NaN, h01: NaN, h11: NaN };
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (let i = 0; i < counts.length; i++) {
      const mean = exposures[i] * Math.exp(intercept + slope * x[i]);
      const error = counts[i] - mean;
      g0 += error;
      g1 += error * x[i];
      h00 += mean;
      h01 += mean * x[i];
      h11 += mean * x[i] * x[i];
    }
    information = { h00, h01, h11 };
    const determinant = h00 * h11 - h01 * h01;
    const change0 = (h11 * g0 - h01 * g1) / determinant;
    const change1 = (h00 * g1 - h01 * g0) / determinant;
    // A long step would leave the region in which the exponential is finite.
    const scale = Math.min(1, LARGEST_STEP / Math.max(Math.abs(change0), Math.abs(change1)));
    intercept += scale * change0;
    slope += scale * change1;
  }
  const { h00, h01, h11 } = information;
  const determinant = h00 * h11 - h01 * h01;
  return {
    intercept: fitted(intercept, Math.sqrt(h11 / determinant), total),
    slope: fitted(slope, Math.sqrt(h00 / determinant), total),
  };
}

/**
 * Fits A and k of the rate A·e^(−k·δ) at which trades reach a distance δ from the mid (Avellaneda
 * and Stoikov 2008, equation 2.11). Trades are counted by the last distance that they reached, so
 * that counts are independent: a share 1 − e^(−k) of those that reach one goes no tick further. The
 * interval of A takes k as known.
 * @param distances ticks from the mid, one apart
 * @param trades whose last distance is each one
 * @param seconds in which an order would have waited there
 */
export function fillIntensity(
  distances: ArrayLike<number>,
  trades: ArrayLike<number>,
  seconds: ArrayLike<number>,
): { readonly A: Fitted; readonly k: Fitted } {
  const { intercept, slope } = poissonRegression(distances, trades, seconds);
  const { observations } = slope;
  const stopping = 1 - Math.exp(slope.estimate);
  return {
    A: {
      estimate: Math.exp(intercept.estimate) / stopping,
      low: Math.exp(intercept.low) / stopping,
      high: Math.exp(intercept.high) / stopping,
      observations,
    },
    k: { estimate: -slope.estimate, low: -slope.high, high: -slope.low, observations },
  };
}

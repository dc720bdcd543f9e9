/** How long the signs of trades last, and how far the price moves. */
import { autocorrelation } from '../facts/series';
import { fitted, type Fitted } from './fitted';

/**
 * Fits γ of the memory of signs C(τ) ∝ τ^−γ by least squares of ln C on ln τ (Lillo and Farmer
 * 2004: 0.4 to 0.6 for stocks).
 * @param signs +1 or −1 of consecutive trades
 * @param lags at which the memory is looked at; those at which it is not above 0 are left out
 */
export function signMemoryExponent(signs: ArrayLike<number>, lags: readonly number[]): Fitted {
  const points = lags
    .map((lag) => [Math.log(lag), autocorrelation(signs, lag)] as const)
    .filter(([, memory]) => memory > 0)
    .map(([lag, memory]) => [lag, Math.log(memory)] as const);
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  let spread = 0;
  let joint = 0;
  for (const [x, y] of points) {
    spread += (x - meanX) ** 2;
    joint += (x - meanX) * (y - meanY);
  }
  const slope = joint / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return fitted(-slope, Math.sqrt(rest / (count - 2) / spread), signs.length);
}

/**
 * Fits the volatility per business second from changes of the mid that do not overlap, 60 s each.
 * @param changes of the mid, in ticks
 * @param businessSeconds how long each was by the clock of the market's activity
 * @returns ticks per square root of a business second
 */
export function volatilityPerSecond(
  changes: ArrayLike<number>,
  businessSeconds: ArrayLike<number>,
): Fitted {
  const { length } = changes;
  let squares = 0;
  let seconds = 0;
  for (let i = 0; i < length; i++) {
    squares += changes[i] * changes[i];
    seconds += businessSeconds[i];
  }
  const volatility = Math.sqrt(squares / seconds);
  return fitted(volatility, volatility / Math.sqrt(2 * length), length);
}

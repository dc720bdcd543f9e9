/** A parameter that was fitted to a market, as every estimator here gives it. */
import type { Interval } from '../statistics';

export interface Fitted extends Interval {
  /** How many observations the estimate is made of. */
  readonly observations: number;
}

const NORMAL_95 = 1.959963984540054;

/** Makes the normal interval of 95 %; its limits are NaN without a standard error. */
export function fitted(estimate: number, standardError: number, observations: number): Fitted {
  const half = NORMAL_95 * standardError;
  return { estimate, low: estimate - half, high: estimate + half, observations };
}

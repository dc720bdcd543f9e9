/**
 * The one place that turns an action into quotes, and scales actions for the learners. An action is
 * five numbers (`ACTION`): skews and spread in ticks, sizes as fractions of maxOrderSize. Not here:
 * position limits, latency and what happens to a quote at the exchange (quoteGateway.ts).
 */
import { InvalidInputError } from '../market/validation';
import { ACTION, ACTION_LENGTH, ACTION_NAMES } from './types';

/** Lowest and highest value of each dimension of an action, in its own unit. */
export const ACTION_LOW: readonly number[] = [-1, -1, 0.5, 0, 0];
export const ACTION_HIGH: readonly number[] = [1, 1, 5, 1, 1];

/**
 * Slack in ticks before a price is rounded away from the grid point it stands for: an action that
 * went through 32-bit floats must not lose a whole tick.
 */
const GRID_SLACK = 1e-6;

/** Two quotes: prices in whole ticks, sizes in whole contracts; size 0 is no quote. */
export interface QuotePair {
  bidPrice: number;
  bidSize: number;
  askPrice: number;
  askSize: number;
}

/** @throws InvalidInputError naming the first dimension outside the action box */
export function validate(values: ArrayLike<number>, path = 'action'): void {
  if (values.length !== ACTION_LENGTH) {
    throw new InvalidInputError(path, `${ACTION_LENGTH} numbers`, `${values.length} numbers`);
  }
  for (let i = 0; i < ACTION_LENGTH; i++) {
    // NaN fails both comparisons.
    if (!(values[i] >= ACTION_LOW[i] && values[i] <= ACTION_HIGH[i])) {
      throw new InvalidInputError(
        `${path}.${ACTION_NAMES[i]}`,
        `a number from ${ACTION_LOW[i]} to ${ACTION_HIGH[i]}`,
        values[i],
      );
    }
  }
}

/** Maps one dimension from [−1, 1], the units of the learners, to its own unit. */
export function unscaleDimension(scaled: number, dimension: number): number {
  const low = ACTION_LOW[dimension];
  return low + (scaled + 1) * 0.5 * (ACTION_HIGH[dimension] - low);
}

/** Maps one dimension from its own unit to [−1, 1]. */
export function scaleDimension(raw: number, dimension: number): number {
  const low = ACTION_LOW[dimension];
  return ((raw - low) / (ACTION_HIGH[dimension] - low)) * 2 - 1;
}

/** Clamps one dimension of a raw action into the box. NaN stays NaN. */
export function clampDimension(raw: number, dimension: number): number {
  const low = ACTION_LOW[dimension];
  const high = ACTION_HIGH[dimension];
  return raw < low ? low : raw > high ? high : raw;
}

/** Maps five numbers in raw units to [−1, 1], in place when `scaled` is `raw`. */
export function scaleAction(raw: ArrayLike<number>, scaled: Float32Array | Float64Array): void {
  for (let i = 0; i < ACTION_LENGTH; i++) scaled[i] = scaleDimension(raw[i], i);
}

/**
 * Quotes around a mid: bid = mid − spread/2 + bidSkew rounded down to the grid, ask = mid +
 * spread/2 + askSkew rounded up. A pair that would meet itself is moved to the ticks either side of
 * mid. Sizes are rounded to whole contracts.
 *
 * @param action five raw numbers; values outside the box are clamped
 * @param midHalfTicks best bid + best ask
 * @param out overwritten
 * @throws InvalidInputError for a dimension that is not a number
 */
export function quotesFromAction(
  action: ArrayLike<number>,
  midHalfTicks: number,
  maxOrderSize: number,
  out: QuotePair,
): void {
  const bidSkew = clampDimension(action[ACTION.bidSkew], ACTION.bidSkew);
  const askSkew = clampDimension(action[ACTION.askSkew], ACTION.askSkew);
  const spread = clampDimension(action[ACTION.spread], ACTION.spread);
  const bidFraction = clampDimension(action[ACTION.bidSize], ACTION.bidSize);
  const askFraction = clampDimension(action[ACTION.askSize], ACTION.askSize);
  const sum = bidSkew + askSkew + spread + bidFraction + askFraction;
  // A sum is NaN exactly when a clamped part of it is.
  if (Number.isNaN(sum)) validate(action);

  const mid = midHalfTicks * 0.5;
  let bid = Math.floor(mid - spread * 0.5 + bidSkew + GRID_SLACK);
  let ask = Math.ceil(mid + spread * 0.5 + askSkew - GRID_SLACK);
  const bidSize = Math.round(bidFraction * maxOrderSize);
  const askSize = Math.round(askFraction * maxOrderSize);
  if (bid >= ask && bidSize > 0 && askSize > 0) {
    bid = Math.ceil(mid) - 1;
    ask = Math.floor(mid) + 1;
  }
  out.bidPrice = bid;
  out.bidSize = bidSize;
  out.askPrice = ask;
  out.askSize = askSize;
}

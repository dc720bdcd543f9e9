/**
 * Turns the distances that a quoting rule wants into an action. Rules speak of how far each quote
 * stands from the mid; an action speaks of a spread and two skews.
 */
import { clampDimension } from '../../env/actionMap';
import { ACTION } from '../../env/types';

/**
 * Does what `writeDistances` does, but no quote goes through the mid. Closed-form models have no
 * taker fee and no spread to cross: where they ask for a negative distance, they mean the best
 * place in front of the market.
 */
export function writePassiveDistances(
  bidDistance: number,
  askDistance: number,
  size: number,
  action: Float64Array,
): void {
  writeDistances(Math.max(0, bidDistance), Math.max(0, askDistance), size, size, action);
}

/**
 * Writes the action whose quotes stand `bidDistance` below and `askDistance` above the mid, in
 * ticks. The box holds quotes at most two ticks farther on one side than on the other; beyond, the
 * nearer quote, the one that trades, is kept. Distances may be negative (through the mid) or
 * Infinity (no quote).
 */
export function writeDistances(
  bidDistance: number,
  askDistance: number,
  bidSize: number,
  askSize: number,
  action: Float64Array,
): void {
  const noBid = bidDistance === Infinity;
  const noAsk = askDistance === Infinity;
  const bid = noBid ? (noAsk ? 0 : askDistance) : bidDistance;
  const ask = noAsk ? bid : askDistance;
  const spread = clampDimension(Math.min(bid + ask, 2 * Math.min(bid, ask) + 2), ACTION.spread);
  action[ACTION.spread] = spread;
  action[ACTION.bidSkew] = clampDimension(spread / 2 - bid, ACTION.bidSkew);
  action[ACTION.askSkew] = clampDimension(ask - spread / 2, ACTION.askSkew);
  action[ACTION.bidSize] = noBid ? 0 : bidSize;
  action[ACTION.askSize] = noAsk ? 0 : askSize;
}

/**
 * A person asks for quotes at prices, but an action speaks of distances from a mid that moves, so
 * not every price is within its reach. A quote is held at its price for as long as it can be, which
 * keeps its place in the queue, and otherwise stands at the nearest price that can. The functions
 * are pure, for the agent that quotes and for the page that shows it.
 */
import { ACTION_HIGH, ACTION_LOW, type QuotePair } from '../../env/actionMap';
import { ACTION } from '../../env/types';

export interface ManualQuote {
  readonly isOn: boolean;
  readonly priceTicks: number;
  /** The size in whole contracts. */
  readonly size: number;
}

export type ManualSide = 'bid' | 'ask';

export interface ManualQuotes extends Readonly<Record<ManualSide, ManualQuote>> {
  /** Both quotes are gone, and the position is flattened across the spread. */
  readonly isFlattening: boolean;
}

const OFF: ManualQuote = { isOn: false, priceTicks: 0, size: 0 };

export const NO_QUOTES: ManualQuotes = { bid: OFF, ask: OFF, isFlattening: false };

/** Lowest and highest price, in ticks. */
export interface PriceReach {
  low: number;
  high: number;
}

/** The market's prices that a reach depends on, in ticks. */
export interface Touch {
  readonly bestBid: number;
  readonly bestAsk: number;
}

/** Distances from the mid, in ticks, that one quote alone can be asked for at. */
const FARTHEST = ACTION_HIGH[ACTION.spread] / 2 - ACTION_LOW[ACTION.bidSkew];
const NEAREST = ACTION_LOW[ACTION.spread] / 2 - ACTION_HIGH[ACTION.bidSkew];

/** Ticks by which one quote may stand farther from the mid than the other. */
const MOST_LOPSIDED = ACTION_HIGH[ACTION.bidSkew] - ACTION_LOW[ACTION.bidSkew];

/**
 * Prices at which a quote can rest: within the action box after rounding to the grid, and not
 * across the spread.
 * @param out overwritten
 */
export function restingReach(side: ManualSide, touch: Touch, out: PriceReach): PriceReach {
  const mid = (touch.bestBid + touch.bestAsk) / 2;
  if (side === 'bid') {
    out.low = Math.floor(mid - FARTHEST);
    out.high = Math.min(Math.floor(mid - NEAREST), touch.bestAsk - 1);
  } else {
    out.low = Math.max(Math.ceil(mid + NEAREST), touch.bestBid + 1);
    out.high = Math.ceil(mid + FARTHEST);
  }
  return out;
}

const within = (price: number, { low, high }: PriceReach) => Math.min(high, Math.max(low, price));

/**
 * Places quotes that are asked for at these prices. Each goes to the nearest price within reach; of
 * a pair that is too lopsided, or would meet, the quote nearer to the mid stays and the other gives
 * way.
 * @param out overwritten; size 0 is no quote
 */
export function placeManually({ bid, ask }: ManualQuotes, touch: Touch, out: QuotePair): void {
  out.bidSize = bid.isOn ? bid.size : 0;
  out.askSize = ask.isOn ? ask.size : 0;
  const reach: PriceReach = { low: 0, high: 0 };
  out.bidPrice = within(bid.priceTicks, restingReach('bid', touch, reach));
  out.askPrice = within(ask.priceTicks, restingReach('ask', touch, reach));
  if (out.bidSize === 0 || out.askSize === 0) return;
  if (out.bidPrice >= out.askPrice) keepApart(touch, out);
  const mid = (touch.bestBid + touch.bestAsk) / 2;
  const bidDistance = mid - out.bidPrice;
  const askDistance = out.askPrice - mid;
  if (bidDistance > askDistance + MOST_LOPSIDED) {
    out.bidPrice = mid - askDistance - MOST_LOPSIDED;
  } else if (askDistance > bidDistance + MOST_LOPSIDED) {
    out.askPrice = mid + bidDistance + MOST_LOPSIDED;
  }
}

/** Moves one of two quotes inside a wide spread out by as little as it takes. */
function keepApart({ bestBid, bestAsk }: Touch, out: QuotePair): void {
  const mid = (bestBid + bestAsk) / 2;
  if (mid - out.bidPrice > out.askPrice - mid) out.bidPrice = out.askPrice - 1;
  else out.askPrice = out.bidPrice + 1;
}

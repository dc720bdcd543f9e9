/**
 * A person asks for quotes at prices, but an action speaks of distances from a mid that moves, so
 * not every price is within its reach. A quote stays at its price for as long as it can rest there,
 * which keeps its place in the queue; otherwise it is out of the market until it can. The functions
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

/** What decides whether a quote rests: best prices in ticks, and signed contracts of the position. */
export interface QuotingMarket extends Touch {
  readonly inventory: number;
  readonly maxInventory: number;
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
 * Places quotes at the prices that are asked for. One that cannot rest there has size 0; of a pair
 * that is too lopsided, or would meet, the quote nearer to the mid stands and the other waits.
 * @param out overwritten; sizes are at most what the position limit leaves, and 0 is no quote
 */
export function placeManually(
  { bid, ask }: ManualQuotes,
  market: QuotingMarket,
  out: QuotePair,
): void {
  out.bidPrice = bid.priceTicks;
  out.askPrice = ask.priceTicks;
  out.bidSize = sizeAlone('bid', bid, market);
  out.askSize = sizeAlone('ask', ask, market);
  if (out.bidSize === 0 || out.askSize === 0) return;
  const mid = (market.bestBid + market.bestAsk) / 2;
  const bidIsFarther = mid - out.bidPrice - (out.askPrice - mid);
  const isApart = out.bidPrice < out.askPrice && Math.abs(bidIsFarther) <= MOST_LOPSIDED;
  if (isApart) return;
  if (bidIsFarther > 0) out.bidSize = 0;
  else out.askSize = 0;
}

/** The contracts that would rest without the other quote. */
function sizeAlone(side: ManualSide, quote: ManualQuote, market: QuotingMarket): number {
  const { low, high } = restingReach(side, market, { low: 0, high: 0 });
  const rests = quote.isOn && quote.priceTicks >= low && quote.priceTicks <= high;
  return rests ? Math.min(quote.size, roomOf(side, market)) : 0;
}

/** The contracts that the position limit leaves to a side. */
const roomOf = (side: ManualSide, { inventory, maxInventory }: QuotingMarket): number =>
  Math.max(0, side === 'bid' ? maxInventory - inventory : maxInventory + inventory);

/** Reason why a quote cannot rest at a price; `full` is the position limit. */
export type ManualLimit = 'crosses' | 'far' | 'lopsided' | 'full';

/** Says why a price is none at which the side can rest; null where it rests. */
export function manualLimit(
  quotes: ManualQuotes,
  side: ManualSide,
  market: QuotingMarket,
): ManualLimit | null {
  const placed: QuotePair = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  placeManually(quotes, market, placed);
  if (placed[`${side}Size`] > 0) return null;
  const { priceTicks } = quotes[side];
  const { bestBid, bestAsk } = market;
  if (side === 'bid' ? priceTicks >= bestAsk : priceTicks <= bestBid) return 'crosses';
  const { low, high } = restingReach(side, market, { low: 0, high: 0 });
  if (priceTicks < low || priceTicks > high) return 'far';
  return roomOf(side, market) === 0 ? 'full' : 'lopsided';
}

/** Lists the quotes that are on and not in the market, with the reason of each. */
export function quotesOnHold(
  quotes: ManualQuotes,
  market: QuotingMarket,
): readonly { readonly side: ManualSide; readonly why: ManualLimit }[] {
  return (['ask', 'bid'] as const).flatMap((side) => {
    const why = quotes[side].isOn ? manualLimit(quotes, side, market) : null;
    return why === null ? [] : [{ side, why }];
  });
}

/**
 * Finds the price in ticks nearest to the one that is asked for at which the side can rest, beside
 * the other quote where that is in the market.
 */
export function nearestResting(
  { bid, ask }: ManualQuotes,
  side: ManualSide,
  market: QuotingMarket,
): number {
  const reach: PriceReach = { low: 0, high: 0 };
  const nearest: QuotePair = {
    bidPrice: within(bid.priceTicks, restingReach('bid', market, reach)),
    bidSize: 0,
    askPrice: within(ask.priceTicks, restingReach('ask', market, reach)),
    askSize: 0,
  };
  const isAlone =
    side === 'bid' ? sizeAlone('ask', ask, market) === 0 : sizeAlone('bid', bid, market) === 0;
  if (!isAlone) makeRoom(market, nearest);
  return nearest[`${side}Price`];
}

/** Moves the quote farther from the mid until the pair can be asked for. */
function makeRoom(touch: Touch, out: QuotePair): void {
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

/** Limits on a pair of quotes when it is sent, and the cost of its spread. */
import type { BookView } from '../market/types';
import type { QuotePair } from './actionMap';
import type { EnvConfig } from './config';

/**
 * Clips quotes, in place, so that position and open orders stay within the limit whatever fills;
 * post-only ones are moved off the other side of the market.
 * @param position signed contracts at the decision
 */
export function limitQuotes(
  quotes: QuotePair,
  position: number,
  { maxInventory, postOnly }: EnvConfig,
  book: BookView,
): void {
  quotes.bidSize = Math.max(0, Math.min(quotes.bidSize, maxInventory - position));
  quotes.askSize = Math.max(0, Math.min(quotes.askSize, maxInventory + position));
  if (!postOnly) return;
  quotes.bidPrice = Math.min(quotes.bidPrice, book.bestAsk - 1);
  quotes.askPrice = Math.max(quotes.askPrice, book.bestBid + 1);
}

/**
 * The penalty in ticks: 0 unless both sides are quoted, wider than the market, and then negative.
 */
export function spreadPenalty(quotes: QuotePair, book: BookView): number {
  if (quotes.bidSize === 0 || quotes.askSize === 0) return 0;
  const excess = quotes.askPrice - quotes.bidPrice - (book.bestAsk - book.bestBid);
  return excess > 0 ? -excess : 0;
}

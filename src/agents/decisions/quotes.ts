/**
 * What an action asks for, in the units in which a quote is read: ticks from the mid, contracts.
 */
import { ACTION } from '../../env/types';

/** Ticks of the bid below the mid, of the ask above it, and between the two; contracts a side. */
export const QUOTE_QUANTITIES = ['bidOffset', 'askOffset', 'spread', 'bidSize', 'askSize'] as const;
export type QuoteQuantity = (typeof QUOTE_QUANTITIES)[number];

/**
 * Quotes before they are rounded to whole ticks, away from the mid, and to whole contracts: what a
 * small change does would mostly be lost in the rounding.
 */
export type Quotes = Readonly<Record<QuoteQuantity, number>>;

/** @param action five numbers in the units of ACTION */
export function quotesOf(action: ArrayLike<number>, maxOrderSize: number): Quotes {
  const half = action[ACTION.spread] / 2;
  const bidOffset = half - action[ACTION.bidSkew];
  const askOffset = half + action[ACTION.askSkew];
  return {
    bidOffset,
    askOffset,
    spread: bidOffset + askOffset,
    bidSize: action[ACTION.bidSize] * maxOrderSize,
    askSize: action[ACTION.askSize] * maxOrderSize,
  };
}

export type QuoteSide = 'bid' | 'ask';

/** Whether a size before rounding, in contracts, is a quote: below half a contract it is none. */
export const isQuoted = (contracts: number): boolean => Math.round(contracts) > 0;

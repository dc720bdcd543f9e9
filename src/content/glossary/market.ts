/** Entries on what is on screen of the market: price, book and spread. */
import { entry, type MetricText } from './entry';

export const MARKET_ENTRIES = {
  price: entry(
    'Thin lines are the best bid and ask, thick lines the agent’s own quotes. A triangle is a fill, hollow if the mid moved against it within a second.',
    'mid = (best bid + best ask) / 2',
    'Fills on both sides, most of them solid.',
  ),
  ladder: entry(
    'Contracts waiting at each price, bids on the left and asks on the right. An outline marks the agent’s own quote and the number of contracts ahead of it.',
    '',
    'Near the front of a long queue: filled soon, and protected by the orders behind.',
  ),
  spread: entry(
    'Distance from the best bid to the best ask, in ticks.',
    'best ask − best bid',
    'One tick nearly always in ES; often wider in NQ.',
  ),
} as const satisfies Record<string, MetricText>;

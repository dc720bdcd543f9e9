/** The texts of quoting by hand. */
import type { ManualLimit, ManualSide } from '../agents/manual/manualQuotes';

export const MANUAL_TEXTS = {
  enter: 'Same market and seed: your quotes against the agent’s.',
  ready:
    'Click a price in the book, or press J to join both best prices. The clock starts with your first quote.',
  fair: 'You and the agent face the same order flow: results differ only through your own orders.',
  oneBook: 'You and the agent quote in one book: each takes place and trades from the other.',
  outcome: (profitDollars: number, rival: string) =>
    profitDollars === 0
      ? `You and ${rival} made the same in this one episode, to the dollar`
      : `You made ${profitDollars > 0 ? 'more' : 'less'} than ${rival} in this one episode`,
  flattening: 'Flattening: crossing a one-tick spread, at the mid of a wider one.',
  training: 'Training continues. The agent beside you keeps its policy until you are back.',
} as const;

/** The reasons why a quote did not go where it was asked to. */
export const MANUAL_LIMITS: Readonly<Record<ManualLimit, string>> = {
  crosses: 'That price would cross the spread, and your quotes are passive only. F flattens.',
  far: 'Quotes reach four ticks from the mid at most, yours and the agent’s.',
  lopsided: 'One quote can be at most two ticks wider than the other.',
  full: 'You are at the position limit on that side.',
};

/** Stands in place of the price of a quote that is not in the market. */
export const ON_HOLD = 'on hold';

const HOLD_REASONS: Readonly<Record<ManualLimit, (side: ManualSide) => string>> = {
  crosses: () => 'it would cross the spread',
  far: () => 'it is more than four ticks from the mid',
  lopsided: (side) =>
    `it is more than two ticks wider than the ${side === 'bid' ? 'ask' : 'bid'}, or meets it`,
  full: () => 'you are at the position limit',
};

/** Says that a quote is out of the market, why, and that it comes back. @param price as displayed */
export const onHoldText = (side: ManualSide, price: string, why: ManualLimit): string =>
  `Your ${side} at ${price} is on hold, out of the market: ${HOLD_REASONS[why](side)}. It is back when it can rest there.`;

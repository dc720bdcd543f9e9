/** Says why a quote by hand is not where it was asked for; loaded with the panels that say so. */
import type { ManualLimit, ManualSide } from '../agents/manual/manualQuotes';

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

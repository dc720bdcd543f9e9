/** What the page says of the moments of an episode. */
import { formatAmount, formatContracts, formatSpan, formatProfit } from '../charts/format';
import type { Moment } from '../store/replay/moments';

export const MOMENTS_TITLE = 'Moments of this episode';

export const NO_MOMENTS =
  'Nothing stands out: no position, no loss, and no stretch without a quote.';

export function momentText({ kind, value, seconds }: Moment): string {
  switch (kind) {
    case 'long':
      return `Largest long: ${formatContracts(value)}`;
    case 'short':
      return `Largest short: ${formatContracts(value)}`;
    case 'costlyFill':
      return `Costly fill: ${formatProfit(value)} within a second`;
    case 'hold':
      return `Held ${formatSpan(seconds)}, up to ${formatContracts(value)}`;
    case 'noQuote':
      return `No quote for ${formatSpan(seconds)}`;
    case 'drawdown':
      break;
  }
  return `Drawdown: ${formatAmount(value)} in ${formatSpan(seconds)}`;
}

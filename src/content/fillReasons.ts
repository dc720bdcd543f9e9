/** What the page says of why a fill came about, and of what followed. */
import { MARKER_HORIZON_SECONDS } from '../charts/history';
import { formatCompact, formatSigned } from '../charts/format';
import type { FillExplanation } from '../charts/fillExplanation';

/**
 * Says in one sentence how a fill came about.
 * @param fillsByRate whether the market fills by a rate alone, see View
 */
export function whyFilled(
  {
    side,
    isMaker,
    aheadContracts,
    levelContracts,
  }: Pick<FillExplanation, 'side' | 'isMaker' | 'aheadContracts' | 'levelContracts'>,
  fillsByRate: boolean,
): string {
  const quote = side > 0 ? 'bid' : 'ask';
  if (!isMaker) return 'The agent crossed the spread and took liquidity.';
  if (fillsByRate) {
    return `The market drew it for the ${quote} at its rate A·e^(−kδ), δ ticks from the mid: here no order waits behind others, and no trade has to reach its price.`;
  }
  if (Number.isNaN(aheadContracts)) {
    return `The ${quote} reached this price after the previous decision and was filled at once.`;
  }
  if (aheadContracts === 0) {
    return `At the previous decision the ${quote} was first in a queue of ${formatCompact(levelContracts)}.`;
  }
  return `At the previous decision ${formatCompact(aheadContracts)} of ${formatCompact(levelContracts)} contracts were ahead of the ${quote}; all of them traded or were cancelled first.`;
}

/**
 * Says what the market did in the second after a fill.
 * @param ticks in the agent's favour; NaN before it has passed
 */
export function whatFollowed(ticks: number): string {
  if (Number.isNaN(ticks)) return `It is less than ${MARKER_HORIZON_SECONDS} s old.`;
  if (ticks === 0) return `After ${MARKER_HORIZON_SECONDS} s the mid was where it was before.`;
  const moved = `After ${MARKER_HORIZON_SECONDS} s the mid had moved ${formatSigned(ticks, 1)} ticks`;
  return ticks < 0 ? `${moved}: run over.` : `${moved}, in its favour.`;
}

/** What the page says of fills. */
import { formatFixed } from '../charts/format';

/**
 * Sums up the fills of a mark: "3 fills: bought 7 at 5,012.25 to 5,012.50, 2 contracts run over".
 */
export function markSummary(
  fills: readonly { readonly side: number; readonly size: number; readonly isRunOver: boolean }[],
  prices: string,
): string {
  const total = fills.reduce((sum, { size }) => sum + size, 0);
  const against = fills.reduce((sum, { size, isRunOver }) => sum + (isRunOver ? size : 0), 0);
  const verb = (fills.at(0)?.side ?? 0) > 0 ? 'bought' : 'sold';
  const count = fills.length === 1 ? '1 fill' : `${fills.length} fills`;
  const runOver = against === 0 ? '' : `, ${formatFixed(against, 0)} run over`;
  return `${count}: ${verb} ${formatFixed(total, 0)} at ${prices}${runOver}`;
}

export const FILL_TEXTS = {
  open: 'Click for each fill',
  list: 'Fills in view',
  listHelp: 'Lists the fills of the marks in the chart, from the selected or last fill on',
  close: 'Close the fills of the mark',
  earlier: 'Earlier mark',
  later: 'Later mark',
  explain: 'Explain this fill',
  none: 'No fills in view',
} as const;

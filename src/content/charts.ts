/** What the page says of its charts over time. */
import { formatCompact, formatFixed } from '../charts/format';

export const CHART_TEXTS = {
  /** Behind the clock of the card. */
  cardClock:
    'The moment that this card is of; the flags of a chart under the pointer carry their own',
  /** @param decisions whose actions are shown, of the window of the charts */
  actionsOf: (agent: string, decisions: number, seconds: number) =>
    `${agent}, ${formatCompact(decisions)} ${decisions === 1 ? 'decision' : 'decisions'} in ${formatFixed(seconds, 0)} s`,
  zoomIn: 'Look closer',
  zoomInHelp: 'Look closer (+, or the wheel over a chart)',
  zoomOut: 'Show more time',
  zoomOutHelp: 'Show more time (−, or the wheel over a chart)',
  earlier: 'Earlier',
  earlierHelp: 'Move to earlier times (A, or drag a chart)',
  later: 'Later',
  laterHelp: 'Move to later times (D, or drag a chart)',
  reset: 'Reset the zoom',
  resetHelp: 'Reset the zoom (0, or a double click on a chart)',
  backToLive: 'Back to live',
  backToLiveHelp: 'The charts stand still while the market goes on. Follow it again (0)',
  /** Beside the title of the profit, where there is one line. */
  profitScope: 'this episode, after fees',
  /** Beside the title of the book. */
  ownQuotes: 'own quotes outlined: ahead / total',
  /** In its place where an order at a distance δ fills at that rate, whatever the sizes. */
  fillsByRate: 'fills at rate A·e^(−kδ), not by queue',
} as const;

/** Says of a curve whose first value is far below the chart what that value is. */
export const startText = (value: string): string => `from ${value}`;

/** What the glossary says otherwise of metrics in the analytic market. */
import type { MetricId } from './labels';

const NO_QUEUE =
  'In this market an order δ ticks from the mid fills at rate A·e^(−kδ): sizes are drawn so that there is a book to look at, and no order waits behind them.';

export interface AnalyticNote {
  /** Replaces what is good elsewhere. */
  readonly good: string;
}

export const ANALYTIC_NOTES: Readonly<Partial<Record<MetricId, AnalyticNote>>> = {
  ladder: { good: NO_QUEUE },
  quantityAhead: { good: NO_QUEUE },
  profitPerContract: {
    good: 'Here no fill is followed by a move against it, and an order keeps the distance to the mid at which it rests, a tick and a half or so: over ten dollars a contract, which no real market pays. Compare agents with each other.',
  },
  profitPerMinute: {
    good: 'More than a real market pays: here no fill is followed by a move against it. Compare agents with each other.',
  },
  shareOfVolume: {
    good: 'Nothing to hold it against: nobody else trades in this market.',
  },
};

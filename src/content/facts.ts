/** The names of the stylised facts on the page, and the glossary entry that explains each. */
import type { FactCurveId } from '../evaluation/facts/factCurves';
import type { MetricId } from './glossary/labels';

interface FactLabel {
  readonly metric: MetricId;
  readonly label: string;
}

/** Labels of a fact of the makers of one contract and of ten. */
const bySize = (name: string, metric: MetricId, label: string): Record<string, FactLabel> => ({
  [`${name}.one`]: { metric, label: `${label}, one lot` },
  [`${name}.ten`]: { metric, label: `${label}, ten lots` },
});

/** Labels by the name of the fact. */
export const FACT_LABELS: Readonly<Record<string, FactLabel | undefined>> = {
  'spread.oneTickShare': { metric: 'factSpread', label: 'Spread of one tick' },
  'depth.best': { metric: 'factDepth', label: 'Best depth' },
  diffusivity: { metric: 'factDiffusivity', label: 'Diffusivity' },
  signatureRatio: { metric: 'factSignature', label: 'Signature ratio' },
  'returns.correlation1s': { metric: 'factReturnCorrelation', label: 'Return correlation, 1 s' },
  'returns.correlation10s': { metric: 'factReturnCorrelation', label: 'Return correlation, 10 s' },
  'returns.trendiness': { metric: 'factTrendiness', label: 'Trendiness' },
  'returns.kurtosis': { metric: 'factKurtosis', label: 'Fat tails: kurtosis' },
  'returns.clustering': { metric: 'factClustering', label: 'Volatility clustering' },
  'signs.lag1': { metric: 'factSigns', label: 'Trade signs, lag 1' },
  'signs.lag10': { metric: 'factSigns', label: 'Trade signs, lag 10' },
  'signs.lag50': { metric: 'factSigns', label: 'Trade signs, lag 50' },
  'imbalance.slope': { metric: 'factImbalance', label: 'Imbalance: slope' },
  'imbalance.auc': { metric: 'factImbalanceAuc', label: 'Imbalance: AUC' },
  continuation: { metric: 'factContinuation', label: 'Continuation' },
  'markout.0s': { metric: 'factMarkout', label: 'Markout at the fill' },
  'markout.fallTo50ms': { metric: 'factMarkout', label: 'Markout, fall to 50 ms' },
  'markout.fallTo500ms': { metric: 'factMarkout', label: 'Markout, fall from 50 to 500 ms' },
  'markout.10s': { metric: 'factMarkout', label: 'Markout after 10 s' },
  'passive.markout100ms': { metric: 'factPassive', label: 'All passive volume, 0.1 s' },
  'passive.markout1s': { metric: 'factPassive', label: 'All passive volume, 1 s' },
  'passive.markout10s': { metric: 'factPassive', label: 'All passive volume, 10 s' },
  tradeShare: { metric: 'factTradeShare', label: 'Trades among events' },
  cancelPosition: { metric: 'factCancelPosition', label: 'Place of cancels' },
  'newLevel.volume1ms': { metric: 'factNewLevel', label: 'New level after 1 ms' },
  'newLevel.volume10ms': { metric: 'factNewLevel', label: 'New level after 10 ms' },
  'newLevel.volume100ms': { metric: 'factNewLevel', label: 'New level after 100 ms' },
  'uncoveredLevel.volume1ms': { metric: 'factUncovered', label: 'Uncovered level after 1 ms' },
  'uncoveredLevel.volume10ms': { metric: 'factUncovered', label: 'Uncovered level after 10 ms' },
  'uncoveredLevel.volume100ms': { metric: 'factUncovered', label: 'Uncovered level after 100 ms' },
  'mispriced.medianMs': { metric: 'factMispriced', label: 'Mispriced queue: median life' },
  'mispriced.outlast100ms': { metric: 'factMispriced', label: 'Mispriced queue: outlasts 100 ms' },
  ...bySize('queue.aheadAtJoin', 'factAhead', 'Ahead when joining'),
  ...bySize('queue.aheadAtFill', 'factAhead', 'Ahead at the decision before the fill'),
  ...bySize('queue.secondsToFill', 'factWait', 'Time in the queue'),
  ...bySize('fillsPerQuote', 'factFillsPerQuote', 'Orders that fill'),
  ...bySize('shareOfVolume', 'shareOfVolume', 'Share of volume'),
  ...bySize('profitPerContract.imbalanceMaker', 'profitPerContract', 'Per contract, best rule'),
  ...bySize('profitPerContract.joiner', 'profitPerContract', 'Per contract, joiner'),
  ...bySize('profitPerMinute.imbalanceMaker', 'profitPerMinute', 'Per minute, best rule'),
  ...bySize('profitPerMinute.joiner', 'profitPerMinute', 'Per minute, joiner'),
  'latency.profit.100ms': { metric: 'factLatency', label: 'Profit at 100 ms' },
  'latency.profit.10ms': { metric: 'factLatency', label: 'Profit at 10 ms' },
  'latency.profit.1ms': { metric: 'factLatency', label: 'Profit at 1 ms' },
  'latency.profit.100us': { metric: 'factLatency', label: 'Profit at 100 µs' },
  'latency.gain': { metric: 'factLatency', label: 'Profit at 100 µs less that at 100 ms' },
};

export interface FactChartText extends FactLabel {
  /** The name of the horizontal axis. */
  readonly across: string;
  readonly unit: string;
  readonly mark: 'bar' | 'line';
  /** The value that means no effect: half of all moves up, no memory. */
  readonly neutral: number;
}

export const FACT_CHARTS: Readonly<Record<FactCurveId, FactChartText>> = {
  spread: {
    metric: 'factSpread',
    label: 'Spread',
    across: 'ticks',
    unit: 'share of time',
    mark: 'bar',
    neutral: 0,
  },
  imbalance: {
    metric: 'factImbalance',
    label: 'Queue imbalance',
    across: '(bid − ask) / (bid + ask)',
    unit: 'P(next move is up)',
    mark: 'line',
    neutral: 0.5,
  },
  markout: {
    metric: 'factMarkout',
    label: 'Markout of passive fills',
    across: 'after the fill',
    unit: 'ticks',
    mark: 'line',
    neutral: 0,
  },
  signature: {
    metric: 'factSignature',
    label: 'Signature plot',
    across: 'interval',
    unit: 'ticks² / s',
    mark: 'line',
    neutral: 0,
  },
  signs: {
    metric: 'factSigns',
    label: 'Trade-sign memory',
    across: 'lag in trades',
    unit: 'correlation',
    mark: 'bar',
    neutral: 0,
  },
  latency: {
    metric: 'factLatency',
    label: 'Profit by latency',
    across: 'from a decision to the exchange',
    unit: '$ a minute, ten lots',
    mark: 'line',
    neutral: 0,
  },
};

/** What the analytic market is, of which a recording says nothing. */
export const ANALYTIC_FACTS =
  'Made by definition, and not to look like a market: the mid moves at random, an order δ ticks from it fills at rate A·e^(−kδ) whatever the sizes shown, and nobody else trades. Facts of queues, of trades and of what makers earn are not measured here.';

/** Explains what the profits and shares of the facts are held against. */
export const REALISM_NOTE =
  'What makers earn is held against the E-mini of August 2010: its high-frequency traders together made 23 to 29 million dollars (Baron, Brogaard and Kirilenko, drafts of 2012) on about 1.8 million contracts in each of 22 trading days, 58 to 73 cents a contract before fees. The best rule among the baselines may earn −$0.30 to +$1.50 a contract after fees; one that joins both queues whatever happens must not earn. The place of cancels was measured on recorded queues, 0.78 in ES and 0.82 in Apple. Shares of volume, levels and waits have no published number; ranges of the shares are the lab’s own. None of this makes a profit here one that a real market would pay.';

/** The names of the stylised facts on the page, and the glossary entry that explains each. */
import type { FactCurveId } from '../evaluation/factCurves';
import type { MetricId } from './glossary';

interface FactLabel {
  readonly metric: MetricId;
  readonly label: string;
}

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
  tradeShare: { metric: 'factTradeShare', label: 'Trades among events' },
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
};

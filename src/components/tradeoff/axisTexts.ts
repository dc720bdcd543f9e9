/** Names and formats of the metrics of a trade-off: those of the run table. */
import { formatSignificant } from '../../charts/format';
import { METRIC_LABELS } from '../../content/glossary/labels';
import { TRADEOFF_TEXTS } from '../../content/sweeps';
import type { Interval } from '../../evaluation/statistics';
import { TRADEOFF_METRICS, type TradeoffMetric } from '../../store/sweeps/tradeoffMetrics';
import { columnOf } from '../runs/metricColumns';

export function metricName(metric: TradeoffMetric): string {
  const column = columnOf(metric);
  if (column === undefined) return metric;
  return column.name ?? METRIC_LABELS[column.term];
}

export const metricText = (metric: TradeoffMetric, value: number): string =>
  (columnOf(metric)?.format ?? formatSignificant)(value);

const UNITS: Readonly<Record<TradeoffMetric, string>> = {
  profit: '$',
  return: '$',
  meanAbsInventory: 'contracts',
  p95AbsInventory: 'contracts',
  maxDrawdown: '$',
  shareOfVolume: 'share of volume',
  contractsTraded: 'contracts',
  profitPerContract: '$ a contract',
  profitPerMinute: '$ a minute',
  sharpe: 'Sharpe ratio',
  fillRate: 'share of orders',
  quotedSpread: 'ticks',
  markout1s: 'ticks',
  spreadCaptureTerm: '$',
  adverseSelectionTerm: '$',
  inventoryPnlTerm: '$',
  inventoryPenaltyTerm: '$',
};

/** Unit of an area between two axes: "$ × contracts". */
export const areaUnit = (one: TradeoffMetric, other: TradeoffMetric): string =>
  `${UNITS[one]} × ${UNITS[other]}`;

/** Writes a metric with its interval where it has one: "+$60.00 (+$48.10 to +$71.90)". */
export function intervalText(metric: TradeoffMetric, { estimate, low, high }: Interval): string {
  const text = metricText(metric, estimate);
  return Number.isFinite(low)
    ? `${text} (${metricText(metric, low)} to ${metricText(metric, high)})`
    : text;
}

/** Title of an axis, which says which way is better. */
export const axisTitle = (
  metric: TradeoffMetric,
  nameOf: (metric: TradeoffMetric) => string,
): string =>
  `${nameOf(metric)}, ${TRADEOFF_METRICS[metric] === 'more' ? TRADEOFF_TEXTS.moreIsBetter : TRADEOFF_TEXTS.lessIsBetter}`;

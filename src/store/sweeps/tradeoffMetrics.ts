/** Metrics of trade-offs, by which points are compared. */
import type { Metric } from '../runs/metrics';

/** Metrics to choose the axes from, and which way is better. */
export const TRADEOFF_METRICS = {
  profit: 'more',
  return: 'more',
  meanAbsInventory: 'less',
  p95AbsInventory: 'less',
  maxDrawdown: 'less',
  shareOfVolume: 'more',
  contractsTraded: 'more',
  profitPerContract: 'more',
  profitPerMinute: 'more',
  sharpe: 'more',
  fillRate: 'more',
  quotedSpread: 'less',
  markout1s: 'more',
  spreadCaptureTerm: 'more',
  adverseSelectionTerm: 'more',
  inventoryPnlTerm: 'more',
  inventoryPenaltyTerm: 'more',
} as const satisfies Partial<Record<Metric, 'more' | 'less'>>;
export type TradeoffMetric = keyof typeof TRADEOFF_METRICS;
export const TRADEOFF_METRIC_NAMES = Object.keys(TRADEOFF_METRICS) as TradeoffMetric[];

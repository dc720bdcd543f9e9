/**
 * Names of metrics where a sweep is shown: returns of the command line are under each point's
 * weights.
 */
import { VIEW_TEXTS } from '../../content/sweepViews';
import type { SweepView } from '../../store/sweeps/sweepView';
import type { TradeoffMetric } from '../../store/sweeps/tradeoffMetrics';
import { metricName } from '../tradeoff/axisTexts';

export const viewedName = ({ origin }: SweepView, metric: TradeoffMetric): string =>
  metric === 'return' && origin !== null ? VIEW_TEXTS.ownReturn : metricName(metric);

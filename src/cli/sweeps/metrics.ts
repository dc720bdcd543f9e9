/** Metrics by which points are chosen, and their intervals over data seeds and episodes. */
import {
  hierarchicalInterval,
  type HierarchicalInterval,
} from '../../evaluation/hierarchicalBootstrap';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { Rng } from '../../market/rng';

interface SweepMetric {
  readonly unit: string;
  readonly better: 'more' | 'less';
  readonly of: (episode: EpisodeMetrics) => number;
}

export const SWEEP_METRICS = {
  profit: { unit: 'dollars', better: 'more', of: ({ profit }) => profit },
  return: { unit: 'dollars', better: 'more', of: (episode) => episode.return },
  meanAbsInventory: { unit: 'contracts', better: 'less', of: (one) => one.meanAbsInventory },
  p95AbsInventory: { unit: 'contracts', better: 'less', of: (one) => one.p95AbsInventory },
  maxDrawdown: { unit: 'dollars', better: 'less', of: ({ maxDrawdown }) => maxDrawdown },
  contractsTraded: { unit: 'contracts', better: 'more', of: (one) => one.contractsTraded },
  fillRate: { unit: 'of quotes', better: 'more', of: ({ fillRate }) => fillRate },
  quotedSpread: { unit: 'ticks', better: 'less', of: ({ quotedSpread }) => quotedSpread },
} as const satisfies Record<string, SweepMetric>;
export type SweepMetricName = keyof typeof SWEEP_METRICS;
export const SWEEP_METRIC_NAMES = Object.keys(SWEEP_METRICS) as SweepMetricName[];

/** Seed of the bootstraps: the same measurements always have the same interval. */
const BOOTSTRAP_SEED = 1;

/** @param played episodes of the policy of each data seed */
export function metricInterval(
  name: SweepMetricName,
  played: readonly (readonly EpisodeMetrics[])[],
): HierarchicalInterval {
  const metric: SweepMetric = SWEEP_METRICS[name];
  const values = played.map((episodes) => {
    // An episode in which nothing was quoted has no quoted spread.
    const measured = episodes.map(metric.of).filter((value) => !Number.isNaN(value));
    return [measured.length > 0 ? measured : [Number.NaN]];
  });
  const random = new Rng(BOOTSTRAP_SEED);
  return hierarchicalInterval(values, { random: () => random.uniform() });
}

/** Gives a value of which more is better, whichever the metric. */
export const gainOf = (name: SweepMetricName, value: number): number =>
  SWEEP_METRICS[name].better === 'more' ? value : -value;

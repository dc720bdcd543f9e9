/**
 * The trade-off of two metrics: a point for each weighting of a sweep, or for each run of the
 * table, with its interval; which of them are on the front; and the baselines on the same episodes.
 * Everything is measured under the weights on screen, and quick enough to follow a slider. How sure
 * the front is takes longer, and is asked for apart.
 */
import type { RewardWeights } from '../../env/types';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import {
  frontUncertainty,
  hypervolume,
  isDominated,
  paretoFront,
  worstOf,
  type FrontPoint,
  type FrontUncertainty,
} from '../../evaluation/front';
import {
  combined,
  hierarchicalInterval,
  resampledError,
} from '../../evaluation/hierarchicalBootstrap';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import {
  DEFAULT_CONFIDENCE,
  meanInterval,
  withoutLimits,
  type Interval,
} from '../../evaluation/statistics';
import { Rng } from '../../market/rng';
import { isSameWeighting } from './sweepPlan';
import { metricOverDrawn } from '../runs/metrics';
import { TRADEOFF_METRICS, type TradeoffMetric } from './tradeoffMetrics';

/** Axes of the chart: what is gained upwards, what it costs to the right. */
export interface TradeoffAxes {
  readonly x: TradeoffMetric;
  readonly y: TradeoffMetric;
}

export const DEFAULT_AXES: TradeoffAxes = { x: 'meanAbsInventory', y: 'profit' };

/** An agent with the episodes that it is measured by. */
export interface MeasuredAgent {
  readonly key: string;
  readonly name: string;
  /** What its point on the chart is called; its name where this is absent. */
  readonly label?: string;
  readonly kind: 'point' | 'baseline';
  /** Weights that it acts on or was trained for; null for a baseline. */
  readonly weights: RewardWeights | null;
  /** Id of the run that has its policy; null where none has. */
  readonly runId: string | null;
  /** Episodes by training seed, each on the same seeds of the market. */
  readonly policies: readonly (readonly EpisodeMetrics[])[];
}

export interface TradeoffPoint extends MeasuredAgent {
  readonly x: Interval;
  readonly y: Interval;
  /** Whether no other point of the sweep or the table is better in both. */
  readonly isOnFront: boolean;
  /** Names of the baselines that dominate it, which are no part of the front. */
  readonly beatenBy: readonly string[];
  /** Whether the sliders stand there. */
  readonly isCurrent: boolean;
}

export interface Tradeoff {
  readonly axes: TradeoffAxes;
  /** Points of the sweep or the table, in the order given. */
  readonly points: readonly TradeoffPoint[];
  readonly baselines: readonly TradeoffPoint[];
  /** Points on the front, from left to right. */
  readonly front: readonly TradeoffPoint[];
  /** Area that the front dominates, bounded by the worst of the points and the baselines. */
  readonly hypervolume: number;
}

/** Stream of the bootstraps here; the same data give the same intervals. */
const BOOTSTRAP_STREAM = 11;

/** @param agents those without episodes are left out */
export function tradeoffOf(
  agents: readonly MeasuredAgent[],
  axes: TradeoffAxes,
  weights: RewardWeights,
): Tradeoff {
  const measured = agents
    .filter(({ policies }) => policies.some(({ length }) => length > 0))
    .map((agent) => ({
      ...agent,
      x: intervalOf(agent, axes.x, weights),
      y: intervalOf(agent, axes.y, weights),
      isCurrent: agent.weights !== null && isSameWeighting(agent.weights, weights),
    }));
  return tradeoffAmong(measured, axes);
}

/** Finds the front among agents whose metrics are known. */
export function tradeoffAmong(
  measured: readonly Omit<TradeoffPoint, 'isOnFront' | 'beatenBy'>[],
  axes: TradeoffAxes,
): Tradeoff {
  const points = measured.filter(({ kind }) => kind === 'point');
  const baselines = measured.filter(({ kind }) => kind === 'baseline');
  const placeIn = ({ x, y }: (typeof measured)[number]) => placeOf(axes, x.estimate, y.estimate);
  const places = points.map(placeIn);
  const order = paretoFront(places);
  const onFront = new Set(order);
  const shown = points.map((point, index): TradeoffPoint => ({
    ...point,
    isOnFront: onFront.has(index),
    beatenBy: baselines
      .filter((one) => isDominated(places[index], placeIn(one)))
      .map(({ name }) => name),
  }));
  return {
    axes,
    points: shown,
    baselines: baselines.map((one) => ({
      ...one,
      isOnFront: false,
      isCurrent: false,
      beatenBy: [],
    })),
    front: order.map((index) => shown[index]).toSorted((a, b) => a.x.estimate - b.x.estimate),
    hypervolume: hypervolume(places, cornerOf(measured.map(placeIn))),
  };
}

/** The worst of what has both metrics. */
const cornerOf = (places: readonly FrontPoint[]): FrontPoint =>
  worstOf(places.filter(({ gain, cost }) => Number.isFinite(gain - cost)));

/** A point as a front has it: more of the gain is better, less of the cost. */
const placeOf = ({ x, y }: TradeoffAxes, atX: number, atY: number): FrontPoint => ({
  gain: TRADEOFF_METRICS[y] === 'more' ? atY : -atY,
  cost: TRADEOFF_METRICS[x] === 'less' ? atX : -atX,
});

/**
 * Gives a metric with its interval: over training seeds and episodes where there are several seeds;
 * of a single policy, Student's over episodes for a mean, as the table of runs has it, and a
 * bootstrapped one for what is of all episodes together.
 */
export function intervalOf(
  { policies }: MeasuredAgent,
  metric: TradeoffMetric,
  weights: RewardWeights,
): Interval {
  const random = new Rng(0, BOOTSTRAP_STREAM);
  const options = { random: () => random.uniform() };
  const samplers = policies.map((episodes) => metricOverDrawn(metric, episodes, weights));
  const valuesOf = (policy: number) =>
    policies[policy].map((_, episode) => samplers[policy]([episode]));
  const [first] = policies;
  const all = first.map((_, episode) => episode);
  const isMean = !POOLED.has(metric);
  const independent = distinctEpisodes(first);
  if (policies.length > 1) {
    const values = policies.map((_, policy) => valuesOf(policy));
    if (isMean) {
      return hierarchicalInterval([values], { ...options, distinctEpisodes: independent });
    }
    const estimates = samplers.map((sample) => sample(all));
    return meanInterval(estimates);
  }
  if (isMean) {
    const measured = valuesOf(0).filter((value) => !Number.isNaN(value));
    return meanInterval(measured, DEFAULT_CONFIDENCE, independent);
  }
  const [sample] = samplers;
  const estimate = sample(all);
  if (Number.isNaN(estimate) || independent < 2) return withoutLimits(estimate);
  const error =
    Math.sqrt(all.length / independent) *
    resampledError(all, sample, { ...options, resamples: 400 });
  return combined(estimate, [{ error, degrees: independent - 1 }]);
}

/** Metrics of all episodes together, which are no means over episodes. */
const POOLED: ReadonlySet<TradeoffMetric> = new Set<TradeoffMetric>([
  'shareOfVolume',
  'profitPerContract',
  'profitPerMinute',
  'sharpe',
  'markout1s',
]);

/**
 * Says how sure the front of a trade-off is: the share of resampled episodes in which each point is
 * on it, and the interval of the area.
 * @returns null where not all points were measured on the same episodes
 */
export function frontCertainty(
  { axes, points, baselines }: Tradeoff,
  weights: RewardWeights,
): FrontUncertainty | null {
  const seeds = points[0]?.policies[0] ?? [];
  // Episodes that overlap on a recording cannot be drawn as if each were another.
  if (distinctEpisodes(seeds) < seeds.length) return null;
  if (seeds.length === 0 || !points.every((point) => hasSeedsOf(point, seeds))) return null;
  const reference = cornerOf(
    [...points, ...baselines].map(({ x, y }) => placeOf(axes, x.estimate, y.estimate)),
  );
  const samplers = points.map(({ policies }) => {
    const over = (metric: TradeoffMetric) => {
      const each = policies.map((episodes) => metricOverDrawn(metric, episodes, weights));
      return (drawn: readonly number[]) =>
        each.reduce((sum, sample) => sum + sample(drawn), 0) / each.length;
    };
    return { x: over(axes.x), y: over(axes.y) };
  });
  const random = new Rng(1, BOOTSTRAP_STREAM);
  return frontUncertainty(
    seeds.length,
    (drawn) => samplers.map(({ x, y }) => placeOf(axes, x(drawn), y(drawn))),
    { random: () => random.uniform(), reference },
  );
}

const hasSeedsOf = ({ policies }: MeasuredAgent, seeds: readonly EpisodeMetrics[]): boolean =>
  policies.every(
    (episodes) =>
      episodes.length === seeds.length &&
      episodes.every(({ seed }, index) => seed === seeds[index].seed),
  );

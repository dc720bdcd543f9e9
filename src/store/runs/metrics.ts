/**
 * The metrics that agents are compared by. Some are measured in every episode, and their mean has
 * an interval over episodes; others are of all episodes together, and have none.
 */
import { weightedReward, weightedTerms } from '../../env/reward';
import { REWARD_TERMS, type RewardTerm, type RewardWeights } from '../../env/types';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import { isReferenceAgent } from '../../evaluation/baselines';
import { meanMarkout, type EpisodeMetrics, type EvaluationRow } from '../../evaluation/metrics';
import { profitPerContract, profitPerMinute, shareOfVolume } from '../../evaluation/tradedVolume';
import {
  DEFAULT_CONFIDENCE,
  mean,
  meanInterval,
  normalisedScore,
  pairedDifference,
  sharpeRatio,
  sortinoRatio,
  withoutLimits,
  type Interval,
} from '../../evaluation/statistics';

/**
 * Metrics measured per episode: money in dollars per episode, inventory in contracts, spread and
 * markouts in ticks.
 */
const EPISODE_METRICS = [
  'profit',
  'return',
  'maxDrawdown',
  'meanAbsInventory',
  'p95AbsInventory',
  'contractsTraded',
  'fillRate',
  'quotedSpread',
] as const;
type EpisodeMetric = (typeof EPISODE_METRICS)[number];

/** Reward terms times their weights on screen: together they are the return. */
type TermMetric = `${RewardTerm}Term`;
const TERM_METRICS = REWARD_TERMS.map((term): TermMetric => `${term}Term`);

const OVERALL_METRICS = [
  'score',
  'sharpe',
  'sortino',
  'shareOfVolume',
  'profitPerContract',
  'profitPerMinute',
  'markout100ms',
  'markout1s',
  'markout10s',
] as const;
type OverallMetric = (typeof OVERALL_METRICS)[number];

export type Metric = EpisodeMetric | TermMetric | OverallMetric;
export const METRICS: readonly Metric[] = [...EPISODE_METRICS, ...TERM_METRICS, ...OVERALL_METRICS];

export interface ComparedMetric {
  /** Mean over the episodes; its limits are NaN where there is no interval. */
  readonly value: Interval;
  /** Difference from the pinned agent, seed by seed; NaN where market or seeds differ. */
  readonly difference: Interval;
}

export type ComparedMetrics = Readonly<Record<Metric, ComparedMetric>>;

interface Measurements {
  readonly metrics: readonly EpisodeMetrics[];
  /** Episodes of the agent compared with; empty where there is none on the same seeds. */
  readonly reference: readonly EpisodeMetrics[];
  /** Agents that were evaluated on the same seeds; they set the scale of the score. */
  readonly beside: readonly EvaluationRow[];
}

interface Measured extends Measurements {
  readonly weights: RewardWeights;
}

/** What an agent is compared by, whatever the weights, and the metrics that are known already. */
export interface Comparison {
  readonly measurements: Measurements;
  /** Metrics that no weight changes, as far as somebody has looked at them. */
  readonly known: Map<Metric, ComparedMetric>;
}

export function comparisonOf({ metrics, reference, beside }: Measurements): Comparison {
  const isPaired =
    metrics.length === reference.length &&
    metrics.every(({ seed }, index) => seed === reference[index].seed);
  const measurements = { metrics, reference: isPaired ? reference : [], beside };
  return { measurements, known: new Map() };
}

/** Metrics that the weights change. */
const WEIGHTED: ReadonlySet<Metric> = new Set<Metric>(['return', 'score', ...TERM_METRICS]);

/** Gives the metrics under these weights; each is computed when it is first read. */
export function metricsUnder(
  { measurements, known }: Comparison,
  weights: RewardWeights,
): ComparedMetrics {
  const measured = { ...measurements, weights };
  const scored = new Map<Metric, ComparedMetric>();
  const metrics = {};
  for (const metric of METRICS) {
    const values = WEIGHTED.has(metric) ? scored : known;
    const get = () => {
      const value = values.get(metric) ?? compareMetric(metric, measured);
      values.set(metric, value);
      return value;
    };
    Object.defineProperty(metrics, metric, { get, enumerable: true });
  }
  return metrics as ComparedMetrics;
}

export const compareMetrics = ({ weights, ...measurements }: Measured): ComparedMetrics =>
  metricsUnder(comparisonOf(measurements), weights);

function compareMetric(metric: Metric, measured: Measured): ComparedMetric {
  const { weights } = measured;
  if (isOverall(metric)) {
    const scale = scaleOf(measured);
    return overallMetric(measured, (episodes) => overall(metric, episodes, scale, weights));
  }
  return episodeMetric(measured, measureOf(metric, weights));
}

/**
 * Makes a function of episodes drawn from these, by index, that gives the metric over them under
 * these weights.
 * @returns NaN over no episode that has the metric, and for the score, which needs other agents
 */
export function metricOverDrawn(
  metric: Metric,
  episodes: readonly EpisodeMetrics[],
  weights: RewardWeights,
): (drawn: readonly number[]) => number {
  if (isOverall(metric)) {
    const scale: Scale = { random: Number.NaN, reference: Number.NaN };
    return (drawn) =>
      overall(
        metric,
        drawn.map((index) => episodes[index]),
        scale,
        weights,
      );
  }
  const values = Float64Array.from(episodes, measureOf(metric, weights));
  return (drawn) => {
    let sum = 0;
    let count = 0;
    for (const index of drawn) {
      const value = values[index];
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    return sum / count;
  };
}

/** Whether the weights change what an agent's metric is, whatever it did. */
export const isWeighted = (metric: Metric): boolean => WEIGHTED.has(metric);

const isOverall = (metric: Metric): metric is OverallMetric =>
  OVERALL_METRICS.some((one) => one === metric);

type Measure = (episode: EpisodeMetrics) => number;

function measureOf(metric: EpisodeMetric | TermMetric, weights: RewardWeights): Measure {
  if (metric === 'return') return ({ terms }) => weightedReward(terms, weights);
  const term = TERM_METRICS.indexOf(metric as TermMetric);
  if (term === -1) return (episode) => episode[metric as EpisodeMetric];
  return ({ terms }) => weightedTerms(terms, weights)[term];
}

function episodeMetric({ metrics, reference }: Measured, measure: Measure): ComparedMetric {
  const values = metrics.map(measure);
  const independent = distinctEpisodes(metrics);
  const both = reference.map(measure).flatMap((other, index) => {
    const value = values[index];
    return Number.isNaN(value) || Number.isNaN(other) ? [] : [[value, other] as const];
  });
  const difference = pairedDifference(
    both.map(([value]) => value),
    both.map(([, other]) => other),
    DEFAULT_CONFIDENCE,
    independent,
  );
  const measured = values.filter((one) => !Number.isNaN(one));
  return { value: meanInterval(measured, DEFAULT_CONFIDENCE, independent), difference };
}

function overallMetric(
  { metrics, reference }: Measured,
  measure: (episodes: readonly EpisodeMetrics[]) => number,
): ComparedMetric {
  const value = metrics.length === 0 ? Number.NaN : measure(metrics);
  const other = reference.length === 0 ? Number.NaN : measure(reference);
  return { value: withoutLimits(value), difference: withoutLimits(value - other) };
}

/** Mean returns that score 0 and 100; NaN where the two were not evaluated. */
interface Scale {
  readonly random: number;
  readonly reference: number;
}

function scaleOf({ beside, weights }: Pick<Measured, 'beside' | 'weights'>): Scale {
  const meanOf = (isIt: (name: string) => boolean) =>
    meanReturn(beside.find(({ agentName }) => isIt(agentName))?.metrics ?? [], weights);
  return {
    random: meanOf((name) => name === 'random'),
    reference: meanOf(isReferenceAgent),
  };
}

/**
 * Whether there is more than one episode: one of a recording that is played again has no spread.
 */
const hasSpread = (episodes: readonly EpisodeMetrics[]): boolean => distinctEpisodes(episodes) > 1;

const meanReturn = (episodes: readonly EpisodeMetrics[], weights: RewardWeights): number =>
  episodes.length === 0
    ? Number.NaN
    : mean(episodes.map(({ terms }) => weightedReward(terms, weights)));

function overall(
  metric: OverallMetric,
  episodes: readonly EpisodeMetrics[],
  { random, reference }: Scale,
  weights: RewardWeights,
): number {
  const profits = episodes.map(({ profit }) => profit);
  switch (metric) {
    case 'score':
      return normalisedScore(meanReturn(episodes, weights), random, reference);
    case 'sharpe':
      return hasSpread(episodes) ? sharpeRatio(profits) : Number.NaN;
    case 'sortino':
      return hasSpread(episodes) ? sortinoRatio(profits) : Number.NaN;
    case 'shareOfVolume':
      return shareOfVolume(episodes);
    case 'profitPerContract':
      return profitPerContract(episodes);
    case 'profitPerMinute':
      return profitPerMinute(episodes);
    case 'markout100ms':
      return meanMarkout(episodes, 0);
    case 'markout1s':
      return meanMarkout(episodes, 1);
    case 'markout10s':
      break;
  }
  return meanMarkout(episodes, 2);
}

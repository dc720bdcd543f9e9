/**
 * A sweep as the page shows it, whoever made it: what varies, the metrics of every point with their
 * intervals, what chose, and what was held out.
 */
import { pointName } from '../../content/sweeps';
import { REWARD_TERMS, type RewardWeights } from '../../env/types';
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import type { Interval } from '../../evaluation/statistics';
import { withoutLimits } from '../../evaluation/statistics';
import { tiedWith } from '../../evaluation/ties';
import type { SweepRecord } from '../../protocol/sweep';
import { settingsOfRun } from '../settings/sections';
import type { SettingKey, Settings, SettingValue } from '../settings/settings';
import { agentsOfSweep } from './measuredAgents';
import type { OpenedResult } from './sweepsState';
import {
  DEFAULT_AXES,
  intervalOf,
  tradeoffAmong,
  type MeasuredAgent,
  type Tradeoff,
  type TradeoffAxes,
} from './tradeoff';
import { TRADEOFF_METRICS, TRADEOFF_METRIC_NAMES, type TradeoffMetric } from './tradeoffMetrics';

type Measured = Readonly<Partial<Record<TradeoffMetric, Interval>>>;

/** What can be shown of a point beside its numbers: its policy. */
type PointAgent =
  { readonly kind: 'run'; readonly id: string } | { readonly kind: 'file'; readonly file: string };

export interface ViewedPoint {
  readonly key: string;
  readonly name: string;
  /** Values in the order of what varies. */
  readonly values: readonly SettingValue[];
  /** Null where a unit failed or was not reached. */
  readonly chosenOn: Measured | null;
  /** Null where nothing was held out for it. */
  readonly heldOut: Measured | null;
  readonly failures: readonly string[];
  readonly agent: PointAgent | null;
}

interface VariedSetting {
  readonly key: SettingKey;
  readonly isLog: boolean;
}

interface ViewedFailure {
  readonly unit: string;
  readonly message: string;
  readonly tries: number;
  readonly points: number;
}

export interface SweepView {
  readonly id: string;
  readonly name: string;
  /** The run that points are around, or only its weights for a sweep of this page. */
  readonly base: Partial<Settings>;
  readonly varied: readonly VariedSetting[];
  /** Metrics that any point has. */
  readonly metrics: readonly TradeoffMetric[];
  /** Metric that chose the best point. */
  readonly metric: TradeoffMetric;
  readonly axes: TradeoffAxes;
  /** Key of the point that the metric chose; null where nothing was chosen. */
  readonly best: string | null;
  /** Keys of the points that cannot be told apart from it by their intervals. */
  readonly ties: readonly string[];
  readonly points: readonly ViewedPoint[];
  readonly failures: readonly ViewedFailure[];
  /** Where it comes from; null for a sweep of this page. */
  readonly origin: OpenedResult['result'] | null;
}

/** Shows a file of the command line. */
export function viewOfResult({ id, name, result }: OpenedResult): SweepView {
  const { base, axes, metric, front, best, points, failures, agents } = result.config;
  const files = new Map(agents.map(({ point, file }) => [point, file]));
  const reasons = new Map<number, string[]>();
  for (const { message, points: lacking } of failures) {
    for (const index of lacking) reasons.set(index, [...(reasons.get(index) ?? []), message]);
  }
  const viewed = points.map((point, index): ViewedPoint => {
    const file = files.get(index);
    return {
      key: `${id} ${index}`,
      name: `Point ${index + 1}`,
      values: point.values,
      chosenOn: point.chosenOn,
      heldOut: point.heldOut,
      failures: reasons.get(index) ?? [],
      agent: file === undefined ? null : { kind: 'file', file },
    };
  });
  const metrics = metricsOf(viewed);
  const [gain, cost] = front;
  return {
    id,
    name,
    base: settingsOfRun(base),
    varied: axes.map(({ key, isLog }) => ({ key, isLog })),
    metrics,
    metric,
    axes: { y: gain, x: cost },
    best: best === null ? null : viewed[best].key,
    ties: best === null ? [] : tiesAmong(viewed, best, metric),
    points: viewed,
    failures: failures.map((failure) => ({ ...failure, points: failure.points.length })),
    origin: result,
  };
}

const tiesAmong = (points: readonly ViewedPoint[], best: number, metric: TradeoffMetric) =>
  tiedWith(
    points.map(({ chosenOn }) => chosenOn?.[metric] ?? null),
    best,
    TRADEOFF_METRICS[metric],
  ).map((index) => points[index].key);

/** Metrics of a page's sweep that the command line has, too; each is a mean over episodes. */
const PAGE_METRICS: readonly TradeoffMetric[] = [
  'profit',
  'return',
  'meanAbsInventory',
  'p95AbsInventory',
  'maxDrawdown',
  'contractsTraded',
  'fillRate',
  'quotedSpread',
];

/**
 * Shows a sweep of this page.
 * @param weights of the sliders, by which returns are scored
 */
export function viewOfSweep(sweep: SweepRecord, weights: RewardWeights): SweepView {
  const agents = new Map(agentsOfSweep(sweep).map((agent) => [agent.key, agent]));
  const terms = REWARD_TERMS.filter((term) => {
    const isVaried = sweep.axes.some((axis) => axis.term === term);
    return (
      isVaried || sweep.points.some((point) => point.weights[term] !== sweep.config.weights[term])
    );
  });
  const points = sweep.points.map((point, index): ViewedPoint => {
    const key = `${sweep.id} ${index}`;
    const agent = agents.get(key);
    return {
      key,
      name: pointName(sweep, point.weights),
      values: terms.map((term) => point.weights[term]),
      chosenOn: agent === undefined ? null : measuredOf(agent, weights),
      heldOut: null,
      failures: point.failure === '' ? [] : [point.failure],
      agent: point.runId === null ? null : { kind: 'run', id: point.runId },
    };
  });
  const failed = points.filter(({ failures }) => failures.length > 0);
  return {
    id: sweep.id,
    name: `${sweep.name}, ${sweep.agentName}`,
    base: sweep.config.weights,
    varied: terms.map((key) => ({ key, isLog: false })),
    metrics: metricsOf(points),
    metric: 'profit',
    axes: DEFAULT_AXES,
    best: null,
    ties: [],
    points,
    failures: failed.map(({ name, failures }) => ({
      unit: name,
      message: failures.join(' '),
      tries: 1,
      points: 1,
    })),
    origin: null,
  };
}

const measuredOf = (agent: MeasuredAgent, weights: RewardWeights): Measured =>
  Object.fromEntries(PAGE_METRICS.map((name) => [name, intervalOf(agent, name, weights)]));

const metricsOf = (points: readonly ViewedPoint[]): readonly TradeoffMetric[] =>
  TRADEOFF_METRIC_NAMES.filter((name) =>
    points.some(({ chosenOn }) => Number.isFinite(chosenOn?.[name]?.estimate)),
  );

/** Settings of the page at a point. */
export function settingsAt(
  { base, varied }: SweepView,
  { values }: ViewedPoint,
): Partial<Settings> {
  return { ...base, ...Object.fromEntries(varied.map(({ key }, axis) => [key, values[axis]])) };
}

/**
 * Whether the settings of the page are those of a point, for points of a view one after another.
 */
export function currentIn({ base, varied }: SweepView, settings: Settings) {
  const isBase = (Object.keys(base) as SettingKey[]).every(
    (key) => varied.some((one) => one.key === key) || base[key] === settings[key],
  );
  return ({ values }: ViewedPoint): boolean =>
    isBase && varied.every(({ key }, axis) => settings[key] === values[axis]);
}

/** Gives the points of a view as the chart of a trade-off draws them, with the front of all. */
export function tradeoffOfView(
  view: SweepView,
  axes: TradeoffAxes,
  isCurrent: (point: ViewedPoint) => boolean,
): Tradeoff {
  const measured = view.points.flatMap((point) => {
    if (point.chosenOn === null) return [];
    const at = (metric: TradeoffMetric) => point.chosenOn?.[metric] ?? withoutLimits(Number.NaN);
    const settings = settingsAt(view, point);
    return [
      {
        key: point.key,
        name: point.name,
        kind: 'point' as const,
        weights: weightsOf(settings),
        runId: null,
        policies: [],
        x: at(axes.x),
        y: at(axes.y),
        isCurrent: isCurrent(point),
      },
    ];
  });
  return tradeoffAmong(measured, axes);
}

const weightsOf = (settings: Partial<Settings>): RewardWeights => ({
  ...DEFAULT_REWARD_WEIGHTS,
  ...Object.fromEntries(REWARD_TERMS.map((term) => [term, settings[term]])),
});

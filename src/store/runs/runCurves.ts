/**
 * Puts the curves of several runs on one axis: as they were reported, smoothed, and for runs that
 * differ in their training seed alone as median and quartiles of the smoothed ones. The functions
 * are pure, and give no more points than a chart may have.
 */
import { trainingSeedOf, type RunSummary } from '../../protocol/run';
import { REPORTED_METRICS, type ReportedMetric } from '../../learning/algorithms/trainingMetrics';
import type { ProgressHistory } from '../../protocol/progressHistory';
import { smooth } from '../../charts/smooth';
import { groupName, groupOf, spreadOf } from './runGroups';

/** Metrics that are worth comparing. */
export const CURVE_METRICS = REPORTED_METRICS;
export type CurveMetric = ReportedMetric;

export const MAX_POINTS = 300;
/** Most ends of curves that are points of a grid. */
const MAX_ENDS = 100;

export interface RunCurveSource {
  readonly run: RunSummary;
  readonly history: ProgressHistory;
}

/** A curve of the chart: of one run, or of the group that several runs form. */
interface CurveSeries {
  readonly key: string;
  readonly name: string;
  /** Whether this is a group, which has quartiles around its median instead of a raw curve. */
  readonly isGroup: boolean;
  /** Value with which it ends, as it was reported; NaN for a group. */
  readonly lastRaw: number;
  /** Value with which its smoothed curve ends; of a group the median over its members' ends. */
  readonly lastSmoothed: number;
}

/** Values at one update, keyed by series; they are absent outside a run. */
export interface CurvePoint {
  readonly update: number;
  readonly raw: Readonly<Record<string, number>>;
  /** Smoothed curve of a run, or median of a group. */
  readonly line: Readonly<Record<string, number>>;
  readonly quartiles: Readonly<Record<string, readonly [number, number]>>;
}

export interface RunCurves {
  readonly series: readonly CurveSeries[];
  readonly points: readonly CurvePoint[];
}

interface Curve {
  readonly run: RunSummary;
  readonly updates: readonly number[];
  readonly raw: readonly number[];
  readonly smoothed: readonly number[];
}

/**
 * Puts the curves of a metric on one axis.
 * @param smoothing from 0 for none to almost 1 for much
 */
export function curvesOf(
  sources: readonly RunCurveSource[],
  metric: CurveMetric,
  smoothing: number,
): RunCurves {
  const curves = sources
    .map((source) => curveOf(source, metric, smoothing))
    .filter(({ updates }) => updates.length > 1);
  if (curves.length === 0) return { series: [], points: [] };
  const byGroup = new Map<string, Curve[]>();
  for (const curve of curves) {
    const key = groupOf(curve.run);
    byGroup.set(key, [...(byGroup.get(key) ?? []), curve]);
  }
  const sets = [...byGroup.values()]
    .flatMap((members) => (areSeveralSeeds(members) ? [members] : members.map((one) => [one])))
    .map((members) => ({ members, series: seriesOf(members) }));
  const points = grid(curves).map((update): CurvePoint => {
    const raw: Record<string, number> = {};
    const line: Record<string, number> = {};
    const quartiles: Record<string, readonly [number, number]> = {};
    for (const { members, series } of sets) {
      const values = members
        .map(({ updates, smoothed }) => interpolate(updates, smoothed, update))
        .filter((value) => !Number.isNaN(value));
      if (values.length === 0) continue;
      const { median, low, high } = spreadOf(values);
      line[series.key] = median;
      if (series.isGroup) {
        quartiles[series.key] = [low, high];
      } else {
        raw[series.key] = interpolate(members[0].updates, members[0].raw, update);
      }
    }
    return { update, raw, line, quartiles };
  });
  return { series: sets.map(({ series }) => series), points };
}

/**
 * Whether the members differ in their seed: a run that was only repeated is drawn like any other.
 */
const areSeveralSeeds = (members: readonly Curve[]): boolean =>
  new Set(members.map(({ run }) => trainingSeedOf(run.config))).size > 1;

function seriesOf(members: readonly Curve[]): CurveSeries {
  const [{ run, raw }] = members;
  const { length } = members;
  return {
    key: run.id,
    name: length === 1 ? run.name : groupName(members.map((member) => member.run.name)),
    isGroup: length > 1,
    lastRaw: length === 1 ? raw[raw.length - 1] : Number.NaN,
    lastSmoothed: spreadOf(members.map(({ smoothed }) => smoothed[smoothed.length - 1])).median,
  };
}

function curveOf({ run, history }: RunCurveSource, metric: CurveMetric, smoothing: number): Curve {
  // A run that was kept by an earlier version may lack a column.
  const values: Float64Array =
    (history.columns as Partial<typeof history.columns>)[metric] ?? new Float64Array();
  const known = [...values.keys()].filter((index) => Number.isFinite(values[index]));
  const raw = known.map((index) => values[index]);
  const updates = known.map((index) => history.columns.update[index]);
  return { run, updates, raw, smoothed: smooth(raw, 1 - smoothing) };
}

/**
 * Gives the updates of the axis: every reported one while there are few enough, and an even grid
 * with the ends of the curves otherwise.
 */
function grid(curves: readonly Curve[]): readonly number[] {
  const all = [...new Set(curves.flatMap(({ updates }) => updates))].toSorted((a, b) => a - b);
  if (all.length <= MAX_POINTS) return all;
  const [first, last] = [all[0], all[all.length - 1]];
  // A curve is drawn to its own end, wherever those of others have their points.
  const ends = new Set(curves.map(({ updates }) => updates[updates.length - 1]).slice(0, MAX_ENDS));
  const even = MAX_POINTS - ends.size;
  const steps = Array.from(
    { length: even },
    (_, index) => first + ((last - first) * index) / (even - 1),
  );
  return [...new Set([...steps, ...ends])].toSorted((a, b) => a - b);
}

/** Interpolates linearly between reports; NaN before the first and after the last. */
function interpolate(updates: readonly number[], values: readonly number[], at: number): number {
  const last = updates.length - 1;
  if (at < updates[0] || at > updates[last]) return Number.NaN;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (updates[middle] <= at) low = middle;
    else high = middle;
  }
  const share =
    updates[high] === updates[low] ? 0 : (at - updates[low]) / (updates[high] - updates[low]);
  return values[low] + share * (values[high] - values[low]);
}

/**
 * Parallel coordinates: an axis for each setting that varies and for each metric, on which every
 * point has a place from 0, at the foot, to 1; a point without a value has none. A brush keeps the
 * points between two places.
 */
import { formatSignificant } from '../../charts/format';
import {
  SETTINGS,
  valueText,
  type SettingKey,
  type SettingValue,
} from '../../store/settings/settings';
import type { SweepView, ViewedPoint } from '../../store/sweeps/sweepView';
import type { TradeoffMetric } from '../../store/sweeps/tradeoffMetrics';

export interface ParallelAxis {
  readonly key: string;
  readonly label: string;
  readonly isMetric: boolean;
  /** Place of each point, in their order; NaN where it has none. */
  readonly places: Float64Array;
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
  /** Writes the value at a place. */
  readonly textAt: (place: number) => string;
}

export interface Brush {
  readonly from: number;
  readonly to: number;
}
/** Brushes by the key of their axis. */
export type Brushes = ReadonlyMap<string, Brush>;

/** Ticks between the ends of an axis of numbers. */
const TICKS = 4;
/** Places within which two are the same. */
const EPSILON = 1e-9;

interface MetricTexts {
  readonly nameOf: (metric: TradeoffMetric) => string;
  readonly textOf: (metric: TradeoffMetric, value: number) => string;
}

export function parallelAxes(view: SweepView, texts: MetricTexts): readonly ParallelAxis[] {
  const settings = view.varied.map(({ key, isLog }, axis) =>
    settingAxis(
      key,
      isLog,
      view.points.map(({ values }) => values[axis]),
    ),
  );
  const metrics = view.metrics.map((metric) => {
    const values = view.points.map(({ chosenOn }) => chosenOn?.[metric]?.estimate ?? Number.NaN);
    const label = texts.nameOf(metric);
    return numberAxis({ key: `metric ${metric}`, label, isMetric: true }, values, false, (value) =>
      texts.textOf(metric, value),
    );
  });
  return [...settings, ...metrics];
}

function settingAxis(
  key: SettingKey,
  isLog: boolean,
  values: readonly SettingValue[],
): ParallelAxis {
  const about = { key, label: SETTINGS[key].label, isMetric: false };
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === values.length) return numberAxis(about, numbers, isLog, formatSignificant);
  const choices = [...new Set(values)];
  const placeOf = (index: number) => (choices.length === 1 ? 0.5 : index / (choices.length - 1));
  const places = new Map(choices.map((choice, index) => [choice, placeOf(index)]));
  const ticks = choices.map((choice, index) => ({
    place: placeOf(index),
    text: valueText(key, choice),
  }));
  const nearest = (place: number) =>
    ticks.reduce((best, tick) =>
      Math.abs(tick.place - place) < Math.abs(best.place - place) ? tick : best,
    );
  return {
    ...about,
    places: Float64Array.from(values, (value) => places.get(value) ?? Number.NaN),
    ticks,
    textAt: (place) => nearest(place).text,
  };
}

function numberAxis(
  about: Pick<ParallelAxis, 'key' | 'label' | 'isMetric'>,
  values: readonly number[],
  wantsLog: boolean,
  text: (value: number) => string,
): ParallelAxis {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const isLog = wantsLog && low > 0;
  const scaled = isLog ? Math.log : (value: number) => value;
  const [start, end] = [scaled(low), scaled(high)];
  const valueAt = (place: number) => {
    const value = start + place * (end - start);
    return isLog ? Math.exp(value) : value;
  };
  const isSpread = end > start;
  const ticks = isSpread
    ? Array.from({ length: TICKS + 1 }, (_, index) => index / TICKS)
    : Number.isFinite(low)
      ? [0.5]
      : [];
  return {
    ...about,
    places: Float64Array.from(values, (value) =>
      !Number.isFinite(value)
        ? Number.NaN
        : isSpread
          ? (scaled(value) - start) / (end - start)
          : 0.5,
    ),
    ticks: ticks.map((place) => ({ place, text: text(isSpread ? valueAt(place) : low) })),
    textAt: (place) => text(isSpread ? valueAt(place) : low),
  };
}

/** Lists the points that lie within all brushes. */
export function withinBrushes(
  points: readonly ViewedPoint[],
  axes: readonly ParallelAxis[],
  brushes: Brushes,
): readonly ViewedPoint[] {
  const brushed = axes.flatMap(({ key, places }) => {
    const brush = brushes.get(key);
    return brush === undefined ? [] : [{ places, brush }];
  });
  if (brushed.length === 0) return points;
  return points.filter((_, index) =>
    brushed.every(
      ({ places, brush: { from, to } }) =>
        places[index] >= from - EPSILON && places[index] <= to + EPSILON,
    ),
  );
}

/** Pixels of the lines: how far axes are apart, and where their foot and their head are. */
export interface ParallelPlot {
  readonly step: number;
  readonly head: number;
  readonly foot: number;
}

/**
 * Draws points as one path of an SVG, so that thousands are two elements; a line ends where a point
 * has no place.
 * @param indices of the points
 */
export function linesPath(
  axes: readonly ParallelAxis[],
  indices: Iterable<number>,
  { step, head, foot }: ParallelPlot,
): string {
  const parts: string[] = [];
  for (const index of indices) {
    let isDrawing = false;
    for (const [at, { places }] of axes.entries()) {
      const place = places[index];
      if (Number.isNaN(place)) {
        isDrawing = false;
        continue;
      }
      const y = foot - place * (foot - head);
      parts.push(`${isDrawing ? 'L' : 'M'}${((at + 0.5) * step).toFixed(1)} ${y.toFixed(1)}`);
      isDrawing = true;
    }
  }
  return parts.join('');
}

/** Gives brushes with another one on an axis; one that keeps everything is none. */
export function withBrush(brushes: Brushes, key: string, brush: Brush | null): Brushes {
  const next = new Map(brushes);
  if (brush === null || (brush.from <= 0 && brush.to >= 1)) next.delete(key);
  else next.set(key, brush);
  return next;
}

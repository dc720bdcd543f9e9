/** Where the points of a trade-off stand on the chart, and which are too far away for it. */
import { linearScale, niceTicks, type LinearScale } from '../../charts/scale';
import { withoutLimits, type Interval } from '../../evaluation/statistics';
import type { TradeoffAxes, TradeoffPoint } from '../../store/sweeps/tradeoff';
import { TRADEOFF_METRICS } from '../../store/sweeps/tradeoffMetrics';
import type { Size } from '../ui/useSize';

export interface ChartGeometry {
  /** Pixels from the left, of a value of the lower axis. */
  readonly x: LinearScale;
  /** Pixels from the top, of a value of the upright axis. */
  readonly y: LinearScale;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  /** What is drawn: the baselines near the points, and above them every point. */
  readonly drawn: readonly TradeoffPoint[];
  readonly offChart: readonly TradeoffPoint[];
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
}

const MARGIN = { left: 56, right: 16, top: 12, bottom: 40 } as const;
/** Room around the points, as a share of their span. */
const PADDING = 0.08;
/** Spans of the points beyond which a baseline would only make everything else small. */
const FARTHEST = 1.5;

/** @param points and baselines that have both metrics */
export function chartGeometry(
  points: readonly TradeoffPoint[],
  baselines: readonly TradeoffPoint[],
  { width, height }: Size,
): ChartGeometry {
  const anchors = points.length > 0 ? points : baselines;
  const isNear = (axis: 'x' | 'y') => {
    const [low, high] = spanOf(anchors.map((point) => point[axis]));
    // Points that are all alike say nothing of what is far.
    const reach = high > low ? FARTHEST * (high - low) : Number.POSITIVE_INFINITY;
    return (point: TradeoffPoint) =>
      point[axis].estimate >= low - reach && point[axis].estimate <= high + reach;
  };
  const [nearX, nearY] = [isNear('x'), isNear('y')];
  const near = baselines.filter((point) => points.length < 2 || (nearX(point) && nearY(point)));
  const drawn = [...near, ...points];
  const plot = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    top: MARGIN.top,
    bottom: Math.max(MARGIN.top + 1, height - MARGIN.bottom),
  };
  // A baseline's interval may be wider than all that is compared with it, and is cut off then.
  const bounds = [...points, ...near.map(withoutIntervals)];
  const xDomain = padded(spanOf(bounds.map(({ x }) => x)));
  const yDomain = padded(spanOf(bounds.map(({ y }) => y)));
  return {
    x: linearScale(xDomain, [plot.left, plot.right]),
    y: linearScale(yDomain, [plot.bottom, plot.top]),
    xTicks: niceTicks(xDomain, Math.max(2, Math.floor((plot.right - plot.left) / 90))),
    yTicks: niceTicks(yDomain, Math.max(2, Math.floor((plot.bottom - plot.top) / 45))),
    drawn,
    offChart: baselines.filter((point) => !near.includes(point)),
    plot,
  };
}

const withoutIntervals = ({ x, y }: TradeoffPoint) => ({
  x: withoutLimits(x.estimate),
  y: withoutLimits(y.estimate),
});

/**
 * Draws the edge of what the front dominates, as the path of an SVG: a staircase, since between two
 * points nothing is known to be had, on to the worse end of either axis.
 * @param front points on it, from left to right
 */
export function frontPath(
  { x, y, plot }: ChartGeometry,
  front: readonly TradeoffPoint[],
  axes: TradeoffAxes,
): string {
  const corners = front.map((point) => [x(point.x.estimate), y(point.y.estimate)] as const);
  const [first, last] = [corners.at(0), corners.at(-1)];
  if (first === undefined || last === undefined) return '';
  const worstY = TRADEOFF_METRICS[axes.y] === 'more' ? plot.bottom : plot.top;
  const isRightWorse = TRADEOFF_METRICS[axes.x] === 'less';
  const start = isRightWorse ? `M${first[0]} ${worstY}` : `M${plot.left} ${first[1]}`;
  const steps = corners.map(([atX, atY]) => (isRightWorse ? `H${atX}V${atY}` : `V${atY}H${atX}`));
  return `${start}${steps.join('')}${isRightWorse ? `H${plot.right}` : `V${worstY}`}`;
}

/** A name beside a point. */
export interface PointLabel {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Whether it stands to the left of its point. */
  readonly isLeft: boolean;
}

/** Size of a label in pixels, as far as it is needed to keep two apart. */
const LABEL = { perCharacter: 7, height: 13, gap: 13 } as const;
/** Pixels from the middle of a mark to its edge. */
const MARK_RADIUS = 5;

/**
 * Places names beside points, each where no mark and none before it stands already; one that finds
 * no room is left out, and is shown when its point is looked at: the first always has a place.
 * @param named points and their names, the most important first
 */
export function placeLabels(
  { x, y, plot, drawn }: ChartGeometry,
  named: readonly { readonly point: TradeoffPoint; readonly name: string }[],
): readonly PointLabel[] {
  const taken: Box[] = drawn.map((point) => {
    const [atX, atY] = [x(point.x.estimate), y(point.y.estimate)];
    return {
      left: atX - MARK_RADIUS,
      right: atX + MARK_RADIUS,
      top: atY - MARK_RADIUS,
      bottom: atY + MARK_RADIUS,
    };
  });
  return named.flatMap(({ point, name }, order): PointLabel[] => {
    const [atX, atY] = [x(point.x.estimate), y(point.y.estimate)];
    const width = LABEL.perCharacter * name.length;
    const places = [false, true].flatMap((isLeft) => {
      const anchor = isLeft ? atX - LABEL.gap : atX + LABEL.gap;
      const [left, right] = isLeft ? [anchor - width, anchor] : [anchor, anchor + width];
      if (right > plot.right || left < plot.left) return [];
      return [-6, 14].map((shift) => {
        const bottom = atY + shift;
        return { isLeft, anchor, box: { left, right, top: bottom - LABEL.height, bottom } };
      });
    });
    const place =
      places.find(({ box }) => taken.every((other) => !overlap(box, other))) ??
      (order === 0 ? places[0] : undefined);
    if (place === undefined) return [];
    const { isLeft, anchor, box } = place;
    taken.push(box);
    return [{ key: point.key, x: anchor, y: box.bottom, isLeft }];
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const overlap = (a: Box, b: Box): boolean =>
  a.right >= b.left && a.left <= b.right && a.bottom >= b.top && a.top <= b.bottom;

/** The least and the most of intervals, their limits included. */
function spanOf(intervals: readonly Interval[]): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { estimate, low, high } of intervals) {
    for (const value of [estimate, low, high]) {
      if (!Number.isFinite(value)) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return least <= most ? [least, most] : [0, 1];
}

function padded([low, high]: readonly [number, number]): readonly [number, number] {
  const room = high > low ? PADDING * (high - low) : Math.max(1, 0.1 * Math.abs(high));
  return [low - room, high + room];
}

/** Where the points of a trade-off stand on the chart, and which are too far away for it. */
import { linearScale, niceTicks, type LinearScale } from '../../charts/scale';
import type { Interval } from '../../evaluation/statistics';
import type { TradeoffPoint } from '../../store/sweeps/tradeoff';
import type { Size } from '../ui/useSize';

export interface ChartGeometry {
  /** Pixels from the left, of a value of the lower axis. */
  readonly x: LinearScale;
  /** Pixels from the top, of a value of the upright axis. */
  readonly y: LinearScale;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  /** What is drawn: every point, and the baselines near them. */
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
const FARTHEST = 1;

/** @param points and baselines that have both metrics */
export function chartGeometry(
  points: readonly TradeoffPoint[],
  baselines: readonly TradeoffPoint[],
  { width, height }: Size,
): ChartGeometry {
  const anchors = points.length > 0 ? points : baselines;
  const isNear = (axis: 'x' | 'y') => {
    const [low, high] = spanOf(anchors.map((point) => point[axis]));
    const reach = FARTHEST * Math.max(high - low, Number.MIN_VALUE);
    return (point: TradeoffPoint) =>
      point[axis].estimate >= low - reach && point[axis].estimate <= high + reach;
  };
  const [nearX, nearY] = [isNear('x'), isNear('y')];
  const near = baselines.filter((point) => points.length < 2 || (nearX(point) && nearY(point)));
  const drawn = [...points, ...near];
  const plot = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    top: MARGIN.top,
    bottom: Math.max(MARGIN.top + 1, height - MARGIN.bottom),
  };
  const xDomain = padded(spanOf(drawn.map(({ x }) => x)));
  const yDomain = padded(spanOf(drawn.map(({ y }) => y)));
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

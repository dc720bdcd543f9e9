/**
 * A side trace is a second line on the axes of a chart, such as the profit of an agent
 * that plays beside a person.
 */
import { lowerBound, type TimeWindow } from './history';
import type { PlotArea, TimeView } from './plotArea';
import { fontOf, type Surface } from './surface';
import { clipToPlot } from './traces';

/** A line given by its own points, in time order. */
export interface SideTrace {
  readonly count: number;
  /** What is written at its end; nothing where it is absent. */
  readonly label?: string;
  /** Seconds on the shared axis. */
  timeAt(index: number): number;
  valueAt(index: number): number;
}

/** Returns the value in force at a time: that of the last point at or before it, NaN before the first. */
export function sideValueAt(trace: SideTrace, seconds: number): number {
  const after = lowerBound(0, trace.count, (index) => trace.timeAt(index), seconds + 1e-9);
  return after === 0 ? Number.NaN : trace.valueAt(after - 1);
}

/** Points of a side trace in a window: first and one past the last. */
function sideSpan(trace: SideTrace, { from, to }: TimeWindow): readonly [number, number] {
  const key = (index: number) => trace.timeAt(index);
  return [
    Math.max(0, lowerBound(0, trace.count, key, from) - 1),
    lowerBound(0, trace.count, key, to + 1e-9),
  ];
}

/** Low and high, widened by what the trace shows in a window. */
export function sideExtent(
  trace: SideTrace,
  window: TimeWindow,
  low: number,
  high: number,
): readonly [number, number] {
  let [least, most] = [low, high];
  const [from, to] = sideSpan(trace, window);
  for (let index = from; index < to; index++) {
    least = Math.min(least, trace.valueAt(index));
    most = Math.max(most, trace.valueAt(index));
  }
  return [least, most];
}

/** Draws a dashed step line, with its label at the end. */
export function drawSide(
  surface: Surface,
  area: PlotArea,
  trace: SideTrace,
  { window }: TimeView,
): void {
  const { context, palette } = surface;
  const [from, to] = sideSpan(trace, window);
  if (from >= to) return;
  context.save();
  clipToPlot(context, area);
  context.beginPath();
  for (let index = from; index < to; index++) {
    const x = area.x(trace.timeAt(index));
    const y = area.y(trace.valueAt(index));
    if (index === from) context.moveTo(x, y);
    else {
      context.lineTo(x, area.y(trace.valueAt(index - 1)));
      context.lineTo(x, y);
    }
  }
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  context.stroke();
  if (trace.label !== undefined) {
    context.font = fontOf(palette, 10.5, 700);
    context.fillStyle = palette.position;
    context.textAlign = 'right';
    context.textBaseline = 'bottom';
    const last = Math.min(to, trace.count) - 1;
    context.fillText(trace.label, area.x(trace.timeAt(last)), area.y(trace.valueAt(last)) - 1);
  }
  context.restore();
}

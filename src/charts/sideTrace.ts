/**
 * A side trace is a second line on the axes of a chart, such as the profit of an agent that plays
 * beside a person.
 */
import { lowerBound, type TimeWindow } from './history';
import type { PlotArea, TimeView } from './plotArea';
import { fontOf, type Surface } from './surface';
import { clipToPlot } from './traces';

/** A line given by its own points, in time order. */
export interface SideTrace {
  readonly count: number;
  /** What is written at its end; nothing where it is absent. */
  readonly label?: string | undefined;
  /**
   * Lengths of its dashes and gaps in CSS pixels; those of the agent beside a person where absent.
   */
  readonly dash?: readonly number[] | undefined;
  /** Seconds on the shared axis. */
  timeAt(index: number): number;
  valueAt(index: number): number;
}

/** Dashes of the agent that plays beside a person. */
export const BESIDE_DASH: readonly number[] = [10, 3];

/** Dashes of those in one book, of whom there are at most seven. */
const BOOK_DASHES: readonly (readonly number[])[] = [
  [5, 4],
  [1.5, 3],
  [9, 3, 1.5, 3],
  [3, 2],
  [9, 3, 1.5, 3, 1.5, 3],
  [2, 6],
  [14, 3, 4, 3],
];

/** Dashes by which a line is told from the others. @param index place in the book's list, from 0 */
export const bookDash = (index: number): readonly number[] =>
  BOOK_DASHES[index % BOOK_DASHES.length];

/** Height in CSS pixels that a label takes. */
const LABEL_HEIGHT = 11;

/**
 * Moves labels apart that would overlap, as little as their order allows.
 * @param wanted centres of the labels
 * @param height of a label
 * @returns centres at least `height` apart and inside; closer where there is no room for all
 */
export function apart(
  wanted: readonly number[],
  height: number,
  [top, bottom]: readonly [number, number],
): readonly number[] {
  const order = [...wanted.keys()].toSorted((a, b) => wanted[a] - wanted[b]);
  const step = Math.min(height, (bottom - top) / Math.max(1, wanted.length));
  const placed = [...wanted];
  let least = top + step / 2;
  for (const index of order) {
    placed[index] = Math.max(least, placed[index]);
    least = placed[index] + step;
  }
  let most = bottom - step / 2;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(most, placed[index]);
    most = placed[index] - step;
  }
  return placed;
}

/**
 * Returns the value in force at a time: that of the last point at or before it, NaN before the
 * first.
 */
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

/** Draws a dashed step line. */
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
  context.setLineDash([...(trace.dash ?? BESIDE_DASH)]);
  context.stroke();
  context.restore();
}

/** Writes the labels of lines at their ends, beside each other where the lines end together. */
export function drawSideLabels(
  { context, palette }: Surface,
  area: PlotArea,
  traces: readonly SideTrace[],
  { window }: TimeView,
): void {
  const ends = traces.flatMap((trace) => {
    const [from, to] = sideSpan(trace, window);
    const { label } = trace;
    if (label === undefined || from >= to) return [];
    const last = to - 1;
    return [{ label, x: area.x(trace.timeAt(last)), y: area.y(trace.valueAt(last)) }];
  });
  const heights = apart(
    ends.map(({ y }) => y),
    LABEL_HEIGHT,
    [area.top, area.bottom],
  );
  context.save();
  context.font = fontOf(palette, 10.5, 700);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.strokeStyle = palette.background;
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.fillStyle = palette.position;
  for (const [index, { label, x }] of ends.entries()) {
    context.strokeText(label, x - 2, heights[index]);
    context.fillText(label, x - 2, heights[index]);
  }
  context.restore();
}

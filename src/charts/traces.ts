/**
 * Draws lines over time as steps, since a value holds until the next decision, decimated by pixel.
 */
import { decimateMinMax } from './decimate';
import { samplesInWindow, type History, type TimeWindow } from './history';
import type { PlotArea } from './plotArea';
import type { Surface } from './surface';

export interface StepStyle {
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

/**
 * Lowest and highest value of several series over the visible samples; [∞, −∞] when there is none.
 */
export function visibleExtent(
  history: History,
  window: TimeWindow,
  values: readonly ((index: number) => number)[],
): readonly [number, number] {
  const [from, to] = samplesInWindow(history, window);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = from; index < to; index++) {
    for (const valueOf of values) {
      const value = valueOf(index);
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** Draws a step line; the pen lifts where there is no value and where an episode begins. */
export function drawSteps(
  surface: Surface,
  area: PlotArea,
  history: History,
  window: TimeWindow,
  value: (index: number) => number,
  style: StepStyle,
): void {
  const { context } = surface;
  context.save();
  clipToPlot(context, area);
  context.beginPath();
  traceSteps(context, area, history, window, value);
  context.strokeStyle = style.colour;
  context.lineWidth = style.width;
  context.lineJoin = 'round';
  context.setLineDash(style.dash === undefined ? [] : [...style.dash]);
  context.stroke();
  context.restore();
}

function traceSteps(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  history: History,
  window: TimeWindow,
  value: (index: number) => number,
): void {
  const [from, to] = samplesInWindow(history, window);
  let lastY = Number.NaN;
  let previous = from;
  const column = (index: number) => area.x(history.timeAt(index));
  decimateMinMax(from, to, column, value, (index) => {
    const x = column(index);
    const y = area.y(value(index));
    for (let between = previous + 1; between <= index; between++) {
      if (history.beginsEpisode(between)) lastY = Number.NaN;
    }
    previous = index;
    if (Number.isNaN(y)) {
      if (!Number.isNaN(lastY)) context.lineTo(x, lastY);
    } else if (Number.isNaN(lastY)) {
      context.moveTo(x, y);
    } else {
      context.lineTo(x, lastY);
      context.lineTo(x, y);
    }
    lastY = y;
  });
}

/** Fills the area between a step line and zero. */
export function fillStepsToZero(
  surface: Surface,
  area: PlotArea,
  history: History,
  window: TimeWindow,
  value: (index: number) => number,
  colour: string,
  alpha: number,
): void {
  const { context } = surface;
  const [from, to] = samplesInWindow(history, window);
  const zero = area.y(0);
  context.save();
  clipToPlot(context, area);
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  for (let index = from; index < to; index++) {
    const y = area.y(value(index));
    if (Number.isNaN(y)) continue;
    const joins = index + 1 < to && !history.beginsEpisode(index + 1);
    const x = area.x(history.timeAt(index));
    const end = joins ? area.x(history.timeAt(index + 1)) : x + 1;
    context.fillRect(x, Math.min(y, zero), end - x, Math.abs(y - zero));
  }
  context.restore();
}

export function clipToPlot(context: CanvasRenderingContext2D, area: PlotArea): void {
  context.beginPath();
  context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  context.clip();
}

/**
 * Every time chart shares this frame: the same left and right edge, the value axis on
 * the right as on a trading screen, grid, crosshair and playhead. Because the edges are
 * the same everywhere, an x is the same moment in all charts.
 */
import { linearScale, niceTicks, timeStep, type LinearScale } from './scale';
import { timeMarks } from './timeMarks';
import { formatClock, formatTime } from './format';
import { episodeSeconds, type History, type TimeWindow } from './history';
import { fontOf, horizontalLine, verticalLine, type Surface } from './surface';

/** Width in CSS pixels that the value axis takes on the right of every time chart. */
export const VALUE_AXIS_WIDTH = 68;
export const PLOT_LEFT = 8;

export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: LinearScale;
  readonly y: LinearScale;
}

export interface TimeView {
  readonly window: TimeWindow;
  /** Moment under the pointer in any chart; NaN without one. */
  readonly hoverSeconds: number;
  /** Replay's present; what comes later is drawn faint. NaN when live. */
  readonly playheadSeconds: number;
  /** Names the history and the span shown: under another name, value axes begin anew. */
  readonly scope: string;
}

/** Returns the moment that the flags show: under the pointer, at the playhead, or now. */
export function momentOf({ hoverSeconds, playheadSeconds, window }: TimeView): number {
  if (!Number.isNaN(hoverSeconds)) return hoverSeconds;
  return Number.isNaN(playheadSeconds) ? window.to : playheadSeconds;
}

export function layOutPlot(
  surface: Surface,
  view: TimeView,
  domain: readonly [number, number],
  insets: { readonly top: number; readonly bottom: number },
): PlotArea {
  const left = PLOT_LEFT;
  const right = Math.max(left + 1, surface.width - VALUE_AXIS_WIDTH);
  const top = insets.top;
  const bottom = Math.max(top + 1, surface.height - insets.bottom);
  return {
    left,
    right,
    top,
    bottom,
    x: linearScale([view.window.from, view.window.to], [left, right]),
    y: linearScale(domain, [bottom, top]),
  };
}

export interface ValueAxis {
  readonly format: (value: number) => string;
  /** Values to label; by default, as many nice ones as there is room for. */
  readonly ticks?: readonly number[];
  /** Values with a flag in the axis; a label that a flag would half cover is left out. */
  readonly flags?: readonly number[];
}

/** Least height between two labels, in CSS pixels. */
const LABEL_DISTANCE = 22;

export function drawValueAxis(
  surface: Surface,
  area: PlotArea,
  domain: readonly [number, number],
  axis: ValueAxis,
): void {
  const { context, palette } = surface;
  const room = Math.max(2, Math.floor((area.bottom - area.top) / LABEL_DISTANCE));
  const { format, ticks = niceTicks(domain, Math.min(6, room)), flags = [] } = axis;
  context.font = fontOf(palette, 10.5);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const tick of ticks) {
    const y = area.y(tick);
    horizontalLine(surface, area.left, area.right, y, palette.line);
    context.fillStyle = palette.muted;
    const inside = Math.min(area.bottom - 5, Math.max(area.top + 5, y));
    if (flags.some((value) => Math.abs(flagMiddle(area, value) - inside) < FLAG_HEIGHT - 2)) {
      continue;
    }
    context.fillText(format(tick), area.right + 6, inside + 0.5);
  }
}

/** Draws the vertical grid, without labels: those stand once, under the last chart. */
export function drawTimeGrid(
  surface: Surface,
  area: PlotArea,
  history: Pick<History, 'episodes'>,
  { window }: TimeView,
): void {
  const { context, palette } = surface;
  for (const { seconds, episode } of timeMarks(history, window, gridCount(area))) {
    const x = area.x(seconds);
    if (episode === null || seconds === window.from) {
      verticalLine(surface, x, area.top, area.bottom, palette.line);
      continue;
    }
    context.fillStyle = palette.muted;
    for (let y = area.top; y < area.bottom; y += 5) context.fillRect(Math.round(x), y, 1, 2);
  }
}

/** Width in CSS pixels of a label under the charts, with the room around it. */
const TIME_LABEL_WIDTH = 44;

export function drawTimeLabels(
  surface: Surface,
  view: TimeView,
  history: Pick<History, 'episodes'>,
): void {
  const { context, palette } = surface;
  const area = layOutPlot(surface, view, [0, 1], { top: 0, bottom: 0 });
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const marks = timeMarks(history, view.window, gridCount(area));
  const middle = surface.height / 2;
  const borders = marks.filter(({ episode, seconds }) => episode !== null && seconds > 0);
  let free = area.left;
  const taken: number[] = [];
  context.fillStyle = palette.text;
  context.font = fontOf(palette, 10.5, 600);
  for (const { seconds, episode } of borders) {
    const x = area.x(seconds);
    if (x - TIME_LABEL_WIDTH / 2 < free || x > area.right - 12) continue;
    context.fillText(`Ep ${episode}`, x, middle);
    taken.push(x);
    free = x + TIME_LABEL_WIDTH / 2;
  }
  context.fillStyle = palette.muted;
  context.font = fontOf(palette, 10.5);
  const isFine = timeStep(view.window.to - view.window.from, gridCount(area)) < 1;
  for (const { seconds, clock, episode } of marks) {
    const x = area.x(seconds);
    if (episode !== null && seconds > 0) continue;
    if (x < area.left + 12 || x > area.right - 12) continue;
    if (taken.some((other) => Math.abs(other - x) < TIME_LABEL_WIDTH)) continue;
    context.fillText(isFine ? formatTime(clock).slice(0, -2) : formatClock(clock), x, middle);
  }
  drawTimeFlag(surface, area, view, history);
}

const gridCount = (area: PlotArea) => Math.max(2, Math.floor((area.right - area.left) / 84));

function drawTimeFlag(
  surface: Surface,
  area: PlotArea,
  view: TimeView,
  history: Pick<History, 'episodes'>,
): void {
  const { context, palette } = surface;
  const seconds = view.hoverSeconds;
  if (Number.isNaN(seconds) || seconds < view.window.from || seconds > view.window.to) return;
  const width = 68;
  const x = Math.min(area.right - width / 2, Math.max(area.left + width / 2, area.x(seconds)));
  context.fillStyle = palette.text;
  context.fillRect(x - width / 2, 1, width, surface.height - 2);
  context.fillStyle = palette.background;
  context.fillText(formatTime(episodeSeconds(history, seconds)), x, surface.height / 2);
}

/** Draws the moment under the pointer, and replay's present. */
export function drawCursors(surface: Surface, area: PlotArea, view: TimeView): void {
  const { palette, context } = surface;
  const inside = (seconds: number) => seconds >= view.window.from && seconds <= view.window.to;
  if (inside(view.playheadSeconds)) {
    const x = area.x(view.playheadSeconds);
    context.globalAlpha = 0.62;
    context.fillStyle = palette.background;
    context.fillRect(x, area.top, area.right - x, area.bottom - area.top);
    context.globalAlpha = 1;
    verticalLine(surface, x, area.top, area.bottom, palette.text);
  }
  if (inside(view.hoverSeconds)) {
    verticalLine(surface, area.x(view.hoverSeconds), area.top, area.bottom, palette.muted);
  }
}

const FLAG_HEIGHT = 16;

/** Returns the height of a flag: at its value, and whole. */
const flagMiddle = (area: PlotArea, value: number): number =>
  Math.min(area.bottom - FLAG_HEIGHT / 2, Math.max(area.top + FLAG_HEIGHT / 2, area.y(value)));

/** Draws a label in the value axis, in a filled box: the last value, or the hovered one. */
export function drawValueFlag(
  surface: Surface,
  area: PlotArea,
  value: number,
  text: string,
  fill: string,
  ink: string,
): void {
  if (!Number.isFinite(value)) return;
  const { context, palette } = surface;
  const y = flagMiddle(area, value);
  context.fillStyle = fill;
  context.fillRect(
    area.right + 1,
    Math.round(y - FLAG_HEIGHT / 2),
    VALUE_AXIS_WIDTH - 3,
    FLAG_HEIGHT,
  );
  context.font = fontOf(palette, 10.5, 600);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = ink;
  context.fillText(text, area.right + 6, Math.round(y) + 0.5);
}

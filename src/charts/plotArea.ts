/**
 * Every time chart shares this frame: the same left and right edge, the value axis on
 * the right as on a trading screen, grid, crosshair and playhead. Because the edges are
 * the same everywhere, an x is the same moment in all charts.
 */
import { linearScale, niceTicks, timeTicks, type LinearScale } from './scale';
import { formatClock, formatTime } from './format';
import type { TimeWindow } from './history';
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
export function drawTimeGrid(surface: Surface, area: PlotArea, window: TimeWindow): void {
  for (const tick of timeTicks([window.from, window.to], gridCount(area))) {
    verticalLine(surface, area.x(tick), area.top, area.bottom, surface.palette.line);
  }
}

export function drawTimeLabels(surface: Surface, view: TimeView): void {
  const { context, palette } = surface;
  const area = layOutPlot(surface, view, [0, 1], { top: 0, bottom: 0 });
  context.font = fontOf(palette, 10.5);
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillStyle = palette.muted;
  const ticks = timeTicks([view.window.from, view.window.to], gridCount(area));
  const fine = ticks.length > 1 && ticks[1] - ticks[0] < 1;
  for (const tick of ticks) {
    const x = area.x(tick);
    if (x < area.left + 12 || x > area.right - 12) continue;
    context.fillText(
      fine ? formatTime(tick).slice(0, -2) : formatClock(tick),
      x,
      surface.height / 2,
    );
  }
  drawTimeFlag(surface, area, view);
}

const gridCount = (area: PlotArea) => Math.max(2, Math.floor((area.right - area.left) / 84));

function drawTimeFlag(surface: Surface, area: PlotArea, view: TimeView): void {
  const { context, palette } = surface;
  const seconds = view.hoverSeconds;
  if (Number.isNaN(seconds) || seconds < view.window.from || seconds > view.window.to) return;
  const width = 68;
  const x = Math.min(area.right - width / 2, Math.max(area.left + width / 2, area.x(seconds)));
  context.fillStyle = palette.text;
  context.fillRect(x - width / 2, 1, width, surface.height - 2);
  context.fillStyle = palette.background;
  context.fillText(formatTime(seconds), x, surface.height / 2);
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

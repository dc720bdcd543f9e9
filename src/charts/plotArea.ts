/**
 * Every time chart shares this frame: the same left and right edge, the value axis on the right as
 * on a trading screen, grid, crosshair and playhead. Because the edges are the same everywhere, an
 * x is the same moment in all charts.
 */
import { linearScale, type LinearScale } from './scale';
import { timeMarks } from './timeMarks';
import type { History, TimeWindow } from './history';
import { verticalLine, type Surface } from './surface';

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
  /** The window that is being drawn with the pointer; null without one. */
  readonly selected: TimeWindow | null;
  /** Whether the flags show another moment than the rest of the page does. */
  readonly isElsewhere: boolean;
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

/** Draws the vertical grid, without labels: those stand once, under the last chart. */
export function drawTimeGrid(
  surface: Surface,
  area: PlotArea,
  history: Pick<History, 'episodes' | 'changes'>,
  { window }: TimeView,
): void {
  const { context, palette } = surface;
  for (const { seconds } of history.changes ?? []) {
    if (!(seconds >= window.from && seconds <= window.to)) continue;
    verticalLine(surface, area.x(seconds), area.top, area.bottom, palette.muted);
  }
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

/** Returns the number of marks of time that a plot has room for. */
export const gridCount = (area: PlotArea) => Math.max(2, Math.floor((area.right - area.left) / 84));

/**
 * Draws replay's present as a full line with a handle, the moment under the pointer as a dashed
 * one, and the window that is being drawn.
 */
export function drawCursors(surface: Surface, area: PlotArea, view: TimeView): void {
  const { palette, context } = surface;
  const { window, playheadSeconds, hoverSeconds, selected } = view;
  const inside = (seconds: number) => seconds >= window.from && seconds <= window.to;
  if (playheadSeconds < window.to) {
    const x = Math.max(area.left, area.x(playheadSeconds));
    context.globalAlpha = 0.62;
    context.fillStyle = palette.background;
    context.fillRect(x, area.top, area.right - x, area.bottom - area.top);
    context.globalAlpha = 1;
  }
  if (inside(playheadSeconds)) {
    const x = Math.round(area.x(playheadSeconds));
    context.fillStyle = palette.text;
    context.fillRect(x - 0.5, area.top, 2, area.bottom - area.top);
    context.beginPath();
    context.moveTo(x - 4.5, area.top);
    context.lineTo(x + 5.5, area.top);
    context.lineTo(x + 0.5, area.top + 6);
    context.fill();
  }
  if (selected !== null) {
    const from = Math.max(area.left, area.x(selected.from));
    const to = Math.min(area.right, area.x(selected.to));
    context.globalAlpha = 0.16;
    context.fillStyle = palette.text;
    context.fillRect(from, area.top, to - from, area.bottom - area.top);
    context.globalAlpha = 1;
    verticalLine(surface, from, area.top, area.bottom, palette.muted);
    verticalLine(surface, to, area.top, area.bottom, palette.muted);
  }
  if (inside(hoverSeconds)) {
    const x = Math.round(area.x(hoverSeconds));
    context.fillStyle = palette.muted;
    for (let y = area.top; y < area.bottom; y += 6) context.fillRect(x, y, 1, 4);
  }
}

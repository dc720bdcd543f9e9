/**
 * Arithmetic of looking closer: windows of time that are zoomed around a moment and moved, within
 * the time that there is something to see of.
 */
import type { TimeWindow } from './history';

/** Shortest window in seconds: a few decisions. */
const SHORTEST_WINDOW_SECONDS = 0.5;

/** Factor of the span at a press of a button or a key, and the share of the span that one moves. */
export const ZOOM_FACTOR = 0.6;
export const PAN_SHARE = 0.4;

const spanOf = ({ from, to }: TimeWindow): number => to - from;

/** Returns a window of the same span inside the bounds, or the bounds where it is longer. */
export function clampWindow(window: TimeWindow, bounds: TimeWindow): TimeWindow {
  const span = Math.min(spanOf(window), spanOf(bounds));
  const from = Math.min(bounds.to - span, Math.max(bounds.from, window.from));
  return { from, to: from + span };
}

/**
 * Zooms so that the moment stays where it is on screen, as far as the bounds allow.
 * @param factor of the span: below 1 looks closer
 */
export function zoomWindow(
  window: TimeWindow,
  moment: number,
  factor: number,
  bounds: TimeWindow,
): TimeWindow {
  const before = spanOf(window);
  const shortest = Math.min(SHORTEST_WINDOW_SECONDS, spanOf(bounds));
  const span = Math.min(spanOf(bounds), Math.max(shortest, before * factor));
  const share = before > 0 ? Math.min(1, Math.max(0, (moment - window.from) / before)) : 0.5;
  const from = moment - share * span;
  return clampWindow({ from, to: from + span }, bounds);
}

/** Moves a window by seconds, as far as the bounds allow. */
export const panWindow = (window: TimeWindow, seconds: number, bounds: TimeWindow): TimeWindow =>
  clampWindow({ from: window.from + seconds, to: window.to + seconds }, bounds);

/** Returns the window between two moments, in either order. */
export function windowBetween(a: number, b: number, bounds: TimeWindow): TimeWindow {
  const middle = (a + b) / 2;
  const half = Math.max(SHORTEST_WINDOW_SECONDS, Math.abs(b - a)) / 2;
  return clampWindow({ from: middle - half, to: middle + half }, bounds);
}

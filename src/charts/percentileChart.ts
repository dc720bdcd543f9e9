/**
 * Draws the newest percentiles, a mark per frame, with those beyond the limit as tall bars, so that
 * a stray one and a run of them look as different as they are.
 */
import { fontOf, horizontalLine, type Surface } from './surface';

/** The percentiles of the newest frames. */
export interface Percentiles {
  readonly length: number;
  /** The chart has room for so many. */
  readonly capacity: number;
  /** @param age 0 is the newest @returns NaN where nothing is watched */
  at(age: number): number;
}

const LIMIT = 99;
const MARK = 2;
/** Pixels beside the marks for the percentiles at both lines. */
const AXIS_WIDTH = 16;

/**
 * Draws percentiles, the newest at the right, 0 at the bottom and 100 at the top, with lines at 0
 * and at the limit, and both named.
 */
export function drawPercentiles(surface: Surface, history: Percentiles): void {
  const { context, palette, width, height } = surface;
  const right = width - AXIS_WIDTH;
  const step = right / history.capacity;
  const base = height - 1;
  const scale = (height - MARK - 1) / 100;
  horizontalLine(surface, 0, right, base, palette.line);
  horizontalLine(surface, 0, right, base - LIMIT * scale, palette.line);
  context.font = fontOf(palette, 9.5);
  context.fillStyle = palette.muted;
  context.textAlign = 'right';
  context.textBaseline = 'top';
  context.fillText(String(LIMIT), width, 0);
  context.textBaseline = 'bottom';
  context.fillText('0', width, height);
  for (let age = 0; age < history.length; age += 1) {
    const percentile = history.at(age);
    if (Number.isNaN(percentile)) continue;
    const x = right - (age + 1) * step;
    const y = base - percentile * scale;
    if (percentile > LIMIT) {
      context.fillStyle = palette.warning;
      context.fillRect(x, y - MARK, Math.max(1, step), base - y + MARK);
    } else {
      context.fillStyle = palette.muted;
      context.fillRect(x, y - MARK, MARK, MARK);
    }
  }
}

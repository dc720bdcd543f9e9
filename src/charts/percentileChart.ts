/**
 * Draws the newest percentiles, a mark per frame, with those beyond the limit as tall
 * bars, so that a stray one and a run of them look as different as they are.
 */
import { horizontalLine, type Surface } from './surface';

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

/**
 * Draws percentiles, the newest at the right, 0 at the bottom and 100 at the top, with a line at
 * the limit.
 */
export function drawPercentiles(surface: Surface, history: Percentiles): void {
  const { context, palette, width, height } = surface;
  const step = width / history.capacity;
  const base = height - 1;
  const scale = (height - MARK - 1) / 100;
  horizontalLine(surface, 0, width, base, palette.line);
  horizontalLine(surface, 0, width, base - LIMIT * scale, palette.line);
  for (let age = 0; age < history.length; age += 1) {
    const percentile = history.at(age);
    if (Number.isNaN(percentile)) continue;
    const x = width - (age + 1) * step;
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

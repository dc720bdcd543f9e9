/**
 * Reduces the book over time to what a chart can shade: for every pixel column and
 * price, the most that stood there while the column passed. No wall is lost however far
 * the chart is zoomed out.
 */
import { lowerBound, type DepthHistory, type TimeWindow } from './history';

export interface DepthRaster {
  readonly columns: number;
  /** The price of the lowest row; rows go up by a tick. */
  readonly lowTicks: number;
  readonly rows: number;
  /** [rows × columns] from the lowest row; bids negative, asks positive. */
  readonly sizes: Float32Array;
  /** Largest size in it. */
  readonly largest: number;
}

/** Rasters the depth in a window, at the cost of one look per book and price in view. */
export function rasterDepth(
  depth: DepthHistory,
  window: TimeWindow,
  columns: number,
  lowTicks: number,
  highTicks: number,
): DepthRaster {
  const rows = Math.max(0, highTicks - lowTicks + 1);
  const sizes = new Float32Array(rows * columns);
  const width = (window.to - window.from) / columns;
  const time = (index: number) => depth.timeAt(index);
  const first = Math.max(depth.start, lowerBound(depth.start, depth.end, time, window.from) - 1);
  const columnAt = (seconds: number) => Math.floor((seconds - window.from) / width);
  let largest = 0;
  for (let index = first; index < depth.end; index++) {
    const from = Math.max(0, columnAt(time(index)));
    if (from >= columns) break;
    // A book holds until the next one, or for the moment if it is the last.
    const next = index + 1 < depth.end ? columnAt(time(index + 1)) : from + 1;
    const to = Math.min(columns, Math.max(from + 1, next));
    for (let row = 0; row < rows; row++) {
      const size = depth.sizeAt(index, lowTicks + row);
      if (size === 0) continue;
      largest = Math.max(largest, Math.abs(size));
      for (let at = row * columns + from; at < row * columns + to; at++) {
        if (Math.abs(size) > Math.abs(sizes[at])) sizes[at] = size;
      }
    }
  }
  return { columns, lowTicks, rows, sizes, largest };
}

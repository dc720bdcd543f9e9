/**
 * Reduces the book over time to what a chart can shade: for every cell of a few pixels, the most
 * that stood in it while the column passed. No wall is lost however far the chart is zoomed out,
 * and the picture never has more cells than the plot has room for, whatever the prices are.
 */
import { lowerBound, type DepthHistory, type TimeWindow } from './history';

/** Prices that the raster covers, in ticks. */
export interface PriceBand {
  readonly low: number;
  readonly high: number;
}

/** Least share of all cells that may be at full strength. */
const STRONGEST_SHARE = 0.05;
const BUCKETS = 128;

/** A raster keeps its memory from one picture to the next. */
export class DepthRaster {
  columns = 0;
  rows = 0;
  /** Lowest price of the lowest row. */
  lowTicks = 0;
  /** Ticks that a row stands for; at least 1. */
  ticksPerRow = 1;
  /** [rows × columns] from the lowest row; bids negative, asks positive. */
  sizes = new Float32Array(0);
  /** Largest size in it. */
  largest = 0;
  private readonly buckets = new Uint32Array(BUCKETS);

  /**
   * Rasters the depth in a window, at the cost of one look per book in view and level.
   * @param columns number of columns over the window
   * @param mostRows number of rows there is room for
   */
  fill(
    depth: DepthHistory,
    window: TimeWindow,
    columns: number,
    { low, high }: PriceBand,
    mostRows: number,
  ): void {
    const ticks = Math.max(0, high - low + 1);
    this.ticksPerRow = Math.max(1, Math.ceil(ticks / Math.max(1, mostRows)));
    this.rows = Math.ceil(ticks / this.ticksPerRow);
    this.columns = columns;
    this.lowTicks = low;
    this.largest = 0;
    const cells = this.rows * columns;
    if (this.sizes.length < cells) this.sizes = new Float32Array(cells);
    else this.sizes.fill(0, 0, cells);
    const width = (window.to - window.from) / columns;
    const time = (index: number) => depth.timeAt(index);
    const first = Math.max(depth.start, lowerBound(depth.start, depth.end, time, window.from) - 1);
    const columnAt = (seconds: number) => Math.floor((seconds - window.from) / width);
    for (let index = first; index < depth.end; index++) {
      const from = Math.max(0, columnAt(time(index)));
      if (from >= columns) break;
      // A book holds until the next one, or for the moment if it is the last.
      const next = index + 1 < depth.end ? columnAt(time(index + 1)) : from + 1;
      this.addBook(depth, index, from, Math.min(columns, Math.max(from + 1, next)));
    }
  }

  private addBook(depth: DepthHistory, index: number, from: number, to: number): void {
    const { rows, columns, sizes, lowTicks, ticksPerRow } = this;
    for (let level = 0; level < depth.levels; level++) {
      const size = depth.sizeAt(index, level);
      const row = Math.floor((depth.priceAt(index, level) - lowTicks) / ticksPerRow);
      if (size === 0 || !(row >= 0 && row < rows)) continue;
      const most = Math.abs(size);
      if (most > this.largest) this.largest = most;
      for (let at = row * columns + from; at < row * columns + to; at++) {
        if (most > Math.abs(sizes[at])) sizes[at] = size;
      }
    }
  }

  /**
   * Returns the size from which cells are at full strength: a few of them are, so that one wall
   * does not leave all the others dim. 0 where there is no depth.
   */
  strongSize(): number {
    const { buckets, largest, sizes } = this;
    if (largest === 0) return 0;
    buckets.fill(0);
    let cells = 0;
    for (let at = 0; at < this.rows * this.columns; at++) {
      const size = Math.abs(sizes[at]);
      if (size === 0) continue;
      buckets[Math.min(BUCKETS - 1, Math.floor((size / largest) * BUCKETS))]++;
      cells++;
    }
    let above = 0;
    let bucket = BUCKETS - 1;
    while (bucket > 0 && above + buckets[bucket] < STRONGEST_SHARE * cells) {
      above += buckets[bucket];
      bucket--;
    }
    return (largest * (bucket + 1)) / BUCKETS;
  }
}

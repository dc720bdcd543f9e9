/**
 * Gathers fills into marks that can be told apart on screen: one for every column of pixels, price
 * and side, with the contracts in it. Where there is room for each, every fill is a mark of its
 * own. No fill is dropped, and the number of marks is bounded by the pixels of the plot.
 *
 * Columns are multiples of their width in seconds, so that marks hold still while a live window
 * moves on.
 */
import { FILL } from '../protocol/frames';
import {
  MARKER_HORIZON_SECONDS,
  fillsInWindow,
  lowerBound,
  markoutAtSample,
  markoutTicks,
  type History,
  type TimeWindow,
} from './history';

/** CSS pixels of a column, and least CSS pixels of a row of prices. */
const COLUMN_WIDTH = 8;
const ROW_HEIGHT = 7;
/** Fills stand alone when there are at least so many CSS pixels for each. */
const PIXELS_PER_SINGLE = 6;

/** Where fills are to be placed. */
export interface MarkPlot {
  readonly window: TimeWindow;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Prices from the bottom to the top of the plot, in ticks. */
  readonly domain: readonly [number, number];
  /** Whether only fills that the market has run over are shown. */
  readonly onlyRunOver: boolean;
}

/** The mark keeps its memory from one picture to the next. Its arrays hold `count` marks. */
export class FillMarks {
  count = 0;
  /** +1 where the agent bought. */
  sides = new Int8Array(64);
  /** Mean time and price, weighted by contracts: seconds on the shared axis, and ticks. */
  seconds = new Float64Array(64);
  prices = new Float64Array(64);
  contracts = new Float64Array(64);
  /** Contracts that the market has run over within MARKER_HORIZON_SECONDS. */
  runOver = new Float64Array(64);
  /** Number of fills, and the first and the last of them. */
  fills = new Int32Array(64);
  firsts = new Int32Array(64);
  lasts = new Int32Array(64);
  /** Most contracts in a mark. */
  largest = 0;
  /** Whether every mark is a single fill because there is room for each. */
  areSingle = true;

  /** Columns of the volume strip: the first one, their number and their width in seconds. */
  columns = 0;
  firstColumn = 0;
  columnSeconds = 1;
  /** Contracts by column, and those of them that were run over. */
  bought = new Float64Array(0);
  sold = new Float64Array(0);
  boughtRunOver = new Float64Array(0);
  soldRunOver = new Float64Array(0);
  /** Most contracts that a column has of one side. */
  largestVolume = 0;

  private cells = new Int32Array(0);
  private rows = 1;
  private lowTicks = 0;
  private ticksPerRow = 1;
  private built = '';
  private builtHistory: History | null = null;

  /**
   * Gathers the fills in a window, at the cost of a look at each; does nothing when nothing has
   * changed.
   */
  gather(history: History, plot: MarkPlot): void {
    const { window, width, height, domain, onlyRunOver } = plot;
    // What happened after a fill is known later, so that new samples count as changes too.
    const key = `${window.from} ${window.to} ${width} ${height} ${domain.join()} ${onlyRunOver} ${history.fillStart} ${history.fillEnd} ${history.end}`;
    if (key === this.built && history === this.builtHistory) return;
    this.built = key;
    this.builtHistory = history;
    const [from, to] = fillsInWindow(history, window);
    this.areSingle = width >= PIXELS_PER_SINGLE * (to - from);
    this.layOut(plot);
    // Both fills and samples are in the order of time: one walk judges them all.
    const time = (index: number) => history.timeAt(index);
    let sample = lowerBound(history.start, history.end, time, window.from);
    for (let fill = from; fill < to; fill++) {
      sample = sampleAfter(history, fill, sample);
      const isRunOver = markoutAtSample(history, fill, sample) < 0;
      if (!onlyRunOver || isRunOver) this.add(history, fill, isRunOver);
    }
    for (let mark = 0; mark < this.count; mark++) {
      this.largest = Math.max(this.largest, this.contracts[mark]);
    }
    for (let column = 0; column < this.columns; column++) {
      const most = Math.max(this.bought[column], this.sold[column]);
      this.largestVolume = Math.max(this.largestVolume, most);
    }
  }

  /** Returns the fills of a mark, oldest first. */
  fillsOf(history: History, mark: number, onlyRunOver: boolean): number[] {
    const found: number[] = [];
    const first = this.firsts[mark];
    const cell = this.areSingle ? -1 : this.cellOf(history, first);
    for (let fill = first; fill <= this.lasts[mark]; fill++) {
      if (!this.areSingle && this.cellOf(history, fill) !== cell) continue;
      const isRunOver = markoutTicks(history, fill, MARKER_HORIZON_SECONDS) < 0;
      if (!onlyRunOver || isRunOver) found.push(fill);
    }
    return found;
  }

  /** Returns the mark that holds a fill; −1 where none does. */
  markOf(history: History, fill: number): number {
    for (let mark = 0; mark < this.count; mark++) {
      if (fill < this.firsts[mark] || fill > this.lasts[mark]) continue;
      const isHere =
        this.areSingle || this.cellOf(history, fill) === this.cellOf(history, this.firsts[mark]);
      if (isHere) return mark;
    }
    return -1;
  }

  /**
   * Returns the mark of the last fill up to a moment, or the first mark where none is; −1 without
   * marks.
   */
  markUpTo(history: History, seconds: number): number {
    let found = this.count > 0 ? 0 : -1;
    for (let mark = 0; mark < this.count; mark++) {
      const isEarlier = history.fillTimeAt(this.firsts[mark]) <= seconds + 1e-9;
      if (isEarlier && this.firsts[mark] >= this.firsts[found]) found = mark;
    }
    return found;
  }

  private layOut({ window, width, height, domain }: MarkPlot): void {
    this.count = 0;
    this.largest = 0;
    this.largestVolume = 0;
    const span = window.to - window.from;
    this.columnSeconds = (span * COLUMN_WIDTH) / Math.max(COLUMN_WIDTH, width);
    this.firstColumn = Math.floor(window.from / this.columnSeconds);
    this.columns = Math.floor(window.to / this.columnSeconds) - this.firstColumn + 1;
    const ticks = domain[1] - domain[0] + 1;
    this.ticksPerRow = Math.max(1, Math.ceil((ROW_HEIGHT * ticks) / Math.max(1, height)));
    this.lowTicks = Math.floor(domain[0]);
    this.rows = Math.ceil(ticks / this.ticksPerRow) + 1;
    const cells = this.columns * this.rows * 2;
    if (this.cells.length < cells) this.cells = new Int32Array(cells);
    else this.cells.fill(0, 0, cells);
    if (this.bought.length < this.columns) {
      this.bought = new Float64Array(this.columns);
      this.sold = new Float64Array(this.columns);
      this.boughtRunOver = new Float64Array(this.columns);
      this.soldRunOver = new Float64Array(this.columns);
      return;
    }
    this.bought.fill(0);
    this.sold.fill(0);
    this.boughtRunOver.fill(0);
    this.soldRunOver.fill(0);
  }

  private add(history: History, fill: number, isRunOver: boolean): void {
    const size = history.fillAt(fill, FILL.size);
    const cell = this.cellOf(history, fill);
    // A file may hold fills without a size, or far from every price that is shown.
    if (!(size > 0) || cell < 0) return;
    const side = history.fillAt(fill, FILL.side) > 0 ? 1 : -1;
    const seconds = history.fillTimeAt(fill);
    const price = history.fillAt(fill, FILL.priceTicks);
    this.addVolume(this.columnOf(seconds), side, size, isRunOver);
    const known = this.areSingle ? 0 : this.cells[cell];
    if (known === 0) {
      this.cells[cell] = this.begin(fill, side) + 1;
    }
    const mark = known === 0 ? this.count - 1 : known - 1;
    const share = size / (this.contracts[mark] + size);
    this.seconds[mark] += share * (seconds - this.seconds[mark]);
    this.prices[mark] += share * (price - this.prices[mark]);
    this.contracts[mark] += size;
    if (isRunOver) this.runOver[mark] += size;
    this.fills[mark]++;
    this.lasts[mark] = fill;
  }

  private addVolume(column: number, side: number, size: number, isRunOver: boolean): void {
    const volume = side > 0 ? this.bought : this.sold;
    const against = side > 0 ? this.boughtRunOver : this.soldRunOver;
    volume[column] += size;
    if (isRunOver) against[column] += size;
  }

  /** Begins an empty mark. @returns its index */
  private begin(fill: number, side: number): number {
    if (this.count === this.sides.length) this.grow();
    const mark = this.count++;
    this.sides[mark] = side;
    this.seconds[mark] = 0;
    this.prices[mark] = 0;
    this.contracts[mark] = 0;
    this.runOver[mark] = 0;
    this.fills[mark] = 0;
    this.firsts[mark] = fill;
    return mark;
  }

  private columnOf(seconds: number): number {
    return Math.floor(seconds / this.columnSeconds) - this.firstColumn;
  }

  /** Returns the cell of a fill; −1 where it is outside the plot. */
  private cellOf(history: History, fill: number): number {
    const column = this.columnOf(history.fillTimeAt(fill));
    const price = history.fillAt(fill, FILL.priceTicks);
    const row = Math.floor((price - this.lowTicks) / this.ticksPerRow);
    if (!(column >= 0 && column < this.columns && row >= 0 && row < this.rows)) return -1;
    const side = history.fillAt(fill, FILL.side) > 0 ? 1 : 0;
    return (column * this.rows + row) * 2 + side;
  }

  private grow(): void {
    const length = 2 * this.sides.length;
    this.sides = longer(this.sides, new Int8Array(length));
    this.seconds = longer(this.seconds, new Float64Array(length));
    this.prices = longer(this.prices, new Float64Array(length));
    this.contracts = longer(this.contracts, new Float64Array(length));
    this.runOver = longer(this.runOver, new Float64Array(length));
    this.fills = longer(this.fills, new Int32Array(length));
    this.firsts = longer(this.firsts, new Int32Array(length));
    this.lasts = longer(this.lasts, new Int32Array(length));
  }
}

/**
 * Returns the sample that judges a fill: the first, from `start` on, once its horizon has passed.
 */
function sampleAfter(history: History, fill: number, start: number): number {
  const due = history.fillTimeAt(fill) + MARKER_HORIZON_SECONDS - 1e-9;
  let sample = start;
  while (sample < history.end && history.timeAt(sample) < due) sample++;
  return sample;
}

/** Copies a column into a longer one. */
function longer<Column extends Float64Array | Int32Array | Int8Array>(
  column: Column,
  made: Column,
): Column {
  made.set(column);
  return made;
}

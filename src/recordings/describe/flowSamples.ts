/**
 * What a tape has of the flow of orders, as estimators take it. Only open trading counts, without
 * the first and last minute where there are ten; prints of one aggressor are one trade; a change to
 * a new price is a cancel and an order; bid and ask are taken together.
 */
import { BUY, SELL, type Side } from '../../market/types';
import { CancelWatch } from '../book/cancelWatch';
import { RecordedBook } from '../book/recordedBook';
import { MARKET_STATUSES, RowFlag, RowKind, type TapeChunk, type TapeHeader } from '../tape';

const MINUTE_NS = 60e9;
/** Shorter recordings keep their edges. */
const TRIMMED_NS = 10 * MINUTE_NS;

export interface FlowSamples {
  /** Lots of new orders; empty without single orders. */
  readonly orderSizes: Float64Array;
  /** [trades] lots, sign of the aggressor, and ticks from the mid to the farthest print. */
  readonly tradeSizes: Float64Array;
  readonly tradeSigns: Float64Array;
  readonly tradeReaches: Float64Array;
  /**
   * [cancels] relative position, 0 at the front, lots, and 1 for those at the best price; empty
   * without single orders.
   */
  readonly cancelPositions: Float64Array;
  readonly cancelSizes: Float64Array;
  readonly cancelsAtBest: Float64Array;
  /** Changes of the mid over whole minutes, in ticks. */
  readonly minuteChanges: Float64Array;
  /** Open trading between the trimmed edges. */
  readonly openSeconds: number;
}

interface Trade {
  readonly timeNs: number;
  readonly side: Side;
  /** Before the first print. */
  readonly mid: number;
  farthest: number;
  size: number;
}

/** Rows of numbers with their times, so that the edges can be cut when the end is known. */
class TimedColumns {
  private readonly times: number[] = [];
  private readonly columns: number[][] = [];

  push(timeNs: number, ...values: number[]): void {
    this.times.push(timeNs);
    values.forEach((value, column) => (this.columns[column] ??= []).push(value));
  }

  clear(): void {
    this.times.length = 0;
    for (const column of this.columns) column.length = 0;
  }

  between(column: number, fromNs: number, toNs: number): Float64Array {
    const { times } = this;
    const values = this.columns[column] ?? [];
    return Float64Array.from(values.filter((_, row) => times[row] >= fromNs && times[row] <= toNs));
  }
}

export class FlowSampler {
  private readonly book = new RecordedBook();
  private readonly orders = new TimedColumns();
  private readonly trades = new TimedColumns();
  private readonly cancels = new TimedColumns();
  private readonly minutes = new TimedColumns();
  private readonly silences: { fromNs: number; toNs: number }[] = [];
  private readonly watch: CancelWatch;
  private trade: Trade | null = null;
  private isOpen = true;
  private isOpening = false;
  private hasTraded = false;
  private openNs = 0;
  private closedNs = 0;
  private lastNs = 0;
  private lastPrice = NaN;
  private mid = NaN;
  private minuteNs = MINUTE_NS;
  private minuteMid = NaN;

  constructor(header: Pick<TapeHeader, 'format'>) {
    this.watch = new CancelWatch(this.book, header);
  }

  take(chunk: TapeChunk): void {
    for (let row = 0; row < chunk.length; row++) {
      if (this.isOpen && (chunk.flags[row] & RowFlag.snapshot) === 0) this.sample(chunk, row);
      if (chunk.kinds[row] === RowKind.status) this.changeStatus(chunk, row);
      this.book.apply(chunk, row);
      if ((chunk.flags[row] & RowFlag.last) !== 0) this.endEvent(chunk.timesNs[row]);
    }
  }

  /** Takes what was sampled, without its edges. */
  finish(): FlowSamples {
    this.endTrade();
    if (!this.isOpen) this.silences.push({ fromNs: this.closedNs, toNs: this.lastNs });
    const isTrimmed = this.lastNs - this.openNs >= TRIMMED_NS;
    const fromNs = this.openNs + (isTrimmed ? MINUTE_NS : 0);
    const toNs = this.lastNs - (isTrimmed ? MINUTE_NS : 0);
    const silence = this.silences.reduce(
      (sum, { fromNs: start, toNs: end }) =>
        sum + Math.max(0, Math.min(end, toNs) - Math.max(start, fromNs)),
      0,
    );
    return {
      orderSizes: this.orders.between(0, fromNs, toNs),
      tradeSizes: this.trades.between(0, fromNs, toNs),
      tradeSigns: this.trades.between(1, fromNs, toNs),
      tradeReaches: this.trades.between(2, fromNs, toNs),
      cancelPositions: this.cancels.between(0, fromNs, toNs),
      cancelSizes: this.cancels.between(1, fromNs, toNs),
      cancelsAtBest: this.cancels.between(2, fromNs, toNs),
      minuteChanges: this.minutes.between(0, fromNs + MINUTE_NS, toNs),
      openSeconds: Math.max(0, toNs - fromNs - silence) / 1e9,
    };
  }

  /** Takes a row before the book follows it. */
  private sample(chunk: TapeChunk, row: number): void {
    const { book } = this;
    const timeNs = chunk.timesNs[row];
    const order = chunk.orders[row];
    const size = chunk.sizes[row];
    const price = chunk.prices[row];
    const cancel = this.watch.before(chunk, row);
    if (cancel !== null) {
      const { ahead, size: lots, levelSize, isBest } = cancel;
      this.cancels.push(timeNs, (ahead + lots / 2) / levelSize, lots, isBest ? 1 : 0);
    }
    switch (chunk.kinds[row]) {
      case RowKind.add:
        this.orders.push(timeNs, size);
        break;
      case RowKind.modify:
        if (price !== book.prices[order]) this.orders.push(timeNs, size);
        break;
      case RowKind.trade:
        this.sampleTrade(timeNs, chunk.sides[row], price, size);
        break;
      default:
        break;
    }
  }

  private sampleTrade(timeNs: number, code: number, price: number, size: number): void {
    this.isOpening ||= !this.hasTraded && code === 0;
    this.hasTraded = true;
    if (code === 0) return;
    const side = code > 0 ? BUY : SELL;
    const { trade } = this;
    if (trade !== null && trade.timeNs === timeNs && trade.side === side) {
      trade.size += size;
      trade.farthest = side * Math.max(side * trade.farthest, side * price);
      return;
    }
    this.endTrade();
    const mid = Number.isNaN(this.mid) ? this.lastPrice : this.mid;
    this.trade = { timeNs, side, mid, farthest: price, size };
  }

  private endTrade(): void {
    const { trade } = this;
    if (trade === null) return;
    const { timeNs, size, side, farthest, mid } = trade;
    this.trades.push(timeNs, size, side, side * (farthest - mid));
    this.lastPrice = farthest;
    this.trade = null;
  }

  private changeStatus(chunk: TapeChunk, row: number): void {
    const isOpen = MARKET_STATUSES[chunk.orders[row]] === 'open';
    const timeNs = chunk.timesNs[row];
    if (this.isOpen && !isOpen) this.closedNs = timeNs;
    if (!this.isOpen && isOpen) this.silences.push({ fromNs: this.closedNs, toNs: timeNs });
    this.isOpen = isOpen;
    this.minuteMid = NaN;
  }

  private endEvent(timeNs: number): void {
    const { book } = this;
    this.lastNs = timeNs;
    this.watch.endEvent();
    if (this.isOpening) this.openAt(timeNs);
    for (; this.minuteNs <= timeNs; this.minuteNs += MINUTE_NS) {
      const mid = this.isOpen ? (Number.isNaN(this.mid) ? this.lastPrice : this.mid) : NaN;
      const change = mid - this.minuteMid;
      if (!Number.isNaN(change)) this.minutes.push(this.minuteNs, change);
      this.minuteMid = mid;
    }
    const isSound = book.bestAsk > book.bestBid;
    this.mid = isSound ? (book.bestAsk + book.bestBid) / 2 : NaN;
  }

  /** What was before the opening auction counts for nothing. */
  private openAt(timeNs: number): void {
    for (const samples of [this.orders, this.trades, this.cancels, this.minutes]) samples.clear();
    this.silences.length = 0;
    this.trade = null;
    this.isOpening = false;
    this.openNs = timeNs;
    this.minuteNs = timeNs + MINUTE_NS;
    this.minuteMid = NaN;
  }
}

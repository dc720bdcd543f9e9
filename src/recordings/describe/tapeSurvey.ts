/**
 * What a tape says of its market in one pass: whether its queues hold, and spread and sizes at the
 * best, weighted by time while the market is open and the book has both sides.
 */
import { RecordedBook } from '../book/recordedBook';
import { MARKET_STATUSES, RowFlag, RowKind, type TapeChunk, type TapeHeader } from '../tape';
import { QueueCheck } from './queueCheck';

export interface TapeDescription {
  /** Groups of fills by event and price level, and those that are exactly first in, first out. */
  readonly fifoGroups: number;
  readonly fifoExact: number;
  /** States after an event in which somebody bid at least what somebody asked. */
  readonly crossedBeforeOpen: number;
  readonly crossedAfterOpen: number;
  /** Means over open time: ticks, and lots at both best prices; NaN without a book. */
  readonly meanSpreadTicks: number;
  readonly meanBestSize: number;
  /** Lots traded. */
  readonly volume: number;
  /** Seconds in which the market was open and both sides were there. */
  readonly openSeconds: number;
}

export class TapeSurvey {
  private readonly book = new RecordedBook();
  private readonly queues = new QueueCheck(this.book);
  /** Until when the sums reach, and what holds since then. */
  private sinceNs = 0;
  private spread = NaN;
  private size = 0;
  private isOpen = true;
  private spreadTime = 0;
  private sizeTime = 0;
  private openTime = 0;
  private volume = 0;
  private isOpening = false;
  private hasTraded = false;

  take(chunk: TapeChunk): void {
    const { book, queues } = this;
    for (let row = 0; row < chunk.length; row++) {
      queues.before(chunk, row);
      book.apply(chunk, row);
      queues.after(chunk, row);
      const kind = chunk.kinds[row];
      if (kind === RowKind.trade) {
        this.volume += chunk.sizes[row];
        this.isOpening ||= !this.hasTraded && chunk.sides[row] === 0;
        this.hasTraded = true;
      }
      if (kind === RowKind.status) {
        this.isOpen = MARKET_STATUSES[chunk.orders[row]] === 'open';
      }
      if ((chunk.flags[row] & RowFlag.last) !== 0) this.endEvent(chunk.timesNs[row]);
    }
  }

  describe(header: TapeHeader): TapeDescription {
    const { groups, exact, crossedAtNs } = this.queues.result;
    const crossedBeforeOpen = crossedAtNs.filter((timeNs) => timeNs < header.openNs).length;
    return {
      fifoGroups: groups,
      fifoExact: exact,
      crossedBeforeOpen,
      crossedAfterOpen: crossedAtNs.length - crossedBeforeOpen,
      meanSpreadTicks: this.spreadTime / this.openTime,
      meanBestSize: this.sizeTime / this.openTime,
      volume: this.volume,
      openSeconds: this.openTime / 1e9,
    };
  }

  private endEvent(timeNs: number): void {
    const { book } = this;
    if (this.isOpening) {
      // What was before the opening auction counts for nothing.
      this.spreadTime = 0;
      this.sizeTime = 0;
      this.openTime = 0;
      this.isOpening = false;
    } else if (this.isOpen && this.spread > 0) {
      const passed = timeNs - this.sinceNs;
      this.spreadTime += this.spread * passed;
      this.sizeTime += this.size * passed;
      this.openTime += passed;
    }
    this.sinceNs = timeNs;
    this.spread = book.bestAsk - book.bestBid;
    this.size =
      this.spread > 0
        ? (book.bids.sizes[book.bids.slotAt(0)] + book.asks.sizes[book.asks.slotAt(0)]) / 2
        : 0;
  }
}

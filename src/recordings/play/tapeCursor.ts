/**
 * A place in a tape, and the book there. It goes on event by event, or to any time from the
 * checkpoint before it.
 */
import type { RecordedBook } from '../book/recordedBook';
import { MARKET_STATUSES, RowFlag, RowKind, type MarketStatus, type Tape } from '../tape';
import type { TapeCheckpoint } from './checkpoints';

export class TapeCursor {
  /** Where the next event starts; chunk is the number of chunks at the end. */
  chunk = 0;
  row = 0;
  /** Time of the last event. */
  timeNs = 0;
  status: MarketStatus = 'open';

  /** @param checkpoints of the tape, or none where it is only read from its start */
  constructor(
    readonly tape: Tape,
    private readonly checkpoints: readonly TapeCheckpoint[],
    readonly book: RecordedBook,
  ) {
    this.skipEmptyChunks();
  }

  /** Time of the next event; Infinity at the end. */
  get nextEventNs(): number {
    const { chunks } = this.tape;
    return this.chunk === chunks.length ? Infinity : chunks[this.chunk].timesNs[this.row];
  }

  /** Moves past a row that the book has followed. @returns whether it was the last of its event */
  advance(): boolean {
    const chunk = this.tape.chunks[this.chunk];
    const { row } = this;
    if (chunk.kinds[row] === RowKind.status) {
      this.status = MARKET_STATUSES[chunk.orders[row]] ?? 'halted';
    }
    const isLast = (chunk.flags[row] & RowFlag.last) !== 0;
    this.row++;
    if (this.row === chunk.length) {
      this.row = 0;
      this.chunk++;
      this.skipEmptyChunks();
    }
    return isLast;
  }

  /** Lets the book follow the next event. @returns rows of it */
  skipEvent(): number {
    const { chunks } = this.tape;
    this.timeNs = this.nextEventNs;
    let rows = 0;
    let isLast = false;
    while (!isLast && this.chunk < chunks.length) {
      this.book.apply(chunks[this.chunk], this.row);
      isLast = this.advance();
      rows++;
    }
    return rows;
  }

  /** Goes to the state after the last event up to and including `timeNs`. */
  seek(timeNs: number): void {
    let low = 0;
    let high = this.checkpoints.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.checkpoints[middle].timeNs <= timeNs) low = middle + 1;
      else high = middle;
    }
    if (low > 0) this.restore(this.checkpoints[low - 1]);
    while (this.nextEventNs <= timeNs) this.skipEvent();
  }

  checkpoint(): TapeCheckpoint {
    const { chunk, row, timeNs, status } = this;
    return { chunk, row, timeNs, status, book: this.book.snapshot() };
  }

  restore({ chunk, row, timeNs, status, book }: TapeCheckpoint): void {
    this.chunk = chunk;
    this.row = row;
    this.timeNs = timeNs;
    this.status = status;
    this.book.restore(book);
  }

  private skipEmptyChunks(): void {
    const { chunks } = this.tape;
    while (this.chunk < chunks.length && chunks[this.chunk].length === 0) this.chunk++;
  }
}

/**
 * Checkpoints of a tape, taken while its chunks go by: books that are kept every so many rows, so
 * that seeking costs a few milliseconds wherever it leads.
 */
import { RecordedBook, type BookState } from '../book/recordedBook';
import {
  MARKET_STATUSES,
  RowFlag,
  RowKind,
  type MarketStatus,
  type Tape,
  type TapeChunk,
} from '../tape';

/** The book after an event, and where the next one starts. */
export interface TapeCheckpoint {
  readonly chunk: number;
  readonly row: number;
  /** Time of the last event before. */
  readonly timeNs: number;
  readonly status: MarketStatus;
  readonly book: BookState;
}

/** Rows between two checkpoints; their books take about a twentieth of the tape's memory. */
const CHECKPOINT_ROWS = 65_536;

export class CheckpointBuilder {
  readonly checkpoints: TapeCheckpoint[] = [];
  private readonly book = new RecordedBook();
  private status: MarketStatus = 'open';
  private chunks = 0;
  /** Rows since the last checkpoint. */
  private rows = 0;
  /** Time of the first row of the event under way; null between two events. */
  private eventNs: number | null = null;

  constructor() {
    this.keep(0, 0, 0);
  }

  /** Follows the next chunk of the tape. */
  take(chunk: TapeChunk): void {
    const { book } = this;
    for (let row = 0; row < chunk.length; row++) {
      this.eventNs ??= chunk.timesNs[row];
      book.apply(chunk, row);
      this.rows++;
      if (chunk.kinds[row] === RowKind.status) {
        this.status = MARKET_STATUSES[chunk.orders[row]] ?? 'halted';
      }
      if ((chunk.flags[row] & RowFlag.last) === 0) continue;
      if (this.rows >= CHECKPOINT_ROWS) {
        const isAtEnd = row + 1 === chunk.length;
        this.keep(this.chunks + (isAtEnd ? 1 : 0), isAtEnd ? 0 : row + 1, this.eventNs);
      }
      this.eventNs = null;
    }
    this.chunks++;
  }

  private keep(chunk: number, row: number, timeNs: number): void {
    const { status, book } = this;
    this.checkpoints.push({ chunk, row, timeNs, status, book: book.snapshot() });
    this.rows = 0;
  }
}

/** Follows the whole tape once. @returns checkpoints from its start on, in order of time */
export function buildCheckpoints(tape: Tape): TapeCheckpoint[] {
  const builder = new CheckpointBuilder();
  for (const chunk of tape.chunks) builder.take(chunk);
  return builder.checkpoints;
}

/**
 * A tape: an immutable recording of one instrument, whatever format it came in. It is columns of
 * typed arrays in chunks that can be transferred between threads or stored one by one, and a
 * header. A tape says what happened and nothing of what it means for an order that was not there.
 *
 * Rows of one exchange event follow each other and the last of them carries the flag LAST: between
 * two rows of an event the book may be in a state that nobody could see.
 */

/** What a row is. The number is stored. */
export const RowKind = {
  /** An order joins the back of the queue at its price. Tapes of orders only, as the next three. */
  add: 0,
  /** `size` lots leave an order, which keeps its place and is gone when none are left. */
  cancel: 1,
  /**
   * An order has a new price or a new size: it keeps its place at the same price with a smaller
   * size, and goes to the back otherwise.
   */
  modify: 2,
  /**
   * `size` lots of a resting order traded. It does not change the book: the cancel or modify of the
   * order that follows in the event does.
   */
  fill: 3,
  /** A trade: `side` is the aggressor's, 0 in an auction or where it is not known. */
  trade: 4,
  /** A price level now holds `size` lots in all; 0 removes it. Tapes of levels only. */
  level: 5,
  /**
   * The best price of a side now is this one with `size` lots; 0 means that the side is empty.
   * Tapes of the top only.
   */
  best: 6,
  /** Everything leaves the book. */
  clear: 7,
  /** Trading changes to the status whose place among `MARKET_STATUSES` is in `orders`. */
  status: 8,
} as const;

/** Bits of the column `flags`. */
export const RowFlag = {
  /** The last row of an exchange event: the book may be read after it. */
  last: 1,
  /** Part of a snapshot that the file starts with or that replaces the book; nothing happened. */
  snapshot: 2,
  /** A level that left the part of the book that the file shows; it need not be empty. */
  outOfView: 4,
} as const;

/** Orders can only trade while the market is open. */
export const MARKET_STATUSES = ['open', 'auction', 'halted', 'gap'] as const;
export type MarketStatus = (typeof MARKET_STATUSES)[number];

/**
 * What a recording knows of queues: every order, sizes per level, the best level, or trades only.
 */
const QUEUE_KNOWLEDGE = ['orders', 'levels', 'top', 'none'] as const;
export type QueueKnowledge = (typeof QUEUE_KNOWLEDGE)[number];

/** Rows of a full chunk. */
export const CHUNK_ROWS = 65_536;

/** Consecutive rows of a tape, [length] in every column. */
export interface TapeChunk {
  readonly length: number;
  /** Exchange time in nanoseconds from the start of the tape, whole and never falling. */
  readonly timesNs: Float64Array;
  /**
   * Nanoseconds from the exchange time to the recorder's, as the file has them; empty where it has
   * only one of the two.
   */
  readonly latenciesNs: Int32Array;
  /** `RowKind`. */
  readonly kinds: Uint8Array;
  /** +1 buy or bid, −1 sell or ask, 0 unknown. */
  readonly sides: Int8Array;
  /** Ticks. */
  readonly prices: Int32Array;
  /** Lots, never negative. */
  readonly sizes: Int32Array;
  /** Number of the order; the number of one that has left is used again. 0 where there is none. */
  readonly orders: Uint32Array;
  /** `RowFlag`. */
  readonly flags: Uint8Array;
}

/** A stretch of a tape, in nanoseconds from its start. */
export interface TapeSpan {
  readonly fromNs: number;
  readonly toNs: number;
}

export interface TapeHeader {
  readonly version: 1;
  /** Names of the files, as the user has them. */
  readonly files: readonly string[];
  /** Format with its schema, such as `dbn mbo`. */
  readonly format: string;
  readonly queues: QueueKnowledge;
  readonly instrument: string;
  /** Units of price per tick. */
  readonly tickSize: number;
  /** Units of quantity per lot: 1 contract, 1 share, 0.001 bitcoin. */
  readonly lotSize: number;
  /** Dollars, or units of the quoted currency, per tick and lot. */
  readonly tickValue: number;
  /** Nanoseconds since 1970 at which the tape starts, as decimal digits since they exceed 2^53. */
  readonly startNs: string;
  /** Date of the start in UTC, such as 2023-12-25; empty where the file does not say. */
  readonly day: string;
  /** Time of the last row, from the start. */
  readonly endNs: number;
  /** Records or lines of the files that concern the instrument. */
  readonly records: number;
  /** Rows of the tape, exchange events, and trades among the rows. */
  readonly rows: number;
  readonly events: number;
  readonly trades: number;
  readonly hasLatencies: boolean;
  /**
   * Nanoseconds to add to every latency: more than 0 where the recorder's clock ran behind the
   * exchange's, so that the least latency is 0.
   */
  readonly latencyShiftNs: number;
  /** Time of the opening auction's end, before which nothing trades; 0 where it is not recorded. */
  readonly openNs: number;
  /** Stretches of which the recorder missed something. */
  readonly gaps: readonly TapeSpan[];
  readonly halts: readonly TapeSpan[];
  /** How often something was left out, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Content hash of all rows: the identity of the tape. */
  readonly hash: string;
}

export interface Tape {
  readonly header: TapeHeader;
  readonly chunks: readonly TapeChunk[];
}

/** Columns of a chunk in the order in which they are hashed and stored. */
export const CHUNK_COLUMNS = [
  'timesNs',
  'latenciesNs',
  'kinds',
  'sides',
  'prices',
  'sizes',
  'orders',
  'flags',
] as const satisfies readonly (keyof TapeChunk)[];

/** Buffers of a chunk, to be transferred with it. */
export function chunkBuffers(chunk: TapeChunk): ArrayBufferLike[] {
  return CHUNK_COLUMNS.map((column) => chunk[column].buffer);
}

/**
 * What a reader writes to. It turns prices and sizes of a file into whole ticks and lots, puts
 * times in order, counts what is left out, and hands on full chunks, of which it keeps none.
 *
 * Prices and sizes come in quanta, the whole numbers of the file: 1e-9 for DBN, 1e-4 for LOBSTER.
 * Where the tick is not known, it is the greatest that the book's prices of the first chunk are
 * whole multiples of; where the lot is not known, the greatest power of ten up to one unit. Later
 * prices of the book that lie between two ticks are an error, those of trades are rounded and
 * counted, and so are sizes.
 */
import { ContentHash } from '../market/contentHash';
import type { Side } from '../market/types';
import { ChunkColumns } from './chunkColumns';
import { RecordingError, type FilePlace } from './recordingError';
import { LotScale, TickScale } from './scales';
import {
  CHUNK_COLUMNS,
  CHUNK_ROWS,
  MARKET_STATUSES,
  RowFlag,
  RowKind,
  type MarketStatus,
  type QueueKnowledge,
  type TapeChunk,
  type TapeHeader,
  type TapeSpan,
} from './tape';

/** What a reader knows of a recording before its first row. */
export interface RecordingSource {
  readonly format: string;
  readonly queues: QueueKnowledge;
  readonly instrument: string;
  /** Nanoseconds since 1970 at the tape's start; below a day for a time of an unknown day. */
  readonly startNs: bigint;
  /** Quanta per unit of price, and per unit of quantity. */
  readonly priceScale: number;
  readonly sizeScale: number;
  /** Units of price per tick and units of quantity per lot, where they are known. */
  readonly tickSize?: number | undefined;
  readonly lotSize?: number | undefined;
  /** Dollars per unit of price and unit of quantity: 50 for ES, 1 for a share. */
  readonly pointValue: number;
  readonly hasLatencies: boolean;
  /** Where the reader is, for errors. */
  place(): FilePlace;
}

/** Side of a row: 0 where it is not known. */
export type RowSide = Side | 0;

const MOST_INT32 = 2 ** 31 - 1;
/** An hour: times that fall by more are of two recordings. */
const MOST_FALL_NS = 3.6e12;
/** Six hours: whatever was between them was not recorded, or was a night. */
const LONGEST_SILENCE_NS = 6 * 3.6e12;
const NANOSECONDS_PER_DAY = 86_400_000_000_000n;

export class TapeBuilder {
  private source: RecordingSource | null = null;
  private readonly columns = new ChunkColumns(CHUNK_ROWS);
  private ticks = new TickScale(1);
  private lots = new LotScale(1);
  private readonly hash = new ContentHash();
  private readonly skipped = new Map<string, number>();
  private readonly gaps: TapeSpan[] = [];
  private readonly halts: TapeSpan[] = [];
  private currentStatus: MarketStatus = 'open';
  private statusNs = 0;
  private openNs = 0;

  private timeNs = 0;
  private latencyNs = 0;
  private extraFlags = 0;
  /** Latest time so far, and the last time of the chunk before. */
  private latestNs = 0;
  private sealedNs = 0;
  private isOrdered = true;
  private leastLatencyNs = Infinity;

  private records = 0;
  private rows = 0;
  private eventRows = 0;
  /** Exchange events so far. */
  events = 0;
  private trades = 0;

  /**
   * @param files names of the recording's files, as the user has them
   * @param sink takes every full chunk, and the last; the arrays are its own
   */
  constructor(
    private readonly files: readonly string[],
    private readonly sink: (chunk: TapeChunk) => void,
  ) {}

  /** Says what the rows mean; it comes once, before the first row. */
  begin(source: RecordingSource): void {
    this.source = source;
    this.ticks = new TickScale(source.priceScale, source.tickSize);
    this.lots = new LotScale(source.sizeScale, source.lotSize);
    this.columns.hasLatencies = source.hasLatencies;
  }

  /** Counts records or lines of the file that concern the instrument. */
  countRecords(count = 1): void {
    this.records += count;
  }

  /** Counts something that is not on the tape. @param reason camelCase: it names a result */
  skip(reason: string, count = 1): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + count);
  }

  /**
   * Sets the time of the rows that follow, in whole nanoseconds from the source's start, and what
   * the recorder's clock is ahead of it; rows of a snapshot have no latency. Times may come out of
   * order: single orders then take the latest time so far, everything else is sorted within its
   * chunk. A long silence is a gap, except among single orders, of which the exchange tells status.
   * @throws RecordingError when time falls by hours, as where two days are joined
   */
  at(timeNs: number, latencyNs = 0): void {
    if (this.extraFlags !== 0) latencyNs = 0;
    else if (latencyNs < this.leastLatencyNs) this.leastLatencyNs = latencyNs;
    if (Math.abs(latencyNs) > MOST_INT32) {
      this.skip('latenciesBeyondTwoSeconds');
      latencyNs = Math.sign(latencyNs) * MOST_INT32;
    }
    this.latencyNs = latencyNs;
    if (this.extraFlags === 0 && this.rows > 0) this.checkStep(timeNs);
    if (timeNs >= this.latestNs) {
      this.timeNs = timeNs;
      this.latestNs = timeNs;
      return;
    }
    // A snapshot's orders came before the recording: they are there when it starts.
    if ((this.extraFlags & RowFlag.snapshot) === 0) this.skip('timesOutOfOrder');
    const mayMove = this.source?.queues !== 'orders' && this.extraFlags === 0;
    this.timeNs = mayMove ? Math.max(0, timeNs) : this.latestNs;
    if (mayMove) this.isOrdered = false;
  }

  /** Refuses a fall of hours, and makes a silence of hours a gap. */
  private checkStep(timeNs: number): void {
    const stepNs = timeNs - this.latestNs;
    if (stepNs < -MOST_FALL_NS) {
      const found = `one ${(-stepNs / 3.6e12).toFixed(1)} h before the latest`;
      throw this.error('time', 'times of one recording in their order', found);
    }
    const isSilence = stepNs > LONGEST_SILENCE_NS && this.begun.queues !== 'orders';
    if (!isSilence || this.currentStatus !== 'open') return;
    this.timeNs = this.latestNs;
    this.endEvent();
    this.status('gap');
    this.endEvent();
    this.timeNs = timeNs;
    this.status('open');
  }

  /** Whether the rows that follow are of a snapshot. */
  snapshot(isSnapshot: boolean): void {
    this.extraFlags = isSnapshot ? RowFlag.snapshot : 0;
  }

  add(order: number, side: Side, price: number, size: number): void {
    this.row(RowKind.add, side, price, size, order, 0);
  }

  cancel(order: number, side: Side, price: number, size: number): void {
    this.row(RowKind.cancel, side, price, size, order, 0);
  }

  modify(order: number, side: Side, price: number, size: number): void {
    this.row(RowKind.modify, side, price, size, order, 0);
  }

  fill(order: number, side: Side, price: number, size: number): void {
    this.row(RowKind.fill, side, price, size, order, 0);
  }

  trade(aggressor: RowSide, price: number, size: number): void {
    this.trades++;
    this.row(RowKind.trade, aggressor, price, size, 0, 0);
  }

  /** @param outOfView whether the level, of size 0, only left what the file shows */
  level(side: Side, price: number, size: number, outOfView = false): void {
    this.row(RowKind.level, side, price, size, 0, outOfView ? RowFlag.outOfView : 0);
  }

  best(side: Side, price: number, size: number): void {
    this.row(RowKind.best, side, price, size, 0, 0);
  }

  clear(): void {
    this.row(RowKind.clear, 0, 0, 0, 0, 0);
  }

  /** Status of trading from here on; a tape starts open. Repeating one writes nothing. */
  status(status: MarketStatus): void {
    if (status === this.currentStatus) return;
    this.endStatus();
    this.currentStatus = status;
    this.statusNs = this.timeNs;
    this.row(RowKind.status, 0, 0, 0, MARKET_STATUSES.indexOf(status), 0);
  }

  /** The opening auction is over: orders can trade from here on. */
  open(): void {
    this.openNs = this.timeNs;
  }

  /** Ends an exchange event: the book may be read. Without rows since the last one, nothing. */
  endEvent(): void {
    if (this.eventRows === 0) return;
    this.columns.flags[this.columns.length - 1] |= RowFlag.last;
    this.events++;
    this.eventRows = 0;
  }

  /**
   * Hands on the last chunk.
   * @throws RecordingError when the files had nothing of the instrument
   */
  finish(): TapeHeader {
    const { source } = this;
    if (source === null || this.records + this.rows === 0) {
      const file = this.files.join(', ');
      throw new RecordingError({ file }, 'records', 'at least one of the instrument', 'none');
    }
    this.endEvent();
    this.seal();
    this.endStatus();
    if (this.rows === 0 && !this.ticks.isKnown) this.inferTick();
    if (this.rows === 0 && !this.lots.isKnown) this.lots.infer([]);
    const { tickSize } = this.ticks;
    const { lotSize } = this.lots;
    const hasDay = source.startNs >= NANOSECONDS_PER_DAY;
    return {
      version: 1,
      files: this.files,
      format: source.format,
      queues: source.queues,
      instrument: source.instrument,
      tickSize,
      lotSize,
      tickValue: source.pointValue * tickSize * lotSize,
      startNs: String(source.startNs),
      day: hasDay ? new Date(Number(source.startNs / 1_000_000n)).toISOString().slice(0, 10) : '',
      endNs: this.latestNs,
      records: this.records,
      rows: this.rows,
      events: this.events,
      trades: this.trades,
      hasLatencies: source.hasLatencies,
      latencyShiftNs: source.hasLatencies ? Math.max(0, -this.leastLatencyNs) : 0,
      openNs: this.openNs,
      gaps: this.gaps,
      halts: this.halts,
      skipped: Object.fromEntries([...this.skipped].sort(([a], [b]) => (a < b ? -1 : 1))),
      hash: this.hash.hex(),
    };
  }

  private row(
    kind: number,
    side: RowSide,
    price: number,
    size: number,
    order: number,
    flags: number,
  ): void {
    const { columns } = this;
    if (columns.length === columns.capacity) this.seal();
    if (!(size >= 0)) throw this.error('size', 'a whole number, 0 or more', String(size));
    const row = columns.length++;
    columns.timesNs[row] = this.timeNs;
    columns.latenciesNs[row] = this.latencyNs;
    columns.kinds[row] = kind;
    columns.sides[row] = side;
    columns.priceQuanta[row] = price;
    columns.sizeQuanta[row] = size;
    columns.orders[row] = order;
    columns.flags[row] = flags | this.extraFlags;
    this.rows++;
    this.eventRows++;
    if (this.ticks.isKnown) this.checkPrice(kind, price);
  }

  /** Tells here, where the place is known, what a full chunk could only tell later. */
  private checkPrice(kind: number, price: number): void {
    const ticks = this.ticks.exact(price);
    if (Math.abs(ticks) <= MOST_INT32) return;
    if (Number.isNaN(ticks) && kind === RowKind.trade) {
      this.skip('tradesBetweenTicks');
      return;
    }
    const { priceScale } = this.begun;
    const found = String(price / priceScale);
    throw this.error('price', `a multiple of the tick ${this.ticks.tickSize}`, found);
  }

  private seal(): void {
    const { columns, ticks, lots } = this;
    const { length, priceQuanta, sizeQuanta } = columns;
    if (length === 0) return;
    const isFirst = !ticks.isKnown;
    if (isFirst) this.inferTick();
    if (!lots.isKnown) lots.infer(sizeQuanta.subarray(0, length));
    if (!this.isOrdered) columns.sort(this.sealedNs);
    this.isOrdered = true;
    const prices = new Int32Array(length);
    const sizes = new Int32Array(length);
    let rounded = 0;
    let betweenTicks = 0;
    for (let row = 0; row < length; row++) {
      const quanta = priceQuanta[row];
      const price = ticks.nearest(quanta);
      prices[row] = price;
      if (isFirst && Math.abs(price) > MOST_INT32) {
        const expected = `at most ${MOST_INT32} times the tick ${ticks.tickSize}`;
        throw this.error('price', expected, String(quanta / this.begun.priceScale));
      }
      if (isFirst && price * ticks.quantaPerTick !== quanta) betweenTicks++;
      const size = lots.nearest(sizeQuanta[row]);
      if (size > MOST_INT32) {
        throw this.error('size', `at most ${MOST_INT32 * lots.lotSize}`, String(size));
      }
      sizes[row] = size;
      if (!lots.isExact(sizeQuanta[row])) rounded++;
    }
    if (rounded > 0) this.skip('sizesRounded', rounded);
    if (betweenTicks > 0) this.skip('tradesBetweenTicks', betweenTicks);
    this.sealedNs = columns.timesNs[length - 1];
    const chunk = columns.take(prices, sizes);
    for (const column of CHUNK_COLUMNS) {
      const { buffer, byteOffset, byteLength } = chunk[column];
      this.hash.absorb(new Uint8Array(buffer, byteOffset, byteLength));
    }
    this.sink(chunk);
  }

  /** Of the book where there is one, since trades may have happened between two ticks. */
  private inferTick(): void {
    const { length, kinds, priceQuanta } = this.columns;
    const hasBook = kinds.subarray(0, length).some(isOfBook);
    const counts = hasBook ? isOfBook : hasPrice;
    const prices = priceQuanta.subarray(0, length).filter((_, row) => counts(kinds[row]));
    this.ticks.infer(prices);
    const stray = this.ticks.stray(prices);
    if (stray === null) return;
    const { priceScale } = this.begun;
    const expected = `a multiple of ${stray.quantaPerTick / priceScale}, as nearly all prices are`;
    throw this.error('price', expected, String(stray.price / priceScale));
  }

  private endStatus(): void {
    const spans = this.spansOf(this.currentStatus);
    spans?.push({ fromNs: this.statusNs, toNs: Math.max(this.statusNs, this.timeNs) });
  }

  private spansOf(status: MarketStatus): TapeSpan[] | null {
    if (status === 'gap') return this.gaps;
    return status === 'halted' ? this.halts : null;
  }

  private get begun(): RecordingSource {
    if (this.source === null) throw new Error('tape builder: rows came before begin');
    return this.source;
  }

  private error(field: string, expected: string, found: string): RecordingError {
    return new RecordingError(this.begun.place(), field, expected, found);
  }
}

function hasPrice(kind: number): boolean {
  return kind !== RowKind.clear && kind !== RowKind.status;
}

function isOfBook(kind: number): boolean {
  return hasPrice(kind) && kind !== RowKind.trade;
}

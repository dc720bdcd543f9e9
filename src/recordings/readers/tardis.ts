/**
 * Reads CSV files of Tardis (https://docs.tardis.dev/downloadable-csv-files): changes of a book or
 * its best levels, trades, or both side by side. Times are microseconds of exchange and recorder;
 * amounts are absolute, and 0 removes a level. The rows of one recorder's time are one message, and
 * files that are read together are merged by it.
 */
import type { Side } from '../../market/types';
import { LevelView } from '../levelView';
import type { ReadOptions, RecordingFormat, RecordingInput } from '../reader';
import type { TapeBuilder } from '../tapeBuilder';
import { csvHead, areNames } from '../text/csvHead';
import { CsvRows } from '../text/csvRows';
import { InstrumentColumn } from '../text/instrumentColumn';
import { mergeByTime, TimedRows } from '../text/timedRows';

const FIELD = { symbol: 1, exchangeTime: 2, localTime: 3 } as const;
const FIRST_COLUMNS = ['exchange', 'symbol', 'timestamp', 'local_timestamp'];
const CHANGE_COLUMNS = [...FIRST_COLUMNS, 'is_snapshot', 'side', 'price', 'amount'];
const CHANGE = { isSnapshot: 4, side: 5, price: 6, amount: 7 } as const;
const TRADE_COLUMNS = [...FIRST_COLUMNS, 'id', 'side', 'price', 'amount'];
const TRADE = { side: 5, price: 6, amount: 7 } as const;
const LEVEL_FIELDS = ['price', 'amount'];

const TIME_PLACES = 6;
const PLACES = 9;
const SCALE = 1e9;
/** A book that is replaced after a longer silence was not recorded in between. */
const GAP_NS = 1e9;

const ascii = (text: string) => new TextEncoder().encode(text);
const TRUE = ascii('true');
const FALSE = ascii('false');
const BID = ascii('bid');
const ASK = ascii('ask');
const BUY = ascii('buy');
const SELL = ascii('sell');
const UNKNOWN = ascii('unknown');

type Part = 'changes' | 'levels' | 'trades';

export const tardis: RecordingFormat = {
  name: 'Tardis CSV',
  requiredParts: [],
  recognise: (head) => {
    const [names] = csvHead(head);
    if (areNames(names, CHANGE_COLUMNS)) return 'changes' satisfies Part;
    if (areNames(names, TRADE_COLUMNS)) return 'trades' satisfies Part;
    const levels = names === undefined ? 0 : levelCount(names);
    return levels > 0 ? ('levels' satisfies Part) : null;
  },
  read: (inputs, builder, options) => new TardisReading(inputs, builder, options).read(),
};

/** @returns how many levels a side a header of a book's best levels has, or 0 for another header */
function levelCount(names: readonly string[]): number {
  const levels = (names.length - FIRST_COLUMNS.length) / 4;
  if (!(Number.isInteger(levels) && levels > 0)) return 0;
  const expected = Array.from({ length: levels }, (_, level) =>
    ['asks', 'bids'].flatMap((side) => LEVEL_FIELDS.map((field) => `${side}[${level}].${field}`)),
  );
  return areNames(names, [...FIRST_COLUMNS, ...expected.flat()]) ? levels : 0;
}

type Stream = TimedRows<Part>;

class TardisReading {
  private readonly instrument: InstrumentColumn;
  private levels: LevelView | null = null;
  private baseSeconds = 0;
  private startNs = 0;
  /** Fields of a row, by file. */
  private readonly columns = new Map<CsvRows, number>();
  private current: CsvRows | null = null;
  /** Message of the last row. */
  private messagePart: Part | null = null;
  private messageNs = 0;
  private wasSnapshot = false;
  private hasBook = false;
  private bookNs = 0;

  constructor(
    private readonly inputs: readonly RecordingInput[],
    private readonly builder: TapeBuilder,
    private readonly options: ReadOptions,
  ) {
    this.instrument = new InstrumentColumn(FIELD.symbol, options.instrument);
  }

  async read(): Promise<void> {
    const streams: Stream[] = [];
    for (const input of this.inputs) {
      const stream = await this.open(input);
      if (stream !== null) streams.push(stream);
    }
    if (streams.length === 0) return;
    this.begin(streams);
    await mergeByTime(
      streams,
      (part) => part === 'trades',
      (stream) => this.write(stream),
    );
  }

  /** Reads header and first row. @returns null for a file without rows of the instrument */
  private async open(input: RecordingInput): Promise<Stream | null> {
    const rows = new CsvRows(input, []);
    if (!(await rows.pull())) return null;
    const names = Array.from({ length: rows.fields }, (_, at) => rows.text(at));
    rows.nameColumns(names);
    this.columns.set(rows, names.length);
    const stream = new TimedRows(input.part as Part, rows, () => this.localTime(rows));
    return stream.next() || (await stream.pull()) ? stream : null;
  }

  /** Time of the recorder, or NaN for a row of another instrument. */
  private localTime(rows: CsvRows): number {
    rows.requireFields(this.columns.get(rows) ?? 0);
    if (!this.instrument.isWanted(rows)) {
      this.builder.skip('otherInstruments');
      return Number.NaN;
    }
    if (this.baseSeconds === 0) {
      const digits = Math.max(0, rows.lengthOf(FIELD.exchangeTime) - TIME_PLACES);
      const seconds = rows.text(FIELD.exchangeTime).slice(0, digits);
      this.baseSeconds = /^\d{1,10}$/.test(seconds) ? Number(seconds) : 0;
    }
    return rows.time(FIELD.localTime, TIME_PLACES, this.baseSeconds);
  }

  /** Time of the exchange in nanoseconds from the tape's start. */
  private exchangeTime(rows: CsvRows): number {
    return rows.time(FIELD.exchangeTime, TIME_PLACES, this.baseSeconds) - this.startNs;
  }

  private begin(streams: readonly Stream[]): void {
    const { builder, options } = this;
    const isTrades = streams.every(({ part }) => part === 'trades');
    this.startNs = Math.min(...streams.map(({ rows }) => this.exchangeTime(rows)));
    builder.begin({
      format: `tardis ${streams.map(({ part }) => part).join(' and ')}`,
      queues: isTrades ? 'none' : 'levels',
      instrument: this.instrument.name,
      startNs: BigInt(this.baseSeconds) * 1_000_000_000n + BigInt(this.startNs),
      priceScale: SCALE,
      sizeScale: SCALE,
      ...(options.tickSize !== undefined && { tickSize: options.tickSize }),
      pointValue: 1,
      hasLatencies: true,
      place: () => (this.current ?? streams[0].rows).place,
    });
  }

  private write({ part, rows, timeNs }: Stream): void {
    const { builder } = this;
    const exchangeNs = this.exchangeTime(rows);
    const localNs = timeNs - this.startNs;
    this.current = rows;
    if (part !== this.messagePart || timeNs !== this.messageNs) {
      builder.endEvent();
      this.messagePart = part;
      this.messageNs = timeNs;
    }
    builder.countRecords();
    const isReplaced = part === 'changes' && this.startsSnapshot(rows);
    if (isReplaced && exchangeNs - this.bookNs > GAP_NS) {
      builder.status('gap');
      builder.endEvent();
    }
    builder.at(exchangeNs, localNs - exchangeNs);
    if (isReplaced) {
      builder.status('open');
      builder.clear();
    }
    if (part === 'trades') this.writeTrade(rows);
    else if (part === 'changes') this.writeChange(rows, exchangeNs);
    else this.writeLevels(rows);
  }

  private writeTrade(rows: CsvRows): void {
    const price = rows.decimal(TRADE.price, PLACES);
    const amount = rows.size(TRADE.amount, PLACES);
    if (rows.is(TRADE.side, BUY)) this.builder.trade(1, price, amount);
    else if (rows.is(TRADE.side, SELL)) this.builder.trade(-1, price, amount);
    else if (rows.is(TRADE.side, UNKNOWN)) this.builder.trade(0, price, amount);
    else throw rows.fault(TRADE.side, 'buy, sell or unknown');
  }

  /** Whether a row is the first of a snapshot that replaces a book. */
  private startsSnapshot(rows: CsvRows): boolean {
    const isSnapshot = rows.is(CHANGE.isSnapshot, TRUE);
    if (!isSnapshot && !rows.is(CHANGE.isSnapshot, FALSE)) {
      throw rows.fault(CHANGE.isSnapshot, 'true or false');
    }
    const isFirst = isSnapshot && !this.wasSnapshot;
    this.wasSnapshot = isSnapshot;
    return isFirst && this.hasBook;
  }

  private writeChange(rows: CsvRows, exchangeNs: number): void {
    const { builder } = this;
    this.bookNs = exchangeNs;
    this.hasBook = true;
    builder.snapshot(this.wasSnapshot);
    const price = rows.decimal(CHANGE.price, PLACES);
    builder.level(this.sideOf(rows), price, rows.size(CHANGE.amount, PLACES));
    builder.snapshot(false);
  }

  private writeLevels(rows: CsvRows): void {
    const { builder } = this;
    const depth = (rows.fields - FIRST_COLUMNS.length) / 4;
    this.levels ??= new LevelView(builder, depth);
    let ask = -Infinity;
    let bid = Infinity;
    for (let field = FIRST_COLUMNS.length; field < rows.fields; field += 4) {
      ask = this.showLevel(rows, field, -1, ask, this.levels);
      bid = this.showLevel(rows, field + 2, 1, bid, this.levels);
    }
    builder.snapshot(!this.hasBook);
    this.levels.commit();
    builder.snapshot(false);
    this.hasBook = true;
  }

  /** Takes a level in, unless it is empty. @returns its price, which the next one is worse than */
  private showLevel(
    rows: CsvRows,
    field: number,
    side: Side,
    before: number,
    levels: LevelView,
  ): number {
    if (rows.lengthOf(field) === 0) return before;
    const price = rows.decimal(field, PLACES);
    if (side * (before - price) <= 0)
      throw rows.fault(field, 'a worse price than the level before');
    levels.show(side, price, rows.size(field + 1, PLACES));
    return price;
  }

  private sideOf(rows: CsvRows): Side {
    if (rows.is(CHANGE.side, BID)) return 1;
    if (rows.is(CHANGE.side, ASK)) return -1;
    throw rows.fault(CHANGE.side, 'bid or ask');
  }
}

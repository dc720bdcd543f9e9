/**
 * Reads Binance's own CSV files: snapshots and updates of a futures book, and the trades and
 * aggregate trades of data.binance.vision, with a header or without. Times are milliseconds, on
 * spot microseconds from 2025 on. The rows of one id are one message; files that are read together
 * are merged by time.
 */
import type { Side } from '../../market/types';
import type { ReadOptions, RecordingFormat, RecordingInput } from '../reader';
import type { TapeBuilder } from '../tapeBuilder';
import { areNames, csvHead } from '../text/csvHead';
import { CsvRows } from '../text/csvRows';
import { InstrumentColumn } from '../text/instrumentColumn';
import { mergeByTime, TimedRows } from '../text/timedRows';
import { BinanceBook } from './binanceBook';

const DEPTH_COLUMNS = [
  'symbol',
  'timestamp',
  'first_update_id',
  'last_update_id',
  'side',
  'update_type',
  'price',
  'qty',
  'pu',
];
const DEPTH = {
  symbol: 0,
  time: 1,
  firstId: 2,
  lastId: 3,
  side: 4,
  type: 5,
  price: 6,
  quantity: 7,
  previousId: 8,
} as const;

/** Names of the columns of both files of trades; those in brackets are of spot only. */
const TRADE_COLUMNS = ['id', 'price', 'qty', 'quote_qty', 'time', 'is_buyer_maker'];
const AGGREGATE_COLUMNS = [
  'agg_trade_id',
  'price',
  'quantity',
  'first_trade_id',
  'last_trade_id',
  'transact_time',
  'is_buyer_maker',
];
const BEST_MATCH = 'is_best_match';

const PLACES = 9;
const SCALE = 1e9;
const MILLISECOND_DIGITS = 13;
const MICROSECOND_DIGITS = 16;
const SECOND_DIGITS = 10;

const ascii = (text: string) => new TextEncoder().encode(text);
const SNAPSHOT = ascii('snap');
const UPDATE = ascii('set');
const BID = ascii('b');
const ASK = ascii('a');
const TRUE = ['true', 'True', 'TRUE'].map(ascii);
const FALSE = ['false', 'False', 'FALSE'].map(ascii);

type Part = 'snapshot' | 'updates' | 'trades' | 'aggregate trades';

export const binanceCsv: RecordingFormat = {
  name: 'Binance CSV',
  requiredParts: [],
  recognise: (head) => {
    const [first = [], second = []] = csvHead(head);
    if (areNames(first, DEPTH_COLUMNS)) {
      return second[DEPTH.type] === 'snap' ? 'snapshot' : ('updates' satisfies Part);
    }
    for (const [part, names] of [
      ['trades', TRADE_COLUMNS],
      ['aggregate trades', AGGREGATE_COLUMNS],
    ] as const) {
      // Headers have been spelled in several ways: the row behind one tells as well.
      const row = /^[a-z]/i.test(first[0] ?? '') && second.length > 0 ? second : first;
      if (isTradeHeader(first, names) || isTradeRow(row, names)) return part satisfies Part;
    }
    return null;
  },
  read: (inputs, builder, options) => new BinanceReading(inputs, builder, options).read(),
};

function isTradeHeader(fields: readonly string[], names: readonly string[]): boolean {
  return areNames(fields, names) || areNames(fields, [...names, BEST_MATCH]);
}

/** Whether a row without a header has the columns of `names`. */
function isTradeRow(fields: readonly string[], names: readonly string[]): boolean {
  const maker = names.length - 1;
  if (fields.length !== names.length && fields.length !== names.length + 1) return false;
  const areNumbers = fields.slice(0, maker).every((field) => /^\d+(\.\d+)?$/.test(field));
  const isTime = /^\d{13}(\d{3})?$/.test(fields[maker - 1]);
  return areNumbers && isTime && /^(true|false)$/i.test(fields[maker]);
}

class BinanceReading {
  private readonly instrument: InstrumentColumn;
  private readonly book: BinanceBook;
  private baseSeconds = 0;
  private startNs = 0;
  private current: CsvRows | null = null;
  private messagePart: Part | null = null;
  private messageId = -1;
  /** Whether the rows of the message are written. */
  private isTaken = false;
  private tradeNs = -1;
  private tradeSide: Side | 0 = 0;

  constructor(
    private readonly inputs: readonly RecordingInput[],
    private readonly builder: TapeBuilder,
    private readonly options: ReadOptions,
  ) {
    this.instrument = new InstrumentColumn(DEPTH.symbol, options.instrument);
    this.book = new BinanceBook(builder);
  }

  async read(): Promise<void> {
    const files: TimedRows<Part>[] = [];
    for (const input of this.inputs) {
      const file = await this.open(input);
      if (file !== null) files.push(file);
    }
    if (files.length === 0) return;
    this.begin(files);
    await mergeByTime(files, isTrades, (file) => this.write(file));
  }

  private async open(input: RecordingInput): Promise<TimedRows<Part> | null> {
    const part = input.part as Part;
    const names = part === 'trades' ? TRADE_COLUMNS : AGGREGATE_COLUMNS;
    const rows = new CsvRows(input, isTrades(part) ? [...names, BEST_MATCH] : DEPTH_COLUMNS);
    const file = new TimedRows(part, rows, (row) => this.timeOf(row, part));
    if (!(await rows.pull())) return null;
    const hasHeader = !/^\d/.test(rows.text(0));
    const isThere = hasHeader ? file.next() || (await file.pull()) : file.start();
    return isThere || (await file.pull()) ? file : null;
  }

  /** Time of a row, or NaN for one of another instrument. */
  private timeOf(rows: CsvRows, part: Part): number {
    if (!isTrades(part)) {
      rows.requireFields(DEPTH_COLUMNS.length);
      if (!this.instrument.isWanted(rows)) {
        this.builder.skip('otherInstruments');
        return Number.NaN;
      }
      return this.time(rows, DEPTH.time);
    }
    const names = part === 'trades' ? TRADE_COLUMNS : AGGREGATE_COLUMNS;
    if (rows.fields !== names.length + 1) rows.requireFields(names.length);
    return this.time(rows, names.length - 2);
  }

  private time(rows: CsvRows, field: number): number {
    const digits = rows.lengthOf(field);
    if (digits !== MILLISECOND_DIGITS && digits !== MICROSECOND_DIGITS) {
      throw rows.fault(field, '13 digits of milliseconds or 16 of microseconds since 1970');
    }
    if (this.baseSeconds === 0) {
      const seconds = Number(rows.text(field).slice(0, SECOND_DIGITS));
      this.baseSeconds = Number.isInteger(seconds) ? seconds : 0;
    }
    return rows.time(field, digits - SECOND_DIGITS, this.baseSeconds);
  }

  private begin(files: readonly TimedRows<Part>[]): void {
    const { builder, options } = this;
    this.startNs = Math.min(...files.map(({ timeNs }) => timeNs));
    const hasBook = files.some(({ part }) => !isTrades(part));
    const [, named = 'unnamed'] =
      /([A-Z0-9]{3,})-(?:agg)?[Tt]rades/.exec(this.inputs[0].name) ?? [];
    builder.begin({
      format: `binance csv ${files.map(({ part }) => part).join(' and ')}`,
      queues: hasBook ? 'levels' : 'none',
      instrument: hasBook ? this.instrument.name : (options.instrument ?? named),
      startNs: BigInt(this.baseSeconds) * 1_000_000_000n + BigInt(this.startNs),
      priceScale: SCALE,
      sizeScale: SCALE,
      ...(options.tickSize !== undefined && { tickSize: options.tickSize }),
      pointValue: 1,
      hasLatencies: false,
      place: () => (this.current ?? files[0].rows).place,
    });
    builder.at(0);
  }

  private write({ part, rows, timeNs }: TimedRows<Part>): void {
    this.current = rows;
    this.builder.countRecords();
    if (isTrades(part)) this.writeTrade(rows, part, timeNs - this.startNs);
    else this.writeDepth(rows, part, timeNs - this.startNs);
    this.messagePart = part;
  }

  /** Trades of one time and aggressor are one event. */
  private writeTrade(rows: CsvRows, part: Part, timeNs: number): void {
    const { builder } = this;
    const names = part === 'trades' ? TRADE_COLUMNS : AGGREGATE_COLUMNS;
    const maker = names.length - 1;
    // Where the buyer rested, the aggressor sold.
    const isSell = TRUE.some((text) => rows.is(maker, text));
    if (!isSell && !FALSE.some((text) => rows.is(maker, text))) {
      throw rows.fault(maker, 'true or false');
    }
    const side = isSell ? -1 : 1;
    const isSame = part === this.messagePart && timeNs === this.tradeNs && side === this.tradeSide;
    if (!isSame) builder.endEvent();
    this.tradeNs = timeNs;
    this.tradeSide = side;
    builder.at(timeNs);
    builder.trade(side, rows.decimal(1, PLACES), rows.size(2, PLACES));
  }

  private writeDepth(rows: CsvRows, part: Part, timeNs: number): void {
    const { builder } = this;
    const last = rows.whole(DEPTH.lastId);
    const isSnapshot = rows.is(DEPTH.type, SNAPSHOT);
    if (!isSnapshot && !rows.is(DEPTH.type, UPDATE)) {
      throw rows.fault(DEPTH.type, 'snap or set');
    }
    builder.snapshot(isSnapshot);
    if (part !== this.messagePart || last !== this.messageId) {
      builder.endEvent();
      this.messageId = last;
      this.isTaken = this.takeMessage(rows, isSnapshot, timeNs);
    }
    const isBid = rows.is(DEPTH.side, BID);
    if (!isBid && !rows.is(DEPTH.side, ASK)) throw rows.fault(DEPTH.side, 'a or b');
    const price = rows.decimal(DEPTH.price, PLACES);
    const size = rows.size(DEPTH.quantity, PLACES);
    if (this.isTaken) builder.level(isBid ? 1 : -1, price, size);
    builder.snapshot(false);
  }

  /** @returns whether the levels of the message that begins are written */
  private takeMessage(rows: CsvRows, isSnapshot: boolean, timeNs: number): boolean {
    const { builder, book } = this;
    const last = rows.whole(DEPTH.lastId);
    if (isSnapshot) {
      builder.at(timeNs);
      return book.takeSnapshot(last);
    }
    // Spot has no id of the update before, which files write as −1.
    const previous = rows.whole(DEPTH.previousId, -1);
    const first = rows.whole(DEPTH.firstId);
    return book.takeUpdate({ first, last, previous: previous < 0 ? null : previous }, timeNs, 0);
  }
}

function isTrades(part: Part): boolean {
  return part === 'trades' || part === 'aggregate trades';
}

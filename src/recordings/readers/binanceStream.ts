/**
 * Reads what the collector of hftbacktest writes of Binance, spot and futures: a line is the
 * recorder's time in nanoseconds, a space, and a message of the exchange in JSON. Updates of the
 * book, snapshots and trades are read; best prices are skipped, since they carry no exchange time
 * on spot and the book has them.
 */
import type { ReadOptions, RecordingFormat, RecordingInput } from '../reader';
import { InstrumentChoiceError } from '../recordingError';
import type { TapeBuilder } from '../tapeBuilder';
import { epochNanoseconds, scaledText } from '../text/numbers';
import { TextLines } from '../text/textLines';
import { BinanceBook } from './binanceBook';

const LOCAL_TIME_BYTES = 19;
const SPACE = 32;
const PLACES = 9;
const SCALE = 1e9;
/** Times of the exchange are milliseconds, or microseconds where they are this large. */
const LEAST_MICROSECONDS = 1e14;
/** Updates that are kept while there is no snapshot: it may be older than the last of them. */
const RECENT_UPDATES = 200;
const HEAD_LINES = 20;

export const binanceStream: RecordingFormat = {
  name: 'Binance stream of hftbacktest',
  requiredParts: [],
  recognise: (head) => {
    const lines = new TextDecoder().decode(head).split('\n', HEAD_LINES);
    if (!/^\d{19} \{/.test(lines[0])) return null;
    const isBinance = /^\d{19} \{"(stream":"[a-z0-9_]+@|lastUpdateId":)/;
    return lines.some((line) => isBinance.test(line)) ? 'stream' : null;
  },
  read: async ([input], builder, options) => {
    await new StreamReading(input, builder, options).read();
  },
};

type Fields = Readonly<Record<string, unknown>>;
type LevelText = readonly [string, string];

interface Update {
  readonly first: number;
  readonly last: number;
  readonly previous: number | null;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
}

class StreamReading {
  private readonly lines: TextLines;
  private readonly book: BinanceBook;
  private readonly recent: Update[] = [];
  private instrument: string | null;
  private baseSeconds = 0;
  private localNs = 0;
  /** Time of the last message in nanoseconds from the tape's start, and that of the start. */
  private exchangeNs: number | null = null;
  private startNs = 0;
  private tradeKind = '';
  /** Time and side of the last trade, while nothing came after it. */
  private tradeKey = '';

  constructor(
    input: RecordingInput,
    private readonly builder: TapeBuilder,
    private readonly options: ReadOptions,
  ) {
    this.lines = new TextLines(input);
    this.book = new BinanceBook(builder);
    this.instrument = options.instrument ?? null;
  }

  async read(): Promise<void> {
    const { lines } = this;
    // Messages before the first that names the instrument wait for it.
    const waiting: { localNs: number; message: Fields }[] = [];
    while (lines.next() || (await lines.pull())) {
      const message = this.parseLine();
      if (this.exchangeNs === null) {
        const start = this.startOf(message);
        if (start === null) {
          waiting.push({ localNs: this.localNs, message });
          if (waiting.length > RECENT_UPDATES)
            throw this.fault('data.s', 'a symbol', 'none so far');
          continue;
        }
        this.begin(start);
        for (const { localNs, message: early } of waiting) this.take(early, localNs - start);
      }
      this.take(message, this.localNs - this.startNs);
    }
  }

  private parseLine(): Fields {
    const { lines } = this;
    const { bytes, start, end } = lines;
    const split = start + LOCAL_TIME_BYTES;
    if (this.baseSeconds === 0) {
      const seconds = new TextDecoder().decode(bytes.subarray(start, start + 10));
      if (/^\d{10}$/.test(seconds)) this.baseSeconds = Number(seconds) - 60;
    }
    this.localNs =
      bytes[split] === SPACE ? epochNanoseconds(bytes, start, split, 9, this.baseSeconds) : NaN;
    if (Number.isNaN(this.localNs)) {
      const found = new TextDecoder().decode(bytes.subarray(start, Math.min(end, split + 1)));
      throw this.fault('time', '19 digits of nanoseconds since 1970 and a space', found);
    }
    const text = new TextDecoder().decode(bytes.subarray(split + 1, end));
    try {
      const message: unknown = JSON.parse(text);
      if (isFields(message)) return message;
    } catch {
      // Said below, as for JSON that is no object.
    }
    throw this.fault('message', 'an object in JSON', text);
  }

  /** @returns time of the exchange of the first message that has one and names the instrument */
  private startOf(message: Fields): number | null {
    const { data } = message;
    if (!isFields(data) || typeof data.s !== 'string' || data.E === undefined) return null;
    if (this.instrument !== null && data.s !== this.instrument) return null;
    this.instrument = data.s;
    return this.exchangeTime(data, data.T === undefined ? 'E' : 'T');
  }

  private begin(firstNs: number): void {
    const { builder, options, lines } = this;
    this.exchangeNs = 0;
    this.startNs = firstNs;
    builder.begin({
      format: 'binance stream',
      queues: 'levels',
      instrument: this.instrument ?? '',
      startNs: BigInt(this.baseSeconds) * 1_000_000_000n + BigInt(firstNs),
      priceScale: SCALE,
      sizeScale: SCALE,
      ...(options.tickSize !== undefined && { tickSize: options.tickSize }),
      pointValue: 1,
      hasLatencies: true,
      place: () => lines.place,
    });
    builder.at(0);
  }

  private take(message: Fields, localNs: number): void {
    if (message.lastUpdateId !== undefined) {
      this.builder.countRecords();
      this.takeSnapshot(message, localNs);
      return;
    }
    const { data } = message;
    if (data === undefined) {
      // Answers to requests, and refusals of them.
      this.builder.skip('otherMessages');
      return;
    }
    if (!isFields(data)) throw this.fault('data', 'an object', describe(data));
    if (data.s !== this.instrument) {
      if (this.options.instrument === undefined) {
        throw new InstrumentChoiceError(this.lines.place, [this.instrument ?? '', String(data.s)]);
      }
      this.builder.skip('otherInstruments');
      return;
    }
    this.builder.countRecords();
    if (data.e === 'depthUpdate') this.takeUpdate(data, localNs);
    else if (data.e === 'trade' || data.e === 'aggTrade') this.takeTrade(data, data.e, localNs);
    else
      this.builder.skip(data.e === undefined || data.e === 'bookTicker' ? 'bestPrices' : 'other');
  }

  private takeUpdate(data: Fields, localNs: number): void {
    const update: Update = {
      first: this.id(data, 'U'),
      last: this.id(data, 'u'),
      previous: data.pu === undefined ? null : this.id(data, 'pu'),
      bids: this.levels(data, 'b'),
      asks: this.levels(data, 'a'),
    };
    this.recent.push(update);
    if (this.recent.length > RECENT_UPDATES) this.recent.shift();
    this.endTrades();
    this.exchangeNs = this.exchangeTime(data, data.T === undefined ? 'E' : 'T');
    if (!this.book.takeUpdate(update, this.exchangeNs, localNs - this.exchangeNs)) return;
    this.writeLevels(update);
    this.builder.endEvent();
  }

  private takeSnapshot(message: Fields, localNs: number): void {
    const { builder, book } = this;
    const lastId = this.id(message, 'lastUpdateId');
    const bids = this.levels(message, 'bids');
    const asks = this.levels(message, 'asks');
    const lastNs = this.exchangeNs ?? localNs;
    const nowNs = message.T === undefined ? lastNs : this.exchangeTime(message, 'T');
    this.endTrades();
    builder.snapshot(true);
    builder.at(nowNs, localNs - nowNs);
    if (book.takeSnapshot(lastId)) {
      this.writeLevels({ bids, asks });
      for (const update of this.recent) {
        const isNewer = update.last > lastId;
        if (isNewer && book.takeUpdate(update, nowNs, localNs - nowNs)) this.writeLevels(update);
      }
    }
    builder.endEvent();
    builder.snapshot(false);
  }

  private takeTrade(data: Fields, kind: string, localNs: number): void {
    const { builder } = this;
    if (this.tradeKind === '') this.tradeKind = kind;
    // A file with both streams has each trade twice; prints of an insurance fund are no trades.
    if (kind !== this.tradeKind || (data.X !== undefined && data.X !== 'MARKET')) {
      builder.skip(kind === this.tradeKind ? 'tradesOffMarket' : 'tradesRepeated');
      return;
    }
    const isSell = data.m;
    if (typeof isSell !== 'boolean') throw this.fault('data.m', 'true or false', describe(isSell));
    const timeNs = this.exchangeTime(data, 'T');
    const key = `${timeNs} ${String(isSell)}`;
    if (key !== this.tradeKey) builder.endEvent();
    this.tradeKey = key;
    this.exchangeNs = timeNs;
    builder.at(timeNs, localNs - timeNs);
    builder.trade(isSell ? -1 : 1, this.number(data.p, 'data.p'), this.size(data.q, 'data.q'));
  }

  private endTrades(): void {
    this.tradeKey = '';
    this.builder.endEvent();
  }

  private writeLevels({ bids, asks }: Pick<Update, 'bids' | 'asks'>): void {
    const { builder } = this;
    for (const [price, size] of bids) {
      builder.level(1, this.number(price, 'bid price'), this.size(size, 'bid size'));
    }
    for (const [price, size] of asks) {
      builder.level(-1, this.number(price, 'ask price'), this.size(size, 'ask size'));
    }
  }

  private exchangeTime(data: Fields, field: string): number {
    const time = this.id(data, field);
    const perSecond = time >= LEAST_MICROSECONDS ? 1e6 : 1e3;
    const seconds = Math.floor(time / perSecond);
    const rest = (time - seconds * perSecond) * (1e9 / perSecond);
    const offset = (seconds - this.baseSeconds) * 1e9 + rest;
    if (Math.abs(offset) <= Number.MAX_SAFE_INTEGER) return offset - this.startNs;
    throw this.fault(`data.${field}`, 'a time within 104 days of the first', String(time));
  }

  private id(data: Fields, field: string): number {
    const value = data[field];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.fault(field, 'a whole number, 0 or more', describe(value));
  }

  private levels(data: Fields, field: string): LevelText[] {
    const value = data[field];
    if (Array.isArray(value) && value.every(isLevel)) return value;
    throw this.fault(field, 'pairs of price and size as texts', describe(value));
  }

  private number(text: unknown, field: string): number {
    const value = typeof text === 'string' ? scaledText(text, PLACES) : NaN;
    if (!Number.isNaN(value)) return value;
    const expected = `a number of at most 15 digits, ${PLACES} of them decimal places, as a text`;
    throw this.fault(field, expected, describe(text));
  }

  private size(text: unknown, field: string): number {
    const value = this.number(text, field);
    if (value >= 0) return value;
    throw this.fault(field, 'a size, 0 or more', describe(text));
  }

  private fault(field: string, expected: string, found: string): Error {
    return this.lines.fault(field, expected, found.slice(0, 80));
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLevel(value: unknown): value is LevelText {
  return (
    Array.isArray(value) && value.length >= 2 && value.every((part) => typeof part === 'string')
  );
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}

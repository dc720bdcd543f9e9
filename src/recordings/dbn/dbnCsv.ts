/**
 * Reads the CSV files of Databento: market by order, the best 1 or 10 levels, trades. A row becomes
 * the record that DBN would have, so that both mean the same. Prices are decimals or whole
 * multiples of 1e-9, times are ISO 8601 or nanoseconds since 1970: Databento writes either.
 */
import type { ReadOptions, RecordingFormat, RecordingInput } from '../reader';
import type { TapeBuilder } from '../tapeBuilder';
import { csvHead } from '../text/csvHead';
import { CsvRows } from '../text/csvRows';
import { InstrumentColumn } from '../text/instrumentColumn';
import { knownContract } from './contracts';
import {
  DBN_PRICE_SCALE,
  HEADER,
  LEVEL,
  MBO,
  MBP,
  RecordFlag,
  SideCode,
  UNDEFINED_PRICE_HIGH,
} from './layout';
import { MboDecoder } from './mboDecoder';
import { MbpDecoder } from './mbpDecoder';
import type { RecordDecoder } from './recordDecoder';

/** Columns that every schema has and no other format. */
const COLUMNS = ['ts_event', 'publisher_id', 'instrument_id', 'action', 'side', 'price', 'size'];
const PLACES = 9;
const NANOSECOND_DIGITS = 19;
const SECOND_DIGITS = 10;
const POINT = 46;
/** Number of Globex among Databento's publishers. */
const GLOBEX = 1;
const MOST_SIZE = 2 ** 32 - 1;
const UNDEFINED_PRICE = new TextEncoder().encode('9223372036854775807');
const SIDE_NONE = 78;

export const databentoCsv: RecordingFormat = {
  name: 'Databento CSV',
  requiredParts: [],
  recognise: (head) => {
    const [names = []] = csvHead(head);
    return [...COLUMNS, 'flags'].every((name) => names.includes(name)) ? 'records' : null;
  },
  read: async ([input], builder, options) => {
    await new CsvReading(input, builder, options).read();
  },
};

/** Field of a level in the file, and its place in a record. */
interface LevelField {
  readonly field: number;
  readonly at: number;
  readonly isPrice: boolean;
}

class CsvReading {
  private readonly rows: CsvRows;
  private readonly bytes = new Uint8Array(MBP.bytes + 10 * LEVEL.bytes);
  private readonly view = new DataView(this.bytes.buffer);
  private fields: Readonly<Record<string, number>> = {};
  private levelFields: readonly LevelField[] = [];
  private columns = 0;
  private isMbo = false;
  private hasIsoTimes = false;
  private baseSeconds = 0;
  private startNs = 0;

  constructor(
    input: RecordingInput,
    private readonly builder: TapeBuilder,
    private readonly options: ReadOptions,
  ) {
    this.rows = new CsvRows(input, []);
  }

  async read(): Promise<void> {
    const { rows, builder } = this;
    if (!(await rows.pull())) return;
    const depth = this.readHeader();
    const decoder = this.isMbo ? new MboDecoder(builder) : new MbpDecoder(builder, depth);
    const { symbol = this.fields.instrument_id } = this.fields;
    const instrument = new InstrumentColumn(symbol, this.options.instrument);
    let hasBegun = false;
    while (rows.next() || (await rows.pull())) {
      rows.requireFields(this.columns);
      if (!instrument.isWanted(rows)) {
        builder.skip('otherInstruments');
        continue;
      }
      const flags = rows.whole(this.fields.flags, 0, 255);
      if (!hasBegun) this.begin(decoder, instrument.name, depth, flags);
      hasBegun = true;
      this.decode(decoder, flags);
    }
    if (hasBegun) decoder.finish();
  }

  /** @returns levels behind every record */
  private readHeader(): 0 | 1 | 10 {
    const { rows, bytes } = this;
    const names = Array.from({ length: rows.fields }, (_, at) => rows.text(at));
    rows.nameColumns(names);
    this.columns = names.length;
    this.fields = Object.fromEntries(names.map((name, at) => [name, at]));
    this.isMbo = names.includes('order_id');
    const depth = names.includes('bid_px_09') ? 10 : names.includes('bid_px_00') ? 1 : 0;
    const places = {
      bid_px: LEVEL.bidPrice,
      ask_px: LEVEL.askPrice,
      bid_sz: LEVEL.bidSize,
      ask_sz: LEVEL.askSize,
    };
    this.levelFields = Array.from({ length: depth }, (_, level) =>
      Object.entries(places).map(([name, place]): LevelField => ({
        field: this.fields[`${name}_${String(level).padStart(2, '0')}`] ?? names.length,
        at: MBP.levels + level * LEVEL.bytes + place,
        isPrice: name.endsWith('px'),
      })),
    ).flat();
    bytes[HEADER.length] = (this.isMbo ? MBO.bytes : MBP.bytes + depth * LEVEL.bytes) / 4;
    return depth;
  }

  private begin(decoder: RecordDecoder, symbol: string, depth: number, flags: number): void {
    const { rows, builder, options, fields } = this;
    // Orders of a snapshot came before the recording: it starts when they were received.
    const isSnapshot = (flags & RecordFlag.snapshot) !== 0;
    const { ts_event: event, ts_recv: received = event } = fields;
    const field = isSnapshot ? received : event;
    const digits = rows.lengthOf(field);
    this.hasIsoTimes = digits !== NANOSECOND_DIGITS;
    this.baseSeconds = this.hasIsoTimes
      ? Math.floor(Date.parse(`${rows.text(field).slice(0, 19)}Z`) / 1000) || 0
      : Number(rows.text(field).slice(0, SECOND_DIGITS)) || 0;
    this.startNs = this.time(field);
    const dataset = rows.whole(fields.publisher_id) === GLOBEX ? 'GLBX.MDP3' : '';
    const contract = knownContract(dataset, symbol);
    const schema = depth > 0 ? `mbp-${depth}` : 'trades';
    builder.begin({
      format: `databento csv ${this.isMbo ? 'mbo' : schema}`,
      queues: decoder.queues,
      instrument: symbol,
      startNs: BigInt(this.baseSeconds) * 1_000_000_000n + BigInt(this.startNs),
      priceScale: DBN_PRICE_SCALE,
      sizeScale: 1,
      tickSize: options.tickSize ?? contract?.tickSize,
      lotSize: 1,
      pointValue: contract?.pointValue ?? 1,
      hasLatencies: fields.ts_recv !== undefined,
      place: () => rows.place,
    });
  }

  /** Writes the row as a record and hands it to the decoder of DBN. */
  private decode(decoder: RecordDecoder, flags: number): void {
    const { rows, builder, fields, bytes, view } = this;
    const { ts_event: event, ts_recv: received = event } = fields;
    const layout = this.isMbo ? MBO : MBP;
    bytes[layout.action] = rows.firstByte(fields.action);
    bytes[layout.side] = rows.firstByte(fields.side);
    if (rows.lengthOf(fields.action) !== 1) throw rows.fault(fields.action, 'a letter');
    if (![SideCode.ask, SideCode.bid, SIDE_NONE].includes(bytes[layout.side])) {
      throw rows.fault(fields.side, 'A, B or N');
    }
    bytes[layout.flags] = flags;
    this.setPrice(layout.price, fields.price);
    view.setUint32(layout.size, rows.whole(fields.size, 0, MOST_SIZE), true);
    if (this.isMbo) this.setOrder(fields.order_id);
    for (const { field, at, isPrice } of this.levelFields) {
      if (isPrice) this.setPrice(at, field);
      else view.setUint32(at, rows.whole(field, 0, MOST_SIZE), true);
    }
    const eventNs = this.time(event) - this.startNs;
    const receivedNs = this.time(received) - this.startNs;
    builder.countRecords();
    builder.snapshot((flags & RecordFlag.snapshot) !== 0);
    builder.at(eventNs, receivedNs - eventNs);
    decoder.decode({ bytes, view, end: bytes.length, offset: 0 }, 0);
  }

  private time(field: number): number {
    const { rows, baseSeconds } = this;
    return this.hasIsoTimes
      ? rows.isoTime(field, baseSeconds)
      : rows.time(field, PLACES, baseSeconds);
  }

  /**
   * Decimals have a point; without one a price is a multiple of 1e-9. An empty one is undefined.
   */
  private setPrice(at: number, field: number): void {
    const { rows, view } = this;
    if (rows.lengthOf(field) === 0 || rows.is(field, UNDEFINED_PRICE)) {
      view.setInt32(at + 4, UNDEFINED_PRICE_HIGH, true);
      return;
    }
    const price = rows.has(field, POINT)
      ? rows.decimal(field, PLACES)
      : rows.whole(field, -Number.MAX_SAFE_INTEGER);
    const high = Math.floor(price / 2 ** 32);
    view.setInt32(at + 4, high, true);
    view.setUint32(at, price - high * 2 ** 32, true);
  }

  /** Ids have 64 bits; those of more digits than a number holds take the long way. */
  private setOrder(field: number): void {
    const { rows, view } = this;
    if (rows.lengthOf(field) <= 15) {
      const id = rows.whole(field);
      view.setUint32(MBO.order, id % 2 ** 32, true);
      view.setUint32(MBO.order + 4, Math.floor(id / 2 ** 32), true);
      return;
    }
    const text = rows.text(field);
    const isWhole = /^\d{16,20}$/.test(text);
    if (!isWhole || BigInt(text) >= 1n << 64n) throw rows.fault(field, 'a whole number of 64 bits');
    view.setBigUint64(MBO.order, BigInt(text), true);
  }
}

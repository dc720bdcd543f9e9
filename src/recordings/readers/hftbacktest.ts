/**
 * Reads the event files of hftbacktest, `.npz` or `.npy`: rows of 64 bytes since its version 2, six
 * columns of doubles before (https://hftbacktest.readthedocs.io/en/latest/data.html). The tape has
 * what the exchange processed, in its order: rows that are of the recorder alone are left out. Rows
 * of one exchange time are one event.
 */
import type { Side } from '../../market/types';
import { MboRows } from '../mboRows';
import type { ReadOptions, RecordingFormat } from '../reader';
import { RecordingError, type FilePlace } from '../recordingError';
import type { QueueKnowledge } from '../tape';
import type { RowSide, TapeBuilder } from '../tapeBuilder';
import { isNpy, NpyRows, type NpyHeader } from './npyRows';

const FIELDS = [
  'ev <u8',
  'exch_ts <i8',
  'local_ts <i8',
  'px <f8',
  'qty <f8',
  'order_id <u8',
  'ival <i8',
  'fval <f8',
];
/** Columns of a row in eighths of it, and of version 1. */
const COLUMN = { event: 0, exchange: 1, local: 2, price: 3, size: 4, order: 5 } as const;
const COLUMN_1 = { event: 0, exchange: 1, local: 2, side: 3, price: 4, size: 5 } as const;
const COLUMNS_1 = 6;

const AT_EXCHANGE = 2 ** 31;
const BUY = 2 ** 29;
const SELL = 2 ** 28;
const CODE_MASK = 0xff;
const CODE = {
  depth: 1,
  trade: 2,
  clear: 3,
  snapshot: 4,
  best: 5,
  add: 10,
  cancel: 11,
  modify: 12,
  fill: 13,
} as const;
const LEVEL_CODES: ReadonlySet<number> = new Set([CODE.depth, CODE.snapshot]);
const ORDER_CODES: ReadonlySet<number> = new Set([CODE.add, CODE.cancel, CODE.modify, CODE.fill]);

const SCALE = 1e9;
const SIZE_SCALE = 1e8;
const MOST_QUANTA = Number.MAX_SAFE_INTEGER;
/** Rows that are looked at to tell whether single orders or levels are recorded. */
const UNDECIDED_ROWS = 10_000;
/** Times of version 1 are microseconds, or nanoseconds where they are this large. */
const LEAST_NANOSECONDS = 1e17;
const NO_TIME = -1;

export const hftbacktest: RecordingFormat = {
  name: 'hftbacktest events',
  requiredParts: [],
  recognise: (head) => (isNpy(head) ? 'events' : null),
  read: async ([input], builder, options) => {
    const rows = await NpyRows.open(input, columnsOf);
    await new EventReading(rows, builder, options, input.name).read();
  },
};

/** @returns numbers of a row */
function columnsOf({ fields, shape, isFortran }: NpyHeader, place: FilePlace): number {
  if (isFortran) throw new RecordingError(place, 'fortran_order', 'False', 'True');
  const isVersion1 = fields.length === 1 && fields[0] === '<f8';
  if (!isVersion1 && fields.join() !== FIELDS.join()) {
    throw new RecordingError(place, 'descr', FIELDS.join(', '), fields.join(', ').slice(0, 200));
  }
  const found = shape.join(' × ');
  const isShape = isVersion1 ? shape.length === 2 && shape[1] === COLUMNS_1 : shape.length === 1;
  const expected = isVersion1 ? `rows of ${COLUMNS_1} columns` : 'one dimension';
  if (!isShape) throw new RecordingError(place, 'shape', expected, found);
  return isVersion1 ? COLUMNS_1 : FIELDS.length;
}

/** A row, with its times from the first one, and price and size in quanta. */
interface Event {
  code: number;
  side: RowSide;
  exchangeNs: number;
  localNs: number;
  price: number;
  size: number;
  orderHigh: number;
  orderLow: number;
}

class EventReading {
  private readonly event: Event = {
    code: 0,
    side: 0,
    exchangeNs: 0,
    localNs: 0,
    price: 0,
    size: 0,
    orderHigh: 0,
    orderLow: 0,
  };
  private readonly isVersion1: boolean;
  private readonly orders: MboRows;
  /** Prices of levels that are not empty. */
  private readonly bids = new Set<number>();
  private readonly asks = new Set<number>();
  private queues: QueueKnowledge | null = null;
  private clearedSide: RowSide = 0;
  private lastNs = 0;
  private hasRow = false;
  /** Exchange time of the first row: its halves, or of version 1 its value, and its nanoseconds. */
  private baseHigh = 0;
  private baseLow = 0;
  private baseValue = NO_TIME;
  private unitNs = 1;

  constructor(
    private readonly rows: NpyRows,
    private readonly builder: TapeBuilder,
    private readonly options: ReadOptions,
    private readonly file: string,
  ) {
    this.orders = new MboRows(builder);
    this.isVersion1 = rows.header.fields.length === 1;
  }

  async read(): Promise<void> {
    const { rows, event, builder } = this;
    const undecided: Event[] = [];
    while (rows.next() || (await rows.pull())) {
      const isOfExchange = this.isVersion1 ? this.decodeVersion1() : this.decode();
      builder.countRecords();
      if (!isOfExchange) {
        builder.skip('rowsOfRecorderAlone');
        continue;
      }
      if (this.queues === null) {
        undecided.push({ ...event });
        const isDecided = LEVEL_CODES.has(event.code) || ORDER_CODES.has(event.code);
        if (isDecided || undecided.length === UNDECIDED_ROWS) this.decide(undecided);
      } else {
        this.take(event);
      }
    }
    if (this.queues === null && undecided.length > 0) this.decide(undecided);
  }

  /** Begins the tape with the rows so far, which tell what the file records. */
  private decide(undecided: Event[]): void {
    const { builder, options, rows } = this;
    const { code } = undecided[undecided.length - 1];
    this.queues = LEVEL_CODES.has(code) ? 'levels' : ORDER_CODES.has(code) ? 'orders' : 'none';
    const baseNs = this.isVersion1
      ? BigInt(this.baseValue) * BigInt(this.unitNs)
      : (BigInt(this.baseHigh) << 32n) + BigInt(this.baseLow);
    builder.begin({
      format: `hftbacktest ${this.isVersion1 ? 'version 1' : 'version 2'}`,
      queues: this.queues,
      instrument: options.instrument ?? nameOf(this.file),
      startNs: baseNs,
      priceScale: SCALE,
      sizeScale: SIZE_SCALE,
      ...(options.tickSize !== undefined && { tickSize: options.tickSize }),
      pointValue: 1,
      hasLatencies: true,
      place: () => rows.place,
    });
    for (const event of undecided.splice(0)) this.take(event);
  }

  private take(event: Event): void {
    const { builder } = this;
    const { code, side, exchangeNs, localNs, price, size } = event;
    if (exchangeNs !== this.lastNs) this.orders.endEvent();
    this.lastNs = exchangeNs;
    const isSnapshot = code === CODE.snapshot || code === CODE.clear;
    builder.snapshot(isSnapshot);
    builder.at(exchangeNs, localNs - exchangeNs);
    if (code === CODE.trade) this.orders.trade(0, 0, side, price, size);
    else if (code === CODE.clear) this.clear(side, price);
    else if (this.queues === 'orders') this.takeOrder(event);
    else if (LEVEL_CODES.has(code) && this.queues === 'levels') this.takeLevel(event);
    else builder.skip(code === CODE.best ? 'bestPrices' : 'otherEvents');
    builder.snapshot(false);
  }

  private takeLevel({ side, price, size }: Event): void {
    const prices = this.sideOf(side) === 1 ? this.bids : this.asks;
    if (size > 0) prices.add(price);
    else prices.delete(price);
    this.builder.level(this.sideOf(side), price, size);
  }

  private takeOrder({ code, side, price, size, orderHigh, orderLow }: Event): void {
    const { builder, orders } = this;
    if (code === CODE.add) orders.add(orderHigh, orderLow, this.sideOf(side), price, size);
    else if (code === CODE.modify) {
      orders.modify(orderHigh, orderLow, this.sideOf(side), price, size);
    } else if (code === CODE.fill) orders.fill(orderHigh, orderLow, price, size);
    else if (code === CODE.cancel) orders.cancel(orderHigh, orderLow, size);
    else builder.skip('otherEvents');
  }

  /** Removes levels from the best up to a price, or all of a side where none is given. */
  private clear(side: RowSide, price: number): void {
    if (this.queues === 'orders') {
      // The sides of a book of orders are cleared by a row each.
      if (side === 0 || side === -this.clearedSide) {
        this.orders.clear();
      }
      this.clearedSide = side === -this.clearedSide ? 0 : side;
      return;
    }
    for (const each of [1, -1] as const) {
      if (side === -each) continue;
      const prices = each === 1 ? this.bids : this.asks;
      for (const level of prices) {
        if (price > 0 && each * (price - level) > 0) continue;
        this.builder.level(each, level, 0);
        prices.delete(level);
      }
    }
  }

  /** @returns whether the exchange processed the row, which is then in `event` */
  private decode(): boolean {
    const { event, rows } = this;
    const { doubles, halves, at } = rows;
    const bits = halves[2 * (at + COLUMN.event)];
    if (bits < AT_EXCHANGE) return false;
    event.code = bits & CODE_MASK;
    event.side = (bits & BUY) !== 0 ? 1 : (bits & SELL) !== 0 ? -1 : 0;
    event.exchangeNs = this.time(COLUMN.exchange, 'exch_ts');
    // A row that the recorder did not get may have no local time.
    const hasLocal =
      halves[2 * (at + COLUMN.local)] !== 0 || halves[2 * (at + COLUMN.local) + 1] !== 0;
    event.localNs = hasLocal ? this.time(COLUMN.local, 'local_ts') : event.exchangeNs;
    event.orderLow = halves[2 * (at + COLUMN.order)];
    event.orderHigh = halves[2 * (at + COLUMN.order) + 1];
    this.setPriceAndSize(doubles[at + COLUMN.price], doubles[at + COLUMN.size]);
    return true;
  }

  private decodeVersion1(): boolean {
    const { event, rows } = this;
    const { doubles, at } = rows;
    const exchange = doubles[at + COLUMN_1.exchange];
    if (exchange === NO_TIME) return false;
    if (!Number.isInteger(exchange) || exchange < 0) {
      throw rows.fault('exch_timestamp', 'whole microseconds since 1970', String(exchange));
    }
    const local = doubles[at + COLUMN_1.local];
    if (!this.hasRow) {
      this.baseValue = exchange;
      this.unitNs = exchange >= LEAST_NANOSECONDS ? 1 : 1000;
      this.hasRow = true;
    }
    event.code = doubles[at + COLUMN_1.event];
    const side = doubles[at + COLUMN_1.side];
    event.side = side > 0 ? 1 : side < 0 ? -1 : 0;
    event.exchangeNs = this.time1(exchange, 'exch_timestamp');
    event.localNs = local === NO_TIME ? event.exchangeNs : this.time1(local, 'local_timestamp');
    this.setPriceAndSize(doubles[at + COLUMN_1.price], doubles[at + COLUMN_1.size]);
    return true;
  }

  /** Time of an integer column in nanoseconds from the first. */
  private time(column: number, field: string): number {
    const { halves, at } = this.rows;
    const low = halves[2 * (at + column)];
    const high = halves[2 * (at + column) + 1];
    if (!this.hasRow) {
      this.baseHigh = high;
      this.baseLow = low;
      this.hasRow = true;
    }
    const offset = (high - this.baseHigh) * 2 ** 32 + (low - this.baseLow);
    return this.checkedTime(offset, field);
  }

  private time1(value: number, field: string): number {
    return this.checkedTime(Math.round((value - this.baseValue) * this.unitNs), field);
  }

  private checkedTime(offset: number, field: string): number {
    if (Math.abs(offset) <= Number.MAX_SAFE_INTEGER) return offset;
    throw this.rows.fault(field, 'a time within 104 days of the first', `${offset / 1e9} s after`);
  }

  private setPriceAndSize(price: number, size: number): void {
    const { event } = this;
    const isClear = event.code === CODE.clear;
    event.price = Math.round(price * SCALE);
    event.size = Math.round(size * SIZE_SCALE);
    if (isClear && !Number.isFinite(event.price)) event.price = 0;
    if (!(Math.abs(event.price) <= MOST_QUANTA)) {
      throw this.rows.fault('px', `a price up to ${MOST_QUANTA / SCALE}`, String(price));
    }
    if (isClear) event.size = 0;
    else if (!(event.size >= 0 && event.size <= MOST_QUANTA)) {
      throw this.rows.fault('qty', `a size from 0 to ${MOST_QUANTA / SIZE_SCALE}`, String(size));
    }
  }

  private sideOf(side: RowSide): Side {
    if (side !== 0) return side;
    throw this.rows.fault('ev', 'a side, buy or sell', 'none');
  }
}

/** Files of hftbacktest do not name the instrument, but people name files by it. */
function nameOf(file: string): string {
  return /[^/\\]*$/.exec(file)?.[0].replace(/\.np[yz]$/, '') ?? 'unnamed';
}

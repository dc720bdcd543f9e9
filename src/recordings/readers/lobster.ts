/**
 * Reads a LOBSTER pair: a message file and an order-book file of the same rows
 * (https://lobsterdata.com/info/DataStructure.php). Row k of the book is the book after message k,
 * so the tape starts from the first row, with the second message.
 *
 * Times are of the exchange's day; a date in the name of a file makes them whole. The direction of
 * a message is that of the resting order, so an execution with 1 is a sell.
 */
import type { Side } from '../../market/types';
import type { ReadOptions, RecordingFormat, RecordingInput } from '../reader';
import { RecordingError } from '../recordingError';
import type { TapeBuilder } from '../tapeBuilder';
import { csvHead } from '../text/csvHead';
import { CsvRows } from '../text/csvRows';
import { LobsterBook, type ShownLevel } from './lobsterBook';

const COLUMNS = ['time', 'type', 'order ID', 'size', 'price', 'direction'];
const FIELD = { time: 0, type: 1, order: 2, size: 3, price: 4, direction: 5 } as const;
const MESSAGE = {
  add: 1,
  partialCancel: 2,
  cancel: 3,
  execution: 4,
  hiddenExecution: 5,
  cross: 6,
  status: 7,
} as const;
/** Status of a message of type 7, by its price from −1. */
const STATUSES = ['halted', 'auction', 'open'] as const;

const TIME_PLACES = 9;
const PRICE_SCALE = 10_000;
/** Price of a level that is empty, with its sign. */
const NO_PRICE = 9_999_999_999;
const MOST_SIZE = 2 ** 31 - 1;
const MOST_PRICE = 2 ** 31 - 1;
/** Times that fall by more are of another day. */
const SAME_DAY_NS = 10e9;
/** Rows after which contradictions in more than a quarter tell that the files are no pair. */
const JUDGED_ROWS = 20;

export const lobster: RecordingFormat = {
  name: 'LOBSTER',
  requiredParts: ['message', 'orderbook'],
  recognise: (head) => {
    const [first = []] = csvHead(head);
    if (isMessage(first)) return 'message';
    return isBook(first) ? 'orderbook' : null;
  },
  read: (inputs, builder, options) => new LobsterReading(inputs, builder, options).read(),
};

function isMessage(fields: readonly string[]): boolean {
  if (fields.length !== 6 && fields.length !== 7) return false;
  const [time, type, ...rest] = fields;
  const areWhole = rest.slice(0, 4).every((field) => /^-?\d+$/.test(field));
  return /^\d{1,5}(\.\d{1,9})?$/.test(time) && /^[1-7]$/.test(type) && areWhole;
}

function isBook(fields: readonly string[]): boolean {
  if (fields.length < 4 || fields.length % 4 !== 0) return false;
  return fields.every((field) => /^-?\d{1,10}$/.test(field));
}

class LobsterReading {
  private readonly messages: CsvRows;
  private readonly rows: CsvRows;
  private readonly names: string;
  private readonly book: LobsterBook;
  private levels = 0;
  private startNs = 0;
  private latestNs = 0;
  private compared = 0;
  private contradicted = 0;

  constructor(
    inputs: readonly RecordingInput[],
    private readonly builder: TapeBuilder,
    private readonly options: ReadOptions,
  ) {
    const [messages, rows] = lobster.requiredParts.map((part) => partOf(inputs, part));
    this.messages = new CsvRows(messages, COLUMNS);
    this.rows = new CsvRows(rows, []);
    this.names = messages.name;
    this.book = new LobsterBook(builder);
  }

  async read(): Promise<void> {
    if (!(await this.nextPair())) return;
    this.begin();
    while (await this.nextPair()) this.readPair();
  }

  /** Goes to the next message and its row of the book. */
  private async nextPair(): Promise<boolean> {
    const { messages, rows } = this;
    const hasMessage = messages.next() || (await messages.pull());
    const hasRow = rows.next() || (await rows.pull());
    if (hasMessage !== hasRow) {
      const { place } = hasMessage ? rows : messages;
      const other = hasMessage ? messages.place.file : rows.place.file;
      throw new RecordingError(place, 'row', `as many rows as ${other} has`, 'the end of the file');
    }
    if (hasMessage) this.checkFields();
    return hasMessage;
  }

  private checkFields(): void {
    const { messages, rows } = this;
    if (messages.fields !== 7) messages.requireFields(COLUMNS.length);
    if (this.levels > 0) {
      rows.requireFields(4 * this.levels);
      return;
    }
    this.levels = Math.floor(rows.fields / 4);
    rows.requireFields(4 * Math.max(1, this.levels));
    const names = Array.from({ length: this.levels }, (_, at) =>
      ['ask price', 'ask size', 'bid price', 'bid size'].map((name) => `${name} ${at + 1}`),
    );
    rows.nameColumns(names.flat());
  }

  /** Starts the tape with the first row, which has what the first message did. */
  private begin(): void {
    const { messages, builder, book, options } = this;
    this.startNs = this.timeOfDay();
    this.latestNs = this.startNs;
    const [, symbol = '', year, month, day] =
      /^(?:.*[/\\])?([A-Za-z.-]+)_(\d{4})-(\d\d)-(\d\d)/.exec(this.names) ?? [];
    const midnight =
      year === undefined ? 0 : Date.UTC(Number(year), Number(month) - 1, Number(day));
    builder.begin({
      format: 'lobster',
      queues: 'orders',
      instrument: symbol === '' ? 'unnamed' : symbol,
      startNs: BigInt(midnight) * 1_000_000n + BigInt(this.startNs),
      priceScale: PRICE_SCALE,
      sizeScale: 1,
      lotSize: 1,
      ...(options.tickSize !== undefined && { tickSize: options.tickSize }),
      pointValue: 1,
      hasLatencies: false,
      place: () => messages.place,
    });
    builder.countRecords();
    builder.at(0);
    this.reconcile();
    if (messages.whole(FIELD.type) === MESSAGE.add) {
      const { order, size, price } = FIELD;
      book.name(messages.whole(order), this.side(), messages.whole(price), messages.whole(size));
    }
    builder.endEvent();
    this.compared = 0;
    this.contradicted = 0;
  }

  private readPair(): void {
    const { builder } = this;
    const timeNs = this.timeOfDay();
    if (timeNs < this.latestNs - SAME_DAY_NS) {
      const expected = `a time of the same day, after ${this.latestNs / 1e9} s`;
      throw this.messages.fault(FIELD.time, expected);
    }
    this.latestNs = Math.max(this.latestNs, timeNs);
    builder.countRecords();
    builder.at(timeNs - this.startNs);
    this.readMessage();
    this.reconcile();
    builder.endEvent();
  }

  private readMessage(): void {
    const { messages, builder, book } = this;
    const type = messages.whole(FIELD.type, MESSAGE.add, MESSAGE.status);
    if (type === MESSAGE.status) {
      builder.status(STATUSES[messages.whole(FIELD.price, -1, 1) + 1]);
      return;
    }
    // A cross trade has the order −1.
    const order = messages.whole(FIELD.order, type === MESSAGE.cross ? -1 : 0);
    const size = messages.whole(FIELD.size, 0, MOST_SIZE);
    const price = messages.whole(FIELD.price, 0, MOST_PRICE);
    const side = this.side();
    switch (type) {
      case MESSAGE.add:
        book.add(order, side, price, size);
        break;
      case MESSAGE.partialCancel:
      case MESSAGE.cancel:
        book.reduce(order, side, price, size, false);
        break;
      case MESSAGE.execution:
        builder.trade(side === 1 ? -1 : 1, price, size);
        book.reduce(order, side, price, size, true);
        break;
      case MESSAGE.hiddenExecution:
        builder.trade(side === 1 ? -1 : 1, price, size);
        break;
      default:
        builder.trade(0, price, size);
    }
  }

  private reconcile(): void {
    const { rows, book } = this;
    const asks = this.shown(0);
    const bids = this.shown(2);
    const ask = book.reconcile(-1, asks, asks.length === this.levels);
    const bid = book.reconcile(1, bids, bids.length === this.levels);
    this.compared += 1;
    const price = ask ?? bid;
    if (price === null) return;
    this.contradicted += 1;
    this.builder.skip('bookRowsAgainstMessages');
    if (this.compared < JUDGED_ROWS || this.contradicted < this.compared / 4) return;
    throw new RecordingError(
      rows.place,
      ask === null ? 'bid' : 'ask',
      'the book that the messages make',
      `another at ${price / PRICE_SCALE}, as in ${this.contradicted} of ${this.compared} rows`,
    );
  }

  /** Reads the levels of a side; those that are empty come last. */
  private shown(firstField: number): ShownLevel[] {
    const { rows } = this;
    const found: ShownLevel[] = [];
    for (let field = firstField; field < rows.fields; field += 4) {
      const price = rows.whole(field, -NO_PRICE, NO_PRICE);
      if (Math.abs(price) === NO_PRICE || price === 0) break;
      if (Math.abs(price) > MOST_PRICE) throw rows.fault(field, 'a price below 214748.36');
      const size = rows.whole(field + 1, 1, MOST_SIZE);
      const last = found.at(-1)?.price ?? price - (firstField === 0 ? 1 : -1);
      const isWorse = firstField === 0 ? price > last : price < last;
      if (!isWorse) throw rows.fault(field, 'a worse price than the level before');
      found.push({ price, size });
    }
    return found;
  }

  private timeOfDay(): number {
    return this.messages.decimal(FIELD.time, TIME_PLACES);
  }

  private side(): Side {
    const direction = this.messages.whole(FIELD.direction, -1, 1);
    if (direction === 0) throw this.messages.fault(FIELD.direction, '1 or −1');
    return direction > 0 ? 1 : -1;
  }
}

function partOf(inputs: readonly RecordingInput[], part: string): RecordingInput {
  const input = inputs.find((each) => each.part === part);
  if (input === undefined) throw new Error(`lobster: expected a file that is its ${part}`);
  return input;
}

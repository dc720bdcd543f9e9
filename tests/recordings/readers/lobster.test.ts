import { describe, expect, it } from 'vitest';
import { lobster } from '../../../src/recordings/readers/lobster';
import { levelsOf, readRecording, statusesOf, type ReadRow } from '../readText';
import {
  LOBSTER_BOOK,
  LOBSTER_MESSAGES,
  lobsterFiles,
} from '../../../src/cli/fuzz/recordings/lobster';

const fieldsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));

/** Rows of the tape that belong to each event. */
function eventsOf(rows: readonly ReadRow[]): ReadRow[][] {
  const events: ReadRow[][] = [[]];
  for (const row of rows) {
    events.at(-1)?.push(row);
    if (row.isLast) events.push([]);
  }
  return events.slice(0, -1);
}

const shape = (rows: readonly ReadRow[]) =>
  rows.map(({ kind, side, price, size }) => [kind, side, price, size]);

describe('a LOBSTER pair', () => {
  it('is told by its content', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(lobster.recognise(bytes(LOBSTER_MESSAGES))).toBe('message');
    expect(lobster.recognise(bytes(LOBSTER_BOOK))).toBe('orderbook');
    expect(lobster.recognise(bytes('id,price,qty,time\n1,2,3,4\n'))).toBeNull();
    expect(lobster.recognise(bytes(''))).toBeNull();
  });

  it('has the book of every row after the message of the row', async () => {
    const { header, rows } = await readRecording(lobster, lobsterFiles());
    const expected = fieldsOf(LOBSTER_BOOK);
    const events = eventsOf(rows);
    expect(header).toMatchObject({
      instrument: 'TEST',
      day: '2012-06-21',
      queues: 'orders',
      tickSize: 0.01,
      lotSize: 1,
      records: expected.length,
      // A trade of every kind of execution: two visible ones, a hidden one, and the cross.
      trades: 4,
    });
    let played: ReadRow[] = [];
    let at = 0;
    // A hidden execution and a status have rows of their own, and so every message is an event.
    expect(events).toHaveLength(expected.length);
    for (const event of events) {
      played = [...played, ...event];
      const row = expected[at];
      const side = (first: number) =>
        [0, 4].flatMap((level) => {
          const price = row[first + level];
          return Math.abs(price) > 1e9 ? [] : [[price / 100, row[first + level + 1]]];
        });
      expect(levelsOf(played, -1).slice(0, 2), `asks after ${at + 1}`).toEqual(side(0));
      expect(levelsOf(played, 1).slice(0, 2), `bids after ${at + 1}`).toEqual(side(2));
      at += 1;
    }
  });

  it('gives an execution of a buy order as a sell, from that order and at its price', async () => {
    const { rows } = await readRecording(lobster, lobsterFiles());
    const events = eventsOf(rows);
    // Line 4: 60 of order 11, which the file adds in line 2.
    expect(shape(events[3])).toEqual([
      ['trade', -1, 9999, 60],
      ['fill', 1, 9999, 60],
      ['cancel', 1, 9999, 60],
    ]);
    expect(events[3][2].order).toBe(events[1][0].order);
    // Line 6: a hidden order inside the spread leaves the book as it is.
    expect(shape(events[5])).toEqual([['trade', 1, 10001, 30]]);
  });

  it('takes an order from before the window from what stood at its price', async () => {
    const { rows, header } = await readRecording(lobster, lobsterFiles());
    const start = rows.find(
      ({ kind, side, price }) => kind === 'add' && side < 0 && price === 10002,
    );
    expect(start?.isSnapshot).toBe(true);
    const [cancel] = eventsOf(rows)[4];
    expect(cancel).toMatchObject({ kind: 'cancel', price: 10002, size: 40, order: start?.order });
    expect(header.skipped).toEqual({});
  });

  it('has its halts, with the quoting before trading goes on', async () => {
    const { header, rows } = await readRecording(lobster, lobsterFiles());
    expect(statusesOf(rows)).toEqual(['halted', 'auction', 'open']);
    expect(header.halts).toEqual([{ fromNs: 8e9, toNs: 9e9 }]);
  });

  it('is the same whatever the pieces in which the bytes come', async () => {
    const whole = await readRecording(lobster, lobsterFiles());
    const bits = await readRecording(lobster, lobsterFiles(), { pieceBytes: 7 });
    expect(bits.header.hash).toBe(whole.header.hash);
  });
});

describe('a LOBSTER pair with a fault', () => {
  const read = (change: (messages: string, book: string) => [string, string]) => {
    const [messages, book] = change(LOBSTER_MESSAGES, LOBSTER_BOOK);
    return readRecording(lobster, lobsterFiles(messages, book));
  };
  const withLine = (text: string, line: number, to: string) =>
    text
      .split('\n')
      .with(line - 1, to)
      .join('\n');

  it('names the line where one file ends before the other', async () => {
    const cut = read((messages, book) => [messages, book.split('\n').slice(0, 6).join('\n')]);
    await expect(cut).rejects.toThrow(/orderbook.*line 6: row: expected as many rows as .*message/);
    const inLine = read((messages, book) => [messages, book.slice(0, -20)]);
    await expect(inLine).rejects.toThrow('expected 8 fields, found');
  });

  it('names line and field of what is no number, and of a side that is none', async () => {
    const size = read((messages, book) => [
      withLine(messages, 3, '34202.000000000,1,12,-50,1000200,-1'),
      book,
    ]);
    await expect(size).rejects.toThrow(/message.*line 3: size: expected a whole number.*"-50"/);
    const side = read((messages, book) => [withLine(messages, 3, '34202,1,12,50,1000200,0'), book]);
    await expect(side).rejects.toThrow('line 3: direction: expected 1 or −1, found "0"');
    const type = read((messages, book) => [withLine(messages, 3, '34202,9,12,50,1000200,1'), book]);
    await expect(type).rejects.toThrow('line 3: type: expected a whole number from 1 to 7');
  });

  it('names the line at which another day begins', async () => {
    const twice = read((messages, book) => [messages + messages, book + book]);
    const line = LOBSTER_MESSAGES.trim().split('\n').length + 1;
    await expect(twice).rejects.toThrow(`line ${line}: time: expected a time of the same day`);
  });

  it('counts times out of order, and keeps them from falling', async () => {
    const { header, rows } = await read((messages, book) => [
      withLine(messages, 3, '34200.500000000,1,12,50,1000200,-1'),
      book,
    ]);
    expect(header.skipped).toEqual({ timesOutOfOrder: 1 });
    const times = rows.map(({ timeNs }) => timeNs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('is refused when the book is not the one of the messages', async () => {
    const long = Array.from({ length: 40 }, (_, at) => `${34200 + at},1,${at},100,999900,1`);
    const book = Array.from({ length: 40 }, (_, at) => `1000200,100,999900,${500 + at}`);
    const files = lobsterFiles(`${long.join('\n')}\n`, `${book.join('\n')}\n`);
    await expect(readRecording(lobster, files)).rejects.toThrow(
      /line 21: bid: expected the book that the messages make, found another at 99.99/,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { binanceStream } from '../../../src/recordings/readers/binanceStream';
import { levelsOf, readRecording, statusesOf, type ReadRow } from '../readText';
import { BINANCE_FUTURES, BINANCE_SPOT } from '../../../src/cli/fuzz/recordings/binanceStream';

const read = (text: string) => readRecording(binanceStream, { 'a.gz': text });
const shape = (rows: readonly ReadRow[]) =>
  rows.map(({ kind, side, price, size }) => [kind, side, price, size]);

describe('a recorded Binance stream', () => {
  it('is told by its content', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(binanceStream.recognise(bytes(BINANCE_SPOT))).toBe('stream');
    expect(binanceStream.recognise(bytes(BINANCE_FUTURES))).toBe('stream');
    expect(binanceStream.recognise(bytes(BINANCE_SPOT.slice(14)))).toBeNull();
    const otherVenue = '1700000000000000000 {"topic":"orderbook.50.BTCUSDT","data":{}}\n';
    expect(binanceStream.recognise(bytes(otherVenue))).toBeNull();
  });

  it('has the book of its snapshot with the updates that came after it', async () => {
    const { header, rows } = await read(BINANCE_SPOT);
    expect(header).toMatchObject({
      instrument: 'TESTUSDT',
      queues: 'levels',
      tickSize: 0.01,
      lotSize: 0.01,
      day: '2023-11-14',
      records: 9,
      trades: 3,
      skipped: { bestPrices: 1 },
      gaps: [],
    });
    // The snapshot is of id 101, so that the update of 102 and 103 is applied to it once more.
    const snapshot = rows.filter(({ isSnapshot }) => isSnapshot);
    expect(levelsOf(snapshot, -1)).toEqual([
      [1001, 225],
      [1002, 400],
    ]);
    expect(levelsOf(rows, -1)).toEqual([[1002, 400]]);
    expect(levelsOf(rows, 1)).toEqual([
      [1000, 100],
      [999, 300],
    ]);
  });

  it('gives the trades of one time and side as one event, by the aggressor', async () => {
    const { rows } = await read(BINANCE_SPOT);
    const trades = rows.filter(({ kind }) => kind === 'trade');
    expect(shape(trades)).toEqual([
      ['trade', 1, 1001, 200],
      ['trade', 1, 1001, 25],
      ['trade', -1, 1000, 50],
    ]);
    expect(trades.map(({ isLast }) => isLast)).toEqual([false, true, true]);
    expect(trades.map(({ latencyNs }) => latencyNs)).toEqual([5e6, 6e6, 5e6]);
  });

  it('is in a gap from an update that does not follow to the next snapshot', async () => {
    const { header, rows } = await read(BINANCE_FUTURES);
    expect(statusesOf(rows)).toEqual(['gap', 'open']);
    const [{ fromNs, toNs }] = header.gaps;
    expect(toNs - fromNs).toBe(20e6);
    expect(levelsOf(rows, 1)).toEqual([[198, 8]]);
    expect(levelsOf(rows, -1)).toEqual([[199, 1]]);
    expect(header.skipped).toEqual({});
  });

  it('counts what is neither of the book nor a trade', async () => {
    const [first, ...rest] = BINANCE_SPOT.split('\n');
    const answer = '1700000000002000000 {"result":null,"id":1}';
    const { header } = await read([first, answer, ...rest].join('\n'));
    expect(header.skipped).toEqual({ bestPrices: 1, otherMessages: 1 });
  });

  it('is the same whatever the pieces in which the bytes come', async () => {
    const whole = await read(BINANCE_SPOT);
    const bits = await readRecording(binanceStream, { 'a.gz': BINANCE_SPOT }, { pieceBytes: 11 });
    expect(bits.header.hash).toBe(whole.header.hash);
  });

  it('names line and field of a fault', async () => {
    const faults: [string, string, string][] = [
      ['"u":103', '"u":-3', 'line 3: u: expected a whole number, 0 or more, found -3'],
      [
        '["10.01","2.25"]',
        '["10.01",2.25]',
        'line 3: a: expected pairs of price and size as texts',
      ],
      ['["10.01","2.25"]', '["1O.01","2.25"]', 'line 3: ask price: expected a number of'],
      ['["10.01","2.25"]', '["10.01","-2.25"]', 'line 3: ask size: expected a size, 0 or more'],
      ['"E":1700000000100', '"E":"soon"', 'line 3: E: expected a whole number, 0 or more'],
      ['"E":1700000000100', '"E":17', 'line 3: data.E: expected a time within 104 days'],
      ['"U":102', '"U":', 'line 3: message: expected an object in JSON'],
      ['"m":true', '"m":1', 'line 8: data.m: expected true or false, found 1'],
    ];
    for (const [from, to, message] of faults) {
      await expect(read(BINANCE_SPOT.replace(from, to))).rejects.toThrow(message);
    }
    await expect(read(BINANCE_SPOT.slice(0, -30))).rejects.toThrow(
      /line 9: message: expected an object in JSON, found .*, where the file ends/,
    );
    const time = BINANCE_SPOT.replace('1700000000110000000 ', '170000000011000000  ');
    await expect(read(time)).rejects.toThrow('line 4: time: expected 19 digits of nanoseconds');
    const other = BINANCE_SPOT.replace('TESTUSDT","E":1700000000100', 'OTHER","E":1700000000100');
    await expect(read(other)).rejects.toThrow(
      'line 3: instrument: expected the name of one of the instruments in the file, found TESTUSDT, OTHER',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { binanceCsv } from '../../../src/recordings/readers/binanceCsv';
import { levelsOf, readRecording, statusesOf, type ReadRow, type TextFiles } from '../readText';
import {
  BINANCE_AGGREGATES,
  BINANCE_SNAPSHOT,
  BINANCE_TRADES,
  BINANCE_UPDATES,
} from '../../../src/cli/fuzz/recordings/binanceCsv';

const read = (files: TextFiles, pieceBytes?: number) =>
  readRecording(binanceCsv, files, pieceBytes === undefined ? {} : { pieceBytes });
const shape = (rows: readonly ReadRow[]) =>
  rows.map(({ kind, side, price, size }) => [kind, side, price, size]);

describe('a book in the CSV files of Binance', () => {
  it('is its snapshot with the updates that follow it', async () => {
    const { header, rows } = await read({
      's.csv': BINANCE_SNAPSHOT,
      'u.csv': BINANCE_UPDATES.split('\n').slice(0, 5).join('\n'),
    });
    expect(header).toMatchObject({
      format: 'binance csv snapshot and updates',
      instrument: 'TESTUSDT',
      queues: 'levels',
      tickSize: 0.1,
      lotSize: 0.01,
      day: '2022-11-01',
      records: 7,
      gaps: [],
    });
    expect(levelsOf(rows, 1)).toEqual([[1000, 200]]);
    expect(levelsOf(rows, -1)).toEqual([
      [1002, 50],
      [1003, 300],
    ]);
    expect(header.skipped).toEqual({});
  });

  it('has a gap where an update does not follow the one before', async () => {
    const { header, rows } = await read({ 's.csv': BINANCE_SNAPSHOT, 'u.csv': BINANCE_UPDATES });
    expect(statusesOf(rows)).toEqual(['gap']);
    expect(header.gaps).toEqual([{ fromNs: 300e6, toNs: 1100e6 }]);
    expect(levelsOf(rows, 1)).toEqual([[1001, 700]]);
    expect(levelsOf(rows, -1)).toEqual([]);
  });

  it('comes with the trades of a file beside it, which go first at the same time', async () => {
    const { header, rows } = await read({
      'u.csv': BINANCE_UPDATES.split('\n').slice(0, 4).join('\n'),
      't.csv': BINANCE_AGGREGATES,
      's.csv': BINANCE_SNAPSHOT,
    });
    expect(header).toMatchObject({ instrument: 'TESTUSDT', trades: 2, records: 8 });
    expect(shape(rows.slice(-4))).toEqual([
      ['trade', -1, 1001, 150],
      ['trade', 1, 1002, 25],
      ['level', 1, 1001, 0],
      ['level', -1, 1002, 50],
    ]);
  });
});

describe('the trades of data.binance.vision', () => {
  it('are read without a header and in microseconds', async () => {
    const { header, rows } = await read({ 'TESTUSDT-trades-2025-01-01.csv': BINANCE_TRADES });
    expect(header).toMatchObject({
      instrument: 'TESTUSDT',
      queues: 'none',
      startNs: '1735689600000001000',
      day: '2025-01-01',
      trades: 3,
      events: 2,
      endNs: 499_999_000,
    });
    expect(shape(rows)).toEqual([
      ['trade', -1, 1001, 100],
      ['trade', -1, 1000, 50],
      ['trade', 1, 1002, 25],
    ]);
  });

  it('are read with a header, with another spelling of true, and in milliseconds', async () => {
    const { header, rows } = await read({ 'x.csv': BINANCE_AGGREGATES });
    expect(header).toMatchObject({ instrument: 'unnamed', trades: 2, endNs: 50e6 });
    expect(shape(rows)).toEqual([
      ['trade', -1, 1001, 150],
      ['trade', 1, 1002, 25],
    ]);
  });
});

describe('CSV files of Binance', () => {
  it('are told by their columns', () => {
    const part = (text: string) => binanceCsv.recognise(new TextEncoder().encode(text));
    expect(part(BINANCE_SNAPSHOT)).toBe('snapshot');
    expect(part(BINANCE_UPDATES)).toBe('updates');
    expect(part(BINANCE_TRADES)).toBe('trades');
    expect(part(BINANCE_AGGREGATES)).toBe('aggregate trades');
    // Spot aggregates without a header have as many columns as trades and one more.
    expect(part('7,100.1,1.5,41,42,1735689600000001,True,True\n')).toBe('aggregate trades');
    expect(part(`tradeId,p,q,quote,ms,maker\n${BINANCE_TRADES}`)).toBe('trades');
    expect(part('34200.000000001,1,10,100,999800,1\n')).toBeNull();
  });

  it('are the same whatever the pieces in which the bytes come', async () => {
    for (const text of [BINANCE_SNAPSHOT, BINANCE_UPDATES, BINANCE_TRADES, BINANCE_AGGREGATES]) {
      const whole = await read({ 'a.csv': text });
      const bits = await read({ 'a.csv': text.replaceAll('\n', '\r\n') }, 3);
      expect(bits.header.hash).toBe(whole.header.hash);
    }
  });

  it('have their faults named by line and field', async () => {
    const faults: [string, string, string, string][] = [
      [BINANCE_TRADES, '1735689600500000', '173568960050', 'line 3: time: expected 13 digits of'],
      [BINANCE_TRADES, 'False', 'Maybe', 'line 3: is_buyer_maker: expected true or false'],
      [BINANCE_TRADES, '43,100.20', '43,100.2x', 'line 3: price: expected a number of at most'],
      [BINANCE_TRADES, '43,100.20,0.25', '43,100.20,-0.25', 'line 3: qty: expected a size, 0 or'],
      [BINANCE_UPDATES, ',a,set', ',c,set', 'line 4: side: expected a or b, found "c"'],
      [
        BINANCE_UPDATES,
        'a,set,100.20',
        'a,del,100.20',
        'line 4: update_type: expected snap or set',
      ],
      [BINANCE_UPDATES, '499,b,set', 'x,b,set', 'line 2: last_update_id: expected a whole number'],
      [BINANCE_UPDATES, ',560\n', '\n', 'line 6: row: expected 9 fields, found 8'],
    ];
    for (const [text, from, to, message] of faults) {
      await expect(read({ 'a.csv': text.replace(from, to) })).rejects.toThrow(message);
    }
  });
});

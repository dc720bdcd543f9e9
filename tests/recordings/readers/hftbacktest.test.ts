import { describe, expect, it } from 'vitest';
import { decompressed } from '../../../src/recordings/decompress';
import { hftbacktest } from '../../../src/recordings/readers/hftbacktest';
import { joined, piecesOf } from '../pieces';
import { levelsOf, readRecording, type ReadRow } from '../readText';
import {
  BOTH,
  eventFile,
  eventFileVersion1,
  LEVEL_ROWS,
  npy,
  npz,
  ORDER_ROWS,
  VERSION_1_ROWS,
} from '../../../src/cli/fuzz/recordings/hftbacktest';

const read = (file: Uint8Array, pieceBytes = 1 << 16) =>
  readRecording(hftbacktest, { 'test.npz': file }, { pieceBytes });
const shape = (rows: readonly ReadRow[]) =>
  rows.map(({ kind, side, price, size }) => [kind, side, price, size]);

describe('event files of hftbacktest', () => {
  it('of levels have what the exchange processed', async () => {
    const { header, rows } = await read(eventFile(LEVEL_ROWS));
    expect(header).toMatchObject({
      format: 'hftbacktest version 2',
      queues: 'levels',
      instrument: 'test',
      tickSize: 0.1,
      lotSize: 0.01,
      startNs: '1700000000000000000',
      day: '2023-11-14',
      records: 11,
      trades: 1,
      events: 3,
      skipped: { rowsOfRecorderAlone: 1, bestPrices: 1 },
    });
    expect(shape(rows.slice(4, 6))).toEqual([
      ['trade', 1, 1002, 25],
      ['level', -1, 1002, 0],
    ]);
    expect(rows[4]).toMatchObject({ timeNs: 1e6, latencyNs: 900_000 });
    // The second snapshot clears bids from the best down to 100.05, and so leaves 100.
    expect(levelsOf(rows, 1)).toEqual([
      [1002, 300],
      [1000, 250],
    ]);
    expect(levelsOf(rows, -1)).toEqual([[1003, 400]]);
  });

  it('of orders keep their ids apart, though they have 64 bits', async () => {
    const { header, rows } = await read(eventFile(ORDER_ROWS));
    expect(header).toMatchObject({
      queues: 'orders',
      skipped: { cancelsOfUnknownOrders: 1 },
      events: 3,
    });
    const [first, second, trade, fill, cancel, modify] = rows;
    expect(new Set([first.order, second.order]).size).toBe(2);
    expect(shape([trade, fill, cancel, modify])).toEqual([
      ['trade', -1, 1001, 2],
      ['fill', 1, 1001, 2],
      ['cancel', 1, 1001, 2],
      ['modify', -1, 1003, 6],
    ]);
    expect([fill.order, cancel.order, modify.order]).toEqual([
      first.order,
      first.order,
      second.order,
    ]);
  });

  it('of version 1 are six columns of doubles', async () => {
    const { header, rows } = await read(eventFileVersion1(VERSION_1_ROWS));
    expect(header).toMatchObject({
      format: 'hftbacktest version 1',
      startNs: '1700000000000000000',
      skipped: { rowsOfRecorderAlone: 1 },
    });
    expect(shape(rows)).toEqual([
      ['level', 1, 1001, 15],
      ['trade', -1, 1001, 5],
      ['level', 1, 1001, 10],
    ]);
    expect(rows.map(({ timeNs, latencyNs }) => [timeNs, latencyNs])).toEqual([
      // Orders of a snapshot came before the recording: they have no latency.
      [0, 0],
      [1e6, 900_000],
      [2e6, 0],
    ]);
  });

  it('are the same whatever the pieces, and unpacked from their archive', async () => {
    const file = eventFile(LEVEL_ROWS);
    const whole = await read(file);
    expect((await read(file, 13)).header.hash).toBe(whole.header.hash);
    const packed = npz(file);
    expect(await joined(decompressed('test.npz', piecesOf(packed, 50)))).toEqual(file);
    const cut = joined(decompressed('test.npz', piecesOf(packed.subarray(0, 200), 50)));
    await expect(cut).rejects.toThrow('test.npz: zip: expected a whole archive');
  });
});

describe('event files of hftbacktest with a fault', () => {
  const file = eventFile(LEVEL_ROWS);
  const withText = (from: string, to: string) => {
    const text = new TextDecoder('latin1').decode(file).replace(from, to);
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  };

  it('are refused with another endianness, order, fields or shape', async () => {
    const faults: [Uint8Array, string][] = [
      [withText("'<i8'", "'>i8'"), 'byte 10: descr: expected ev <u8, exch_ts <i8'],
      [withText("'px'", "'pz'"), 'descr: expected'],
      [withText('False', 'True '), 'fortran_order: expected False, found True'],
      [withText('(11,)', '(1,1)'), 'shape: expected one dimension, found 1 × 1'],
      [withText('descr', 'descx'), 'header: expected descr, fortran_order and shape'],
      [npy(`'<f8'`, '(2, 3)', new Uint8Array(48)), 'expected rows of 6 columns, found 2 × 3'],
      [file.subarray(0, 60), 'test.npz, byte 60: header: expected'],
    ];
    for (const [bytes, message] of faults) await expect(read(bytes)).rejects.toThrow(message);
  });

  it('are refused when the header claims more or fewer rows than there are', async () => {
    const claim = read(eventFile(LEVEL_ROWS, 2 ** 40));
    await expect(claim).rejects.toThrow('expected 1099511627776 rows of 64 bytes, found 11');
    const cut = read(file.subarray(0, file.length - 10));
    await expect(cut).rejects.toThrow('expected 11 rows of 64 bytes, found 10 and 54 bytes');
    await expect(read(eventFile(LEVEL_ROWS, 10))).rejects.toThrow('expected 10 rows, found');
  });

  it('have byte and field of the row named', async () => {
    const row = LEVEL_ROWS[1];
    const fileOf = (price: number, size: number, side: 1 | 0 = 1) =>
      eventFile([...LEVEL_ROWS, [BOTH + 1, 3000, 4000, side, price, size] as const]);
    const place = `test.npz, byte ${file.length}`;
    await expect(read(fileOf(Number.NaN, 1))).rejects.toThrow(`${place}: px: expected a price`);
    await expect(read(fileOf(1e300, 1))).rejects.toThrow(`${place}: px: expected a price`);
    await expect(read(fileOf(100, -1))).rejects.toThrow(`${place}: qty: expected a size from 0`);
    await expect(read(fileOf(100, 1, 0))).rejects.toThrow(`${place}: ev: expected a side`);
    const far = eventFile([row, [BOTH + 1, 1e13, 1e13, 1, 100, 1]]);
    await expect(read(far)).rejects.toThrow('exch_ts: expected a time within 104 days');
  });
});

/** What the DBN reader makes of files, with the rules that real ones taught. */
import { describe, expect, it } from 'vitest';
import { RowFlag, RowKind, type Tape } from '../../../src/recordings/tape';
import {
  concatenated,
  definitionBytes,
  fileOf,
  INSTRUMENT,
  LAST,
  mboBytes,
  mbpBytes,
  readTape,
  SNAPSHOT,
  type ShortRecord,
} from './dbnFiles';

const KINDS = Object.keys(RowKind);

/** The rows in words: kind, side, price in ticks, size. */
function rowsOf({ chunks: [chunk] }: Tape): string[] {
  return Array.from({ length: chunk.length }, (_, row) =>
    [KINDS[chunk.kinds[row]], chunk.sides[row], chunk.prices[row], chunk.sizes[row]].join(' '),
  );
}

const read = (records: readonly ShortRecord[], pieceBytes?: number) =>
  readTape([fileOf(mboBytes(records), 'a.dbn', pieceBytes)]);

describe('DBN market by order', () => {
  const RECORDS: readonly ShortRecord[] = [
    ['AB', 11, 4800, 5],
    ['AA', 12, 4800.25, 3],
    ['TA', 99, 4800, 2, 0],
    ['FB', 11, 4800, 2, 0],
    ['MB', 11, 4800, 3],
    ['CA', 12, 4800.25, 3],
  ];

  it.each([1, 57, 10_000])('reads the same rows in pieces of %i bytes', async (pieceBytes) => {
    const tape = await read(RECORDS, pieceBytes);
    expect(rowsOf(tape)).toEqual([
      'add 1 19200 5',
      'add -1 19201 3',
      'trade -1 19200 2',
      'fill 1 19200 2',
      'modify 1 19200 3',
      'cancel -1 19201 3',
    ]);
    expect(tape.header).toMatchObject({
      format: 'dbn mbo',
      queues: 'orders',
      instrument: 'ESH4',
      tickSize: 0.25,
      tickValue: 12.5,
      day: '2023-12-25',
      records: 6,
      events: 4,
      trades: 1,
      skipped: {},
    });
    const [{ timesNs, latenciesNs, flags, orders }] = tape.chunks;
    expect([...timesNs]).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
    expect([...latenciesNs]).toEqual([300, 300, 300, 300, 300, 300]);
    expect([...flags].map((flag) => flag & RowFlag.last)).toEqual([1, 1, 0, 0, 1, 1]);
    expect(orders[0]).toBe(orders[4]);
    expect(orders[1]).toBe(orders[5]);
  });

  it('starts with a snapshot, whose orders came before the file', async () => {
    const tape = await readTape([
      fileOf(
        mboBytes([
          ['AB', 11, 4800, 5, SNAPSHOT, -5_000_000],
          ['AB', 12, 4800, 6, SNAPSHOT, -9_000_000],
          ['AA', 13, 4801, 1, LAST, 7_000],
        ]),
      ),
    ]);
    const [{ timesNs, flags }] = tape.chunks;
    // The recorder got the first of them 300 ns after the time that the writer gave it.
    expect([...timesNs]).toEqual([0, 0, 5_006_700]);
    expect([...flags]).toEqual([RowFlag.snapshot, RowFlag.snapshot | RowFlag.last, RowFlag.last]);
    expect(tape.header.events).toBe(2);
  });

  it("leaves out fills of the aggressor's own order and of hidden size", async () => {
    const tape = await read([
      ['AB', 11, 4800, 5],
      ['TA', 99, 4800, 4, 0],
      ['FA', 99, 4800, 4, 0],
      ['FB', 77, 4800, 1, 0],
      ['FB', 11, 4800, 3, 0],
      ['MB', 11, 4800, 2],
    ]);
    expect(rowsOf(tape).filter((row) => row.startsWith('fill'))).toEqual(['fill 1 19200 3']);
    expect(tape.header.skipped).toEqual({ fillsOfAggressors: 1, fillsOfHiddenSize: 1 });
  });

  it('sends an order to the back that shows its hidden rest', async () => {
    const tape = await read([
      ['AB', 11, 4800, 5],
      ['AB', 12, 4800, 9],
      ['TA', 99, 4800, 5, 0],
      ['FB', 11, 4800, 5, 0],
      ['MB', 11, 4800, 2],
    ]);
    expect(rowsOf(tape).slice(-2)).toEqual(['cancel 1 19200 5', 'add 1 19200 2']);
  });

  it('counts what names orders that it never saw', async () => {
    const tape = await read([
      ['CB', 11, 4800, 5],
      ['MB', 12, 4800, 5],
      ['AB', 12, 4799, 4],
    ]);
    expect(tape.header.skipped).toEqual({
      cancelsOfUnknownOrders: 1,
      modifiesOfUnknownOrders: 1,
      repeatedAdds: 1,
    });
    expect(rowsOf(tape)).toEqual(['add 1 19200 5', 'modify 1 19196 4']);
  });

  it('opens when the auction is over', async () => {
    const tape = await read([
      ['AB', 11, 4801, 5],
      ['AA', 12, 4800, 5],
      ['TN', 0, 4800.5, 5, 0],
      ['FN', 11, 4800.5, 5, 0],
      ['FN', 12, 4800.5, 5, 0],
      ['CB', 11, 4801, 5, 0],
      ['CA', 12, 4800, 5],
      ['AB', 13, 4800, 1],
    ]);
    expect(tape.header.openNs).toBe(6_000);
    expect(rowsOf(tape)).toContain('trade 0 19202 5');
  });

  it('passes records of other types by their length', async () => {
    const unknown = new Uint8Array(80);
    unknown[0] = 20;
    unknown[1] = 0x77;
    const bytes = mboBytes(RECORDS);
    const tape = await readTape([
      fileOf(concatenated([bytes.subarray(0, 206 + 56), unknown, bytes.subarray(206 + 56)])),
    ]);
    expect(tape.header).toMatchObject({ records: 6, skipped: { otherRecordTypes: 1 } });
  });

  it('takes tick and value from a definition, in the file or beside it', async () => {
    const tape = await readTape([
      fileOf(mboBytes([['AB', 11, 4800, 5]])),
      fileOf(definitionBytes(0.05, 1000), 'definitions.dbn'),
    ]);
    expect(tape.header).toMatchObject({ tickSize: 0.05, files: ['a.dbn', 'definitions.dbn'] });
    expect(tape.header.tickValue).toBeCloseTo(50);
    const alone = await readTape([fileOf(definitionBytes(0.05, 1000))]);
    expect(alone.header).toMatchObject({ records: 1, rows: 0, tickSize: 0.05 });
  });

  it('asks which instrument, in a file of two', async () => {
    const other = mboBytes([['AB', 11, 17000, 5]], { ...INSTRUMENT, instrument: 18 });
    const bytes = concatenated([mboBytes(RECORDS), other.subarray(206)]);
    await expect(readTape([fileOf(bytes)])).rejects.toThrow(
      'a.dbn, byte 542: instrument: expected the name of one of the instruments in the file, found ESH4, 18',
    );
    const { header } = await readTape([fileOf(bytes)], { instrument: '18' });
    expect(header).toMatchObject({
      instrument: '18',
      records: 1,
      skipped: { otherInstruments: 6 },
    });
    await expect(readTape([fileOf(bytes)], { instrument: 'NQH4' })).rejects.toThrow(
      /instrument: expected one of ESH4, found NQH4/,
    );
  });
});

describe('DBN market by price', () => {
  it('writes the best of each side when it changes', async () => {
    const bytes = mbpBytes(1, [
      { code: 'AB', price: 4800, size: 5, levels: [[4800, 4800.25, 5, 3]] },
      { code: 'TB', price: 4800.25, size: 2, levels: [[4800, 4800.25, 5, 3]] },
      { code: 'CA', price: 4800.25, size: 3, levels: [[4800, NaN, 5, 0]] },
    ]);
    const tape = await readTape([fileOf(bytes)]);
    expect(tape.header).toMatchObject({ queues: 'top', trades: 1, records: 3 });
    expect(rowsOf(tape)).toEqual([
      'best 1 19200 5',
      'best -1 19201 3',
      'trade 1 19201 2',
      'best -1 19201 0',
    ]);
  });

  it('writes what changes between pictures of ten levels, and what left the picture', async () => {
    const picture = (best: number, bidSize: number) =>
      Array.from({ length: 10 }, (_, i) => [best - i, 4900 + i, bidSize, 1] as const);
    const bytes = mbpBytes(10, [
      { code: 'AB', price: 4800, size: 5, levels: picture(4800, 5) },
      { code: 'AB', price: 4801, size: 5, levels: picture(4801, 5) },
      { code: 'CB', price: 4801, size: 5, levels: picture(4800, 5) },
    ]);
    const tape = await readTape([fileOf(bytes)]);
    expect(rowsOf(tape).slice(20)).toEqual([
      'level 1 19204 5',
      'level 1 19164 0',
      'level 1 19204 0',
      'level 1 19164 5',
    ]);
    const outOfView = [...tape.chunks[0].flags].map((flag) => (flag & RowFlag.outOfView) !== 0);
    expect(outOfView.slice(20)).toEqual([false, true, false, false]);
  });

  it('reads trades alone', async () => {
    const bytes = mbpBytes(0, [{ code: 'TA', price: 4800.5, size: 7, levels: [] }]);
    const tape = await readTape([fileOf(bytes)]);
    expect(tape.header).toMatchObject({ queues: 'none', format: 'dbn trades', events: 1 });
    expect(rowsOf(tape)).toEqual(['trade -1 19202 7']);
  });
});

describe('DBN files that are broken', () => {
  const bytes = mboBytes([
    ['AB', 11, 4800, 5],
    ['AB', 12, 4800, 5],
  ]);
  const changed = (at: number, ...values: number[]) => {
    const copy = bytes.slice();
    copy.set(values, at);
    return copy;
  };

  it.each([
    [
      'cut short in a record',
      bytes.subarray(0, 300),
      /byte 262: record: expected 56 bytes, found 38: the file is cut short/,
    ],
    [
      'cut short in the metadata',
      bytes.subarray(0, 100),
      /byte 100: metadata: expected 206 bytes, found the end of the file/,
    ],
    [
      'with a record without length',
      changed(206, 0),
      /byte 206: record length: expected 16 to 1020 bytes, found 0/,
    ],
    [
      'of a later version',
      changed(3, 9),
      /byte 3: version: expected DBN version 1, 2 or 3, found 9/,
    ],
    [
      'that claims 2^32 symbols',
      changed(112, 255, 255, 255, 255),
      /byte 204: symbols: expected 22 bytes, found 2/,
    ],
    [
      'that claims endless metadata',
      changed(4, 255, 255, 255, 255),
      /metadata length: expected 100 to 67108864 bytes, found 4294967295/,
    ],
    [
      'with a price off the grid',
      changed(206 + 24, 7),
      /byte 206: price: expected a multiple of the tick 0\.25/,
    ],
  ])('refuses a file %s', async (_, file, message) => {
    await expect(readTape([fileOf(file)])).rejects.toThrow(message);
  });
});

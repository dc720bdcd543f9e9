import { describe, expect, it } from 'vitest';
import { tardis } from '../../../src/recordings/readers/tardis';
import { InstrumentChoiceError } from '../../../src/recordings/recordingError';
import { levelsOf, readRecording, statusesOf, type ReadRow } from '../readText';
import {
  TARDIS_CHANGES,
  TARDIS_LEVELS,
  TARDIS_TRADES,
} from '../../../src/cli/fuzz/recordings/tardis';

const shape = (rows: readonly ReadRow[]) =>
  rows.map(({ kind, side, price, size }) => [kind, side, price, size]);
const lines = (text: string) => text.trim().split('\n');
const withLine = (text: string, line: number, to: string) =>
  lines(text)
    .with(line - 1, to)
    .join('\n');

describe('changes of a book from Tardis', () => {
  it('are the rows of the file in ticks and contracts, with both clocks', async () => {
    const { header, rows } = await readRecording(tardis, { 'a.csv': TARDIS_CHANGES });
    expect(header).toMatchObject({
      format: 'tardis changes',
      instrument: 'TEST-PERP',
      queues: 'levels',
      tickSize: 0.5,
      lotSize: 1,
      day: '2020-04-01',
      records: 10,
      trades: 0,
      skipped: {},
    });
    expect(shape(rows.slice(4, 7))).toEqual([
      ['level', -1, 201, 4],
      ['level', -1, 201, 0],
      ['level', 1, 201, 7],
    ]);
    expect(rows[5]).toMatchObject({ timeNs: 200e6, latencyNs: 12_345_000, isLast: false });
    expect(rows[6]).toMatchObject({ timeNs: 200e6, latencyNs: 12_345_000, isLast: true });
    expect(rows.findIndex(({ isSnapshot }) => !isSnapshot)).toBe(4);
  });

  it('start anew with a later snapshot, and the silence before it is a gap', async () => {
    const { header, rows } = await readRecording(tardis, { 'a.csv': TARDIS_CHANGES });
    expect(statusesOf(rows)).toEqual(['gap', 'open']);
    expect(header.gaps).toEqual([{ fromNs: 200e6, toNs: 4.2e9 }]);
    expect(levelsOf(rows, -1)).toEqual([[203, 11]]);
    expect(levelsOf(rows, 1)).toEqual([[202, 13]]);
    expect(header.events).toBe(6);
  });
});

describe('trades from Tardis', () => {
  it('are prints with the side of the aggressor where it is known', async () => {
    const { header, rows } = await readRecording(tardis, { 't.csv': TARDIS_TRADES });
    expect(header).toMatchObject({ queues: 'none', trades: 4, lotSize: 0.1, tickSize: 0.5 });
    expect(shape(rows)).toEqual([
      ['trade', 1, 201, 60],
      ['trade', 1, 201, 40],
      ['trade', -1, 202, 5],
      ['trade', 0, 202, 5],
    ]);
  });

  it('come before the changes of the book that were recorded at the same time', async () => {
    const files = { 'a.csv': TARDIS_CHANGES, 't.csv': TARDIS_TRADES };
    const { header, rows } = await readRecording(tardis, files);
    expect(header).toMatchObject({ queues: 'levels', records: 14, trades: 4 });
    const [, , , , trade, level, second, gone] = shape(rows);
    expect(trade).toEqual(['trade', 1, 201, 60]);
    expect(level).toEqual(['level', -1, 201, 40]);
    expect(second).toEqual(['trade', 1, 201, 40]);
    expect(gone).toEqual(['level', -1, 201, 0]);
  });
});

describe('the best levels of a book from Tardis', () => {
  it('become what changed, with what only left the view marked', async () => {
    const { header, rows } = await readRecording(tardis, { 'l.csv': TARDIS_LEVELS });
    expect(header).toMatchObject({ format: 'tardis levels', queues: 'levels', events: 4 });
    expect(shape(rows.slice(4))).toEqual([
      ['level', -1, 201, 4],
      // The third row: 99.5 leaves the view, 100.5 changes sides, and 101.5 comes into view.
      ['level', 1, 201, 7],
      ['level', 1, 199, 0],
      ['level', -1, 201, 0],
      ['level', -1, 203, 9],
      // The fourth: the ask has one level, so that 101.5 is gone; 99.5 is in view again.
      ['level', 1, 201, 0],
      ['level', 1, 199, 44],
      ['level', -1, 203, 0],
    ]);
    expect(rows.filter(({ isOutOfView }) => isOutOfView).map(({ price }) => price)).toEqual([199]);
  });
});

describe('files of Tardis', () => {
  it('are told by their header', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(tardis.recognise(bytes(TARDIS_CHANGES))).toBe('changes');
    expect(tardis.recognise(bytes(TARDIS_TRADES))).toBe('trades');
    expect(tardis.recognise(bytes(TARDIS_LEVELS))).toBe('levels');
    expect(tardis.recognise(bytes(TARDIS_CHANGES.replace('is_snapshot', 'snap')))).toBeNull();
  });

  it('are the same whatever the pieces in which the bytes come', async () => {
    for (const text of [TARDIS_CHANGES, TARDIS_TRADES, TARDIS_LEVELS]) {
      const whole = await readRecording(tardis, { 'a.csv': text });
      const windows = { 'a.csv': text.replaceAll('\n', '\r\n') };
      const bits = await readRecording(tardis, windows, { pieceBytes: 5 });
      expect(bits.header.hash).toBe(whole.header.hash);
    }
  });

  it('ask which of several instruments to read', async () => {
    const mixed = `${TARDIS_TRADES}test,OTHER,1585699205000000,1585699205000000,b,buy,7,1\n`;
    const choice = await readRecording(tardis, { 't.csv': mixed }).catch((error: unknown) => error);
    expect(choice).toBeInstanceOf(InstrumentChoiceError);
    expect(choice).toMatchObject({
      instruments: ['TEST-PERP', 'OTHER'],
      place: { file: 't.csv', line: 6 },
    });
    const { header } = await readRecording(tardis, { 't.csv': mixed }, { instrument: 'OTHER' });
    expect(header).toMatchObject({ instrument: 'OTHER', records: 1 });
    expect(header.skipped).toEqual({ otherInstruments: 4 });
  });

  it('have their faults named by file, line and field', async () => {
    const faults: [string, string, RegExp][] = [
      ['price', 'test,TEST-PERP,1585699200190000,1585699200212345,a,buy,abc,4', /a number of/],
      ['amount', 'test,TEST-PERP,1585699200190000,1585699200212345,a,buy,100.5,-4', /0 or more/],
      ['side', 'test,TEST-PERP,1585699200190000,1585699200212345,a,long,100.5,4', /buy, sell or/],
      ['timestamp', 'test,TEST-PERP,2020-04-01,1585699200212345,a,buy,100.5,4', /microseconds/],
      ['timestamp', 'test,TEST-PERP,1585699200190,1585699200212345,a,buy,100.5,4', /104 days/],
      ['row', 'test,TEST-PERP,1585699200190000', /8 fields, found 3/],
    ];
    for (const [field, line, reason] of faults) {
      const read = readRecording(tardis, { 't.csv': withLine(TARDIS_TRADES, 3, line) });
      await expect(read).rejects.toThrow(`t.csv, line 3: ${field}: expected`);
      await expect(read).rejects.toThrow(reason);
    }
    const cut = readRecording(tardis, { 't.csv': TARDIS_TRADES.slice(0, -12) });
    await expect(cut).rejects.toThrow(/t.csv, line 5: row: expected 8 fields, found 6, where the/);
    const snapshot = withLine(
      TARDIS_CHANGES,
      4,
      'test,TEST-PERP,1585699200000000,1585699200010000,maybe,bid,100,30',
    );
    await expect(readRecording(tardis, { 'a.csv': snapshot })).rejects.toThrow(
      'a.csv, line 4: is_snapshot: expected true or false, found "maybe"',
    );
    const levels = TARDIS_LEVELS.replace('101,20,99.5,40', '100,20,99.5,40');
    await expect(readRecording(tardis, { 'l.csv': levels })).rejects.toThrow(
      'line 2: asks[1].price: expected a worse price than the level before, found "100"',
    );
  });

  it('keep rows without order in the order of their times, and count them', async () => {
    const [names, first, second, third, last] = lines(TARDIS_TRADES);
    const { header, rows } = await readRecording(tardis, {
      't.csv': [names, first, third, second, last].join('\n'),
    });
    expect(header.skipped).toEqual({ timesOutOfOrder: 1 });
    expect(rows.map(({ timeNs }) => timeNs)).toEqual([0, 90e6, 4.15e9, 4.15e9]);
    expect(rows.map(({ size }) => size)).toEqual([60, 40, 5, 5]);
  });

  it('have the clock of a recorder that was behind shifted, and say so', async () => {
    const behind = TARDIS_TRADES.replaceAll(
      /,1585699(\d{9}),([a-z])/g,
      (_, digits, id) => `,${1_585_699_000_000_000 + Number(digits) - 1_270_000},${id}`,
    );
    const { header } = await readRecording(tardis, { 't.csv': behind });
    // The second trade was received 22.345 ms late by the clock, the first and third 10 ms.
    expect(header.latencyShiftNs).toBe(1_260_000_000);
  });
});

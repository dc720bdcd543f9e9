import { describe, expect, it } from 'vitest';
import { DATABENTO_BEST, databentoCsv, dbnExample } from '../../../src/cli/fuzz/recordings/dbn';
import { databentoCsv as format } from '../../../src/recordings/dbn/dbnCsv';
import { DBN } from '../../../src/recordings/dbn/dbnFormat';
import { readRecording } from '../readText';

const read = (text: string) => readRecording(format, { 'a.csv': text });

describe('CSV files of Databento', () => {
  it('are the tape of the same records in DBN, however prices and times are written', async () => {
    const dbn = await readRecording(DBN, { 'a.dbn': dbnExample() });
    for (const isPretty of [true, false]) {
      const { header } = await read(databentoCsv(isPretty));
      expect(header).toMatchObject({
        format: 'databento csv mbo',
        instrument: 'ESH4',
        queues: 'orders',
        tickSize: 0.25,
        tickValue: 12.5,
        startNs: dbn.header.startNs,
        day: '2023-12-25',
        skipped: dbn.header.skipped,
        hash: dbn.header.hash,
      });
    }
  });

  it('have the best prices behind each record of mbp-1, of which an empty one is none', async () => {
    const { header, rows } = await read(DATABENTO_BEST);
    expect(header).toMatchObject({ format: 'databento csv mbp-1', queues: 'top', trades: 2 });
    expect(rows.map(({ kind, side, price, size }) => [kind, side, price, size])).toEqual([
      ['best', 1, 22133, 12],
      ['best', -1, 22134, 9],
      ['trade', 1, 22134, 3],
      ['best', -1, 22134, 6],
      ['trade', -1, 22133, 12],
      ['best', 1, 22133, 0],
    ]);
  });

  it('keep order ids of 64 bits', async () => {
    const large = databentoCsv(false).replaceAll(
      /,0,1,(\d+),100/g,
      ',0,18446744073709551615,$1,100',
    );
    const { header } = await read(large);
    expect(header.hash).toBe((await read(databentoCsv(false))).header.hash);
  });

  it('have their faults named by line and field', async () => {
    const faults: [string, string, string][] = [
      ['4800.250000000,5', '4800.2500000001,5', 'line 3: price: expected a number of at most'],
      ['4800.250000000,5', '4800.25,-5', 'line 3: size: expected a whole number from 0'],
      [',A,B,', ',A,X,', 'line 3: side: expected A, B or N, found "X"'],
      [',A,B,', ',Add,B,', 'line 3: action: expected a letter'],
      ['T00:00:00.000001000Z', '', 'line 3: ts_event: expected a time as 2023-12-25T23:00:00Z'],
      [',ESH4', '', 'line 2: row: expected 15 fields, found 14'],
    ];
    for (const [from, to, message] of faults) {
      await expect(read(databentoCsv(true).replace(from, to)), to).rejects.toThrow(message);
    }
    const mixed = databentoCsv(true).replace(
      '4801.000000000,4,0,3,128,100,12,ESH4',
      '4801.0,4,0,3,128,100,12,NQH4',
    );
    await expect(read(mixed)).rejects.toThrow('found ESH4, NQH4');
  });
});

import { describe, expect, it } from 'vitest';
import { CsvRows } from '../../../src/recordings/text/csvRows';
import { inPieces } from '../inPieces';

const BYTE_ORDER_MARK = '\uFEFF';

const rowsOf = (text: string, columns: string[] = ['time', 'price', 'size']) =>
  new CsvRows({ name: 'a.csv', pieces: inPieces(text, 1000) }, columns);

async function firstRow(text: string): Promise<CsvRows> {
  const rows = rowsOf(text);
  await rows.pull();
  return rows;
}

/** Reads all rows as texts, from bytes that come in pieces of `size`. */
async function textsOf(text: string, size: number): Promise<string[][]> {
  const rows = new CsvRows({ name: 'a.csv', pieces: inPieces(text, size) }, []);
  const found: string[][] = [];
  while (rows.next() || (await rows.pull())) {
    found.push(Array.from({ length: rows.fields }, (_, at) => rows.text(at)));
  }
  return found;
}

describe('rows of comma-separated text', () => {
  it('are the same whatever the pieces in which the bytes come', async () => {
    const text = `${BYTE_ORDER_MARK}a,bb,ccc\r\n1,,3\n\n4,5,6\r\n7,8,9`;
    const expected = [
      ['a', 'bb', 'ccc'],
      ['1', '', '3'],
      ['4', '5', '6'],
      ['7', '8', '9'],
    ];
    for (const size of [1, 2, 3, 5, 100]) expect(await textsOf(text, size)).toEqual(expected);
  });

  it('keep their line numbers across empty lines', async () => {
    const rows = await firstRow('1,2,3\n\n\nx,5,6\n');
    expect(rows.next()).toBe(true);
    expect(() => rows.whole(0)).toThrow('a.csv, line 4: time: expected a whole number');
  });

  it('say when the last one ends with the file', async () => {
    const whole = await firstRow('1,2,3\n');
    expect(await whole.pull()).toBe(false);
    expect(whole.endsWithFile).toBe(false);
    const cut = await firstRow('1,2,3\n4,5');
    expect(await cut.pull()).toBe(true);
    expect(cut.endsWithFile).toBe(true);
    expect(() => cut.requireFields(3)).toThrow(
      'a.csv, line 2: row: expected 3 fields, found 2, where the file ends',
    );
  });

  it('name a field by its number where the columns do not', async () => {
    const rows = await firstRow('1,2,3,x');
    expect(() => rows.whole(3)).toThrow('field 4: expected a whole number from 0');
    expect(() => rows.whole(9)).toThrow('field 10: expected a whole number');
    expect(() => rows.whole(9)).toThrow('found no field');
  });

  it('are refused in UTF-16, without an end, and with too many fields', async () => {
    const wide = new CsvRows({ name: 'a.csv', pieces: inPieces(Uint8Array.of(0xff, 0xfe, 1)) }, []);
    await expect(wide.pull()).rejects.toThrow('a.csv, byte 0: text: expected UTF-8, found UTF-16');
    const long = rowsOf('1'.repeat(2_000_000));
    await expect(long.pull()).rejects.toThrow('line 1: line: expected at most 1048576 bytes');
    await expect(rowsOf(','.repeat(5000)).pull()).rejects.toThrow('at most 4096 fields');
  });
});

describe('numbers in a field', () => {
  const decimal = async (text: string, places: number) => {
    const rows = await firstRow(`${text}\n`);
    return rows.decimal(0, places);
  };

  it('are exact where floating point is not', async () => {
    expect(await decimal('0.1', 9)).toBe(100_000_000);
    expect(await decimal('8531.5', 2)).toBe(853_150);
    expect(await decimal('2683.80000000', 2)).toBe(268_380);
    // 1.005 · 1000 is 1004.9999999999999 in floating point.
    expect(await decimal('1.005', 3)).toBe(1005);
    expect(await decimal('34200.017459617', 9)).toBe(34_200_017_459_617);
    expect(await decimal('-5.25', 2)).toBe(-525);
    expect(Object.is(await decimal('-0.00', 2), 0)).toBe(true);
    expect(await decimal('1e-7', 9)).toBe(100);
    expect(await decimal('1.5E+3', 2)).toBe(150_000);
    // 15 million of a currency without cents, in units of 10^−9: beyond 2^53 and still exact.
    expect(BigInt(await decimal('15000000.5', 9))).toBe(15_000_000_500_000_000n);
  });

  it('are refused when they are none, or none that a number holds', async () => {
    for (const text of ['-', '.', '1.2.3', '0x10', '1e', '1e+-3', '1e--3', 'NaN', 'Infinity']) {
      await expect(decimal(text, 2), text).rejects.toThrow(
        'a.csv, line 1: time: expected a number',
      );
    }
    for (const text of ['0.001', '12345678901234567', '1e30', '1e-30', '1e999999999']) {
      await expect(decimal(text, 2), text).rejects.toThrow('at most 15 digits, 2 of them decimal');
    }
  });

  it('keep their nanoseconds as times since 1970', async () => {
    const rows = await firstRow('1703463600000000001,1703463600123,1583020803145000\n');
    expect(rows.time(0, 9, 1_703_463_600)).toBe(1);
    expect(rows.time(1, 3, 1_703_463_600)).toBe(123_000_000);
    expect(rows.time(2, 6, 1_583_020_000)).toBe(803_145_000_000);
    expect(() => rows.time(0, 9, 0)).toThrow('nanoseconds since 1970, within 104 days');
  });

  it('lie between the bounds asked for', async () => {
    const rows = await firstRow('-3,7,007\n');
    expect(rows.whole(0, -5)).toBe(-3);
    expect(rows.whole(2)).toBe(7);
    expect(() => rows.whole(0)).toThrow('expected a whole number from 0 to 9007199254740991');
    expect(() => rows.whole(1, 0, 5)).toThrow('price: expected a whole number from 0 to 5');
  });
});

/**
 * What a person gets for a file that is damaged: a message that leads to the place, and no tape.
 */
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { dbnExample } from '../../src/cli/fuzz/recordings/dbn';
import { eventFile, LEVEL_ROWS, npz } from '../../src/cli/fuzz/recordings/hftbacktest';
import { TARDIS_CHANGES, TARDIS_TRADES } from '../../src/cli/fuzz/recordings/tardis';
import { RECORDING_FORMATS } from '../../src/recordings/formats';
import type { ReadOptions } from '../../src/recordings/reader';
import { readRecording } from '../../src/recordings/readRecording';
import type { TapeHeader } from '../../src/recordings/tape';
import { inPieces } from './inPieces';

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function read(content: string | Uint8Array, options: ReadOptions = {}): Promise<TapeHeader> {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  const file = { name: 'day.csv', bytes: bytes.length, open: () => inPieces(bytes) };
  return readRecording([file], RECORDING_FORMATS, () => {}, options);
}

const TRADES_HEADER = TARDIS_TRADES.split('\n')[0];
const trade = (us: number, price: string, size = '1') =>
  `test,TEST-PERP,${1_585_699_200_000_000 + us},${1_585_699_200_010_000 + us},x,buy,${price},${size}`;
const trades = (lines: readonly string[]) => `${[TRADES_HEADER, ...lines].join('\n')}\n`;

describe('a bad file', () => {
  it('that is cut short says where it ends', async () => {
    await expect(read(TARDIS_TRADES.slice(0, -9))).rejects.toThrow(
      /day.csv, line 5: row: expected 8 fields, found 6, where the file ends/,
    );
    const packed = gzipSync(bytesOf(TARDIS_CHANGES));
    await expect(read(packed.subarray(0, packed.length - 30))).rejects.toThrow(
      /^day.csv, byte \d+/,
    );
    const archive = npz(eventFile(LEVEL_ROWS));
    await expect(read(archive.subarray(0, 150))).rejects.toThrow(/^day.csv.*zip: expected/);
    const dbn = dbnExample();
    await expect(read(dbn.subarray(0, dbn.length - 5))).rejects.toThrow(/^day.csv, byte \d+/);
  });

  it('of another endianness says so', async () => {
    const wide = Uint8Array.from([
      0xff,
      0xfe,
      ...Array.from(TARDIS_CHANGES, (letter) => [letter.charCodeAt(0), 0]).flat(),
    ]);
    await expect(read(wide)).rejects.toThrow(/format: expected one of .*, found text in UTF-16/);
    const big = new TextDecoder('latin1').decode(eventFile(LEVEL_ROWS)).replaceAll("'<i8", "'>i8");
    const swapped = Uint8Array.from(big, (letter) => letter.charCodeAt(0));
    await expect(read(swapped)).rejects.toThrow('descr: expected ev <u8, exch_ts <i8');
  });

  it('that claims 2^40 rows says how many there are', async () => {
    await expect(read(eventFile(LEVEL_ROWS, 2 ** 40))).rejects.toThrow(
      'shape: expected 1099511627776 rows of 64 bytes, found 11',
    );
  });

  it('with a price between two ticks names its line where the tick is known', async () => {
    const { tickSize } = await read(TARDIS_CHANGES, { tickSize: 0.5 });
    expect(tickSize).toBe(0.5);
    const off = TARDIS_CHANGES.replace('bid,100,30', 'bid,100.3,30');
    await expect(read(off, { tickSize: 0.5 })).rejects.toThrow(
      'day.csv, line 4: price: expected a multiple of the tick 0.5, found 100.3',
    );
  });

  it('with a single price between the ticks of all others names it', async () => {
    const sound = Array.from({ length: 2000 }, (_, at) => trade(at, String(100 + (at % 7) / 2)));
    expect((await read(trades(sound))).tickSize).toBe(0.5);
    const withStray = trades(sound.with(900, trade(900, '100.3')));
    await expect(read(withStray)).rejects.toThrow(
      'price: expected a multiple of 0.5, as nearly all prices are, found 100.3',
    );
  });

  it('of two days is refused when the second is the earlier, and has a gap else', async () => {
    const day = 86_400e6;
    const morning = [trade(0, '100'), trade(1000, '100.5')];
    const next = [trade(day, '101'), trade(day + 1000, '100.5')];
    await expect(read(trades([...next, ...morning]))).rejects.toThrow(
      'day.csv, line 4: time: expected times of one recording in their order, found one 24.0 h',
    );
    const { gaps, trades: count } = await read(trades([...morning, ...next]));
    expect(count).toBe(4);
    expect(gaps).toEqual([{ fromNs: 1e6, toNs: day * 1000 }]);
  });

  it('is told by its first bytes where it is of no known format', async () => {
    const unknown = read('a,b,c\n1,2,3\n');
    await expect(unknown).rejects.toThrow(
      /^day.csv: format: expected one of DBN, .*, LOBSTER, .*, found "a,b,c"$/,
    );
    await expect(unknown).rejects.not.toThrow('FI-2010');
    await expect(read('')).rejects.toThrow('found an empty file');
    await expect(read(`${TRADES_HEADER}\n`)).rejects.toThrow('day.csv: records: expected at least');
  });
});

/** Event files of hftbacktest, put together byte by byte. */
import { zipSync } from 'fflate';

const EXCHANGE = 2 ** 31;
const LOCAL = 2 ** 30;
const BUY = 2 ** 29;
const SELL = 2 ** 28;
export const BOTH = EXCHANGE + LOCAL;
const START_NS = 1_700_000_000_000_000_000n;

const DESCR = `[('ev', '<u8'), ('exch_ts', '<i8'), ('local_ts', '<i8'), ('px', '<f8'), ('qty', '<f8'), ('order_id', '<u8'), ('ival', '<i8'), ('fval', '<f8')]`;

/** Code with its flags, exchange and local time in microseconds, side, price, size, order. */
export type EventRow = readonly [
  code: number,
  exchangeUs: number,
  localUs: number,
  side: 1 | -1 | 0,
  price: number,
  size: number,
  order?: bigint,
];

export function npy(descr: string, shape: string, body: Uint8Array): Uint8Array {
  const head = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;
  // The header ends with a line feed at a multiple of 64 bytes.
  const text = `${head.padEnd(Math.ceil((10 + head.length + 1) / 64) * 64 - 11)}\n`;
  const file = new Uint8Array(10 + text.length + body.length);
  file.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  new DataView(file.buffer).setUint16(8, text.length, true);
  file.set(new TextEncoder().encode(text), 10);
  file.set(body, 10 + text.length);
  return file;
}

export function eventFile(
  rows: readonly EventRow[],
  claimed: number | string = rows.length,
): Uint8Array {
  const body = new Uint8Array(64 * rows.length);
  const view = new DataView(body.buffer);
  rows.forEach(([code, exchangeUs, localUs, side, price, size, order = 0n], row) => {
    const at = 64 * row;
    const flags = side > 0 ? BUY : side < 0 ? SELL : 0;
    view.setBigUint64(at, BigInt(code + flags), true);
    view.setBigInt64(at + 8, START_NS + BigInt(exchangeUs) * 1000n, true);
    view.setBigInt64(at + 16, START_NS + BigInt(localUs) * 1000n, true);
    view.setFloat64(at + 24, price, true);
    view.setFloat64(at + 32, size, true);
    view.setBigUint64(at + 40, order, true);
  });
  return npy(DESCR, `(${claimed},)`, body);
}

/** Six columns of doubles, with times in microseconds. */
export function eventFileVersion1(rows: readonly (readonly number[])[]): Uint8Array {
  const body = new Uint8Array(Float64Array.from(rows.flat()).buffer);
  return npy(`'<f8'`, `(${rows.length}, 6)`, body);
}

export const npz = (file: Uint8Array): Uint8Array => zipSync({ 'data.npy': file });

/** A snapshot, a trade, what it leaves, a row of the recorder alone, and a new snapshot. */
export const LEVEL_ROWS: readonly EventRow[] = [
  [BOTH + 3, 0, 900, 0, 0, 0],
  [BOTH + 4, 0, 900, 1, 100.1, 1.5],
  [BOTH + 4, 0, 900, 1, 100, 2.5],
  [BOTH + 4, 0, 900, -1, 100.2, 0.25],
  [BOTH + 4, 0, 900, -1, 100.3, 4],
  [BOTH + 2, 1000, 1900, 1, 100.2, 0.25],
  [BOTH + 1, 1000, 1900, -1, 100.2, 0],
  [LOCAL + 1, 1500, 1900, -1, 100.2, 9],
  [BOTH + 5, 1500, 2400, -1, 100.3, 4],
  [BOTH + 3, 2000, 3000, 1, 100.05, 0],
  [BOTH + 4, 2000, 3000, 1, 100.2, 3],
];

/** Two orders, of which one trades in part and the other moves to a new price. */
export const ORDER_ROWS: readonly EventRow[] = [
  [BOTH + 10, 0, 100, 1, 100.1, 5, 2n ** 63n],
  [BOTH + 10, 0, 100, -1, 100.2, 7, 11n],
  [BOTH + 2, 500, 600, -1, 100.1, 2],
  [BOTH + 13, 500, 600, 1, 100.1, 2, 2n ** 63n],
  [BOTH + 11, 500, 600, 1, 100.1, 2, 2n ** 63n],
  [BOTH + 12, 700, 800, -1, 100.3, 6, 11n],
  [BOTH + 11, 900, 1000, -1, 100.4, 1, 99n],
];

const START_US = 1_700_000_000_000_000;

/** Event, times in microseconds, side, price, size; the third is of the recorder alone. */
export const VERSION_1_ROWS: readonly (readonly number[])[] = [
  [4, START_US, START_US + 900, 1, 100.1, 1.5],
  [2, START_US + 1000, START_US + 1900, -1, 100.1, 0.5],
  [1, -1, START_US + 2000, 1, 100.1, 1],
  [1, START_US + 2000, -1, 1, 100.1, 1],
];

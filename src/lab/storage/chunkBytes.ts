/**
 * A chunk of a tape as bytes: its columns one behind the other, the widest first, so that each is
 * where its type may start, and padded so that the next chunk is as well.
 */
import type { TapeChunk } from '../../recordings/tape';

const WORD_BYTES = 8;

/** Bytes of a chunk of so many rows. */
export function chunkBytes(rows: number, hasLatencies: boolean): number {
  const bytes = rows * (8 + (hasLatencies ? 16 : 12) + 3);
  return Math.ceil(bytes / WORD_BYTES) * WORD_BYTES;
}

/** @returns a copy of the chunk's columns, of `chunkBytes` */
export function encodeChunk(chunk: TapeChunk): Uint8Array<ArrayBuffer> {
  const { timesNs, latenciesNs, prices, sizes, orders, kinds, sides, flags } = chunk;
  const bytes = new Uint8Array(chunkBytes(chunk.length, latenciesNs.length > 0));
  let at = 0;
  for (const column of [timesNs, latenciesNs, prices, sizes, orders, kinds, sides, flags]) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes;
}

/** @param buffer what `encodeChunk` gave; the columns are views of it */
export function decodeChunk(buffer: ArrayBuffer, length: number, hasLatencies: boolean): TapeChunk {
  const expected = chunkBytes(length, hasLatencies);
  if (buffer.byteLength !== expected) {
    throw new Error(`tape chunk: expected ${expected} bytes, found ${buffer.byteLength}`);
  }
  let at = 0;
  const next = (bytesPerRow: number, rows = length): [ArrayBuffer, number, number] => {
    const start = at;
    at += bytesPerRow * rows;
    return [buffer, start, rows];
  };
  return {
    length,
    timesNs: new Float64Array(...next(8)),
    latenciesNs: new Int32Array(...next(4, hasLatencies ? length : 0)),
    prices: new Int32Array(...next(4)),
    sizes: new Int32Array(...next(4)),
    orders: new Uint32Array(...next(4)),
    kinds: new Uint8Array(...next(1)),
    sides: new Int8Array(...next(1)),
    flags: new Uint8Array(...next(1)),
  };
}

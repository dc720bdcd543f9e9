/** Small DBN files for tests, record by record. */
import { metadata, MboWriter, type MboRecord } from '../../../src/recordings/dbn/dbnWriter';
import { RECORDING_FORMATS } from '../../../src/recordings/formats';
import {
  readRecording,
  type ReadRecordingOptions,
  type RecordingFile,
} from '../../../src/recordings/readRecording';
import type { Tape, TapeChunk } from '../../../src/recordings/tape';
import { piecesOf } from '../pieces';

export const INSTRUMENT = { dataset: 'GLBX.MDP3', symbol: 'ESH4', instrument: 17 };
/** 2023-12-25 in UTC. */
const START_NS = 1_703_462_400_000_000_000n;
export const LAST = 128;
export const SNAPSHOT = 32;

/** A record in few words: action and side as DBN has them, then order, price, size. */
export type ShortRecord = readonly [
  code: string,
  order: number,
  price: number,
  size: number,
  flags?: number,
  afterNs?: number,
];

const ACTIONS = {
  A: 'add',
  C: 'cancel',
  F: 'fill',
  M: 'modify',
  R: 'clear',
  T: 'trade',
} as const satisfies Record<string, MboRecord['action']>;

/** Times count up by a microsecond a record where they are not given. */
export function mboBytes(records: readonly ShortRecord[], instrument = INSTRUMENT): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = new MboWriter(instrument, START_NS, (bytes) => parts.push(bytes));
  records.forEach(([code, order, price, size, flags = LAST, afterNs], index) => {
    const timeNs = START_NS + BigInt(afterNs ?? index * 1_000);
    writer.write({
      action: ACTIONS[code[0] as keyof typeof ACTIONS],
      side: code[1] === 'B' ? 1 : code[1] === 'A' ? -1 : 0,
      order: BigInt(order),
      price,
      size,
      flags,
      timeNs,
      receivedNs: timeNs + 300n,
    });
  });
  writer.finish();
  return concatenated(parts);
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Levels behind a record: bid, ask, bid size, ask size. */
type LevelRow = readonly [bid: number, ask: number, bidSize: number, askSize: number];

/** A file of market by price; NaN is a price that is not defined. */
export function mbpBytes(
  depth: 0 | 1 | 10,
  records: readonly { code: string; price: number; size: number; levels: readonly LevelRow[] }[],
): Uint8Array {
  const schema = { 0: 4, 1: 1, 10: 2 }[depth];
  const rtype = { 0: 0, 1: 1, 10: 10 }[depth];
  const length = 48 + 32 * depth;
  const parts = [metadata(INSTRUMENT, schema, START_NS)];
  records.forEach(({ code, price, size, levels }, index) => {
    const bytes = new Uint8Array(length);
    const view = new DataView(bytes.buffer);
    const timeNs = START_NS + BigInt(index * 1_000);
    bytes[0] = length / 4;
    bytes[1] = rtype;
    view.setUint32(4, INSTRUMENT.instrument, true);
    view.setBigUint64(8, timeNs, true);
    view.setBigInt64(16, priceOf(price), true);
    view.setUint32(24, size, true);
    bytes[28] = code.charCodeAt(0);
    bytes[29] = code.charCodeAt(1);
    bytes[30] = LAST;
    view.setBigUint64(32, timeNs, true);
    for (let level = 0; level < depth; level++) {
      const [bid, ask, bidSize, askSize] = levels[level] ?? [NaN, NaN, 0, 0];
      const at = 48 + 32 * level;
      view.setBigInt64(at, priceOf(bid), true);
      view.setBigInt64(at + 8, priceOf(ask), true);
      view.setUint32(at + 16, bidSize, true);
      view.setUint32(at + 20, askSize, true);
    }
    parts.push(bytes);
  });
  return concatenated(parts);
}

/** A definition record of version 1, of which a reader needs the first 104 bytes. */
export function definitionBytes(tickSize: number, unitOfMeasureQty: number): Uint8Array {
  const bytes = new Uint8Array(360);
  const view = new DataView(bytes.buffer);
  bytes[0] = 360 / 4;
  bytes[1] = 0x13;
  view.setUint32(4, INSTRUMENT.instrument, true);
  view.setBigInt64(24, priceOf(tickSize), true);
  view.setBigInt64(88, priceOf(unitOfMeasureQty), true);
  return concatenated([metadata(INSTRUMENT, 9, START_NS), bytes]);
}

export function fileOf(bytes: Uint8Array, name = 'a.dbn', pieceBytes = 1_000): RecordingFile {
  return { name, bytes: bytes.length, open: () => piecesOf(bytes, pieceBytes) };
}

export async function readTape(
  files: readonly RecordingFile[],
  options: ReadRecordingOptions = {},
): Promise<Tape> {
  const chunks: TapeChunk[] = [];
  const keep = (chunk: TapeChunk) => void chunks.push(chunk);
  return { header: await readRecording(files, RECORDING_FORMATS, keep, options), chunks };
}

function priceOf(price: number): bigint {
  return Number.isNaN(price) ? 0x7fff_ffff_ffff_ffffn : BigInt(Math.round(price * 1e9));
}

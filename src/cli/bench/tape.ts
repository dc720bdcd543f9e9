/**
 * Measures recorded data: how fast files become tapes and tapes are played through their book, and
 * what a file of a gigabyte needs of the heap. The files are made here, from random adds, cancels
 * and trades around one price.
 */
import { Rng } from '../../market/rng';
import { RecordedBook } from '../../recordings/book/recordedBook';
import { MboWriter, type MboRecord } from '../../recordings/dbn/dbnWriter';
import { RECORDING_FORMATS } from '../../recordings/formats';
import { readRecording } from '../../recordings/readRecording';
import type { TapeChunk, TapeHeader } from '../../recordings/tape';
import { judged, type BenchResult } from '../output/results';
import { garbageCollector } from './heap';

const START_NS = 1_703_462_400_000_000_000n;
const INSTRUMENT = { dataset: 'GLBX.MDP3', symbol: 'ESH4', instrument: 17 };
const LAST = 128;
const RECORDS = 500_000;
const CSV_ROWS = 200_000;
const ROUNDS = 5;
const LONG_FILE_BYTES = 1e9;
const PIECE_BYTES = 1 << 16;
const MEBIBYTE = 2 ** 20;

/** Orders that rest at a time, on either side of the price. */
const RESTING = 400;
const MIDDLE = 4800;
const TICK = 0.25;
const LEVELS = 10;

export async function benchTape(): Promise<BenchResult[]> {
  const { head, records } = mboFile(RECORDS);
  const file = [head, ...records];
  const chunks: TapeChunk[] = [];
  const { events } = await read(file, (chunk) => void chunks.push(chunk));
  const decodeSeconds = await bestSeconds(() => read(file, () => undefined));
  const replaySeconds = await bestSeconds(() => replay(chunks));
  const text = [tardisFile(CSV_ROWS)];
  const csvSeconds = await bestSeconds(() => read(text, () => undefined));
  return [
    judged('tape.decode.recordsPerSecond', RECORDS / decodeSeconds, 'records/s', [2e6, null]),
    judged('tape.replay.eventsPerSecond', events / replaySeconds, 'events/s', [3e6, null]),
    { name: 'tape.csv.rowsPerSecond', value: CSV_ROWS / csvSeconds, unit: 'rows/s' },
    judged('tape.read.heapMb', await heapOfLongFile(head, records), 'MiB', [null, 300]),
  ];
}

/** Reads one file out of `parts`, in pieces. */
function read(parts: readonly Uint8Array[], sink: (chunk: TapeChunk) => void): Promise<TapeHeader> {
  const open = async function* () {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += PIECE_BYTES) {
        yield await Promise.resolve(part.subarray(at, at + PIECE_BYTES));
      }
    }
  };
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  return readRecording([{ name: 'bench', bytes, open }], RECORDING_FORMATS, sink);
}

function replay(chunks: readonly TapeChunk[]): void {
  const book = new RecordedBook();
  for (const chunk of chunks) for (let row = 0; row < chunk.length; row++) book.apply(chunk, row);
}

async function bestSeconds(round: () => unknown): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    await round();
    best = Math.min(best, performance.now() - start);
  }
  return best / 1000;
}

function bytesInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Most of the heap and of typed arrays that reading the records again and again needs. */
async function heapOfLongFile(head: Uint8Array, records: readonly Uint8Array[]): Promise<number> {
  const collect = garbageCollector();
  const bytes = records.reduce((sum, { length }) => sum + length, 0);
  const file = [head];
  for (let length = 0; length < LONG_FILE_BYTES; length += bytes) file.push(...records);
  collect();
  const before = bytesInUse();
  let most = 0;
  await read(file, () => {
    most = Math.max(most, bytesInUse() - before);
  });
  return most / MEBIBYTE;
}

/**
 * Makes market by order that leaves no order at its end, so that it can be read again behind it.
 */
function mboFile(count: number): { readonly head: Uint8Array; readonly records: Uint8Array[] } {
  const parts: Uint8Array[] = [];
  const writer = new MboWriter(INSTRUMENT, START_NS, (bytes) => parts.push(bytes.slice()));
  const rng = new Rng(1, 1);
  const resting: Pick<MboRecord, 'side' | 'order' | 'price' | 'size'>[] = [];
  const write = (
    action: MboRecord['action'],
    order: Pick<MboRecord, 'side' | 'order' | 'price' | 'size'>,
    flags = LAST,
  ) => writer.write({ action, flags, timeNs: START_NS, receivedNs: START_NS, ...order });
  for (let record = 0; record < count; record++) {
    const isEnding = count - record <= resting.length;
    if (!isEnding && (resting.length < RESTING || rng.below(2) === 0)) {
      const side = rng.coin() ? 1 : -1;
      const price = MIDDLE - side * TICK * (1 + rng.below(LEVELS));
      const order = { side, order: BigInt(record + 1), price, size: 1 + rng.below(5) } as const;
      resting.push(order);
      write('add', order);
      continue;
    }
    const [order] = resting.splice(rng.below(resting.length), 1);
    const isTrade = !isEnding && count - record > resting.length + 3 && rng.below(10) === 0;
    if (isTrade) {
      write('trade', { ...order, side: order.side === 1 ? -1 : 1, order: 0n }, 0);
      write('fill', order, 0);
      record += 2;
    }
    write('cancel', order);
  }
  writer.finish();
  const [head, ...records] = parts;
  return { head, records };
}

/** Makes changes of a book in the columns of Tardis. */
function tardisFile(count: number): Uint8Array {
  const rng = new Rng(1, 2);
  const lines = ['exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount'];
  for (let row = 0; row < count; row++) {
    const us = 1_700_000_000_000_000 + row * 100;
    const side = rng.coin() ? 'bid' : 'ask';
    const price = MIDDLE + (side === 'bid' ? -TICK : TICK) * (1 + rng.below(LEVELS));
    lines.push(`test,TEST,${us},${us + 5000},false,${side},${price},${rng.below(100) / 1000}`);
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

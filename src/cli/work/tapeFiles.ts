/** Recorded data on disk, as readers take it. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { EnvConfig } from '../../env/config';
import type { MarketConfig } from '../../market/config';
import { InvalidInputError } from '../../market/validation';
import { sizeOfFile } from '../output/files';
import type { ProgressLine } from '../output/progress';
import { formatNumber } from '../output/results';
import { RECORDING_FORMATS } from '../../recordings/formats';
import type { ReadOptions } from '../../recordings/reader';
import { readRecording, type RecordingFile } from '../../recordings/readRecording';
import { referenceTo, type Recording } from '../../recordings/play/recording';
import { buildCheckpoints } from '../../recordings/play/checkpoints';
import type { TapeChunk, TapeHeader } from '../../recordings/tape';
import { readOptionsOf, type TapeFlagValues } from '../program/tapeFlags';

/** Bytes that are read at a time. */
const PIECE_BYTES = 1 << 18;

function recordingFile(path: string): RecordingFile {
  return {
    name: basename(path),
    bytes: sizeOfFile(path),
    open: () => createReadStream(path, { highWaterMark: PIECE_BYTES }),
  };
}

/**
 * Reads the files of one recording, their paths separated by commas.
 * @throws InvalidInputError for a file that is not there, RecordingError for files that are no
 *   recording
 */
export async function readTapeFiles(
  paths: string,
  options: ReadOptions,
  sink: (chunk: TapeChunk) => void,
  progress: ProgressLine,
): Promise<TapeHeader> {
  const files = paths.split(',').map(recordingFile);
  return readRecording(files, RECORDING_FORMATS, sink, {
    ...options,
    onProgress: ({ bytes, ofBytes, rows }) =>
      progress.update(
        `Reading: ${Math.floor((100 * bytes) / ofBytes)} %, ${formatNumber(rows)} rows`,
      ),
  });
}

/**
 * Reads the recording that flags name into memory that threads share.
 * @returns undefined without one
 */
export async function loadRecording(
  flags: TapeFlagValues,
  progress: ProgressLine,
): Promise<Recording | undefined> {
  if (flags.tape === null) return undefined;
  const chunks: TapeChunk[] = [];
  const keep = (chunk: TapeChunk) => void chunks.push(sharedChunk(chunk));
  const header = await readTapeFiles(flags.tape, readOptionsOf(flags), keep, progress);
  progress.finish(`Read ${header.files.join(' and ')}: ${formatNumber(header.events)} events.`);
  const tape = { header, chunks };
  return { tape, checkpoints: buildCheckpoints(tape) };
}

/** A scenario on a part of a recording, whose ticks are worth what the recording says. */
export function onRecording<
  Scenario extends { readonly market: MarketConfig; readonly env: EnvConfig },
>(scenario: Scenario, recording: Recording | undefined, split: TapeFlagValues['split']): Scenario {
  if (recording === undefined) return scenario;
  const { tickSize, tickValue } = recording.tape.header;
  return {
    ...scenario,
    market: { ...scenario.market, tape: referenceTo(recording.tape, split) },
    env: { ...scenario.env, tickSize, tickValueDollars: tickValue },
  };
}

/**
 * The part of a recording that is played: the one that was typed, or that of a config on a tape.
 */
export function splitOf(
  { tape }: MarketConfig,
  { split }: TapeFlagValues,
  given: ReadonlySet<string>,
): TapeFlagValues['split'] {
  return given.has('split') ? split : (tape?.split ?? split);
}

/** @throws InvalidInputError where a market is a recording that is not there */
export function requireRecording({ tape }: MarketConfig, recording: Recording | undefined): void {
  if (tape === undefined || recording !== undefined) return;
  const expected = `the recording of ${tape.instrument} that the config names, ${tape.hash}`;
  throw new InvalidInputError('--tape', expected, undefined);
}

function sharedChunk(chunk: TapeChunk): TapeChunk {
  return {
    length: chunk.length,
    timesNs: shared(chunk.timesNs, Float64Array),
    latenciesNs: shared(chunk.latenciesNs, Int32Array),
    kinds: shared(chunk.kinds, Uint8Array),
    sides: shared(chunk.sides, Int8Array),
    prices: shared(chunk.prices, Int32Array),
    sizes: shared(chunk.sizes, Int32Array),
    orders: shared(chunk.orders, Uint32Array),
    flags: shared(chunk.flags, Uint8Array),
  };
}

function shared<Column extends { readonly byteLength: number } & ArrayLike<number>>(
  column: Column,
  type: new (buffer: SharedArrayBuffer) => Column & { set(values: ArrayLike<number>): void },
): Column {
  const copy = new type(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}

/**
 * Reads the files of a recording into a tape: tells the format by content, finds the reader, and
 * hands chunks on as they fill. It stops between pieces when it is asked to, and waits there for
 * whoever stores the chunks, so that a file of any size is read with a few pieces in memory.
 */
import { decompressed } from './decompress';
import type { ReadOptions, RecordingFormat, RecordingInput } from './reader';
import { RecordingError } from './recordingError';
import type { TapeChunk, TapeHeader } from './tape';
import { TapeBuilder } from './tapeBuilder';

/** Decompressed bytes by which a format is told. */
const HEAD_BYTES = 1 << 16;

/** A file that can be read from its start more than once. */
export interface RecordingFile {
  readonly name: string;
  readonly bytes: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface ReadProgress {
  /** Bytes of the files, as they are stored, so far and in all. */
  readonly bytes: number;
  readonly ofBytes: number;
  /** Rows of the tape so far, by whole chunks, and exchange events. */
  readonly rows: number;
  readonly events: number;
}

export interface ReadRecordingOptions extends ReadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/**
 * @param files the files of one recording, in any order
 * @param formats that may be in them; the first that knows a file reads it
 * @param sink takes every chunk in order; reading goes on when it is done
 * @throws RecordingError for files that no format knows, that do not belong together, or are
 *   broken; the signal's reason when it is cancelled
 */
export async function readRecording(
  files: readonly RecordingFile[],
  formats: readonly RecordingFormat[],
  sink: (chunk: TapeChunk) => void | Promise<void>,
  { signal, onProgress, ...options }: ReadRecordingOptions = {},
): Promise<TapeHeader> {
  const ofBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytes = 0;
  let rows = 0;
  let events = 0;
  const waiting: TapeChunk[] = [];
  const handOn = async () => {
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
      await sink(chunk);
    }
  };
  const watched = async function* (file: RecordingFile) {
    for await (const piece of file.open()) {
      signal?.throwIfAborted();
      await handOn();
      yield piece;
      bytes += piece.length;
      onProgress?.({ bytes, ofBytes, rows, events });
    }
  };
  const { format, parts } = await recogniseFiles(files, formats);
  const inputs = files.map((file, i): RecordingInput => ({
    name: file.name,
    part: parts[i],
    pieces: decompressed(file.name, watched(file)),
  }));
  const names = files.map(({ name }) => name);
  const builder = new TapeBuilder(names, (chunk) => {
    rows += chunk.length;
    events = builder.events;
    waiting.push(chunk);
  });
  await format.read(inputs, builder, options);
  const header = builder.finish();
  await handOn();
  return header;
}

/** @returns the format of all files, and which part each of them is */
async function recogniseFiles(
  files: readonly RecordingFile[],
  formats: readonly RecordingFormat[],
): Promise<{ format: RecordingFormat; parts: string[] }> {
  const parts: string[] = [];
  let format: RecordingFormat | null = null;
  for (const file of files) {
    const head = await headOf(file);
    const place = { file: file.name };
    const known = formats.find((candidate) => candidate.recognise(head) !== null);
    const part = known?.recognise(head) ?? null;
    if (known === undefined || part === null) {
      const names = formats.filter(({ isRefused }) => isRefused !== true).map(({ name }) => name);
      const expected = `one of ${names.join(', ')}`;
      throw new RecordingError(place, 'format', expected, describeHead(head));
    }
    if (format !== null && format !== known) {
      throw new RecordingError(place, 'format', `${format.name}, as ${files[0].name}`, known.name);
    }
    if (parts.includes(part)) {
      throw new RecordingError(place, 'files', `one file of ${part} at a time`, 'another');
    }
    format = known;
    parts.push(part);
  }
  if (format === null) throw new RecordingError({ file: '' }, 'files', 'at least one', 'none');
  for (const part of format.requiredParts) {
    if (parts.includes(part)) continue;
    const expected = `a file of ${part} of ${format.name} beside it`;
    throw new RecordingError(
      { file: files[0].name },
      'files',
      expected,
      `only ${parts.join(', ')}`,
    );
  }
  return { format, parts };
}

async function headOf(file: RecordingFile): Promise<Uint8Array> {
  const head = new Uint8Array(HEAD_BYTES);
  let length = 0;
  for await (const piece of decompressed(file.name, file.open())) {
    const part = piece.subarray(0, HEAD_BYTES - length);
    head.set(part, length);
    length += part.length;
    if (length === HEAD_BYTES) break;
  }
  return head.subarray(0, length);
}

/** The first bytes in a form that a person recognises. */
function describeHead(head: Uint8Array): string {
  if (head.length === 0) return 'an empty file';
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isWide) return 'text in UTF-16';
  const start = head.subarray(0, 40);
  const isText = start.every((byte) => (byte >= 32 && byte < 127) || [9, 10, 13].includes(byte));
  if (isText) return JSON.stringify(String.fromCharCode(...start).split(/\r?\n/)[0]);
  return `the bytes ${[...start.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
}

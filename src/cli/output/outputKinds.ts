/**
 * What commands write. A file takes the place of one of its own kind, as a command that is typed
 * again asks for; of anything else only where that is asked for too.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { kindOfBytes } from '../../protocol/fileKind';

/** Bytes of a file that tell its kind: as many as a header of safetensors may have. */
const HEAD_BYTES = 8 * 2 ** 20 + 8;

/**
 * Says of the beginning of a file whether the lab wrote it, and of what kind. A card is made to be
 * filled in by hand, so none is the lab's to replace.
 */
const IS_OF_KIND = {
  agent: (start: Uint8Array, size: number) => kindOfBytes(start, size) === 'agent',
  critics: (start: Uint8Array, size: number) => kindOfBytes(start, size) === 'critics',
  dataset: (start: Uint8Array, size: number) => kindOfBytes(start, size) === 'dataset',
  model: (start: Uint8Array, size: number) => kindOfBytes(start, size) === 'onnx',
  recording: (start: Uint8Array) => textOf(start).startsWith('DBN'),
  market: (start: Uint8Array) => /^\s*\{\s*"format"\s*:\s*"nanoarb-market"/.test(textOf(start)),
  results: (start: Uint8Array) =>
    /^\s*\{\s*("format"\s*:\s*"[^"]*"\s*,\s*)?"command"\s*:/.test(textOf(start)),
  card: () => false,
} satisfies Record<string, (start: Uint8Array, size: number) => boolean>;

export type OutputKind = keyof typeof IS_OF_KIND;

const textOf = (start: Uint8Array): string =>
  Buffer.from(start.subarray(0, 200)).toString('latin1');

/** What a file of the kind is, for messages. */
const WORDS: Readonly<Record<OutputKind, string>> = {
  agent: 'an agent',
  critics: 'critics',
  dataset: 'a dataset',
  model: 'an ONNX model',
  recording: 'recorded data in DBN',
  market: 'a market file',
  results: 'results',
  card: 'a new file',
};

/** Says what an output may take the place of. */
export const replaceableBy = (kind: OutputKind): string =>
  kind === 'card' ? WORDS.card : `a new file, or one that holds ${WORDS[kind]}`;

/**
 * @param path of a regular file
 * @param size its length in bytes
 * @returns whether nothing is lost that the output does not stand for
 */
export function isReplaceable(path: string, size: number, kind: OutputKind): boolean {
  if (size === 0) return true;
  const start = Buffer.alloc(Math.min(size, HEAD_BYTES));
  const descriptor = openSync(path, 'r');
  try {
    const length = readSync(descriptor, start, 0, start.length, 0);
    return IS_OF_KIND[kind](start.subarray(0, length), size);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Tells by its first bytes what a file is, so that whichever importer got a wrong one can say where
 * it belongs. Nothing of the file is trusted: the importers validate what they take.
 */

export type FileKind =
  | 'agent'
  | 'critics'
  | 'run'
  | 'sweep'
  | 'sweepResult'
  | 'dataset'
  | 'episode'
  | 'onnx'
  | 'recording';

const LENGTH_BYTES = 8;
/** Longest header that is looked at, in bytes; as long as a safetensors header may be. */
const MAX_HEADER_BYTES = 8 * 2 ** 20;
/** Bytes within which JSON and ONNX say what they are. */
const HEAD_BYTES = 4096;

/** Metadata that only one kind of safetensors file has. */
const KIND_OF_METADATA = { card: 'agent', critics: 'critics', header: 'episode' } as const;

/** @returns null for what is no file of this lab, as far as its beginning tells */
export async function fileKindOf(file: Blob): Promise<FileKind | null> {
  const beginning = async (bytes: number) =>
    new Uint8Array(await file.slice(0, bytes).arrayBuffer());
  const head = await beginning(HEAD_BYTES);
  const end = headerEnd(head, file.size);
  const start = end > HEAD_BYTES ? await beginning(end) : head;
  return kindOfBytes(start, file.size);
}

/**
 * Tells it of a file that was read already.
 * @param start its beginning, or all of it
 * @param size length of the file in bytes
 */
export function kindOfBytes(start: Uint8Array, size = start.length): FileKind | null {
  const text = new TextDecoder().decode(start.subarray(0, HEAD_BYTES));
  if (text.startsWith('PAR1')) return 'dataset';
  if (/^\s*\{/.test(text)) {
    if (/"format"\s*:\s*"nanoarb-weight-sweep"/.test(text)) return 'sweep';
    if (/"format"\s*:\s*"nanoarb-sweep-result"/.test(text)) return 'sweepResult';
    return /"format"\s*:\s*"nanoarb-run"/.test(text) ? 'run' : null;
  }
  // An ONNX model begins with its IR version, which is small, and the name of who wrote it.
  if (start[0] === 0x08 && start[2] === 0x12) return 'onnx';
  const kind = safetensorsKind(start, size);
  if (kind !== null) return kind;
  // A web page or a list in JSON may have a comma in its first line, as rows have.
  return foreignKindOf(start) === null && isRecording(start, text) ? 'recording' : null;
}

/** Files of other programs that a person takes for one of this lab. */
export type ForeignKind = 'png' | 'jpeg' | 'gif' | 'webp' | 'pdf' | 'json' | 'html';

const FOREIGN: readonly (readonly [ForeignKind, RegExp])[] = [
  ['png', /^\x89PNG\r\n/],
  ['jpeg', /^\xff\xd8\xff/],
  ['gif', /^GIF8/],
  ['webp', /^RIFF[^]{4}WEBP/],
  ['pdf', /^%PDF-/],
  ['json', /^\s*[[{]\s*["\]}[{\d]/],
  ['html', /^\s*<(!doctype html|html)/i],
];

/**
 * Tells what a file is of which `kindOfBytes` knows nothing.
 * @returns null for what is neither
 */
export function foreignKindOf(start: Uint8Array): ForeignKind | null {
  const text = String.fromCharCode(...start.subarray(0, 64));
  return FOREIGN.find(([, beginning]) => beginning.test(text))?.[0] ?? null;
}

/** Whether a file begins as text does that no importer of this lab's own files takes. */
export const isPlainText = (start: Uint8Array): boolean =>
  start.length > 0 &&
  /^(?!\s*[[{])[\t\n\r\x20-\x7e]+$/.test(String.fromCharCode(...start.subarray(0, 64)));

/** Beginnings of gzip, Zstandard, zip and DBN. */
const RECORDED = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x4b, 3, 4],
  [0x44, 0x42, 0x4e],
];

/** Whether it may be recorded data: compressed, DBN, or rows of text. Its readers tell the rest. */
function isRecording(start: Uint8Array, text: string): boolean {
  if (RECORDED.some((magic) => magic.every((byte, at) => start[at] === byte))) return true;
  const [line] = text.split('\n', 1);
  return /^[\x20-\x7e]*,[\x20-\x7e]*\r?$/.test(line) || /^\d{10,19} \{/.test(line);
}

/** Gives the byte behind the header of a safetensors file; 0 where there is none that fits. */
function headerEnd(start: Uint8Array, size: number): number {
  if (start.length < LENGTH_BYTES) return 0;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = Number(view.getBigUint64(0, true));
  return length > MAX_HEADER_BYTES || length > size - LENGTH_BYTES ? 0 : LENGTH_BYTES + length;
}

function safetensorsKind(start: Uint8Array, size: number): FileKind | null {
  const end = headerEnd(start, size);
  if (end === 0) return null;
  const header = new TextDecoder().decode(start.subarray(LENGTH_BYTES, end));
  let value: unknown;
  try {
    value = JSON.parse(header);
  } catch {
    return null;
  }
  const metadata = propertyOf(value, '__metadata__');
  const found = Object.entries(KIND_OF_METADATA).find(
    ([name]) => typeof propertyOf(metadata, name) === 'string',
  );
  return found?.[1] ?? null;
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

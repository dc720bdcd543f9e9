/**
 * Tells by its first bytes what a file is, so that whichever importer got a wrong one can say where
 * it belongs. Nothing of the file is trusted: the importers validate what they take.
 */

export type FileKind = 'agent' | 'critics' | 'run' | 'dataset' | 'episode' | 'onnx';

const LENGTH_BYTES = 8;
/** Longest header that is looked at, in bytes; as long as a safetensors header may be. */
const MAX_HEADER_BYTES = 8 * 2 ** 20;
/** Bytes within which JSON and ONNX say what they are. */
const HEAD_BYTES = 4096;

/** Metadata that only one kind of safetensors file has. */
const KIND_OF_METADATA = { card: 'agent', critics: 'critics', header: 'episode' } as const;

/** @returns null for what is no file of this lab, as far as its beginning tells */
export async function fileKindOf(file: Blob): Promise<FileKind | null> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const text = new TextDecoder().decode(head);
  if (text.startsWith('PAR1')) return 'dataset';
  if (/^\s*\{/.test(text)) {
    return /"format"\s*:\s*"nanoarb-run"/.test(text) ? 'run' : null;
  }
  // An ONNX model begins with its IR version, which is small, and the name of who wrote it.
  if (head[0] === 0x08 && head[2] === 0x12) return 'onnx';
  return await safetensorsKind(file, head);
}

async function safetensorsKind(file: Blob, head: Uint8Array): Promise<FileKind | null> {
  if (head.length < LENGTH_BYTES) return null;
  const length = Number(new DataView(head.buffer).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES || length > file.size - LENGTH_BYTES) return null;
  const header = await file.slice(LENGTH_BYTES, LENGTH_BYTES + length).text();
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

/** Refuses files of another kind than an importer takes. */
import { FILE_WORDS, foreignFileText } from '../content/files';
import {
  fileKindOf,
  foreignKindOf,
  isPlainText,
  kindOfBytes,
  type FileKind,
} from '../protocol/fileKind';

/** A file of another kind than an importer takes. Nothing was changed by it. */
export class WrongFileError extends Error {
  override readonly name = 'WrongFileError';
}

/**
 * Refuses a file that is of another kind than those wanted, in words that say what it is. One that
 * cannot be told passes: whoever reads it says what is wrong with it.
 * @param wanted the first one is what the file should have been
 * @throws WrongFileError
 */
export async function requireFileKind(file: Blob, wanted: readonly FileKind[]): Promise<void> {
  const head = new Uint8Array(await file.slice(0, FOREIGN_BYTES).arrayBuffer());
  requireKind(await fileKindOf(file), head, wanted);
}

/** Refuses it as `requireFileKind` does, where it was read already. @throws WrongFileError */
export function requireBytesKind(bytes: Uint8Array, wanted: readonly FileKind[]): void {
  requireKind(kindOfBytes(bytes), bytes, wanted);
}

/** Bytes within which a file of another program says what it is. */
const FOREIGN_BYTES = 64;
/** Kinds that are JSON: their readers name the field that is wrong. */
const JSON_KINDS: readonly FileKind[] = ['run', 'sweep', 'sweepResult'];

function requireKind(kind: FileKind | null, head: Uint8Array, wanted: readonly FileKind[]): void {
  if (kind !== null) {
    if (!wanted.includes(kind)) throw new WrongFileError(FILE_WORDS[kind]);
    return;
  }
  const foreign = foreignKindOf(head) ?? (isPlainText(head) ? 'text' : null);
  if (foreign === null) return;
  if (foreign === 'json' && wanted.some((one) => JSON_KINDS.includes(one))) return;
  throw new WrongFileError(foreignFileText(foreign, wanted[0]));
}

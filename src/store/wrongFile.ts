/** Refuses files of another kind than an importer takes. */
import { FILE_WORDS } from '../content/files';
import { fileKindOf, kindOfBytes, type FileKind } from '../protocol/fileKind';

/** A file of another kind than an importer takes. Nothing was changed by it. */
export class WrongFileError extends Error {
  override readonly name = 'WrongFileError';
}

/**
 * Refuses a file that is of another kind than those wanted, in words that say what it is. One that
 * cannot be told passes: whoever reads it says what is wrong with it.
 * @throws WrongFileError
 */
export async function requireFileKind(file: Blob, wanted: readonly FileKind[]): Promise<void> {
  requireKind(await fileKindOf(file), wanted);
}

/** Refuses it as `requireFileKind` does, where it was read already. @throws WrongFileError */
export function requireBytesKind(bytes: Uint8Array, wanted: readonly FileKind[]): void {
  requireKind(kindOfBytes(bytes), wanted);
}

function requireKind(kind: FileKind | null, wanted: readonly FileKind[]): void {
  if (kind !== null && !wanted.includes(kind)) throw new WrongFileError(FILE_WORDS[kind]);
}

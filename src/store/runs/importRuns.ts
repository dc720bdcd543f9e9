/** Reads the runs that files hold, agent files or those of `writeRunFile`. */
import { InvalidInputError, reasonOf } from '../../market/validation';
import type { RunRecord } from '../../protocol/run';
import { requireBytesKind, requireFileKind } from '../wrongFile';
import { LAZY_FILES } from '../lazyFiles';
import { freeName } from './reservedNames';
import type { ImportedRun } from './runFiles';

/** What came of importing files. */
export interface ImportOutcome {
  /** Files whose runs are kept, and their names. */
  readonly imported: readonly { readonly fileName: string; readonly name: string }[];
  readonly refused: readonly { readonly fileName: string; readonly reason: string }[];
  /** Files that nobody looked at, because the import was cancelled. */
  readonly left: number;
}

/**
 * Reads runs, under names of their own. Of a file that is refused there is none, and the others are
 * read.
 * @param names names that are taken; those of the runs read are added
 */
export async function readRuns(
  files: readonly File[],
  names: Set<string>,
  { now, newId }: { readonly now: () => number; readonly newId: () => string },
): Promise<{
  readonly runs: readonly RunRecord[];
  readonly outcome: Omit<ImportOutcome, 'left'>;
}> {
  const runs: RunRecord[] = [];
  const imported: ImportOutcome['imported'][number][] = [];
  const refused: ImportOutcome['refused'][number][] = [];
  const contents = await Promise.all(files.map(readSmall));
  for (const [index, file] of files.entries()) {
    try {
      const run = await readRun(file, contents[index], now());
      const name = freeName(run.name, names);
      names.add(name);
      runs.push({ ...run, name, id: newId(), parentId: null });
      imported.push({ fileName: file.name, name });
    } catch (error) {
      refused.push({ fileName: file.name, reason: reasonOf(error) });
    }
  }
  return { runs, outcome: { imported, refused } };
}

/**
 * Bytes up to which files are read together: a browser takes longer to begin than to read so few.
 */
const SMALL_BYTES = 2 ** 20;
const KINDS = ['agent', 'run'] as const;

/** @returns null for a file that is large, or that cannot be read now */
async function readSmall(file: Blob): Promise<ArrayBuffer | null> {
  if (file.size > SMALL_BYTES) return null;
  return await file.arrayBuffer().catch(() => null);
}

/**
 * Reads the run of a file.
 * @param content what was read of it; null for nothing yet
 * @throws Error that says what is wrong
 */
async function readRun(file: Blob, content: ArrayBuffer | null, now: number): Promise<ImportedRun> {
  if (content === null) await requireFileKind(file, KINDS);
  const { MAX_FILE_BYTES, readRunFile } = await LAZY_FILES.runFiles.load();
  if (file.size > MAX_FILE_BYTES) {
    throw new InvalidInputError('file', `at most ${MAX_FILE_BYTES} bytes`, file.size);
  }
  const bytes = new Uint8Array(content ?? (await file.arrayBuffer()));
  requireBytesKind(bytes, KINDS);
  return readRunFile(bytes, now);
}

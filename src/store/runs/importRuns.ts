/** Reads the runs that files hold, agent files or those of `writeRunFile`. */
import { InvalidInputError, reasonOf } from '../../market/validation';
import type { RunRecord } from '../../protocol/run';
import { requireFileKind } from '../wrongFile';
import { uniqueName } from './newRun';
import { MAX_FILE_BYTES, readRunFile, type ImportedRun } from './runFiles';

/** What came of importing files. */
export interface ImportOutcome {
  /** Files whose runs are kept, and their names. */
  readonly imported: readonly { readonly fileName: string; readonly name: string }[];
  readonly refused: readonly { readonly fileName: string; readonly reason: string }[];
  /** Files that nobody looked at, because the import was cancelled. */
  readonly left: number;
}

/**
 * Reads runs, under names of their own. Of a file that is refused there is none, and the
 * others are read.
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
  for (const file of files) {
    try {
      const run = await readRun(file, now());
      const name = uniqueName(run.name, names);
      names.add(name);
      runs.push({ ...run, name, id: newId(), parentId: null });
      imported.push({ fileName: file.name, name });
    } catch (error) {
      refused.push({ fileName: file.name, reason: reasonOf(error) });
    }
  }
  return { runs, outcome: { imported, refused } };
}

/** Reads the run of a file. @throws Error that says what is wrong */
async function readRun(file: Blob, now: number): Promise<ImportedRun> {
  await requireFileKind(file, ['agent', 'run']);
  if (file.size > MAX_FILE_BYTES) {
    throw new InvalidInputError('file', `at most ${MAX_FILE_BYTES} bytes`, file.size);
  }
  return readRunFile(new Uint8Array(await file.arrayBuffer()), now);
}

/**
 * Imports the runs of many files: a few are read, shown and stored together, and then the next few,
 * so that the page answers meanwhile, says how far it is, and can be told to leave the rest.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { SessionState } from '../state';
import { readRuns, type ImportOutcome } from './importRuns';
import type { RunRepository } from './runRepository';

/** Files that are read and stored together. */
export const FILES_AT_ONCE = 20;

interface RunImportsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Makes an id that no run of any browser has. */
  readonly newId: () => string;
}

export class RunImports {
  /** Settles when the last import is over; it never rejects. */
  private last: Promise<unknown> = Promise.resolve();
  private abort = new AbortController();

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly repository: Pick<RunRepository, 'keepNew'>,
    private readonly options: RunImportsOptions,
  ) {}

  /**
   * Keeps the runs that files hold, one import after another.
   * @param newId makes their ids
   */
  async importFiles(files: readonly File[], newId = this.options.newId): Promise<ImportOutcome> {
    const work = this.last.then(() => this.work(files, newId));
    this.last = work.catch(() => undefined);
    return await work;
  }

  /** Leaves the files that were not read yet; what was imported stays. */
  cancel(): void {
    this.abort.abort();
  }

  private async work(files: readonly File[], newId: () => string): Promise<ImportOutcome> {
    const { deletedRun, runs: shown } = this.store.getState();
    const others = deletedRun === null ? shown : [...shown, deletedRun];
    const names = new Set(others.map(({ name }) => name));
    this.abort = new AbortController();
    const { signal } = this.abort;
    const imported: ImportOutcome['imported'][number][] = [];
    const refused: ImportOutcome['refused'][number][] = [];
    let done = 0;
    try {
      while (done < files.length && !signal.aborted) {
        if (files.length > FILES_AT_ONCE) {
          this.store.setState({ importing: { done, total: files.length } });
        }
        const some = files.slice(done, done + FILES_AT_ONCE);
        const { runs, outcome } = await readRuns(some, names, { now: this.options.now, newId });
        if (runs.length > 0) await this.repository.keepNew(runs);
        imported.push(...outcome.imported);
        refused.push(...outcome.refused);
        done += some.length;
      }
    } finally {
      this.store.setState({ importing: null });
    }
    return { imported, refused, left: files.length - done };
  }
}

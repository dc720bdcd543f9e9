/**
 * What is measured or decided of runs when nobody trains them, on its way to storage. Another tab may
 * have trained the run further by then: what changes is decided where the run is read.
 */
import { StorageError } from '../../lab/storage/storageError';
import type { AmendRun, LabStorage, RunAmendment } from '../../lab/storage/types';
import type { RunSummary } from '../../protocol/run';

export class RunAmendments {
  /** Amendments that are not stored yet, by run, oldest first. */
  private readonly waiting = new Map<string, readonly AmendRun[]>();

  constructor(private readonly opened: () => Promise<LabStorage>) {}

  /** Runs of which an amendment is not stored. */
  get unsaved(): readonly string[] {
    return [...this.waiting.keys()];
  }

  /** Gives a run as it will be stored. */
  applied(run: RunSummary): RunSummary {
    const waiting = this.waiting.get(run.id) ?? [];
    return waiting.reduce((amended, amend) => ({ ...amended, ...amend(amended) }), run);
  }

  forget(id: string): void {
    this.waiting.delete(id);
  }

  /**
   * Amends the stored run; what finds no room is kept for `retry`.
   * @returns what changed, or why it could not be stored
   */
  async write(id: string, amend: AmendRun): Promise<RunAmendment | null | StorageError> {
    const done = await this.store(id, amend);
    if (done instanceof StorageError) {
      this.waiting.set(id, [...(this.waiting.get(id) ?? []), amend]);
    }
    return done;
  }

  /** Stores what could not be stored of a run. @returns why it still cannot be; null if it is */
  async retry(id: string): Promise<StorageError | null> {
    for (;;) {
      const [amend] = this.waiting.get(id) ?? [];
      if (amend === undefined) return null;
      const done = await this.store(id, amend);
      if (done instanceof StorageError) return done;
      const rest = (this.waiting.get(id) ?? []).filter((other) => other !== amend);
      if (rest.length === 0) this.waiting.delete(id);
      else this.waiting.set(id, rest);
    }
  }

  private async store(id: string, amend: AmendRun): Promise<RunAmendment | null | StorageError> {
    try {
      const storage = await this.opened();
      const done = await storage.runs.amend(id, amend);
      storage.tabs.announce();
      return done;
    } catch (error) {
      if (error instanceof StorageError) return error;
      throw error;
    }
  }
}

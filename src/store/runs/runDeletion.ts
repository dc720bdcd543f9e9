/**
 * Takes runs from the list so that they can be brought back for a while. Storage keeps a run that
 * was deleted until it is forgotten, so that another tab does not store it anew.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { LabStorage } from '../../lab/storage/types';
import type { RunSummary } from '../../protocol/run';
import type { SessionState } from '../state';
import { oldestFirst } from './runs';

/** Seconds for which a deleted run can be brought back. */
export const UNDO_SECONDS = 20;

/** Under this key a tab notes what it deleted, so that it can still be undone after a reload. */
const NOTE = 'nanoarb-lab.deleted-run';

/** The part of `sessionStorage` that a note needs: it is of one tab, and outlasts a reload. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What a deletion asks of the repository. */
interface StoredRuns {
  /** Finds a run that was deleted and not forgotten yet; null where there is none. */
  deleted(id: string): Promise<RunSummary | null>;
  /** Milliseconds since 1970. */
  now(): number;

  /** Gives null when another tab trains the run. */
  claim(id: string): Promise<(() => void) | null>;
  /** Changes a run if it is stored; one that never found room is not. */
  changeStored(id: string, work: (storage: LabStorage) => Promise<void>): Promise<void>;
  /** Stores what was saved of a run and is not stored yet. */
  storeUnsaved(id: string): Promise<void>;
  /** Lets go of a run in memory and in storage. */
  discard(id: string): Promise<void>;
  notify(message: string): void;
}

export class RunDeletion {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pastAtDeletion: SessionState['past'] = [];

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly runs: StoredRuns,
    /** Null where a tab keeps nothing: what it deletes cannot be brought back after a reload. */
    private readonly notes: TabStorage | null,
  ) {}

  /**
   * Offers again to bring back what this tab deleted before it was reloaded, if there is time left.
   */
  async resume(): Promise<void> {
    const [id, deletedAt] = this.notes?.getItem(NOTE)?.split(' ') ?? [];
    if (id === undefined) return;
    const left = Number(deletedAt) + UNDO_SECONDS * 1000 - this.runs.now();
    const run = left > 0 && left <= UNDO_SECONDS * 1000 ? await this.runs.deleted(id) : null;
    if (this.store.getState().deletedRun !== null) return;
    if (run === null) {
      this.notes?.removeItem(NOTE);
      return;
    }
    this.pastAtDeletion = this.store.getState().past;
    this.store.setState({ deletedRun: run });
    this.timer = setTimeout(() => void this.forget(id), left);
  }

  /** Takes the run from the list; `undelete` brings it back for a while. */
  async delete(id: string): Promise<void> {
    const run = this.store.getState().runs.find((one) => one.id === id);
    if (run === undefined) return;
    const release = run.status === 'running' ? await this.runs.claim(id) : () => undefined;
    if (release === null) {
      this.runs.notify(`${run.name} trains in another tab: stop it there, then delete it.`);
      return;
    }
    const { runs, deletedRun, past } = this.store.getState();
    this.pastAtDeletion = past;
    this.store.setState({ runs: runs.filter((one) => one.id !== id), deletedRun: run });
    if (deletedRun !== null) await this.forget(deletedRun.id);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.forget(id), UNDO_SECONDS * 1000);
    this.note(id);
    await this.runs.changeStored(id, (storage) => storage.runs.delete(id));
    release();
  }

  /** A storage that is full keeps no note. */
  private note(id: string): void {
    try {
      this.notes?.setItem(NOTE, `${id} ${this.runs.now()}`);
    } catch {
      this.notes?.removeItem(NOTE);
    }
  }

  /**
   * Whether nothing was undone or changed since the last deletion, so that undo is meant for it.
   */
  isNewest(): boolean {
    const { deletedRun, past } = this.store.getState();
    return deletedRun !== null && past === this.pastAtDeletion;
  }

  /** Brings the run that was deleted last back. @returns false when nothing was deleted lately */
  undelete(): boolean {
    const { deletedRun, runs } = this.store.getState();
    if (deletedRun === null) return false;
    clearTimeout(this.timer);
    this.notes?.removeItem(NOTE);
    this.store.setState({ deletedRun: null, runs: oldestFirst([...runs, deletedRun]) });
    void this.bringBack(deletedRun.id);
    return true;
  }

  private async bringBack(id: string): Promise<void> {
    await this.runs.changeStored(id, (storage) => storage.runs.restore(id));
    await this.runs.storeUnsaved(id);
  }

  /** Deletes the run for good, which frees its space. */
  async forget(id: string): Promise<void> {
    if (this.store.getState().deletedRun?.id === id) {
      this.notes?.removeItem(NOTE);
      this.store.setState({ deletedRun: null });
    }
    await this.runs.discard(id);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}

/**
 * The run repository keeps the runs of this visit and of earlier ones. The list is in the
 * store; long columns stay in storage until they are asked for. Everything is written
 * through at once; what cannot be written is kept as long as the page is open, and tried
 * again when there is room.
 */
import type { StoreApi } from 'zustand/vanilla';
import { StorageError } from '../../lab/storage/database';
import { createMemoryStorage } from '../../lab/storage/memoryStorage';
import type { LabStorage, RunLabels } from '../../lab/storage/types';
import { InvalidInputError, reasonOf } from '../../market/validation';
import { summaryOf, type RunRecord, type RunSummary } from '../../protocol/run';
import { uniqueName } from './newRun';
import { MAX_FILE_BYTES, readRunFile, type ImportedRun } from './runFiles';
import type { SessionState } from '../state';
import { requireFileKind } from '../wrongFile';

/** Seconds for which a deleted run can be brought back. */
export const UNDO_SECONDS = 20;

interface Unsaved {
  readonly run: RunRecord;
  readonly state: object | null;
}

/** What came of importing files. */
interface ImportOutcome {
  /** Files whose runs are kept, and their names. */
  readonly imported: readonly { readonly fileName: string; readonly name: string }[];
  readonly refused: readonly { readonly fileName: string; readonly reason: string }[];
}

export interface RunRepositoryOptions {
  /** Opens storage; rejects with a StorageError where the browser keeps nothing. */
  readonly openStorage: () => Promise<LabStorage>;
  readonly notify: (message: string, details?: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Makes an id that no run of any browser has. */
  readonly newId: () => string;
}

export class RunRepository {
  private readonly storage: Promise<LabStorage>;
  private readonly unsaved = new Map<string, Unsaved>();
  private forgetTimer: ReturnType<typeof setTimeout> | undefined;
  /** Ids of runs of which the page has said that they could not be stored. */
  private readonly reported = new Set<string>();
  private asksToPersist = false;
  private pastAtDeletion: SessionState['past'] = [];

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly options: RunRepositoryOptions,
  ) {
    this.storage = this.open();
  }

  /** Opens storage, or memory where the browser keeps nothing; every write waits for it. */
  private async open(): Promise<LabStorage> {
    let storage: LabStorage;
    try {
      storage = await this.options.openStorage();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.options.notify(`Runs will not last: they go when this page is closed. ${reason}`);
      this.store.setState({ keepsRuns: false });
      return createMemoryStorage();
    }
    for (const { id, reason } of storage.unreadableRuns) {
      this.options.notify(
        'A stored run cannot be shown by this version of the lab. It is kept as it is.',
        `run ${id}: ${reason}`,
      );
    }
    storage.tabs.listen(() => void this.refresh());
    return storage;
  }

  /** Shows the stored runs, and which of them were cut short. */
  async load(): Promise<void> {
    await this.attempt(async (storage) => {
      const [stored, held] = await Promise.all([storage.runs.list(), storage.tabs.held()]);
      this.show(stored, held);
      const interrupted = stored.find(({ id, status }) => status === 'running' && !held.has(id));
      this.store.setState({ interruptedRun: interrupted?.id ?? null });
    });
  }

  /** Shows what other tabs changed. */
  private async refresh(): Promise<void> {
    await this.attempt(async (storage) => {
      this.show(await storage.runs.list(), await storage.tabs.held());
    });
  }

  /** @param stored newest first; runs of this visit that are not stored yet stay in the list */
  private show(stored: readonly RunSummary[], held: ReadonlySet<string>): void {
    const ids = new Set(stored.map(({ id }) => id));
    const { runs, deletedRun } = this.store.getState();
    const own = runs.filter(({ id }) => !ids.has(id) && this.unsaved.has(id));
    this.store.setState({
      heldRuns: [...held],
      runs: inOrder([...stored.filter(({ id }) => id !== deletedRun?.id), ...own]),
    });
  }

  /** Reads the run with its long columns; null where there is none, or storage fails. */
  async record(id: string): Promise<RunRecord | null> {
    const unsaved = this.unsaved.get(id);
    if (unsaved !== undefined) return unsaved.run;
    return (await this.attempt((storage) => storage.runs.get(id))) ?? null;
  }

  /** Reads the state from which training can go on, for the trainer to check; null where there is none. */
  async state(id: string): Promise<unknown> {
    const unsaved = this.unsaved.get(id);
    if (unsaved !== undefined) return unsaved.state;
    return (await this.attempt((storage) => storage.runs.getState(id))) ?? null;
  }

  /**
   * Shows the run and stores it whole, under the labels that it has by now.
   * @param state the state from which its training can go on
   */
  async save(record: RunRecord, state: object | null): Promise<void> {
    const { runs } = this.store.getState();
    const shown = runs.find(({ id }) => id === record.id);
    const run: RunRecord =
      shown === undefined
        ? record
        : { ...record, name: shown.name, notes: shown.notes, tags: shown.tags };
    const summary = summaryOf(run);
    this.store.setState({
      runs:
        shown === undefined
          ? [...runs, summary]
          : runs.map((one) => (one === shown ? summary : one)),
    });
    this.unsaved.set(run.id, { run, state });
    await this.write(run, state);
  }

  /** Writes a run, and says so. */
  private async write(run: RunRecord, state: object | null): Promise<void> {
    await this.put(run, state);
    await this.announce();
  }

  /** Tells other tabs and the page that what is stored has changed. */
  private async announce(): Promise<void> {
    const storage = await this.storage;
    storage.tabs.announce();
    this.store.setState({ unsavedRuns: [...this.unsaved.keys()] });
  }

  /** Writes a run. One that grows and finds no room is reported once. */
  private async put(run: RunRecord, state: object | null): Promise<void> {
    try {
      const storage = await this.storage;
      await storage.runs.put(run, state);
      if (this.unsaved.get(run.id)?.run === run) this.unsaved.delete(run.id);
      this.reported.delete(run.id);
      if (!this.asksToPersist) {
        this.asksToPersist = true;
        await storage.persist();
      }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (!this.reported.has(run.id)) this.options.notify(error.message, detailsOf(error));
      this.reported.add(run.id);
    }
  }

  async label(id: string, labels: Partial<RunLabels>): Promise<void> {
    const { runs } = this.store.getState();
    this.store.setState({ runs: runs.map((run) => (run.id === id ? { ...run, ...labels } : run)) });
    const unsaved = this.unsaved.get(id);
    if (unsaved !== undefined) {
      this.unsaved.set(id, { ...unsaved, run: { ...unsaved.run, ...labels } });
      return;
    }
    await this.attempt(async (storage) => {
      await storage.runs.label(id, labels);
      storage.tabs.announce();
    });
  }

  /**
   * Keeps the runs that files hold, agent files or those of `writeRunFile`, under names of their
   * own. Of a file that is refused nothing is kept, and the others are.
   */
  async importFiles(files: readonly File[]): Promise<ImportOutcome> {
    const kept: RunRecord[] = [];
    const imported: ImportOutcome['imported'][number][] = [];
    const refused: ImportOutcome['refused'][number][] = [];
    const { runs, deletedRun } = this.store.getState();
    const names = new Set([...runs, ...(deletedRun === null ? [] : [deletedRun])].map(nameOf));
    for (const file of files) {
      try {
        const run = await readRun(file, this.options.now());
        const name = uniqueName(run.name, names);
        names.add(name);
        kept.push({ ...run, name, id: this.options.newId(), parentId: null });
        imported.push({ fileName: file.name, name });
      } catch (error) {
        refused.push({ fileName: file.name, reason: reasonOf(error) });
      }
    }
    await this.keepAll(kept);
    return { imported, refused };
  }

  /** Shows and stores many runs, with one change of the list for all of them. */
  private async keepAll(runs: readonly RunRecord[]): Promise<void> {
    if (runs.length === 0) return;
    for (const run of runs) this.unsaved.set(run.id, { run, state: null });
    this.store.setState({ runs: [...this.store.getState().runs, ...runs.map(summaryOf)] });
    for (const run of runs) await this.put(run, null);
    await this.announce();
  }

  /** Takes it from the list; `undelete` brings it back for a while. */
  async delete(id: string): Promise<void> {
    const { runs, deletedRun, past } = this.store.getState();
    const run = runs.find((one) => one.id === id);
    if (run === undefined) return;
    this.pastAtDeletion = past;
    if (deletedRun !== null) await this.forget(deletedRun.id);
    this.store.setState({
      runs: runs.filter((one) => one !== run),
      deletedRun: run,
    });
    clearTimeout(this.forgetTimer);
    this.forgetTimer = setTimeout(() => void this.forget(id), UNDO_SECONDS * 1000);
    if (this.unsaved.has(id)) return;
    await this.attempt(async (storage) => {
      await storage.runs.delete(id);
      storage.tabs.announce();
    });
  }

  /**
   * Whether nothing was undone or changed since the last deletion, so that undo is meant for it.
   */
  isDeletionNewest(): boolean {
    const { deletedRun, past } = this.store.getState();
    return deletedRun !== null && past === this.pastAtDeletion;
  }

  /** Brings the run that was deleted last back. @returns false when nothing was deleted lately */
  undelete(): boolean {
    const { deletedRun, runs } = this.store.getState();
    if (deletedRun === null) return false;
    clearTimeout(this.forgetTimer);
    this.store.setState({ deletedRun: null, runs: inOrder([...runs, deletedRun]) });
    if (this.unsaved.has(deletedRun.id)) return true;
    void this.attempt(async (storage) => {
      await storage.runs.restore(deletedRun.id);
      storage.tabs.announce();
    });
    return true;
  }

  /** Deletes the run for good, which frees its space, and stores what found none before. */
  async forget(id: string): Promise<void> {
    const { deletedRun } = this.store.getState();
    if (deletedRun?.id === id) this.store.setState({ deletedRun: null });
    this.unsaved.delete(id);
    await this.attempt((storage) => storage.runs.forget(id));
    await this.saveRest();
  }

  /** Deletes every stored dataset: a run that needs one collects it again. */
  async clearDatasets(): Promise<void> {
    await this.attempt(async (storage) => {
      for (const { hash } of await storage.datasets.list()) await storage.datasets.delete(hash);
    });
    await this.saveRest();
  }

  /** Tries again what could not be stored. */
  async saveRest(): Promise<void> {
    for (const { run, state } of Array.from(this.unsaved.values())) await this.write(run, state);
    // A new list lets whoever shows what is stored look again.
    this.store.setState({ unsavedRuns: [...this.unsaved.keys()] });
  }

  /** Tells other tabs that this one trains the run. @returns a function that ends it */
  hold(id: string): () => void {
    const release = this.storage.then(({ tabs }) => tabs.hold(id));
    return () => void release.then((end) => end());
  }

  /** Gives the result of `work`, or undefined where storage fails, with a notice that says why. */
  async attempt<Result>(
    work: (storage: LabStorage) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await work(await this.storage);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.options.notify(error.message, detailsOf(error));
      return undefined;
    }
  }

  dispose(): void {
    clearTimeout(this.forgetTimer);
    void this.storage.then((storage) => storage.close());
  }
}

/** Reads the run of a file. @throws Error that says what is wrong */
async function readRun(file: Blob, now: number): Promise<ImportedRun> {
  await requireFileKind(file, ['agent', 'run']);
  if (file.size > MAX_FILE_BYTES) {
    throw new InvalidInputError('file', `at most ${MAX_FILE_BYTES} bytes`, file.size);
  }
  return readRunFile(new Uint8Array(await file.arrayBuffer()), now);
}

const nameOf = ({ name }: Pick<RunSummary, 'name'>): string => name;

const inOrder = (runs: readonly RunSummary[]) => runs.toSorted((a, b) => a.createdAt - b.createdAt);

const detailsOf = ({ problem, cause }: StorageError): string =>
  cause instanceof Error ? `${problem}: ${cause.name}: ${cause.message}` : problem;

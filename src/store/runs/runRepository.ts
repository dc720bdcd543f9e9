/**
 * The run repository keeps the runs of this visit and of earlier ones. The list is in the store;
 * long columns stay in storage until they are asked for. Everything is written through at once;
 * what cannot be written is kept as long as the page is open, and tried again when there is room.
 * Other tabs write to the same storage: a tab changes only what is its own to change, and shows
 * what the others changed.
 */
import type { StoreApi } from 'zustand/vanilla';
import { EditJournal } from '../../lab/storage/editJournal';
import { StorageError } from '../../lab/storage/storageError';
import type { AmendRun, LabStorage, RunLabels, StoredAs } from '../../lab/storage/types';
import { summaryOf, type RunRecord, type RunSummary } from '../../protocol/run';
import { RUN_TEXTS } from '../../content/runs';
import { StorageAccess, type OpenStorage } from '../storageAccess';
import { KeptRecords, type KeptRecord } from './keptRecords';
import { storeRemnants, takeFromMemory } from './lostRuns';
import { RunAmendments } from './runAmendments';
import { RunDeletion, type TabStorage } from './runDeletion';
import { RunLabelWriter } from './runLabels';
import { RunListReader } from './runListReader';
import { freeName } from './reservedNames';
import { oldestFirst } from './runs';
import type { SessionState } from '../state';

export interface RunRepositoryOptions {
  /** Opens storage; rejects with a StorageError where the browser keeps nothing. */
  readonly openStorage: OpenStorage;
  readonly notify: (message: string, details?: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes labels at once; absent where a page that goes away loses them. */
  readonly journal?: EditJournal;
  /** Outlasts a reload of this tab; absent where a deletion cannot be undone after one. */
  readonly tabStorage?: TabStorage | null;
}

export class RunRepository {
  readonly journal: EditJournal;
  readonly deletion: RunDeletion;
  private readonly access: StorageAccess;
  private readonly kept = new KeptRecords();
  private readonly labels: RunLabelWriter;
  private readonly amendments: RunAmendments;
  private readonly list: RunListReader;
  private readonly onReopened = new Set<() => void>();
  private readonly onChanged = new Set<() => void>();
  /** Ids of runs of which the page has said that they could not be stored. */
  private readonly reported = new Set<string>();
  private asksToPersist = false;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly options: RunRepositoryOptions,
  ) {
    const { openStorage, notify, now } = options;
    this.journal = options.journal ?? new EditJournal(null, now);
    this.access = new StorageAccess(store, {
      openStorage,
      notify,
      onChanged: () => {
        void this.refresh();
        for (const listener of this.onChanged) listener();
      },
      onReopened: (memory) => void this.writeAgain(memory),
    });
    this.labels = new RunLabelWriter(() => this.access.opened, this.journal);
    this.amendments = new RunAmendments(() => this.access.opened);
    this.list = new RunListReader(store, this.access, this.kept, this.labels, this.amendments);
    this.deletion = new RunDeletion(
      store,
      {
        claim: (id) => this.claim(id),
        changeStored: (id, work) => this.changeStored(id, work),
        storeUnsaved: (id) => this.storeUnsaved(id),
        discard: (id) => this.discard(id),
        notify,
        deleted: async (id) => (await this.attempt((storage) => storage.runs.deleted(id))) ?? null,
        now,
      },
      options.tabStorage ?? null,
    );
  }

  /** Shows the stored runs, and which of them were cut short. */
  async load(): Promise<void> {
    await this.attempt((storage) => this.labels.storeLeft(storage));
    await this.deletion.resume();
    await this.refresh();
  }

  /** Whether a run was deleted in this browser, be it for good or not. */
  async wasDeleted(id: string): Promise<boolean> {
    const { runs, deletedRun } = this.store.getState();
    if (deletedRun?.id === id) return true;
    if (runs.some((run) => run.id === id)) return false;
    const absent = await this.attempt((storage) => storage.runs.absent([id]));
    return absent?.length === 0;
  }

  /** Shows what other tabs changed. Calls while one is under way share the next. */
  async refresh(): Promise<void> {
    await this.list.refresh();
  }

  /** Reads the run with its long columns; null where there is none, or storage fails. */
  async record(id: string): Promise<RunRecord | null> {
    if (this.kept.isUnsaved(id)) return this.kept.get(id)?.run ?? null;
    const stored = await this.attempt((storage) => storage.runs.get(id));
    return stored === undefined ? (this.kept.get(id)?.run ?? null) : stored;
  }

  /**
   * Reads the state from which training can go on, for the trainer to check; null where there is
   * none.
   */
  async state(id: string): Promise<unknown> {
    if (this.kept.isUnsaved(id)) return this.kept.get(id)?.state ?? null;
    const stored = await this.attempt((storage) => storage.runs.getState(id));
    return stored ?? this.kept.get(id)?.state ?? null;
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
    await this.write(this.kept.set(run, state));
  }

  /** Writes a run, and says so. */
  private async write(kept: KeptRecord): Promise<void> {
    await this.keep(kept);
    await this.announce();
  }

  /** Tells other tabs and the page that what is stored has changed. */
  private async announce(): Promise<void> {
    const { tabs } = await this.access.opened;
    tabs.announce();
    this.showUnsaved();
  }

  /** Writes a run. One that grows and finds no room is reported once. */
  private async keep(kept: KeptRecord): Promise<void> {
    const { run } = kept;
    try {
      const storage = await this.access.opened;
      const { isStored, newName } = await this.list.edit(() => this.put(storage, kept));
      this.reported.delete(run.id);
      if (isStored) {
        this.kept.noteStored(kept);
        if (newName !== null) this.takeName(run, newName);
        if (this.labels.unsaved.includes(run.id)) {
          await this.follow(run.id, this.labels.retry(run.id));
        }
      } else {
        this.dropDeleted(run);
      }
      this.askToPersist(storage);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (!this.reported.has(run.id)) this.access.report(error);
      this.reported.add(run.id);
      this.showUnsaved(error.message);
    }
  }

  /** Asks the browser once to keep what is stored. */
  private askToPersist(storage: LabStorage): void {
    if (this.asksToPersist) return;
    this.asksToPersist = true;
    storage.askToPersist();
  }

  /** Stores a run. Where there is no room, datasets that can be collected again make some. */
  private async put(storage: LabStorage, { run, state }: KeptRecord): Promise<StoredAs> {
    try {
      return await storage.runs.put(run, state);
    } catch (error) {
      if (!(error instanceof StorageError) || error.problem !== 'full') throw error;
      const datasets = await storage.datasets.list();
      const spare = datasets.filter(
        ({ hash, origin }) => origin.mixture !== null && hash !== run.datasetHash,
      );
      if (spare.length === 0) throw error;
      for (const { hash } of spare) await storage.datasets.delete(hash);
      return await storage.runs.put(run, state);
    }
  }

  /** Shows a new run under the name that it was given, because another tab has its own. */
  private takeName({ id, name }: RunRecord, newName: string): void {
    this.kept.change(id, { name: newName });
    const { runs } = this.store.getState();
    this.store.setState({
      runs: runs.map((one) =>
        one.id === id && one.name === name ? { ...one, name: newName } : one,
      ),
    });
    this.options.notify(RUN_TEXTS.renamed(name, newName));
  }

  /** Takes a run from the list that was deleted in another tab. */
  private dropDeleted({ id, name }: RunRecord): void {
    const { runs, runUnderWay, deletedRun } = this.store.getState();
    if (deletedRun?.id !== id) this.kept.delete(id);
    this.store.setState({ runs: runs.filter((run) => run.id !== id) });
    if (runUnderWay === id) {
      this.options.notify(`${name} was deleted in another tab: it is no longer kept.`);
    }
  }

  /** A new list lets whoever shows what is stored look again. */
  private showUnsaved(reason = ''): void {
    const unsavedRuns = [
      ...new Set([...this.kept.unsaved, ...this.labels.unsaved, ...this.amendments.unsaved]),
    ];
    const before = this.store.getState().unsavedReason;
    const unsavedReason = unsavedRuns.length === 0 ? '' : reason === '' ? before : reason;
    this.store.setState({ unsavedRuns, unsavedReason });
  }

  /**
   * Changes the labels given, here and in every tab. A page that goes away at once keeps them. A
   * name that another run or an agent of the page has gets a number: "Run 3 (2)".
   */
  async label(id: string, wanted: Partial<RunLabels>): Promise<void> {
    const { runs } = this.store.getState();
    const taken = new Set(runs.filter((run) => run.id !== id).map(({ name }) => name));
    const labels =
      wanted.name === undefined ? wanted : { ...wanted, name: freeName(wanted.name, taken) };
    this.store.setState({ runs: runs.map((run) => (run.id === id ? { ...run, ...labels } : run)) });
    this.kept.change(id, labels);
    await this.follow(id, this.labels.write(id, labels));
  }

  /**
   * Changes what `amend` says of a run as it stands by now, and nothing else of it: another tab may
   * have trained it since it was read here.
   * @returns whether anything changed
   */
  async amend(id: string, amend: AmendRun): Promise<boolean> {
    const kept = this.kept.get(id);
    if (kept !== undefined && this.kept.isUnsaved(id)) {
      const amendment = amend(summaryOf(kept.run));
      if (amendment !== null) await this.save({ ...kept.run, ...amendment }, kept.state);
      return amendment !== null;
    }
    const done = await this.list.edit(() => this.amendments.write(id, amend));
    if (done instanceof StorageError) {
      this.access.report(done);
      this.showChanged(id, (run) => this.amendments.applied(run));
      this.showUnsaved(done.message);
      return true;
    }
    if (done !== null) {
      this.kept.change(id, done);
      this.showChanged(id, (run) => ({ ...run, ...done }));
    }
    this.showUnsaved();
    return done !== null;
  }

  private showChanged(id: string, change: (run: RunSummary) => RunSummary): void {
    const { runs } = this.store.getState();
    this.store.setState({ runs: runs.map((run) => (run.id === id ? change(run) : run)) });
  }

  /** Waits until labels are stored, or says why they are not. */
  private async follow(id: string, writing: Promise<StorageError | null>): Promise<void> {
    // A run that is not stored yet says so itself, and has its labels stored after it.
    const isUnsaved = this.kept.isUnsaved(id);
    const error = await this.list.edit(() => writing);
    if (error !== null && !isUnsaved) this.access.report(error);
    this.showUnsaved(error?.message);
  }

  /** Shows runs that nobody had before, and stores them together; one by one where that fails. */
  async keepNew(runs: readonly RunRecord[]): Promise<void> {
    const kept = runs.map((run) => this.kept.set(run, null));
    this.store.setState({
      runs: oldestFirst([...this.store.getState().runs, ...runs.map(summaryOf)]),
    });
    if (!(await this.putTogether(kept))) for (const one of kept) await this.keep(one);
    await this.announce();
  }

  /** @returns false where they could not be stored: then none of them is */
  private async putTogether(all: readonly KeptRecord[]): Promise<boolean> {
    try {
      const storage = await this.access.opened;
      await this.list.edit(() => storage.runs.putNew(all.map(({ run }) => run)));
      for (const kept of all) this.kept.noteStored(kept);
      this.askToPersist(storage);
    } catch (error) {
      if (error instanceof StorageError) return false;
      throw error;
    }
    const stored = new Set(all.map(({ run }) => run.id));
    for (const id of this.labels.unsaved) {
      if (stored.has(id)) await this.follow(id, this.labels.retry(id));
    }
    return true;
  }

  /** Stores what was saved of a run and is not stored yet. */
  private async storeUnsaved(id: string): Promise<void> {
    const kept = this.kept.get(id);
    if (kept !== undefined && this.kept.isUnsaved(id)) await this.write(kept);
  }

  /** Lets go of a run for good, and stores what found no room before. */
  private async discard(id: string): Promise<void> {
    this.kept.delete(id);
    this.labels.forget(id);
    this.amendments.forget(id);
    await this.change((storage) => storage.runs.forget(id));
    await this.saveRest();
  }

  /** Changes what is stored, and tells the other tabs. */
  private async change(work: (storage: LabStorage) => Promise<unknown>): Promise<void> {
    await this.list.edit(() =>
      this.attempt(async (storage) => {
        await work(storage);
        storage.tabs.announce();
      }),
    );
  }

  /** Changes a run if it is stored; one that never found room is not. */
  private async changeStored(
    id: string,
    work: (storage: LabStorage) => Promise<void>,
  ): Promise<void> {
    await this.change(async (storage) => {
      const isNew = this.kept.isUnsaved(id) && (await storage.runs.absent([id])).includes(id);
      if (!isNew) await work(storage);
    });
  }

  /** Deletes every stored dataset: a run that needs one collects it again. */
  async clearDatasets(): Promise<void> {
    await this.attempt(async (storage) => {
      for (const { hash } of await storage.datasets.list()) await storage.datasets.delete(hash);
    });
    await this.saveRest();
  }

  /** Tries again to open storage that is not, and to store what could not be. */
  async saveRest(): Promise<void> {
    if (this.store.getState().storageProblem !== null) await this.access.retry();
    this.reported.clear();
    for (const id of this.kept.unsaved) {
      const kept = this.kept.get(id);
      if (kept !== undefined) await this.keep(kept);
    }
    for (const id of this.labels.unsaved) await this.follow(id, this.labels.retry(id));
    for (const id of this.amendments.unsaved) {
      await this.follow(id, this.amendments.retry(id));
    }
    await this.announce();
  }

  /** Calls `listener` when another tab changed what is stored. */
  whenChanged(listener: () => void): void {
    this.onChanged.add(listener);
  }

  /** Calls `listener` when storage is open again that may have lost what it had. */
  whenReopened(listener: () => void): void {
    this.onReopened.add(listener);
  }

  /** Writes what a database that was closed and opened again has lost. */
  private async writeAgain(memory: LabStorage | null): Promise<void> {
    if (memory !== null) await takeFromMemory(memory, this.kept);
    const { runs } = this.store.getState();
    const shortened = await storeRemnants(runs, this.kept, this.access);
    if (shortened > 0) {
      this.options.notify(
        `What this browser stored was deleted. The runs were stored again; of ${shortened} of them only the results, because their agents were nowhere else.`,
      );
    }
    await this.saveRest();
    for (const listener of this.onReopened) listener();
    await this.refresh();
  }

  /**
   * Makes this tab the only one that trains the run.
   * @returns a function that ends it; null when another tab trains it
   */
  async claim(id: string): Promise<(() => void) | null> {
    const { tabs } = await this.access.opened;
    const release = await tabs.claim(id);
    if (release === null) return null;
    tabs.announce();
    return () => void release().then(() => tabs.announce());
  }

  /** Gives the result of `work`, or undefined where storage fails, which is said. */
  async attempt<Result>(
    work: (storage: LabStorage) => Promise<Result>,
  ): Promise<Result | undefined> {
    return await this.access.attempt(work);
  }

  /** Lets go of the database, for a page that is about to be frozen. */
  rest(): void {
    this.access.rest();
  }

  dispose(): void {
    this.deletion.dispose();
    this.list.dispose();
    this.access.dispose();
  }
}

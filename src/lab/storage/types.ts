/**
 * Interfaces of what the lab keeps between visits. Every promise may reject with a StorageError,
 * whose message is for a person; whatever was stored before is then unchanged.
 */
import type { EvaluationRow } from '../../evaluation/metrics';
import type { Dataset, DatasetOrigin } from '../../learning/data/dataset';
import type { Bookmark } from '../../protocol/episodeFile';
import type { EpisodeRecord } from '../../protocol/frames';
import type { RunRecord, RunSummary } from '../../protocol/run';
import type { TapeDescription } from '../../recordings/describe/tapeSurvey';
import type { TapeHeader } from '../../recordings/tape';

/** A run's row in its table. */
export interface StoredRun extends RunSummary {
  /**
   * Time of deletion in milliseconds since 1970; null unless the run waits to be deleted for good.
   */
  readonly deletedAt: number | null;
  /** Size of its long columns in bytes. */
  readonly bytes: number;
  /**
   * Times of the last change of each label, in milliseconds since 1970; absent before the first.
   */
  readonly labelledAt?: Partial<Record<keyof RunLabels, number>>;
}

export interface StoredEpisode {
  /** Id of the record. */
  readonly id: string;
  readonly name: string;
  readonly agentName: string;
  readonly seed: number;
  readonly steps: number;
  readonly fills: number;
  readonly savedAt: number;
  readonly bytes: number;
  /** Bookmarks by step, ascending. */
  readonly bookmarks: readonly Bookmark[];
}

export interface StoredDataset {
  /** datasetHash of the columns. */
  readonly hash: string;
  readonly name: string;
  readonly rows: number;
  readonly episodes: number;
  readonly bytes: number;
  readonly savedAt: number;
  readonly origin: DatasetOrigin;
}

/** What a person may write on a run. */
export type RunLabels = Pick<RunSummary, 'name' | 'notes' | 'tags'>;

/** What is measured or decided of a run when nobody trains it. */
export type RunAmendment = Partial<
  Pick<RunSummary, 'status' | 'evaluation' | 'finalWord' | 'seedsLeft'>
>;

/** Says what changes of a run as it stands in storage; null for nothing. */
export type AmendRun = (run: RunSummary) => RunAmendment | null;

/** What became of a run that was to be stored. */
export interface StoredAs {
  /** False when the run was deleted, by whatever tab: nothing is stored then. */
  readonly isStored: boolean;
  /** Name that a new run was given because another has its own by now; null where it kept it. */
  readonly newName: string | null;
}

export interface RunStorage {
  /** Lists runs, the newest first, without those deleted. */
  list(): Promise<RunSummary[]>;
  /** Reads a run; null when there is no such run. */
  get(id: string): Promise<RunRecord | null>;
  /**
   * Replaces the run, in one transaction, all but its labels: once it is stored, these change with
   * `label` alone. A final word stays as long as the run has made as many updates.
   * @param state the state from which its training can go on; null for none
   * @param isRemnant true for what is left of a run: it replaces nothing
   */
  put(run: RunRecord, state: object | null, isRemnant?: boolean): Promise<StoredAs>;
  /**
   * Stores runs that no storage has had, all or none: a transaction for many costs little more than
   * one for each.
   */
  putNew(runs: readonly RunRecord[]): Promise<void>;
  /** Reads the state as it was put, for the trainer to check; null when there is none. */
  getState(id: string): Promise<unknown>;
  /**
   * Changes only the labels given.
   * @param editedAt time of edits that an earlier visit left, in milliseconds since 1970: labels
   *   that were changed later stay
   */
  label(id: string, labels: Partial<RunLabels>, editedAt?: number): Promise<void>;
  /**
   * Changes what `amend` says of the run, and nothing else of it.
   * @param amend is called in the transaction that reads the run, and may not wait
   * @returns what changed; null where nothing did, or there is no such run
   */
  amend(id: string, amend: AmendRun): Promise<RunAmendment | null>;
  /** Takes the run from the list; `restore` undoes it until `forget`, or for a few minutes. */
  delete(id: string): Promise<void>;
  /** Reads a run that was deleted and neither restored nor forgotten since; null for any other. */
  deleted(id: string): Promise<RunSummary | null>;
  restore(id: string): Promise<void>;
  /** Deletes the run for good, which frees its space. */
  forget(id: string): Promise<void>;
  /** Finds the runs that are not stored and that nobody deleted: storage lost them. */
  absent(ids: readonly string[]): Promise<readonly string[]>;
}

/** Evaluations of the baselines, kept for each scenario because they take seconds. */
export interface BaselineStorage {
  /** @param scenario the caller's key of the scenario @returns null where nobody evaluated them */
  get(scenario: string): Promise<readonly EvaluationRow[] | null>;
  put(scenario: string, rows: readonly EvaluationRow[]): Promise<void>;
}

export interface EpisodeStorage {
  /** Lists the rows, the newest first. */
  list(): Promise<StoredEpisode[]>;
  get(id: string): Promise<EpisodeRecord | null>;
  put(record: EpisodeRecord, labels: Pick<StoredEpisode, 'name' | 'bookmarks'>): Promise<void>;
  /** Changes only the labels given. @returns false when the episode is not stored */
  label(id: string, labels: Partial<Pick<StoredEpisode, 'name' | 'bookmarks'>>): Promise<boolean>;
  delete(id: string): Promise<void>;
}

export interface DatasetStorage {
  /** Lists the rows, the newest first. */
  list(): Promise<StoredDataset[]>;
  get(hash: string): Promise<Dataset | null>;
  /** Stores a dataset. @param hash its datasetHash, under which it is found again */
  put(hash: string, dataset: Dataset, origin: DatasetOrigin, name: string): Promise<void>;
  delete(hash: string): Promise<void>;
}

/** A sweep of the reward weights as JSON holds it, see `sweepJson`. */
export interface StoredSweep {
  readonly id: string;
  readonly name: string;
}

export interface SweepStorage {
  /**
   * Lists whole sweeps, in no order, for the caller to validate: any version may have written them.
   */
  list(): Promise<readonly unknown[]>;
  /**
   * Stores a sweep in place of the one with its id.
   * @returns false where it was deleted, by whatever tab: nothing is stored then
   */
  put(sweep: StoredSweep): Promise<boolean>;
  /** Deletes a sweep: no tab stores it again, unless the deletion is undone. */
  delete(id: string): Promise<void>;
  /** Stores a sweep that was deleted. */
  restore(sweep: StoredSweep): Promise<void>;
}

/** A recording and what is known of it; its chunks are where `place` says. */
export interface StoredTape {
  /** Content hash of the tape. */
  readonly hash: string;
  readonly name: string;
  readonly header: TapeHeader;
  readonly description: TapeDescription;
  /** Bytes of its chunks. */
  readonly bytes: number;
  readonly savedAt: number;
  readonly place: 'files' | 'database';
  /** Name of its chunks in that place. */
  readonly file: string;
}

/** Recordings as the page sees them; workers write and read the chunks (see `keptTapes`). */
export interface TapeStorage {
  /** Lists the rows, the newest first. */
  list(): Promise<StoredTape[]>;
  /** @returns false when the recording is not stored */
  label(hash: string, labels: Pick<StoredTape, 'name'>): Promise<boolean>;
  delete(hash: string): Promise<void>;
  /** Removes what a reading that was cancelled has written so far. @param file its name */
  discard(file: string): Promise<void>;
}

/** Amount that is stored of one kind. */
export interface StoredAmount {
  readonly count: number;
  /** Bytes of the long columns; the browser does not tell what it adds to them. */
  readonly bytes: number;
}

export interface StorageUsage {
  readonly runs: StoredAmount;
  readonly episodes: StoredAmount;
  readonly datasets: StoredAmount;
  readonly tapes: StoredAmount;
  /** The browser's estimate of everything that this address keeps; null where it gives none. */
  readonly browser: { readonly usedBytes: number; readonly quotaBytes: number } | null;
  /** Whether the browser promised not to clear it when space is short. */
  readonly isPersistent: boolean;
}

/** A run that another version wrote, or that is damaged: it cannot be shown, and is kept. */
export interface UnreadableRun {
  readonly id: string;
  /** A sentence that names the field, what was expected and what was found. */
  readonly reason: string;
}

export interface LabStorage {
  readonly runs: RunStorage;
  readonly baselines: BaselineStorage;
  readonly episodes: EpisodeStorage;
  readonly datasets: DatasetStorage;
  readonly sweeps: SweepStorage;
  readonly tapes: TapeStorage;
  /** Unreadable runs that were found when storage was opened. */
  readonly unreadableRuns: readonly UnreadableRun[];
  /** The other tabs with the same storage. */
  readonly tabs: Tabs;
  usage(): Promise<StorageUsage>;
  /**
   * Asks the browser to keep everything. Nobody waits for its answer: Firefox asks the person
   * first, who may never say. `usage` tells what became of it.
   */
  askToPersist(): void;
  /** Lets go of the database until it is next used, for a page that is about to be frozen. */
  rest(): void;
  close(): void;
}

/** Says which tab may train a run. */
export interface Claims {
  /**
   * Makes this tab the only one that may train a run; closing the page ends it.
   * @returns a function that ends it, which resolves when others may claim the run; null when the
   *   run is claimed already
   */
  claim(runId: string): Promise<(() => Promise<void>) | null>;
  /** Lists the runs that some tab trains now, this one's included. */
  held(): Promise<ReadonlySet<string>>;
}

/** Other tabs that have the lab open on the same storage. */
export interface Tabs extends Claims {
  /** Tells the others that what is stored has changed. */
  announce(): void;
  /** Calls `onChange` when another tab announced a change. */
  listen(onChange: () => void): void;
  close(): void;
}

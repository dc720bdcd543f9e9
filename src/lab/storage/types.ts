/**
 * What the lab keeps between visits, and how it is asked for. Every promise may
 * reject with a StorageError, whose message is for a person; whatever was
 * stored before is then unchanged.
 */
import type { EvaluationRow } from '../../evaluation/metrics';
import type { Dataset, DatasetOrigin } from '../../learning/data/dataset';
import type { Bookmark } from '../../protocol/episodeFile';
import type { EpisodeRecord } from '../../protocol/frames';
import type { RunRecord, RunSummary } from '../../protocol/run';

/** A run's row in its table. */
export interface StoredRun extends RunSummary {
  /** Milliseconds since 1970; null unless it waits to be deleted for good. */
  readonly deletedAt: number | null;
  /** Of its long columns. */
  readonly bytes: number;
}

export interface StoredEpisode {
  /** The record's. */
  readonly id: string;
  readonly name: string;
  readonly agentName: string;
  readonly seed: number;
  readonly steps: number;
  readonly fills: number;
  readonly savedAt: number;
  readonly bytes: number;
  /** By step, ascending. */
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

/** What a person may change of a run that is over. */
export type RunLabels = Pick<RunSummary, 'name' | 'notes' | 'tags'>;

export interface RunStorage {
  /** Newest first, without those deleted. */
  list(): Promise<RunSummary[]>;
  /** Null when there is no such run. */
  get(id: string): Promise<RunRecord | null>;
  /**
   * Replaces the whole run, in one transaction.
   * @param state from which its training can go on; null for none
   */
  put(run: RunRecord, state: object | null): Promise<void>;
  /** As it was put, for the trainer to check; null when there is none. */
  getState(id: string): Promise<unknown>;
  /** Changes only the labels given. */
  label(id: string, labels: Partial<RunLabels>): Promise<void>;
  /** Takes it from the list; `restore` undoes it until `forget`, or until storage is opened again. */
  delete(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Deletes it for good, which frees its space. */
  forget(id: string): Promise<void>;
}

/** How the baselines did in a scenario, which takes seconds to find out. */
export interface BaselineStorage {
  /** @param scenario as the caller names it. @returns null where nobody evaluated them */
  get(scenario: string): Promise<readonly EvaluationRow[] | null>;
  put(scenario: string, rows: readonly EvaluationRow[]): Promise<void>;
}

export interface EpisodeStorage {
  /** Newest first. */
  list(): Promise<StoredEpisode[]>;
  get(id: string): Promise<EpisodeRecord | null>;
  put(record: EpisodeRecord, labels: Pick<StoredEpisode, 'name' | 'bookmarks'>): Promise<void>;
  label(id: string, labels: Partial<Pick<StoredEpisode, 'name' | 'bookmarks'>>): Promise<void>;
  delete(id: string): Promise<void>;
}

export interface DatasetStorage {
  /** Newest first. */
  list(): Promise<StoredDataset[]>;
  get(hash: string): Promise<Dataset | null>;
  /** @param hash datasetHash of the dataset, under which it is found again */
  put(hash: string, dataset: Dataset, origin: DatasetOrigin, name: string): Promise<void>;
  delete(hash: string): Promise<void>;
}

/** Of one kind of thing. */
export interface StoredAmount {
  readonly count: number;
  /** Of the long columns; what the browser adds to them it does not tell. */
  readonly bytes: number;
}

export interface StorageUsage {
  readonly runs: StoredAmount;
  readonly episodes: StoredAmount;
  readonly datasets: StoredAmount;
  /** Of everything this address keeps, as the browser estimates it; null where it does not say. */
  readonly browser: { readonly usedBytes: number; readonly quotaBytes: number } | null;
  /** Whether the browser promised not to clear it when space is short. */
  readonly isPersistent: boolean;
}

/** A stored run that cannot be shown: written by another version, or damaged. It is kept. */
export interface UnreadableRun {
  readonly id: string;
  /** One sentence: field, expected, found. */
  readonly reason: string;
}

export interface LabStorage {
  readonly runs: RunStorage;
  readonly baselines: BaselineStorage;
  readonly episodes: EpisodeStorage;
  readonly datasets: DatasetStorage;
  /** Found when storage was opened. */
  readonly unreadableRuns: readonly UnreadableRun[];
  /** Other tabs with the same storage. */
  readonly tabs: Tabs;
  usage(): Promise<StorageUsage>;
  /** Asks the browser to keep it all. @returns whether it will */
  persist(): Promise<boolean>;
  close(): void;
}

/** Who else has the lab open on the same storage. */
export interface Tabs {
  /** Tells the others that this tab trains a run. @returns ends it; closing the page does too */
  hold(runId: string): () => void;
  /** Runs that some tab trains at this moment, this one's included. */
  held(): Promise<ReadonlySet<string>>;
  /** Tells the others that what is stored has changed. */
  announce(): void;
  /** Called when another tab announced a change. */
  listen(onChange: () => void): void;
  close(): void;
}

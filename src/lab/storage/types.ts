/**
 * What the lab keeps between visits, and how it is asked for. Every promise may
 * reject with a StorageError, whose message is for a person; whatever was
 * stored before is then unchanged.
 */
import type { Dataset, DatasetOrigin } from '../../learning/dataset';
import type { Bookmark } from '../../protocol/episodeFile';
import type { EpisodeRecord } from '../../protocol/frames';
import type { RunRecord, RunSummary } from '../../protocol/run';

/** A run's row in its table. */
export interface StoredRun extends RunSummary {
  /** Milliseconds since 1970; null unless it waits to be deleted for good. */
  readonly deletedAt: number | null;
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
  /** Replaces the whole run, in one transaction. */
  put(run: RunRecord): Promise<void>;
  /** Changes only the labels given. */
  label(id: string, labels: Partial<RunLabels>): Promise<void>;
  /** Takes it from the list; `restore` undoes it until storage is opened again. */
  delete(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Where its training can go on; replaces the one before, and goes when the run ends. */
  putCheckpoint(id: string, checkpoint: object): Promise<void>;
  /** As it was put, for the trainer to check; null when there is none. */
  getCheckpoint(id: string): Promise<unknown>;
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

export interface StorageUsage {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** A stored run that cannot be shown: written by another version, or damaged. It is kept. */
export interface UnreadableRun {
  readonly id: string;
  /** One sentence: field, expected, found. */
  readonly reason: string;
}

export interface LabStorage {
  readonly runs: RunStorage;
  readonly episodes: EpisodeStorage;
  readonly datasets: DatasetStorage;
  /** Found when storage was opened. */
  readonly unreadableRuns: readonly UnreadableRun[];
  /** Null where the browser does not say. */
  usage(): Promise<StorageUsage | null>;
  close(): void;
}

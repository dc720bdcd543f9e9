/** The rows by which stored episodes and datasets are listed, whatever storage keeps them. */
import type { Dataset, DatasetOrigin } from '../../learning/data/dataset';
import type { RunSummary } from '../../protocol/run';
import { FILL_LENGTH, type EpisodeRecord } from '../../protocol/frames';
import { bytesOf } from './bytesOf';
import type { StoredDataset, StoredEpisode, StoredRun, RunLabels } from './types';

/** @param savedAt milliseconds since 1970 */
export function episodeRow(
  record: EpisodeRecord,
  { name, bookmarks }: Pick<StoredEpisode, 'name' | 'bookmarks'>,
  savedAt: number,
): StoredEpisode {
  const { id, agentName, seed, steps } = record;
  return {
    id,
    name,
    agentName,
    seed,
    steps,
    fills: record.fills.length / FILL_LENGTH,
    savedAt,
    bytes: bytesOf(record),
    bookmarks: bookmarks.toSorted((a, b) => a.step - b.step),
  };
}

/** @param savedAt milliseconds since 1970 */
export const datasetRow = (
  hash: string,
  dataset: Dataset,
  origin: DatasetOrigin,
  name: string,
  savedAt: number,
): StoredDataset => ({
  hash,
  name,
  rows: dataset.rows,
  episodes: dataset.episodeSeeds.length,
  bytes: bytesOf(dataset),
  savedAt,
  origin,
});

/**
 * Gives the final word of a run that is stored: the newest, and none that an earlier policy had.
 * @param before the run as it was stored; undefined for a new one
 */
export function finalWordOf(
  { finalWord, update }: RunSummary,
  before: RunSummary | undefined,
): RunSummary['finalWord'] {
  return finalWord ?? (before?.update === update ? before.finalWord : undefined);
}

/** Compares rows for the order of every list. */
export const newestFirst = (
  a: { readonly savedAt: number },
  b: { readonly savedAt: number },
): number => b.savedAt - a.savedAt;

/**
 * Changes the labels given.
 * @param now milliseconds since 1970
 * @param editedAt time of edits that were left over from an earlier visit: a label that was changed
 *   since stays; absent for edits made now
 */
export function withLabels(
  run: StoredRun,
  labels: Partial<RunLabels>,
  now: number,
  editedAt?: number,
): StoredRun {
  const names = Object.keys(labels) as (keyof RunLabels)[];
  const fresh = names.filter(
    (name) => editedAt === undefined || editedAt > (run.labelledAt?.[name] ?? 0),
  );
  return {
    ...run,
    ...Object.fromEntries(fresh.map((name) => [name, labels[name]])),
    labelledAt: {
      ...run.labelledAt,
      ...Object.fromEntries(fresh.map((name) => [name, editedAt ?? now])),
    },
  };
}

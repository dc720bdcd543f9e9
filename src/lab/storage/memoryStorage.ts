/**
 * Memory storage does the same as the browser's database, as long as the page is open: for private
 * windows and browsers that keep nothing. Values are cloned on their way in, so that what is stored
 * does not change with what it was made of.
 */
import { bytesOf } from './bytesOf';
import type { EpisodeRecord } from '../../protocol/frames';
import type { Dataset } from '../../learning/data/dataset';
import type { EvaluationRow } from '../../evaluation/metrics';
import { summaryOf, type RunRecord } from '../../protocol/run';
import { freeRunName } from '../../protocol/runNames';
import { datasetRow, episodeRow, finalWordOf, newestFirst } from './rows';
import { StorageError } from './storageError';
import type { LabStorage, StoredDataset, StoredEpisode, StoredSweep } from './types';

interface Kept<Row, Long> {
  row: Row;
  readonly long: Long;
}

interface KeptRun {
  run: RunRecord;
  readonly state: object | null;
  isDeleted: boolean;
}

/** @param now milliseconds since 1970 */
export function createMemoryStorage(now: () => number = () => Date.now()): LabStorage {
  const runs = new Map<string, KeptRun>();
  const tombstones = new Set<string>();
  const baselines = new Map<string, readonly EvaluationRow[]>();
  const episodes = new Map<string, Kept<StoredEpisode, EpisodeRecord>>();
  const datasets = new Map<string, Kept<StoredDataset, Dataset>>();
  const sweeps = new Map<string, StoredSweep>();
  const runOf = (id: string, purpose: string): KeptRun => {
    const kept = runs.get(id);
    if (kept !== undefined) return kept;
    throw new StorageError('failed', `Could not ${purpose}: there is no run ${id}.`);
  };

  return {
    runs: {
      list: async () =>
        [...runs.values()]
          .filter(({ isDeleted }) => !isDeleted)
          .map(({ run }) => summaryOf(run))
          .sort((a, b) => b.createdAt - a.createdAt),
      get: async (id) => {
        const kept = runs.get(id);
        return kept === undefined || kept.isDeleted ? null : kept.run;
      },
      put: async (run, state, isRemnant = false) => {
        const before = runs.get(run.id);
        if (before?.isDeleted === true || tombstones.has(run.id)) {
          return { isStored: false, newName: null };
        }
        if (isRemnant && before !== undefined) return { isStored: true, newName: null };
        const taken = new Set([...runs.values()].map((kept) => kept.run.name));
        const free = before === undefined ? freeRunName(run.name, taken) : run.name;
        const { name, notes, tags } = before?.run ?? { ...run, name: free };
        const finalWord = finalWordOf(run, before?.run);
        const labelled = {
          ...run,
          name,
          notes,
          tags,
          ...(finalWord !== undefined && { finalWord }),
        };
        runs.set(run.id, { ...structuredClone({ run: labelled, state }), isDeleted: false });
        return { isStored: true, newName: free === run.name ? null : free };
      },
      putNew: async (all) => {
        for (const run of all) {
          runs.set(run.id, { ...structuredClone({ run, state: null }), isDeleted: false });
        }
      },
      getState: async (id) => runs.get(id)?.state ?? null,
      label: async (id, labels) => {
        const kept = runOf(id, 'rename the run');
        kept.run = { ...kept.run, ...labels };
      },
      amend: async (id, amend) => {
        const kept = runs.get(id);
        const amendment = kept === undefined ? null : amend(summaryOf(kept.run));
        if (kept !== undefined && amendment !== null) {
          kept.run = { ...kept.run, ...structuredClone(amendment) };
        }
        return amendment;
      },
      delete: async (id) => {
        runOf(id, 'delete the run').isDeleted = true;
      },
      deleted: async (id) => {
        const kept = runs.get(id);
        return kept?.isDeleted === true ? summaryOf(kept.run) : null;
      },
      restore: async (id) => {
        runOf(id, 'restore the run').isDeleted = false;
      },
      forget: async (id) => {
        runs.delete(id);
        tombstones.add(id);
      },
      absent: async (ids) => ids.filter((id) => !runs.has(id) && !tombstones.has(id)),
    },

    baselines: {
      get: async (scenario) => baselines.get(scenario) ?? null,
      put: async (scenario, rows) => {
        baselines.set(scenario, structuredClone(rows));
      },
    },

    episodes: {
      list: async () => [...episodes.values()].map(({ row }) => row).sort(newestFirst),
      get: async (id) => episodes.get(id)?.long ?? null,
      put: async (record, labels) => {
        const row = episodeRow(record, labels, now());
        episodes.set(record.id, { row, long: structuredClone(record) });
      },
      label: async (id, labels) => {
        const kept = episodes.get(id);
        if (kept === undefined) return false;
        kept.row = { ...kept.row, ...labels };
        return true;
      },
      delete: async (id) => {
        episodes.delete(id);
      },
    },

    datasets: {
      list: async () => [...datasets.values()].map(({ row }) => row).sort(newestFirst),
      get: async (hash) => datasets.get(hash)?.long ?? null,
      put: async (hash, dataset, origin, name) => {
        const row = datasetRow(hash, dataset, origin, name, now());
        datasets.set(hash, { row, long: structuredClone(dataset) });
      },
      delete: async (hash) => {
        datasets.delete(hash);
      },
    },

    sweeps: {
      list: async () => [...sweeps.values()],
      put: async (sweep) => {
        if (tombstones.has(sweep.id)) return false;
        sweeps.set(sweep.id, structuredClone(sweep));
        return true;
      },
      delete: async (id) => {
        sweeps.delete(id);
        tombstones.add(id);
      },
      restore: async (sweep) => {
        tombstones.delete(sweep.id);
        sweeps.set(sweep.id, structuredClone(sweep));
      },
    },

    // Workers cannot read the page's memory: without storage there are no recordings.
    tapes: {
      list: async () => [],
      label: async () => false,
      delete: async () => undefined,
      discard: async () => undefined,
    },

    unreadableRuns: [],
    tabs: {
      claim: async () => async () => undefined,
      held: async () => new Set(),
      announce: () => undefined,
      listen: () => undefined,
      close: () => undefined,
    },
    usage: async () => ({
      runs: amountOf([...runs.values()]),
      episodes: amountOf([...episodes.values()].map(({ long }) => long)),
      datasets: amountOf([...datasets.values()].map(({ long }) => long)),
      tapes: { count: 0, bytes: 0 },
      browser: null,
      isPersistent: false,
    }),
    askToPersist: () => undefined,
    rest: () => undefined,
    close: () => undefined,
  };
}

const amountOf = (values: readonly unknown[]) => ({
  count: values.length,
  bytes: values.reduce<number>((sum, value) => sum + bytesOf(value), 0),
});

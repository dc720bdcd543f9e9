/** The database keeps an episode or a dataset in two rows: one for the list, and one for the long columns. */
import { StorageError, compact, readAtOnce, writeAtOnce, type LabDatabase } from './database';
import { datasetRow, episodeRow, newestFirst } from './rows';
import type { BaselineStorage, DatasetStorage, EpisodeStorage } from './types';

export function createEpisodeStorage(database: LabDatabase, now: () => number): EpisodeStorage {
  const tables = ['episodes', 'episodeRecords'] as const;
  return {
    async list() {
      const rows = await readAtOnce('list the episodes', () => database.getAll('episodes'));
      return rows.sort(newestFirst);
    },

    async get(id) {
      const record = await readAtOnce('read the episode', () => database.get('episodeRecords', id));
      return record ?? null;
    },

    async put(record, labels) {
      const purpose = `store the episode “${labels.name}”`;
      await writeAtOnce(database, tables, purpose, (writes) => {
        writes.put('episodes', episodeRow(record, labels, now()));
        writes.put('episodeRecords', compact(record), record.id);
      });
    },

    async label(id, labels) {
      await readAtOnce('change the episode', async () => {
        const transaction = database.transaction('episodes', 'readwrite');
        const row = await transaction.store.get(id);
        if (row === undefined) {
          throw new StorageError('failed', `Could not change the episode: there is no ${id}.`);
        }
        await Promise.all([transaction.store.put({ ...row, ...labels }), transaction.done]);
      });
    },

    async delete(id) {
      await writeAtOnce(database, tables, 'delete the episode', (writes) => {
        writes.delete('episodes', id);
        writes.delete('episodeRecords', id);
      });
    },
  };
}

export function createDatasetStorage(database: LabDatabase, now: () => number): DatasetStorage {
  const tables = ['datasets', 'datasetColumns'] as const;
  return {
    async list() {
      const rows = await readAtOnce('list the datasets', () => database.getAll('datasets'));
      return rows.sort(newestFirst);
    },

    async get(hash) {
      const dataset = await readAtOnce('read the dataset', () =>
        database.get('datasetColumns', hash),
      );
      return dataset ?? null;
    },

    async put(hash, dataset, origin, name) {
      await writeAtOnce(database, tables, `store the dataset “${name}”`, (writes) => {
        writes.put('datasets', datasetRow(hash, dataset, origin, name, now()));
        writes.put('datasetColumns', compact(dataset), hash);
      });
    },

    async delete(hash) {
      await writeAtOnce(database, tables, 'delete the dataset', (writes) => {
        writes.delete('datasets', hash);
        writes.delete('datasetColumns', hash);
      });
    },
  };
}

export function createBaselineStorage(database: LabDatabase): BaselineStorage {
  return {
    async get(scenario) {
      const rows = await readAtOnce('read how the baselines did', () =>
        database.get('baselines', scenario),
      );
      return rows ?? null;
    },

    async put(scenario, rows) {
      await writeAtOnce(database, ['baselines'], 'store how the baselines did', (writes) => {
        writes.put('baselines', rows, scenario);
      });
    },
  };
}

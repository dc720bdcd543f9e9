/**
 * The database keeps an episode or a dataset in two rows: one for the list, and one for the long
 * columns.
 */
import { withPlayer } from '../../protocol/episodePlayers';
import type { DatabaseConnection } from './connection';
import { compact, writeAtOnce } from './database';
import { datasetRow, episodeRow, newestFirst } from './rows';
import type { BaselineStorage, DatasetStorage, EpisodeStorage, SweepStorage } from './types';

export function createEpisodeStorage(
  connection: DatabaseConnection,
  now: () => number,
): EpisodeStorage {
  const tables = ['episodes', 'episodeRecords'] as const;
  return {
    async list() {
      const rows = await connection.use('list the episodes', (database) =>
        database.getAll('episodes'),
      );
      return rows.sort(newestFirst);
    },

    async get(id) {
      const record = await connection.use('read the episode', (database) =>
        database.get('episodeRecords', id),
      );
      return record === undefined ? null : withPlayer(record);
    },

    async put(record, labels) {
      await connection.use(`store the episode “${labels.name}”`, (database) =>
        writeAtOnce(database, tables, (writes) => {
          writes.put('episodes', episodeRow(record, labels, now()));
          writes.put('episodeRecords', compact(record), record.id);
        }),
      );
    },

    async label(id, labels) {
      return await connection.use('change the episode', (database) =>
        writeAtOnce(database, ['episodes'], async (writes, reads) => {
          const row = await reads.get('episodes', id);
          if (row === undefined) return false;
          writes.put('episodes', { ...row, ...labels });
          return true;
        }),
      );
    },

    async delete(id) {
      await connection.use('delete the episode', (database) =>
        writeAtOnce(database, tables, (writes) => {
          for (const table of tables) writes.delete(table, id);
        }),
      );
    },
  };
}

export function createDatasetStorage(
  connection: DatabaseConnection,
  now: () => number,
): DatasetStorage {
  const tables = ['datasets', 'datasetColumns'] as const;
  return {
    async list() {
      const rows = await connection.use('list the datasets', (database) =>
        database.getAll('datasets'),
      );
      return rows.sort(newestFirst);
    },

    async get(hash) {
      const dataset = await connection.use('read the dataset', (database) =>
        database.get('datasetColumns', hash),
      );
      return dataset ?? null;
    },

    async put(hash, dataset, origin, name) {
      await connection.use(`store the dataset “${name}”`, (database) =>
        writeAtOnce(database, tables, (writes) => {
          writes.put('datasets', datasetRow(hash, dataset, origin, name, now()));
          writes.put('datasetColumns', compact(dataset), hash);
        }),
      );
    },

    async delete(hash) {
      await connection.use('delete the dataset', (database) =>
        writeAtOnce(database, tables, (writes) => {
          for (const table of tables) writes.delete(table, hash);
        }),
      );
    },
  };
}

export function createBaselineStorage(connection: DatabaseConnection): BaselineStorage {
  return {
    async get(scenario) {
      const rows = await connection.use('read how the baselines did', (database) =>
        database.get('baselines', scenario),
      );
      return rows ?? null;
    },

    async put(scenario, rows) {
      await connection.use('store how the baselines did', (database) =>
        writeAtOnce(database, ['baselines'], (writes) => {
          writes.put('baselines', rows, scenario);
        }),
      );
    },
  };
}

export function createSweepStorage(
  connection: DatabaseConnection,
  now: () => number,
): SweepStorage {
  const tables = ['sweeps', 'tombstones'] as const;
  return {
    async list() {
      return await connection.use('list the sweeps', (database) => database.getAll('sweeps'));
    },

    async put(sweep) {
      return await connection.use(`store “${sweep.name}”`, (database) =>
        writeAtOnce(database, tables, async (writes, reads) => {
          if ((await reads.get('tombstones', sweep.id)) !== undefined) return false;
          writes.put('sweeps', sweep);
          return true;
        }),
      );
    },

    async delete(id) {
      await connection.use('delete the sweep', (database) =>
        writeAtOnce(database, tables, (writes) => {
          writes.delete('sweeps', id);
          writes.put('tombstones', { id, deletedAt: now() });
        }),
      );
    },

    async restore(sweep) {
      await connection.use(`bring “${sweep.name}” back`, (database) =>
        writeAtOnce(database, tables, (writes) => {
          writes.delete('tombstones', sweep.id);
          writes.put('sweeps', sweep);
        }),
      );
    },
  };
}

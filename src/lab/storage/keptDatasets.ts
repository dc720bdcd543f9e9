/**
 * Keeps datasets for the trainer: they are written and read in its own thread, so that the page
 * never holds their many megabytes. Only the newest few stay: a dataset can be collected again, by
 * its config and seed, to the same hash.
 */
import type { Dataset, DatasetOrigin } from '../../learning/data/dataset';
import type { StoredDatasetNote } from '../../protocol/api';
import { createDatasetStorage } from './collections';
import { DatabaseConnection } from './connection';
import { STORAGE_NAME } from './database';
import { StorageError } from './storageError';
import type { DatasetStorage } from './types';

export const DATASETS_KEPT = 3;

/**
 * Stores a dataset under its hash.
 * @returns the hash, and why it was not stored; no reason where the browser keeps nothing at all
 */
export async function storeDataset(
  hash: string,
  dataset: Dataset,
  origin: DatasetOrigin,
  name = STORAGE_NAME,
): Promise<StoredDatasetNote> {
  try {
    await withDatasets(name, async (datasets) => {
      const stored = await datasets.list();
      if (!stored.some((one) => one.hash === hash)) {
        const { preset, regime } = origin.market;
        await datasets.put(hash, dataset, origin, `${preset} ${regime}, seed ${origin.seed}`);
      }
      const others = stored.filter((one) => one.hash !== hash);
      for (const old of others.slice(DATASETS_KEPT - 1)) await datasets.delete(old.hash);
    });
    return { hash, problem: '' };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    return { hash, problem: error.problem === 'unavailable' ? '' : error.message };
  }
}

/** Reads a dataset, and what it is of; null where it is not stored, or nothing can be read. */
export async function readStoredDataset(
  hash: string,
  name = STORAGE_NAME,
): Promise<{ readonly dataset: Dataset; readonly origin: DatasetOrigin } | null> {
  try {
    return await withDatasets(name, async (datasets) => {
      const row = (await datasets.list()).find((one) => one.hash === hash);
      const dataset = await datasets.get(hash);
      return row === undefined || dataset === null ? null : { dataset, origin: row.origin };
    });
  } catch (error) {
    if (error instanceof StorageError) return null;
    throw error;
  }
}

/** Opens the database for no longer than the work takes: another tab may want to upgrade. */
async function withDatasets<Result>(
  name: string,
  work: (datasets: DatasetStorage) => Promise<Result>,
): Promise<Result> {
  const connection = new DatabaseConnection(name);
  try {
    return await work(createDatasetStorage(connection, () => Date.now()));
  } finally {
    connection.close();
  }
}

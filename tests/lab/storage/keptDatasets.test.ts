import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatasetStorage } from '../../../src/lab/storage/collections';
import { DatabaseConnection } from '../../../src/lab/storage/connection';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import {
  DATASETS_KEPT,
  readStoredDataset,
  storeDataset as storeUnderHash,
} from '../../../src/lab/storage/keptDatasets';
import type { Dataset, DatasetOrigin } from '../../../src/learning/data/dataset';
import { exampleDataset, exampleOrigin } from '../../learning/data/exampleDataset';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const storeDataset = (dataset: Dataset, origin: DatasetOrigin, name: string) =>
  storeUnderHash(datasetHash([dataset]), dataset, origin, name);

async function stored(): Promise<string[]> {
  const database = new DatabaseConnection('lab');
  const list = await createDatasetStorage(database, () => 0).list();
  database.close();
  return list.map(({ hash }) => hash);
}

describe('the trainer’s datasets', () => {
  it('come back under their hash, bit by bit', async () => {
    const dataset = exampleDataset([4, 6]);
    const { hash, problem } = await storeDataset(dataset, exampleOrigin, 'lab');
    expect([hash, problem]).toEqual([datasetHash([dataset]), '']);
    const stored = await readStoredDataset(hash, 'lab');
    expect(stored).toStrictEqual({ dataset, origin: exampleOrigin });
    expect(await readStoredDataset('0000000000000000', 'lab')).toBeNull();
  });

  it('are stored once, and the oldest make room', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const hashes: string[] = [];
    for (let rows = 1; rows <= DATASETS_KEPT + 2; rows += 1) {
      vi.setSystemTime(rows * 1000);
      hashes.push((await storeDataset(exampleDataset([rows]), exampleOrigin, 'lab')).hash);
      await storeDataset(exampleDataset([rows]), exampleOrigin, 'lab');
    }
    expect(await stored()).toEqual(hashes.toReversed().slice(0, DATASETS_KEPT));
  });

  it('that find no room say why, and those that are there stay', async () => {
    const { hash } = await storeDataset(exampleDataset([2]), exampleOrigin, 'lab');
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const { problem } = await storeDataset(exampleDataset([3]), exampleOrigin, 'lab');
    expect(problem).toContain('storage for this page is full');
    expect(await stored()).toEqual([hash]);
  });

  it('are none where the browser keeps nothing, which is no problem of theirs', async () => {
    Reflect.deleteProperty(globalThis, 'indexedDB');
    const { hash, problem } = await storeDataset(exampleDataset([2]), exampleOrigin, 'lab');
    expect(problem).toBe('');
    expect(await readStoredDataset(hash, 'lab')).toBeNull();
  });
});

/** A run learns from the data that its config and its hash name, whatever the trainer holds. */
import { describe, expect, it } from 'vitest';
import { TrainerData } from '../../src/lab/heldDataset';
import type { DatasetOrigin } from '../../src/learning/data/dataset';
import type { StoredDatasetContents, TrainerApi } from '../../src/protocol/api';
import { DEFAULT_RUN_CONFIG, datasetOriginOf, type RunConfig } from '../../src/protocol/run';
import { imported } from '../store/testSession';

const { summary } = imported;
const config: RunConfig = {
  ...DEFAULT_RUN_CONFIG,
  dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: summary.episodes },
};
const origin = datasetOriginOf(config);
/** What a changed file says of its data: no mixture plays it again. */
const changed: DatasetOrigin = { ...origin, mixture: null };
const configOfFile: RunConfig = { ...config, dataset: { ...config.dataset, behaviours: null } };

/** A trainer that notes what it holds; the text of a file is the hash of its data. */
function open(stored: Readonly<Record<string, StoredDatasetContents>> = {}) {
  let holds = 'nothing';
  let isChanged = false;
  const take = (what: string) => {
    holds = what;
    return summary;
  };
  const api: Partial<TrainerApi> = {
    importDataset: async (file) => {
      const hash = new TextDecoder().decode(file) + (isChanged ? ', changed' : '');
      if (hash.startsWith('unreadable')) throw new Error('file: expected a whole Parquet file');
      return { summary: take(hash), origin: changed, hash };
    },
    loadDataset: () => take('collected'),
    loadStoredDataset: async (hash) => {
      if (stored[hash] === undefined) return null;
      take(hash);
      return stored[hash];
    },
    storeDataset: async () => ({ hash: 'hash of the collected', problem: '' }),
  };
  const call = async <Result>(work: (remote: never) => Promise<Result>) => await work(api as never);
  const data = new TrainerData(
    { collect: () => Promise.resolve([]) },
    { call, whenReady: () => Promise.resolve() },
  );
  return {
    data,
    holds: () => holds,
    /** Files have other data from now on. */
    change: () => {
      isChanged = true;
    },
    provide: async (run: RunConfig, hash: string | null) => {
      await data.provide(run, hash, () => undefined, new AbortController().signal);
      return holds;
    },
  };
}

describe('the data of a run', () => {
  it('is the file that its hash names, of two that were made of the same episodes', async () => {
    const { data, provide } = open();
    await data.importFile(new Blob(['file a']));
    expect(await provide(configOfFile, 'file a')).toBe('file a');
    await data.importFile(new Blob(['file b']));
    expect(data.summaryFor(configOfFile, 'file a')).toBeNull();
    expect(data.summaryFor(configOfFile, null)).toBeNull();
    expect(data.summaryFor(configOfFile, 'file b')).toBe(summary);
    await expect(provide(configOfFile, 'file a')).rejects.toThrow(/Open the file again/);
  });

  it('is read from its file again after the trainer has let go of it', async () => {
    const { data, provide } = open();
    await data.importFile(new Blob(['file a']));
    expect(await provide(config, null)).toBe('collected');
    expect(await provide(configOfFile, 'file a')).toBe('file a');
    data.forget();
    expect(await provide(configOfFile, 'file a')).toBe('file a');
  });

  it('is collected where what is stored under its hash is of another origin', async () => {
    const other = { summary, origin: { ...origin, seed: origin.seed + 1 } };
    const { provide, data } = open({ other, own: { summary, origin } });
    expect(await provide(config, 'other')).toBe('collected');
    await data.store();
    expect(data.hash).toBe('hash of the collected');
    expect(await provide(config, 'own')).toBe('own');
  });

  it('is settled after a file that is being read', async () => {
    const { data, holds, provide } = open();
    await provide(config, null);
    const importing = data.importFile(new Blob(['file a']));
    expect(await provide(config, null)).toBe('collected');
    await importing;
    expect(holds()).toBe('collected');
  });

  it('says what to do where its file is gone or was changed, and is no other for it', async () => {
    const { data, provide, change } = open();
    await expect(provide(configOfFile, 'file a')).rejects.toThrow(/Import Parquet/);
    await data.importFile(new Blob(['file a']));
    data.forget();
    change();
    await expect(provide(configOfFile, 'file a')).rejects.toThrow(/Import Parquet/);
    await expect(data.importFile(new Blob(['unreadable']))).rejects.toThrow('whole Parquet file');
    expect(await provide(config, null)).toBe('collected');
  });
});

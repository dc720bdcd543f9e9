import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { openStorage } from '../../../src/lab/storage/openStorage';
import { FILL_LENGTH, SAMPLE_LENGTH } from '../../../src/protocol/frames';
import { episode, testStorage } from './testStorage';

const { open } = testStorage();

describe('the database', () => {
  it('says how much of the space is used, by what, and whether it may be cleared', async () => {
    const manager = {
      estimate: () => Promise.resolve({ usage: 10, quota: 100 }),
      persist: () => Promise.resolve(true),
      persisted: () => Promise.resolve(true),
    };
    const told = await open({ manager });
    await told.episodes.put(episode, { name: 'x', bookmarks: [] });
    // 2 samples, 3 fills, 12 queue entries as doubles; 40 levels as words.
    const bytes = 8 * (2 * SAMPLE_LENGTH + 3 * FILL_LENGTH + 12) + 4 * 40;
    expect(await told.usage()).toEqual({
      runs: { count: 0, bytes: 0 },
      episodes: { count: 1, bytes },
      datasets: { count: 0, bytes: 0 },
      browser: { usedBytes: 10, quotaBytes: 100 },
      isPersistent: true,
    });
    expect(await told.persist()).toBe(true);
  });

  it('goes on where the browser does not tell, or refuses to', async () => {
    const refuse = () => Promise.reject(new TypeError('insecure'));
    const manager = { estimate: refuse, persist: refuse, persisted: refuse };
    const refused = await open({ manager });
    expect(await refused.usage()).toMatchObject({ browser: null, isPersistent: false });
    expect(await refused.persist()).toBe(false);
  });

  it('gives way to a newer version in another tab', async () => {
    await open();
    const newer = await openDB('lab', 2);
    expect(newer.version).toBe(2);
    newer.close();
    await expect(open()).rejects.toMatchObject({ name: 'StorageError' });
  });

  it('is reported as unavailable where there is none', async () => {
    const { indexedDB } = globalThis;
    Reflect.deleteProperty(globalThis, 'indexedDB');
    try {
      await expect(openStorage()).rejects.toMatchObject({ problem: 'unavailable' });
    } finally {
      globalThis.indexedDB = indexedDB;
    }
  });
});

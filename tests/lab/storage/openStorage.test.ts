import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { NO_EVENTS } from '../../../src/lab/storage/connection';
import { openStorage } from '../../../src/lab/storage/openStorage';
import { FILL_LENGTH, SAMPLE_LENGTH } from '../../../src/protocol/frames';
import { parseSweep, sweepJson } from '../../../src/protocol/sweep';
import { exampleSweep } from '../../protocol/exampleSweep';
import { episode, exampleRun, testStorage } from './testStorage';

const { open } = testStorage();

/** Versions that brought tables which version 1 did not have. */
const SINCE: Readonly<Record<string, number | undefined>> = {
  tombstones: 2,
  sweeps: 3,
  tapes: 4,
  tapeIndexes: 4,
  tapeChunks: 4,
};

/** Makes the database what an older version of its tables was. */
async function asVersion(version: number): Promise<void> {
  const current = await openDB('lab');
  const names = [...current.objectStoreNames].filter((name) => (SINCE[name] ?? 1) <= version);
  const tables = await Promise.all(
    names.map(async (name) => ({
      name,
      keyPath: current.transaction(name).store.keyPath,
      keys: await current.getAllKeys(name),
      values: await current.getAll(name),
    })),
  );
  current.close();
  await deleteDB('lab');
  const first = await openDB('lab', version, {
    upgrade(database) {
      for (const { name, keyPath } of tables) {
        database.createObjectStore(name, keyPath === null ? {} : { keyPath });
      }
    },
  });
  for (const { name, keyPath, keys, values } of tables) {
    for (const [index, value] of values.entries()) {
      await first.put(name, value, keyPath === null ? keys[index] : undefined);
    }
  }
  first.close();
}

describe('the database', () => {
  it('says how much of the space is used, by what, and whether it may be cleared', async () => {
    const manager = {
      estimate: () => Promise.resolve({ usage: 10, quota: 100 }),
      persist: vi.fn(() => Promise.resolve(true)),
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
      tapes: { count: 0, bytes: 0 },
      browser: { usedBytes: 10, quotaBytes: 100 },
      isPersistent: true,
    });
    told.askToPersist();
    expect(manager.persist).toHaveBeenCalledTimes(1);
  });

  it('goes on where the browser does not tell, or refuses to', async () => {
    const refuse = () => Promise.reject(new TypeError('insecure'));
    const manager = { estimate: refuse, persist: refuse, persisted: refuse };
    const refused = await open({ manager });
    expect(await refused.usage()).toMatchObject({ browser: null, isPersistent: false });
    // A rejection that nobody handled would fail the test.
    refused.askToPersist();
  });

  it('gives way to a newer version in another tab, says so, and leaves its data', async () => {
    const lost: string[] = [];
    await open({ events: { ...NO_EVENTS, onLost: ({ problem }) => lost.push(problem) } });
    const newer = await openDB('lab', 99, {
      upgrade: (database) => void database.createObjectStore('future'),
    });
    await newer.put('future', 'what only a newer version reads', 'key');
    await expect.poll(() => lost).toEqual(['newer']);
    newer.close();
    await expect(open()).rejects.toMatchObject({ problem: 'newer' });
    const after = await openDB('lab');
    expect([after.version, await after.get('future', 'key')]).toEqual([
      99,
      'what only a newer version reads',
    ]);
    after.close();
  });

  it.each([1, 2, 3])(
    'of version %i keeps all that it held, in what comes next',
    async (version) => {
      const first = await open();
      await first.runs.put(exampleRun('a'), { update: 1 });
      first.close();
      await asVersion(version);
      const next = await open();
      expect(await next.runs.get('a')).toStrictEqual(exampleRun('a'));
      expect(await next.runs.getState('a')).toEqual({ update: 1 });
      expect(await next.sweeps.list()).toEqual([]);
      expect(await next.tapes.list()).toEqual([]);
      const sweep = exampleSweep();
      await next.sweeps.put(sweepJson(sweep));
      expect((await next.sweeps.list()).map(parseSweep)).toStrictEqual([sweep]);
      await next.sweeps.delete(sweep.id);
      expect(await next.sweeps.list()).toEqual([]);
    },
  );

  it('opens once the tab with an older version is closed, and says that it waits', async () => {
    const first = await open();
    await first.runs.put(exampleRun('a'), null);
    first.close();
    await asVersion(1);
    const older = await openDB('lab', 1);
    const blocked: string[] = [];
    const opening = open({
      events: { ...NO_EVENTS, onBlocked: ({ problem }) => blocked.push(problem) },
    });
    await expect.poll(() => blocked).toEqual(['blocked']);
    older.close();
    expect(await (await opening).runs.list()).toHaveLength(1);
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

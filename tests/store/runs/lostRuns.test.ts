import { describe, expect, it } from 'vitest';
import { StorageError } from '../../../src/lab/storage/storageError';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { LabStorage } from '../../../src/lab/storage/types';
import { summaryOf } from '../../../src/protocol/run';
import { KeptRecords } from '../../../src/store/runs/keptRecords';
import { storeRemnants, takeFromMemory } from '../../../src/store/runs/lostRuns';
import { exampleRun } from './exampleRun';

const accessTo = (storage: LabStorage) => ({
  attempt: <Result>(work: (storage: LabStorage) => Promise<Result>) => work(storage),
});

const shown = (...ids: string[]) => ids.map((id) => summaryOf(exampleRun(id)));

describe('runs that a database has lost', () => {
  it('that stood in memory are kept whole, to be stored', async () => {
    const memory = createMemoryStorage();
    await memory.runs.put(exampleRun('a'), { update: 1 });
    await memory.runs.put(exampleRun('b'), null);
    const kept = new KeptRecords();
    await takeFromMemory(memory, kept);
    expect(kept.unsaved).toHaveLength(2);
    expect(kept.get('a')).toMatchObject({ run: exampleRun('a'), state: { update: 1 } });
    expect(kept.get('b')).toMatchObject({ run: exampleRun('b'), state: null });
  });

  it('are stored without their agent where this tab has no more of them', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('there'), null);
    const runs = [
      ...shown('there', 'lost'),
      summaryOf(exampleRun('bare', { hasPolicy: false, policy: null })),
    ];
    expect(await storeRemnants(runs, new KeptRecords(), accessTo(storage))).toBe(1);
    expect(await storage.runs.get('there')).toEqual(exampleRun('there'));
    expect(await storage.runs.get('lost')).toMatchObject({ hasPolicy: false, update: 2300 });
    expect(await storage.runs.get('bare')).toMatchObject({ hasPolicy: false, update: 2300 });
  });

  it('wait whole to be stored where this tab has them, under their newest labels', async () => {
    const storage = createMemoryStorage();
    const kept = new KeptRecords();
    for (const id of ['lost', 'shortened']) {
      kept.noteStored(kept.set(exampleRun(id), { update: 3 }));
    }
    // Another tab had less of this one, and has stored that.
    const remnant = exampleRun('shortened', { hasPolicy: false, policy: null, history: null });
    await storage.runs.put(remnant, null, true);
    const [lost, shortened] = shown('lost', 'shortened');
    const runs = [{ ...lost, name: 'Patient' }, shortened];
    expect(await storeRemnants(runs, kept, accessTo(storage))).toBe(0);
    expect(kept.unsaved).toEqual(['lost', 'shortened']);
    expect(kept.get('lost')).toMatchObject({
      run: { name: 'Patient', policy: exampleRun('lost').policy },
      state: { update: 3 },
    });
    expect(await storage.runs.get('lost')).toBeNull();
  });

  it('are counted as far as they were stored where storage fails', async () => {
    const storage = createMemoryStorage();
    const put: LabStorage['runs']['put'] = async (run, state, isRemnant) => {
      if (run.id === 'b') throw new StorageError('full', 'The storage is full.');
      return await storage.runs.put(run, state, isRemnant);
    };
    const failing = { ...storage, runs: { ...storage.runs, put } };
    const attempt = async <Result>(work: (storage: LabStorage) => Promise<Result>) =>
      await work(failing).catch(() => undefined);
    expect(await storeRemnants(shown('a', 'b', 'c'), new KeptRecords(), { attempt })).toBe(2);
    expect((await storage.runs.list()).map(({ id }) => id)).toEqual(['a']);
  });
});

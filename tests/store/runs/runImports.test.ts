import { describe, expect, it, vi } from 'vitest';
import { StorageError } from '../../../src/lab/storage/storageError';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { LabStorage } from '../../../src/lab/storage/types';
import { writeRunFile } from '../../../src/store/runs/runFiles';
import { FILES_AT_ONCE } from '../../../src/store/runs/runImports';
import { openTestSession } from '../testSession';
import { exampleRun } from './exampleRun';

async function open(storage: LabStorage = createMemoryStorage()) {
  const { session } = openTestSession('', { storage });
  await vi.waitFor(() => expect(session.state.storageProblem).toBeNull());
  const { runs, imports, store } = session;
  return { runs, imports, store, names: () => store.getState().runs.map(({ name }) => name) };
}

const runFile = (id: string, fileName: string) =>
  new File([writeRunFile(exampleRun(id))], fileName);
const manyFiles = (count: number) =>
  Array.from({ length: count }, (_, index) => runFile('3', `${index}.json`));

describe('a file', () => {
  it('becomes a run under an id of its own', async () => {
    const storage = createMemoryStorage();
    const { imports, names } = await open(storage);
    const file = new File([writeRunFile(exampleRun('a', { name: 'Patient' }))], 'a.json');
    expect(await imports.importFiles([file])).toEqual({
      imported: [{ fileName: 'a.json', name: 'Patient' }],
      refused: [],
      left: 0,
    });
    expect(names()).toEqual(['Patient']);
    expect(await storage.runs.get('run-1')).toMatchObject({ name: 'Patient', hasPolicy: false });
  });

  it('that is not sound becomes none, and names what is wrong', async () => {
    const { imports, names } = await open();
    const { refused } = await imports.importFiles([new File(['{"format": 1}'], 'bad.json')]);
    expect(refused).toEqual([
      { fileName: 'bad.json', reason: expect.stringContaining('run.format') },
    ]);
    expect(names()).toEqual([]);
  });

  it('that is a dataset is said to be one', async () => {
    const { imports } = await open();
    const dataset = new File(['PAR1', new Uint8Array(64)], 'data.parquet');
    const { refused } = await imports.importFiles([dataset]);
    expect(refused[0].reason).toMatch(/^This is a dataset/);
  });
});

describe('many files', () => {
  it('get names of their own, and are shown and stored a few together', async () => {
    const storage = createMemoryStorage();
    const { runs, imports, names, store } = await open(storage);
    await runs.save(exampleRun('3'), null);
    const [put, putNew] = [vi.spyOn(storage.runs, 'put'), vi.spyOn(storage.runs, 'putNew')];
    const changes = vi.fn<() => void>();
    const told: unknown[] = [];
    store.subscribe((state, before) => {
      if (state.runs !== before.runs) changes();
      if (state.importing !== before.importing) told.push(state.importing?.done);
    });
    const count = 2 * FILES_AT_ONCE + 5;
    await imports.importFiles(manyFiles(count));
    expect(names().slice(0, 3)).toEqual(['Run 3', 'Run 3 (2)', 'Run 3 (3)']);
    expect(new Set(names()).size).toBe(count + 1);
    expect(changes).toHaveBeenCalledTimes(3);
    expect(putNew.mock.calls.map(([all]) => all.length)).toEqual([FILES_AT_ONCE, FILES_AT_ONCE, 5]);
    expect(put).not.toHaveBeenCalled();
    expect(told).toEqual([0, FILES_AT_ONCE, 2 * FILES_AT_ONCE, undefined]);
    expect((await storage.usage()).runs.count).toBe(count + 1);
    expect(store.getState().unsavedRuns).toEqual([]);
  });

  it('stand in the order in which their runs began, as they do on the next visit', async () => {
    const { imports, names } = await open();
    const begun = (name: string, createdAt: number) =>
      new File([writeRunFile(exampleRun('a', { name, createdAt }))], `${name}.json`);
    await imports.importFiles([begun('Second', 2000), begun('Third', 3000), begun('First', 1000)]);
    expect(names()).toEqual(['First', 'Second', 'Third']);
  });

  it('are left where they are when the import is cancelled, and what was imported stays', async () => {
    const storage = createMemoryStorage();
    const { imports, names, store } = await open(storage);
    store.subscribe(({ importing }) => {
      if (importing !== null && importing.done > 0) imports.cancel();
    });
    const outcome = await imports.importFiles(manyFiles(3 * FILES_AT_ONCE));
    expect(outcome.imported).toHaveLength(2 * FILES_AT_ONCE);
    expect(outcome.left).toBe(FILES_AT_ONCE);
    expect(names()).toHaveLength(2 * FILES_AT_ONCE);
    expect(store.getState().importing).toBeNull();
    // Another import begins anew.
    expect((await imports.importFiles(manyFiles(1))).imported).toHaveLength(1);
  });

  it('wait for the import before, so that names stay apart', async () => {
    const { imports, names } = await open();
    await Promise.all([imports.importFiles(manyFiles(2)), imports.importFiles(manyFiles(2))]);
    expect(names()).toEqual(['Run 3', 'Run 3 (2)', 'Run 3 (3)', 'Run 3 (4)']);
  });

  it('are stored one by one where they cannot be together, so that as many fit as there is room for', async () => {
    const storage = createMemoryStorage();
    const full = () => Promise.reject(new StorageError('full', 'The storage is full.'));
    let room = 2;
    const { imports, names, store } = await open({
      ...storage,
      runs: {
        ...storage.runs,
        putNew: full,
        put: (run, state) => ((room -= 1) < 0 ? full() : storage.runs.put(run, state)),
      },
    });
    await imports.importFiles(manyFiles(3));
    expect(names()).toHaveLength(3);
    expect((await storage.runs.list()).map(({ name }) => name).toSorted()).toEqual([
      'Run 3',
      'Run 3 (2)',
    ]);
    expect(store.getState().unsavedRuns).toHaveLength(1);
  });
});

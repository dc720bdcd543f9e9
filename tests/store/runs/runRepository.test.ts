import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { OPEN_LIMIT_MS } from '../../../src/lab/storage/storageError';
import { StorageError } from '../../../src/lab/storage/storageError';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { LabStorage, RunStorage } from '../../../src/lab/storage/types';
import { UNDO_SECONDS } from '../../../src/store/runs/runDeletion';
import { RunRepository } from '../../../src/store/runs/runRepository';
import type { SessionState } from '../../../src/store/state';
import { exampleDataset, exampleOrigin } from '../../learning/data/exampleDataset';
import { freeName } from '../../../src/store/runs/reservedNames';
import { exampleRun } from './exampleRun';

const full: RunStorage['put'] = () =>
  Promise.reject(new StorageError('full', 'Could not store the run: the storage is full.'));

/** A repository on a storage whose parts tests may replace. */
function open(openStorage: () => Promise<LabStorage>) {
  const store = createStore<SessionState>(
    () =>
      ({
        runs: [],
        storageProblem: null,
        unsavedRuns: [],
        interruptedRun: null,
        deletedRun: null,
      }) as Partial<SessionState> as SessionState,
  );
  const notices: string[] = [];
  const repository = new RunRepository(store, {
    openStorage,
    notify: (message) => notices.push(message),
    now: () => 1_000,
  });
  return { store, repository, notices, names: () => store.getState().runs.map(({ name }) => name) };
}

function openOn(storage: LabStorage) {
  return open(() => Promise.resolve(storage));
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the run repository', () => {
  it('shows on the next visit what was kept on this one, oldest first', async () => {
    const storage = createMemoryStorage();
    const first = openOn(storage);
    await first.repository.save(exampleRun('b', { createdAt: 2 }), null);
    await first.repository.save(exampleRun('a', { createdAt: 1 }), { moments: Float32Array.of(1) });
    const next = openOn(storage);
    await next.repository.load();
    expect(next.names()).toEqual(['Run a', 'Run b']);
    expect(next.store.getState().runs[0]).not.toHaveProperty('policy');
    expect(await next.repository.record('a')).toEqual(exampleRun('a', { createdAt: 1 }));
    expect(await next.repository.state('a')).toEqual({ moments: Float32Array.of(1) });
    expect(await next.repository.record('c')).toBeNull();
  });

  it('keeps a name that was given while the run went on', async () => {
    const storage = createMemoryStorage();
    const { repository, names } = openOn(storage);
    await repository.save(exampleRun('a', { status: 'running' }), null);
    await repository.label('a', { name: 'Patient', tags: ['es'] });
    await repository.save(exampleRun('a'), null);
    expect(names()).toEqual(['Patient']);
    expect(await storage.runs.list()).toMatchObject([
      { name: 'Patient', tags: ['es'], status: 'finished' },
    ]);
  });

  it('numbers a name that another run has, and leaves a run its own', async () => {
    const { repository, names } = openOn(createMemoryStorage());
    for (const id of ['a', 'b', 'c']) await repository.save(exampleRun(id), null);
    for (const id of ['a', 'b', 'c', 'b']) await repository.label(id, { name: 'Patient' });
    await repository.label('c', { notes: 'n' });
    expect(names()).toEqual(['Patient', 'Patient (2)', 'Patient (3)']);
  });

  it.each([
    ['Inventory-skewed', 'Inventory-skewed (2)'],
    ['pre-trained on es', 'pre-trained on es (2)'],
    ['By hand', 'By hand (2)'],
    ['You', 'You (2)'],
    ['Youthful', 'Youthful'],
  ])('are not called as somebody of the page is: %s', (wanted, name) => {
    expect(freeName(wanted, new Set())).toBe(name);
    expect(freeName(wanted, new Set([name]))).not.toBe(name);
  });

  it('are not renamed to an agent of the page', async () => {
    const { repository, names } = openOn(createMemoryStorage());
    await repository.save(exampleRun('a'), null);
    await repository.label('a', { name: 'Pre-trained on ES' });
    expect(names()).toEqual(['Pre-trained on ES (2)']);
  });

  it('offers the newest run that was cut short, but none that another tab trains', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('a', { status: 'running', createdAt: 1 }), {});
    await storage.runs.put(exampleRun('b', { status: 'running', createdAt: 2 }), {});
    await storage.runs.put(exampleRun('c', { createdAt: 3 }), null);
    const alone = openOn(storage);
    await alone.repository.load();
    expect(alone.store.getState().interruptedRun).toBe('b');
    const held = () => Promise.resolve(new Set(['b']));
    const beside = openOn({ ...storage, tabs: { ...storage.tabs, held } });
    await beside.repository.load();
    expect(beside.store.getState()).toMatchObject({ interruptedRun: 'a', heldRuns: ['b'] });
  });

  it('brings back the run that was deleted last, and only for a while', async () => {
    const storage = createMemoryStorage();
    const { repository, names, store } = openOn(storage);
    await repository.save(exampleRun('a', { createdAt: 1 }), null);
    await repository.save(exampleRun('b', { createdAt: 2 }), null);
    await repository.deletion.delete('a');
    expect([names(), store.getState().deletedRun?.name]).toEqual([['Run b'], 'Run a']);
    expect(repository.deletion.undelete()).toBe(true);
    expect([names(), store.getState().deletedRun]).toEqual([['Run a', 'Run b'], null]);
    expect(repository.deletion.undelete()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await storage.runs.get('a')).not.toBeNull();
    await repository.deletion.delete('a');
    await vi.advanceTimersByTimeAsync(UNDO_SECONDS * 1000);
    expect(repository.deletion.undelete()).toBe(false);
    await expect(storage.runs.restore('a')).rejects.toThrow('there is no run a');
  });

  it('forgets the run that was deleted before when another is', async () => {
    const storage = createMemoryStorage();
    const { repository, names } = openOn(storage);
    for (const id of ['a', 'b']) await repository.save(exampleRun(id), null);
    await repository.deletion.delete('a');
    await repository.deletion.delete('b');
    expect(repository.deletion.undelete()).toBe(true);
    expect(names()).toEqual(['Run b']);
    expect((await storage.usage()).runs.count).toBe(1);
  });
});

describe('when storage fails', () => {
  it('runs do not last, which is said, and work all the same', async () => {
    const { repository, notices, names, store } = open(() =>
      Promise.reject(new StorageError('unavailable', 'This browser keeps no data.')),
    );
    await repository.load();
    expect(notices).toEqual([]);
    expect(store.getState().storageProblem).toBe('This browser keeps no data.');
    await repository.save(exampleRun('a'), null);
    expect(names()).toEqual(['Run a']);
    expect(await repository.record('a')).toEqual(exampleRun('a'));
  });

  it('a run that finds no room says so once, stays usable, and is stored when there is room', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('old'), null);
    const runs = { ...storage.runs, put: full };
    const { repository, notices, names, store } = openOn({ ...storage, runs });
    await repository.load();
    await repository.save(exampleRun('a', { status: 'running' }), null);
    await repository.save(exampleRun('a'), { update: 3 });
    await repository.label('a', { notes: 'n' });
    expect(notices).toEqual(['Could not store the run: the storage is full.']);
    expect(store.getState().unsavedRuns).toEqual(['a']);
    expect(await repository.record('a')).toMatchObject({ status: 'finished', notes: 'n' });
    expect(await repository.state('a')).toEqual({ update: 3 });
    runs.put = (run, state) => storage.runs.put(run, state);
    await repository.deletion.delete('old');
    await vi.advanceTimersByTimeAsync(UNDO_SECONDS * 1000);
    expect(store.getState().unsavedRuns).toEqual([]);
    expect(names()).toEqual(['Run a']);
    expect(await storage.runs.get('a')).toMatchObject({ status: 'finished', notes: 'n' });
  });

  it('what was measured of a run is shown as not stored, and stored when there is room', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('a', { status: 'running' }), { update: 1 });
    const { repository, store, notices } = openOn(storage);
    await repository.load();
    const evaluation = [{ agentName: 'network', policyVersion: 3, metrics: [] }];
    vi.spyOn(storage.runs, 'amend').mockRejectedValueOnce(
      new StorageError('full', 'Could not change the run: the storage is full.'),
    );
    expect(await repository.amend('a', () => ({ evaluation }))).toBe(true);
    expect(notices).toEqual(['Could not change the run: the storage is full.']);
    await storage.runs.put(exampleRun('a', { status: 'stopped' }), { update: 1 });
    await repository.refresh();
    expect(store.getState()).toMatchObject({
      unsavedRuns: ['a'],
      runs: [{ status: 'stopped', evaluation }],
    });
    await repository.saveRest();
    expect(store.getState()).toMatchObject({ unsavedRuns: [], unsavedReason: '' });
    expect(await storage.runs.get('a')).toMatchObject({ status: 'stopped', evaluation });
  });

  it('a run that could not be stored can still be deleted and brought back', async () => {
    const storage = createMemoryStorage();
    const { repository, names } = openOn({ ...storage, runs: { ...storage.runs, put: full } });
    await repository.save(exampleRun('a'), null);
    await repository.deletion.delete('a');
    expect(names()).toEqual([]);
    repository.deletion.undelete();
    expect(names()).toEqual(['Run a']);
    expect(await repository.record('a')).not.toBeNull();
  });

  it('and does not answer, that is said for as long as it lasts, and what was made is stored then', async () => {
    const storage = createMemoryStorage();
    let answer: (storage: LabStorage) => void = () => undefined;
    const { repository, notices, store } = open(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const saving = repository.save(exampleRun('a'), { update: 1 });
    await vi.advanceTimersByTimeAsync(OPEN_LIMIT_MS);
    await saving;
    expect(store.getState().storageProblem).toContain('has not opened its storage within 5 s');
    expect(await repository.record('a')).toEqual(exampleRun('a'));
    answer(storage);
    await vi.advanceTimersByTimeAsync(1);
    expect([store.getState().storageProblem, notices]).toEqual([null, []]);
    expect(await storage.runs.get('a')).toEqual(exampleRun('a'));
    expect(await storage.runs.getState('a')).toEqual({ update: 1 });
  });

  it('is opened when somebody tries again', async () => {
    const storage = createMemoryStorage();
    let isReady = false;
    const { repository, store } = open(() =>
      isReady
        ? Promise.resolve(storage)
        : Promise.reject(new StorageError('unavailable', 'Not now.')),
    );
    await repository.save(exampleRun('a'), null);
    await repository.saveRest();
    expect(store.getState().storageProblem).toBe('Not now.');
    isReady = true;
    await repository.saveRest();
    await vi.advanceTimersByTimeAsync(1);
    expect(store.getState().storageProblem).toBeNull();
    expect(await storage.runs.get('a')).toEqual(exampleRun('a'));
  });

  it('for want of room, datasets that can be collected again make some', async () => {
    const storage = createMemoryStorage();
    const dataset = exampleDataset([4]);
    await storage.datasets.put('collected', dataset, { ...exampleOrigin, mixture: [] }, 'c');
    await storage.datasets.put('of a file', dataset, { ...exampleOrigin, mixture: null }, 'f');
    const put: RunStorage['put'] = async (run, state) =>
      (await storage.datasets.get('collected')) === null
        ? await storage.runs.put(run, state)
        : await full(run, state);
    const { repository, notices } = openOn({ ...storage, runs: { ...storage.runs, put } });
    await repository.save(exampleRun('a'), null);
    expect(notices).toEqual([]);
    expect(await storage.runs.get('a')).toEqual(exampleRun('a'));
    expect((await storage.datasets.list()).map(({ hash }) => hash)).toEqual(['of a file']);
  });
});

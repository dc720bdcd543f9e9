import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { LabStorage } from '../../../src/lab/storage/types';
import { summaryOf } from '../../../src/protocol/run';
import { LOOK_AGAIN_MS } from '../../../src/store/runs/heldRunWatch';
import { RunListReader } from '../../../src/store/runs/runListReader';
import type { SessionState } from '../../../src/store/state';
import { exampleRun } from './exampleRun';

/** @param page what the page has of runs that are not stored */
function open(
  page: { readonly unsaved?: readonly string[]; readonly names?: Record<string, string> } = {},
) {
  const storage = createMemoryStorage();
  const list = vi.spyOn(storage.runs, 'list');
  const store = createStore<SessionState>(
    () =>
      ({ runs: [], deletedRun: null, runUnderWay: null }) as Partial<SessionState> as SessionState,
  );
  const reader = new RunListReader(
    store,
    { attempt: <Result>(work: (storage: LabStorage) => Promise<Result>) => work(storage) },
    { isUnsaved: (id) => page.unsaved?.includes(id) ?? false },
    { of: (id) => (page.names?.[id] === undefined ? {} : { name: page.names[id] }) },
    { applied: (run) => run },
  );
  return { storage, list, store, reader, names: () => store.getState().runs.map((r) => r.name) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('shows stored runs with labels on their way, and those that are not stored yet', async () => {
  const { storage, store, reader, names } = open({ unsaved: ['new'], names: { a: 'Patient' } });
  for (const id of ['a', 'gone']) await storage.runs.put(exampleRun(id), null);
  store.setState({
    runs: [summaryOf(exampleRun('new', { createdAt: 9 }))],
    deletedRun: summaryOf(exampleRun('gone')),
  });
  await reader.refresh();
  expect(names()).toEqual(['Patient', 'Run new']);
});

it('reads again a list that was changed while it was read, and no older one is shown', async () => {
  const { storage, list, reader, names } = open();
  list.mockImplementationOnce(async () => {
    await reader.edit(() => storage.runs.put(exampleRun('a'), null));
    return [];
  });
  await reader.refresh();
  expect([list.mock.calls.length, names()]).toEqual([2, ['Run a']]);
});

it('shows what it has when the list never rests', async () => {
  const { storage, list, reader, names } = open();
  await storage.runs.put(exampleRun('a'), null);
  const stored = await storage.runs.list();
  list.mockClear().mockImplementation(() => reader.edit(() => Promise.resolve(stored)));
  await reader.refresh();
  expect([list.mock.calls.length, names()]).toEqual([4, ['Run a']]);
});

it('shares the next reading among those who ask while one is under way', async () => {
  const { list, reader } = open();
  await Promise.all([reader.refresh(), reader.refresh(), reader.refresh()]);
  expect(list.mock.calls.length).toBe(2);
});

it('looks again while another tab trains a run, until it is closed', async () => {
  const { storage, list, reader, store } = open();
  await storage.runs.put(exampleRun('a', { status: 'running' }), null);
  storage.tabs.held = () => Promise.resolve(new Set(['a']));
  await reader.refresh();
  expect(store.getState()).toMatchObject({ heldRuns: ['a'], interruptedRun: null });
  await vi.advanceTimersByTimeAsync(LOOK_AGAIN_MS);
  expect(list.mock.calls.length).toBe(2);
  reader.dispose();
  await vi.advanceTimersByTimeAsync(10 * LOOK_AGAIN_MS);
  expect(list.mock.calls.length).toBe(2);
});

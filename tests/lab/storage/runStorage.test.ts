import { IDBObjectStore } from 'fake-indexeddb';
import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { StorageError } from '../../../src/lab/storage/storageError';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import { PURGE_AFTER_MS } from '../../../src/lab/storage/runStorage';
import { openTabs } from '../../../src/lab/storage/tabs';
import { exampleModels } from '../../agents/policies/exampleModels';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { exampleRun, testStorage } from './testStorage';
import { LocksDouble } from './twoTabs';

const { open, reopen } = testStorage();

describe.each([
  ['in the browser', () => open()],
  ['in memory', () => Promise.resolve(createMemoryStorage(() => 1_000))],
])('runs kept %s', (_, openEither) => {
  it('come back as they were put, with the state that they can go on from', async () => {
    const { runs } = await openEither();
    const state = { update: 3, moments: Float32Array.of(1, 2) };
    await runs.put(exampleRun('a'), state);
    expect(await runs.get('a')).toStrictEqual(exampleRun('a'));
    expect(await runs.getState('a')).toStrictEqual(state);
    const modelled = exampleRun('a', { models: exampleModels(examplePolicy()) });
    await runs.put(modelled, null);
    expect(await runs.get('a')).toStrictEqual(modelled);
    await runs.put(exampleRun('a', { policy: null }), null);
    expect(await runs.get('a')).toMatchObject({ policy: null });
    expect(await runs.getState('a')).toBeNull();
  });

  it('that are new are stored together, each with all that it has', async () => {
    const { runs } = await openEither();
    const all = ['a', 'b', 'c'].map((id, index) => exampleRun(id, { createdAt: index }));
    await runs.putNew(all);
    for (const run of all) expect(await runs.get(run.id)).toStrictEqual(run);
    expect((await runs.list()).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    await runs.label('b', { name: 'Patient' });
    await runs.put(all[1], { update: 3 });
    expect(await runs.get('b')).toMatchObject({ name: 'Patient' });
  });

  it('do not change with what they were made of', async () => {
    const { runs } = await openEither();
    const state = { moments: Float32Array.of(1) };
    await runs.put(exampleRun('a'), state);
    state.moments[0] = 9;
    expect(await runs.getState('a')).toEqual({ moments: Float32Array.of(1) });
  });

  it('can be labelled, deleted, restored, and forgotten for good', async () => {
    const storage = await openEither();
    const { runs } = storage;
    await runs.put(exampleRun('a', { createdAt: 1 }), null);
    await runs.put(exampleRun('b', { createdAt: 2 }), null);
    await runs.label('a', { notes: 'wide at night', tags: ['es'] });
    await runs.delete('b');
    expect((await runs.list()).map(({ id, notes }) => [id, notes])).toEqual([
      ['a', 'wide at night'],
    ]);
    expect(await runs.get('b')).toBeNull();
    await runs.restore('b');
    expect((await runs.list()).map(({ id }) => id)).toEqual(['b', 'a']);
    await runs.delete('b');
    await runs.forget('b');
    await expect(runs.restore('b')).rejects.toThrow('there is no run b');
    expect((await storage.usage()).runs.count).toBe(1);
    await expect(runs.label('b', { name: 'x' })).rejects.toThrow('there is no run b');
  });

  it('change in the fields that an amendment names, as they stand by then', async () => {
    const { runs } = await openEither();
    await runs.put(exampleRun('a', { status: 'running', update: 40 }), { update: 40 });
    await runs.label('a', { notes: 'kept' });
    const evaluation = [{ agentName: 'network', policyVersion: 3, metrics: [] }];
    const evaluated = (updates: number) =>
      runs.amend('a', ({ update }) => (update === updates ? { evaluation } : null));
    expect(await evaluated(30)).toBeNull();
    expect((await runs.get('a'))?.evaluation).toEqual(exampleRun('a').evaluation);
    expect(await evaluated(40)).toEqual({ evaluation });
    expect(await runs.amend('a', () => ({ status: 'stopped' }))).toEqual({ status: 'stopped' });
    expect(await runs.get('a')).toStrictEqual(
      exampleRun('a', { status: 'stopped', update: 40, notes: 'kept', evaluation }),
    );
    expect(await runs.getState('a')).toEqual({ update: 40 });
    expect(await runs.amend('never stored', () => ({ evaluation }))).toBeNull();
  });

  it('keep a final word as long as they have made as many updates', async () => {
    const { runs } = await openEither();
    const run = exampleRun('a', { status: 'running', update: 40 });
    const finalWord = { seed: 5, candidates: 1, rows: [] };
    await runs.put(run, null);
    await runs.amend('a', () => ({ finalWord }));
    await runs.put({ ...run, status: 'stopped' }, null);
    expect(await runs.get('a')).toMatchObject({ status: 'stopped', finalWord });
    await runs.put({ ...run, update: 50 }, null);
    expect(await runs.get('a')).not.toHaveProperty('finalWord');
  });

  it('are beside what the baselines did in each scenario', async () => {
    const { baselines } = await openEither();
    expect(await baselines.get('es')).toBeNull();
    const rows = [{ agentName: 'random', policyVersion: null, metrics: [] }];
    await baselines.put('es', rows);
    expect(await baselines.get('es')).toEqual(rows);
    expect(await baselines.get('nq')).toBeNull();
  });
});

describe('stored runs', () => {
  it('come back whole on the next visit', async () => {
    const run = exampleRun('a');
    const first = await open();
    await first.runs.put(run, null);
    // A run without policy and curves takes room too.
    await first.runs.put(exampleRun('c', { policy: null, history: null }), null);
    expect((await first.usage()).runs.bytes).toBeGreaterThan(100);
    await first.runs.forget('c');
    const next = await reopen(first);
    expect(await next.runs.get('a')).toStrictEqual(run);
    expect(await next.runs.get('b')).toBeNull();
  });

  it('are listed newest first, without their long columns', async () => {
    const { runs } = await open();
    await runs.put(exampleRun('old', { createdAt: 1 }), null);
    await runs.put(exampleRun('new', { createdAt: 2 }), null);
    const [newest, oldest] = await runs.list();
    expect([newest.id, oldest.id]).toEqual(['new', 'old']);
    expect(newest).not.toHaveProperty('history');
    expect(newest).not.toHaveProperty('policy');
    expect(newest).not.toHaveProperty('deletedAt');
  });

  it('are replaced whole: an old policy does not survive a run without one', async () => {
    const { runs } = await open();
    await runs.put(exampleRun('a'), null);
    await runs.put(exampleRun('a', { policy: null, history: null }), null);
    expect(await runs.get('a')).toMatchObject({ policy: null, history: null });
  });

  it('take new names, notes and tags, and keep the rest', async () => {
    const { runs } = await open();
    await runs.put(exampleRun('a'), null);
    await runs.label('a', { name: 'Patient', tags: ['es', 'calm'] });
    const expected = exampleRun('a', { name: 'Patient', tags: ['es', 'calm'] });
    expect(await runs.get('a')).toStrictEqual(expected);
    await expect(runs.label('b', { name: 'x' })).rejects.toThrow('there is no run b');
  });

  it('can be deleted, brought back, and are gone for good some minutes later', async () => {
    const first = await open();
    await first.runs.put(exampleRun('a'), null);
    await first.runs.delete('a');
    expect(await first.runs.list()).toEqual([]);
    expect(await first.runs.get('a')).toBeNull();
    await first.runs.restore('a');
    expect(await first.runs.get('a')).toStrictEqual(exampleRun('a'));
    await first.runs.delete('a');
    // Another tab may still offer to undo it.
    const second = await reopen(first);
    expect(await second.runs.list()).toEqual([]);
    await second.runs.restore('a');
    await second.runs.delete('a');
    second.close();
    const later = await open({ now: () => 1_001 + PURGE_AFTER_MS });
    await expect(later.runs.restore('a')).rejects.toThrow('there is no run a');
    expect(await later.runs.put(exampleRun('a'), null)).toMatchObject({ isStored: false });
  });

  it('hold no more of a buffer than they show of it', async () => {
    const { runs } = await open();
    const observationStd = new Float32Array(100_000).subarray(10, 15);
    await runs.put(exampleRun('a', { policy: { ...examplePolicy(), observationStd } }), null);
    const stored = await runs.get('a');
    expect(stored?.policy?.observationStd.buffer.byteLength).toBe(20);
  });
});

describe('a run that was training when the page went away', () => {
  it('stays to be resumed when there is a state to go on from', async () => {
    const first = await open();
    const checkpoint = { update: 7, parameters: { w: Float32Array.of(1, 2) } };
    await first.runs.put(exampleRun('a', { status: 'running', policy: null }), checkpoint);
    const next = await reopen(first);
    expect((await next.runs.get('a'))?.status).toBe('running');
    expect(await next.runs.getState('a')).toStrictEqual(checkpoint);
  });

  it('counts as stopped when it has only a policy', async () => {
    const first = await open();
    await first.runs.put(exampleRun('a', { status: 'running' }), null);
    const next = await reopen(first);
    expect(await next.runs.get('a')).toStrictEqual(exampleRun('a', { status: 'stopped' }));
  });

  it('is discarded when it has neither, and nothing else with it', async () => {
    const first = await open();
    await first.runs.put(exampleRun('kept'), null);
    await first.runs.put(exampleRun('a', { status: 'running', policy: null }), null);
    const next = await reopen(first);
    expect((await next.runs.list()).map(({ id }) => id)).toEqual(['kept']);
  });

  it('is left alone while another tab trains it, and is discarded once that tab is gone', async () => {
    const locks = new LocksDouble();
    const other = openTabs('lab', { locks, channel: undefined });
    const release = await other.claim('a');
    const first = await open();
    await first.runs.put(exampleRun('a', { status: 'running', policy: null }), null);
    first.close();
    const second = await open({
      now: () => 1_000,
      tabs: openTabs('lab', { locks, channel: undefined }),
    });
    expect((await second.runs.list()).map(({ id, status }) => [id, status])).toEqual([
      ['a', 'running'],
    ]);
    expect([...(await second.tabs.held())]).toEqual(['a']);
    second.close();
    await release?.();
    const third = await open({
      now: () => 1_000,
      tabs: openTabs('lab', { locks, channel: undefined }),
    });
    expect(await third.runs.list()).toEqual([]);
    expect((await third.tabs.held()).size).toBe(0);
  });
});

describe('what no version of the lab would have written', () => {
  it('is discarded when it is a part without a run', async () => {
    const first = await open();
    await first.runs.put(exampleRun('a'), null);
    first.close();
    const raw = await openDB('lab');
    await raw.put('policies', examplePolicy(), 'ghost');
    await raw.put('states', { update: 1 }, 'ghost');
    raw.close();
    const next = await open();
    next.close();
    const after = await openDB('lab');
    expect(await after.getAllKeys('policies')).toEqual(['a']);
    expect(await after.getAllKeys('states')).toEqual([]);
    after.close();
  });

  it('is reported, not listed and not lost when it is a run that cannot be read', async () => {
    const first = await open();
    await first.runs.put(exampleRun('good'), null);
    await first.runs.put(exampleRun('odd'), null);
    first.close();
    const raw = await openDB('lab');
    const row = (await raw.get('runs', 'odd')) as { config: { version: number } };
    row.config.version = 99;
    await raw.put('runs', row);
    raw.close();
    const next = await open();
    expect(next.unreadableRuns).toEqual([{ id: 'odd', reason: 'run.version: expected 1, got 99' }]);
    expect((await next.runs.list()).map(({ id }) => id)).toEqual(['good']);
    next.close();
    const after = await openDB('lab');
    expect(await after.getAllKeys('runs')).toEqual(['good', 'odd']);
    expect(await after.getAllKeys('policies')).toEqual(['good', 'odd']);
    after.close();
  });
});

describe('when the storage is full', () => {
  type Put = (this: IDBObjectStore, value: unknown, key?: IDBValidKey) => IDBRequest<IDBValidKey>;

  /** `react` hears of every row of a policy before it is written. */
  function beforePolicies(react: (transaction: IDBTransaction) => void): void {
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as Put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
      key?: IDBValidKey,
    ) {
      if (this.name === 'policies') react(this.transaction);
      return put.call(this, value, key);
    });
  }

  const refuseAtOnce = () =>
    beforePolicies(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });

  /** fake-indexeddb does this when a transaction cannot be committed. */
  const refuseAtTheEnd = () =>
    beforePolicies((transaction) => {
      const abort = Reflect.get(transaction, '_abort') as (name: string) => void;
      queueMicrotask(() => abort.call(transaction, 'QuotaExceededError'));
    });

  it.each([
    ['at once', refuseAtOnce],
    ['at the end', refuseAtTheEnd],
  ])('an error %s says so, and everything stored is as it was', async (_, refuse) => {
    const first = await open();
    await first.runs.put(exampleRun('a'), null);
    refuse();
    const longer = exampleRun('a', { name: 'Longer', history: null });
    const failure: unknown = await first.runs.put(longer, null).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure).toMatchObject({ problem: 'full' });
    expect((failure as Error).message).toContain('Could not store the run “Longer”: ');
    vi.restoreAllMocks();
    const next = await reopen(first);
    expect(await next.runs.get('a')).toStrictEqual(exampleRun('a'));
  });

  it('an error that is no error of space is passed on as what it is', async () => {
    const { runs } = await open();
    const odd = exampleRun('a', { notes: (() => '') as unknown as string });
    const failure: unknown = await runs.put(odd, null).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StorageError', problem: 'failed' });
    expect(await runs.list()).toEqual([]);
  });
});

import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StorageError } from '../../../src/lab/storage/database';
import { openStorage } from '../../../src/lab/storage/openStorage';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import { openTabs, type TabsPlatform } from '../../../src/lab/storage/tabs';
import type { LabStorage } from '../../../src/lab/storage/types';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { FILL_LENGTH, SAMPLE_LENGTH, type EpisodeRecord } from '../../../src/protocol/frames';
import { DEFAULT_RUN_CONFIG, type RunRecord } from '../../../src/protocol/run';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { exampleDataset, exampleOrigin } from '../../learning/data/exampleDataset';

const opened: LabStorage[] = [];
const ALONE: TabsPlatform = { locks: undefined, channel: undefined };

/** The browser's locks as far as tabs use them. */
class LockDouble implements Pick<LockManager, 'request' | 'query'> {
  private readonly names = new Set<string>();

  async request<Result>(name: string, ...rest: readonly unknown[]): Promise<Awaited<Result>> {
    this.names.add(name);
    const work = rest.at(-1) as () => Promise<Awaited<Result>>;
    try {
      return await work();
    } finally {
      this.names.delete(name);
    }
  }

  query(): Promise<LockManagerSnapshot> {
    const held = [...this.names, 'of another page'].map((name) => ({ name }));
    return Promise.resolve({ held, pending: [] });
  }
}

async function open(tabs = openTabs('lab', ALONE)): Promise<LabStorage> {
  const storage = await openStorage({ name: 'lab', now: () => 1_000, tabs });
  opened.push(storage);
  return storage;
}

/** What a visit leaves behind for the next one. */
async function reopen(storage: LabStorage): Promise<LabStorage> {
  storage.close();
  return await open();
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const storage of opened.splice(0)) storage.close();
});

const columnNames = [
  'update',
  'totalUpdates',
  'updatesPerSecond',
  'secondsLeft',
  'policyLoss',
  'valueLoss',
  'criticLoss',
  'meanValue',
  'meanQ',
  'meanAdvantageWeight',
  'clippedShare',
  'policyStd',
  'policyVersion',
] as const;

function exampleRun(id: string, change: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: `Run ${id}`,
    notes: '',
    tags: ['first'],
    status: 'finished',
    createdAt: 5,
    config: DEFAULT_RUN_CONFIG,
    parentId: null,
    datasetHash: '0123456789abcdef',
    update: 2000,
    totalUpdates: 2300,
    hasPolicy: true,
    evaluation: [{ agentName: 'IQL', policyVersion: 12, metrics: [] }],
    failure: '',
    history: {
      algorithm: 'iql',
      phases: ['cloning', 'training'],
      columns: Object.fromEntries(
        columnNames.map((name) => [name, Float64Array.of(1, NaN)]),
      ) as NonNullable<RunRecord['history']>['columns'],
    },
    policy: examplePolicy(),
    ...change,
  };
}

const episode: EpisodeRecord = {
  id: 'e1',
  episode: 3,
  seed: 9,
  market: { preset: 'es', regime: 'base' },
  agentName: 'random',
  policyVersion: 0,
  tickSize: 0.25,
  tickValueDollars: 12.5,
  maxInventory: 50,
  steps: 2,
  samples: new Float64Array(2 * SAMPLE_LENGTH).fill(NaN),
  fills: new Float64Array(3 * FILL_LENGTH),
  ladder: new Int32Array(40),
  queue: new Float64Array(12),
};

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
    await runs.put(exampleRun('a', { policy: null }), null);
    expect(await runs.get('a')).toMatchObject({ policy: null });
    expect(await runs.getState('a')).toBeNull();
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

  it('can be deleted, brought back, and are gone for good after the next visit', async () => {
    const first = await open();
    await first.runs.put(exampleRun('a'), null);
    await first.runs.delete('a');
    expect(await first.runs.list()).toEqual([]);
    expect(await first.runs.get('a')).toBeNull();
    await first.runs.restore('a');
    expect(await first.runs.get('a')).toStrictEqual(exampleRun('a'));
    await first.runs.delete('a');
    const next = await reopen(first);
    await expect(next.runs.restore('a')).rejects.toThrow('there is no run a');
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
    const locks = new LockDouble();
    const other = openTabs('lab', { locks, channel: undefined });
    const release = other.hold('a');
    const first = await open();
    await first.runs.put(exampleRun('a', { status: 'running', policy: null }), null);
    first.close();
    const second = await open(openTabs('lab', { locks, channel: undefined }));
    expect((await second.runs.list()).map(({ id, status }) => [id, status])).toEqual([
      ['a', 'running'],
    ]);
    expect([...(await second.tabs.held())]).toEqual(['a']);
    second.close();
    release();
    const third = await open(openTabs('lab', { locks, channel: undefined }));
    expect(await third.runs.list()).toEqual([]);
    expect((await third.tabs.held()).size).toBe(0);
  });
});

describe('what no version of the lab would have written', () => {
  it('is discarded when it is a part without a run', async () => {
    const first = await open();
    await first.runs.put(exampleRun('a'), null);
    first.close();
    const raw = await openDB('lab', 1);
    await raw.put('policies', examplePolicy(), 'ghost');
    await raw.put('states', { update: 1 }, 'ghost');
    raw.close();
    const next = await open();
    next.close();
    const after = await openDB('lab', 1);
    expect(await after.getAllKeys('policies')).toEqual(['a']);
    expect(await after.getAllKeys('states')).toEqual([]);
    after.close();
  });

  it('is reported, not listed and not lost when it is a run that cannot be read', async () => {
    const first = await open();
    await first.runs.put(exampleRun('good'), null);
    await first.runs.put(exampleRun('odd'), null);
    first.close();
    const raw = await openDB('lab', 1);
    const row = (await raw.get('runs', 'odd')) as { config: { version: number } };
    row.config.version = 99;
    await raw.put('runs', row);
    raw.close();
    const next = await open();
    expect(next.unreadableRuns).toEqual([{ id: 'odd', reason: 'run.version: expected 1, got 99' }]);
    expect((await next.runs.list()).map(({ id }) => id)).toEqual(['good']);
    next.close();
    const after = await openDB('lab', 1);
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

  /** What fake-indexeddb does when a transaction cannot be committed. */
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

describe('stored episodes', () => {
  const opening = { step: 3, label: 'The opening' };
  const squeeze = { step: 70, label: '' };
  it('come back whole, with their name and bookmarks', async () => {
    const first = await open();
    await first.episodes.put(episode, { name: 'A squeeze', bookmarks: [squeeze, opening] });
    const { episodes } = await reopen(first);
    expect(await episodes.list()).toEqual([
      {
        id: 'e1',
        name: 'A squeeze',
        agentName: 'random',
        seed: 9,
        steps: 2,
        fills: 3,
        savedAt: 1_000,
        bytes: 8 * (2 * SAMPLE_LENGTH + 3 * FILL_LENGTH + 12) + 4 * 40,
        bookmarks: [opening, squeeze],
      },
    ]);
    expect(await episodes.get('e1')).toStrictEqual(episode);
    await episodes.label('e1', { bookmarks: [opening] });
    expect((await episodes.list())[0]).toMatchObject({
      name: 'A squeeze',
      bookmarks: [opening],
    });
    await episodes.delete('e1');
    expect(await episodes.list()).toEqual([]);
    expect(await episodes.get('e1')).toBeNull();
  });
});

describe('stored datasets', () => {
  it('come back whole under their hash', async () => {
    const dataset = exampleDataset([4, 6]);
    const hash = datasetHash([dataset]);
    const first = await open();
    await first.datasets.put(hash, dataset, exampleOrigin, 'Default mixture');
    const { datasets } = await reopen(first);
    expect(await datasets.get(hash)).toStrictEqual(dataset);
    const [entry] = await datasets.list();
    expect(entry).toMatchObject({ hash, name: 'Default mixture', rows: 10, episodes: 2 });
    expect(entry.origin).toStrictEqual(exampleOrigin);
    // Per row 46 + 5 + 6 floats, 4 single floats, 1 double, 2 bytes, 2 + 4 bytes; per episode 46 floats and a double.
    expect(entry.bytes).toBe(10 * (4 * (46 + 5 + 6 + 4) + 8 + 2 + 2 + 4) + 2 * (4 * 46 + 8));
    await datasets.delete(hash);
    expect(await datasets.get(hash)).toBeNull();
  });
});

describe('the database', () => {
  it('says how much of the space is used, by what, and whether it may be cleared', async () => {
    const manager = {
      estimate: () => Promise.resolve({ usage: 10, quota: 100 }),
      persist: () => Promise.resolve(true),
      persisted: () => Promise.resolve(true),
    };
    const told = await openStorage({ name: 'lab', manager });
    opened.push(told);
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
    const refused = await openStorage({ name: 'lab', manager });
    opened.push(refused);
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

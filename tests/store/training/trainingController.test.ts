import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { LabStorage } from '../../../src/lab/storage/types';
import type { Lab, TrainRequest } from '../../../src/lab/types';
import { NO_METRICS } from '../../../src/learning/algorithms/trainingMetrics';
import type { TrainingProgress } from '../../../src/protocol/api';
import type { RunState } from '../../../src/learning/runs/runState';
import { HISTORY_FIELDS, type ProgressHistory } from '../../../src/protocol/progressHistory';
import { DEFAULT_RUN_CONFIG, trainingSeedOf } from '../../../src/protocol/run';
import { readRunFile, writeRunFile } from '../../../src/store/runs/runFiles';
import { RunRepository } from '../../../src/store/runs/runRepository';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';
import type { SessionState } from '../../../src/store/state';
import { IDLE_TRAINING } from '../../../src/store/training/training';
import { TrainingController } from '../../../src/store/training/trainingController';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { exampleRun } from '../runs/exampleRun';

const state: RunState = {
  kind: 'gaussianMlp',
  checkpoint: { update: 412 } as Extract<RunState, { kind: 'gaussianMlp' }>['checkpoint'],
};
const policy = examplePolicy();
const columns = Object.fromEntries(
  HISTORY_FIELDS.map((field) => [field, Float64Array.of(5, 6)]),
) as ProgressHistory['columns'];
const cutShort = exampleRun('old', {
  name: 'Run 3',
  status: 'running',
  update: 412,
  totalUpdates: 1000,
  history: { algorithm: 'iql', phases: ['cloning', 'training'], columns },
});

/** @param prefix what the ids of its runs begin with */
async function open(storage: LabStorage = createMemoryStorage(), prefix = 'new') {
  let ids = 0;
  const store = createStore<SessionState>(
    () =>
      ({
        settings: DEFAULT_SETTINGS,
        past: [],
        training: IDLE_TRAINING,
        runs: [],
        storageProblem: null,
        unsavedRuns: [],
        interruptedRun: null,
        runUnderWay: null,
        deletedRun: null,
      }) as Partial<SessionState> as SessionState,
  );
  const notices: string[] = [];
  const asked: TrainRequest[] = [];
  const lab = {
    train: (request: TrainRequest) => asked.push(request),
    stopTraining: () => undefined,
  } as Partial<Lab> as Lab;
  const common = {
    notify: (message: string) => notices.push(message),
    now: () => 1_000,
    newId: () => (++ids === 1 ? prefix : `${prefix}-${ids}`),
  };
  const repository = new RunRepository(store, {
    ...common,
    openStorage: () => Promise.resolve(storage),
  });
  const controller = new TrainingController(store, lab, repository, {
    ...common,
    onFirstPolicy: () => undefined,
    onRunEnd: () => undefined,
  });
  await repository.load();
  const stored = async (id: string) => ({
    run: await storage.runs.get(id),
    state: await storage.runs.getState(id),
  });
  return { store, controller, repository, notices, asked, stored };
}

async function openAfterReload() {
  const storage = createMemoryStorage();
  await storage.runs.put(cutShort, state);
  return await open(storage);
}

const settled = () => new Promise(setImmediate);

const reported = (phase: TrainingProgress['phase'], update: number, totalUpdates: number) => ({
  kind: 'progress' as const,
  progress: {
    ...NO_METRICS,
    algorithm: 'iql' as const,
    phase,
    update,
    totalUpdates,
    updatesPerSecond: 40,
    secondsLeft: 10,
    policyVersion: 1,
  },
});

describe('a run under way', () => {
  it('is stored with the updates of its checkpoint, and of its last policy', async () => {
    const { controller, stored } = await open();
    const reachedSoFar = async () => {
      await settled();
      const { run } = await stored('new');
      return [run?.update, run?.totalUpdates];
    };
    controller.train(null);
    // A critic that is trained first counts updates of its own.
    controller.receive(reported('critic', 1900, 2000));
    controller.receive({
      kind: 'checkpoint',
      checkpoint: { state, policy: null, datasetHash: '' },
    });
    expect(await reachedSoFar()).toEqual([0, 0]);
    controller.receive(reported('training', 430, 1000));
    controller.receive({ kind: 'checkpoint', checkpoint: { state, policy, datasetHash: '' } });
    expect(await reachedSoFar()).toEqual([412, 1000]);
    const last = { ...policy, updates: 1000 };
    controller.receive(reported('training', 990, 1000));
    controller.receive({ kind: 'finished', policy: last, state });
    expect(await reachedSoFar()).toEqual([1000, 1000]);
  });

  it('is stored at each checkpoint, as running, with what it can go on from', async () => {
    const { controller, store, stored } = await open();
    controller.train(null);
    expect(store.getState().runUnderWay).toBe('new');
    const datasetHash = '0123456789abcdef';
    controller.receive({ kind: 'checkpoint', checkpoint: { state, policy, datasetHash } });
    await settled();
    expect(await stored('new')).toMatchObject({
      run: { status: 'running', hasPolicy: true, datasetHash },
      state,
    });
    controller.receive({ kind: 'finished', policy, state });
    await settled();
    expect(store.getState().runUnderWay).toBeNull();
    expect((await stored('new')).run).toMatchObject({ status: 'finished', datasetHash });
  });

  it('is kept as failed, with its last checkpoint, when it fails after one', async () => {
    const { controller, stored } = await open();
    controller.train(null);
    controller.receive({ kind: 'checkpoint', checkpoint: { state, policy, datasetHash: null } });
    controller.receive({ kind: 'failed', message: 'The trainer stopped.', details: '' });
    await settled();
    expect(await stored('new')).toMatchObject({
      run: { status: 'failed', failure: 'The trainer stopped.', hasPolicy: true },
      state,
    });
  });

  it('leaves nothing behind when it fails before its first policy', async () => {
    const { controller, store, stored } = await open();
    controller.train(null);
    controller.receive({ kind: 'failed', message: 'No collector.', details: '' });
    await settled();
    expect([store.getState().runs, (await stored('new')).run]).toEqual([[], null]);
  });

  it('says from where it goes on after its trainer died', async () => {
    const { controller, notices } = await open();
    controller.train(null);
    controller.receive({
      kind: 'recovered',
      update: 412,
      reason: 'The GPU was lost.',
      details: 'stack',
    });
    expect(notices).toEqual([
      'The GPU was lost. Run 1 goes on from its last checkpoint, update 412.',
    ]);
  });
});

describe('training seeds that were to follow when the page went away', () => {
  const seedsOf = (asked: readonly TrainRequest[]) =>
    asked.map(({ config }) => trainingSeedOf(config));
  const checkpoint = { state, policy, datasetHash: '0123456789abcdef' };

  /** Begins three seeds, and gives the storage and the tab. */
  async function openWithSeeds() {
    const storage = createMemoryStorage();
    const first = await open(storage);
    first.store.setState({ settings: { ...DEFAULT_SETTINGS, trainingSeeds: '3' } });
    first.controller.train(null);
    return { storage, ...first };
  }

  it('are trained after the run that is resumed', async () => {
    const first = await openWithSeeds();
    first.controller.receive({ kind: 'checkpoint', checkpoint });
    await settled();
    const next = await open(first.storage, 'next');
    expect(next.store.getState()).toMatchObject({
      interruptedRun: 'new',
      runs: [{ status: 'running', seedsLeft: 2 }],
    });
    await next.controller.resumeInterrupted();
    expect(next.store.getState().training).toMatchObject({ seedNumber: 1, seedCount: 3 });
    for (let run = 0; run < 3; run += 1) {
      next.controller.receive({ kind: 'finished', policy, state });
    }
    const [base] = seedsOf(first.asked);
    expect(seedsOf(next.asked)).toEqual([base, base + 1, base + 2]);
    expect(next.asked[1].datasetHash).toBe('0123456789abcdef');
    await settled();
    const { runs, interruptedRun } = next.store.getState();
    expect(runs).toHaveLength(3);
    expect(runs.map(({ status, seedsLeft }) => [status, seedsLeft ?? 0])).toEqual(
      runs.map(() => ['finished', 0]),
    );
    expect(interruptedRun).toBeNull();
  });

  it('are offered where the page went away between two of them, and can be left', async () => {
    const first = await openWithSeeds();
    first.controller.receive({ kind: 'finished', policy, state });
    await settled();
    const next = await open(first.storage, 'next');
    expect(next.store.getState().interruptedRun).toBe('new');
    await next.controller.resumeInterrupted();
    const [base] = seedsOf(first.asked);
    expect(seedsOf(next.asked)).toEqual([base + 1]);
    expect(next.store.getState().training).toMatchObject({ seedNumber: 1, seedCount: 2 });
    // As long as the next is not stored, the run before it says what is left.
    expect((await next.stored('new')).run).toMatchObject({ seedsLeft: 2 });
    next.controller.receive({ kind: 'checkpoint', checkpoint });
    await settled();
    expect((await next.stored('new')).run).not.toHaveProperty('seedsLeft', 2);
    const last = await open(first.storage, 'last');
    expect(last.store.getState().interruptedRun).toBe('next');
    await last.controller.keepInterrupted();
    await last.repository.refresh();
    expect(last.store.getState().interruptedRun).toBeNull();
    expect((await last.stored('next')).run).toMatchObject({ status: 'stopped' });
  });

  it('are none after Stop, be it before the first checkpoint of a seed', async () => {
    const first = await openWithSeeds();
    first.controller.receive({ kind: 'finished', policy, state });
    first.controller.stop();
    first.controller.receive({ kind: 'stopped', policy: null, state: null });
    await settled();
    const next = await open(first.storage, 'next');
    expect(next.store.getState().interruptedRun).toBeNull();
  });

  it('are left alone by other tabs while one is at them', async () => {
    const storage = createMemoryStorage();
    const done = exampleRun('a', { seedsLeft: 1 });
    await storage.runs.put(done, null);
    storage.tabs.held = () => Promise.resolve(new Set(['a']));
    const { store } = await open(storage);
    expect(store.getState()).toMatchObject({ interruptedRun: null, heldRuns: ['a'] });
  });

  it('say so where the run that they continue is gone', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('a', { seedsLeft: 1, parentId: 'gone' }), null);
    const { controller, notices, asked } = await open(storage);
    await controller.resumeInterrupted();
    expect(asked).toEqual([]);
    expect(notices).toEqual([
      'The training seeds after Run a cannot be trained: the run that they continue was deleted.',
    ]);
  });
});

describe('a run that was cut short', () => {
  it('goes on from its checkpoint, with its data, its curves and its name', async () => {
    const { controller, store, asked } = await openAfterReload();
    expect(store.getState().interruptedRun).toBe('old');
    await controller.resumeInterrupted();
    expect(asked).toMatchObject([
      {
        config: DEFAULT_RUN_CONFIG,
        start: { kind: 'resume', from: state },
        datasetHash: cutShort.datasetHash,
      },
    ]);
    const { training, interruptedRun, runUnderWay } = store.getState();
    expect(training.curves).toMatchObject([
      { phase: 'cloning', update: 5 },
      { phase: 'training', update: 6 },
    ]);
    expect([interruptedRun, runUnderWay]).toEqual([null, 'old']);
    controller.receive({ kind: 'finished', policy, state });
    await settled();
    expect(store.getState().runs).toMatchObject([{ id: 'old', name: 'Run 3', status: 'finished' }]);
  });

  it('is left to be resumed again where its data is gone', async () => {
    const { controller, store, stored } = await openAfterReload();
    await controller.resumeInterrupted();
    controller.receive({ kind: 'failed', message: 'The data is gone.', details: '' });
    await expect.poll(() => store.getState().interruptedRun).toBe('old');
    const { training, runUnderWay } = store.getState();
    expect([training.phase, training.failure?.message, runUnderWay]).toEqual([
      'failed',
      'The data is gone.',
      null,
    ]);
    expect(await stored('old')).toMatchObject({ run: { status: 'running' }, state });
    // One that has made updates since keeps what it has, and says why it ended.
    await controller.resumeInterrupted();
    controller.receive(reported('training', 430, 1000));
    controller.receive({ kind: 'failed', message: 'No room.', details: '' });
    await settled();
    expect((await stored('old')).run).toMatchObject({ status: 'failed', failure: 'No room.' });
  });

  it('goes on with its validations and what the baselines earn there, on a file of it too', async () => {
    const interval = (estimate: number) => ({ estimate, low: estimate - 1, high: estimate + 1 });
    const point = (updates: number) => ({ updates, return: interval(updates) });
    const baselines = [{ name: 'random', return: { ...interval(-9), low: Number.NaN } }];
    const storage = createMemoryStorage();
    const first = await open(storage);
    first.controller.train(null);
    first.controller.receive(reported('training', 430, 1000));
    for (const updates of [0, 200, 420]) {
      first.controller.receive({ kind: 'validated', point: point(updates) });
    }
    first.controller.receive({ kind: 'validatedBaselines', baselines });
    const checkpoint = { state, policy, datasetHash: null };
    first.controller.receive({ kind: 'checkpoint', checkpoint });
    await settled();

    const { run } = await first.stored('new');
    if (run === null) throw new Error('expected a stored run');
    const { history } = readRunFile(new TextEncoder().encode(writeRunFile(run)), 0);
    expect(history?.validation).toEqual(run.history?.validation);

    const again = await open(storage);
    await again.controller.resumeInterrupted();
    // The checkpoint is of update 412: what was validated after it is validated again.
    again.controller.receive({ kind: 'validated', point: point(412) });
    expect(again.store.getState().training).toMatchObject({
      validation: [point(0), point(200), point(412)],
      validationBaselines: baselines,
    });
  });

  it('is a run that was stopped when it is kept as it is', async () => {
    const { controller, store, stored } = await openAfterReload();
    await controller.keepInterrupted();
    expect(store.getState()).toMatchObject({ interruptedRun: null, runs: [{ status: 'stopped' }] });
    expect(await stored('old')).toMatchObject({ run: { status: 'stopped', update: 412 }, state });
  });

  it('is deleted when it is discarded, which can be undone', async () => {
    const { controller, store, stored } = await openAfterReload();
    await controller.discardInterrupted();
    expect([store.getState().runs, store.getState().deletedRun?.name]).toEqual([[], 'Run 3']);
    expect((await stored('old')).run).toBeNull();
  });

  it('that cannot be read says so, and starts nothing', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(cutShort, { nonsense: 1 });
    const { controller, asked, notices } = await open(storage);
    await controller.resumeInterrupted();
    expect([asked, notices]).toEqual([
      [],
      ['That run cannot go on: its checkpoint cannot be read.'],
    ]);
  });
});

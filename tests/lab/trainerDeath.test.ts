/**
 * A trainer dies in the middle of a run, and everything but the threads is real: the run's
 * collector, its learner on the CPU backend, its storage. The tests take some seconds, because they
 * train.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnyPolicy } from '../../src/agents/policies/policySnapshot';
import { CollectorPool } from '../../src/lab/collectorPool';
import { TrainingRuns } from '../../src/lab/trainingRuns';
import type { EvaluationRow, TrainingEvent, TrainRequest } from '../../src/lab/types';
import { WorkerSupervisor } from '../../src/lab/workerSupervisor';
import { evaluateAgent } from '../../src/evaluation/evaluateAgent';
import { examineAgent } from '../../src/evaluation/examineAgent';
import { chooseBackend } from '../../src/learning/tfjs/backend';
import { collectEpisodes } from '../../src/learning/data/collect';
import type { Dataset, DatasetOrigin } from '../../src/learning/data/dataset';
import { TrainingSession } from '../../src/learning/runs/trainer';
import type { CollectorApi, TrainerApi } from '../../src/protocol/api';
import { DEFAULT_RUN_CONFIG, trainingTaskOf, type RunConfig } from '../../src/protocol/run';
import { readStoredDataset, storeDataset } from '../../src/lab/storage/keptDatasets';
import { datasetHash } from '../../src/learning/data/datasetHash';
import { WorkerDouble, until } from './workerDouble';

const config: RunConfig = {
  ...DEFAULT_RUN_CONFIG,
  env: { ...DEFAULT_RUN_CONFIG.env, episodeLength: 20 },
  dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 12 },
  learning: {
    ...DEFAULT_RUN_CONFIG.learning,
    hiddenSizes: [8],
    batchSize: 16,
    cloningUpdates: 20,
    updates: 60,
  },
};
const request: TrainRequest = {
  config,
  start: { kind: 'fresh' },
  targetShare: 1,
  datasetHash: null,
};

/** It does what the trainer worker does, with a clock that makes every chunk a few updates. */
class Trainer implements TrainerApi {
  dies = false;
  cloning = false;
  private milliseconds = 0;
  private newest: AnyPolicy | null = null;
  private readonly session = new TrainingSession(
    {
      now: () => (this.milliseconds += 60),
      nextTask: () => new Promise((resolve) => setImmediate(resolve)),
      wait: () => Promise.resolve(),
    },
    'cpu',
  );

  initialise() {
    return Promise.resolve({ name: 'cpu' as const, rejected: [] });
  }
  loadDataset(shards: readonly Dataset[]) {
    return this.session.loadDataset(shards);
  }
  importDataset(file: ArrayBuffer) {
    return this.session.importDataset(file);
  }
  exportDataset(origin: DatasetOrigin) {
    return this.session.exportDataset(origin);
  }
  storeDataset(origin: DatasetOrigin) {
    const dataset = this.session.loadedDataset();
    return storeDataset(datasetHash([dataset]), dataset, origin);
  }
  async loadStoredDataset(hash: string) {
    const stored = await readStoredDataset(hash);
    if (stored === null) return null;
    return { summary: this.session.loadDataset([stored.dataset]), origin: stored.origin };
  }
  async train(...[run, start, onProgress]: Parameters<TrainerApi['train']>) {
    if (this.dies) return await new Promise<never>(() => undefined);
    return await this.session.learn(trainingTaskOf(run), start, {
      onProgress: (progress) => void onProgress(progress),
      onPolicy: (policy) => {
        this.newest = policy;
      },
    });
  }
  async trainClone(...[run, onProgress]: Parameters<TrainerApi['trainClone']>) {
    this.cloning = true;
    return await this.session.trainClone(
      trainingTaskOf(run),
      (done, total) => void onProgress(done, total),
    );
  }
  state() {
    return this.session.state();
  }
  policy() {
    return this.newest;
  }
  pause() {
    this.session.pause();
  }
  resume() {
    this.session.resume();
  }
  stop() {
    this.session.stop();
  }
  connectMarket() {}
  ping() {}
}

const cleanUps: (() => void)[] = [];

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
});

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function open({ firstDies = false, clockStep = 2500 } = {}) {
  const trainers: { readonly api: Trainer; readonly worker: WorkerDouble }[] = [];
  const events: TrainingEvent[] = [];
  const problems: string[] = [];
  const evaluations: (readonly EvaluationRow[])[] = [];
  let collections = 0;
  let milliseconds = 0;
  const collector: CollectorApi = {
    collect: (wanted, onProgress) => {
      collections += 1;
      return Promise.resolve(collectEpisodes(wanted, onProgress));
    },
    evaluate: (wanted, onProgress) => Promise.resolve(evaluateAgent(wanted, onProgress)),
    examine: (wanted, onProgress) => Promise.resolve(examineAgent(wanted, onProgress)),
    facts: () => Promise.reject(new Error('not asked for here')),
    ping: () => undefined,
  };
  const pool = new CollectorPool(
    1,
    () => new WorkerDouble(collector),
    () => undefined,
  );
  const supervisor = new WorkerSupervisor<TrainerApi>({
    title: 'The trainer',
    spawn: () => {
      const api = new Trainer();
      api.dies = firstDies;
      const worker = new WorkerDouble(api);
      trainers.push({ api, worker });
      return worker;
    },
    open: (remote) => remote.initialise('cpu'),
    onState: (state) => {
      if (state.kind !== 'ready') runs.forgetDataset();
    },
    silenceLimitSeconds: 60,
  });
  const runs: TrainingRuns = new TrainingRuns(
    pool,
    supervisor,
    {
      onTraining: (event) => {
        events.push(event);
      },
      onEvaluation: (rows) => {
        evaluations.push(rows);
      },
      onPolicy: () => undefined,
      onProblem: (message) => problems.push(message),
    },
    // By default every report is late enough for another checkpoint.
    () => (milliseconds += clockStep),
  );
  pool.start();
  supervisor.start();
  cleanUps.push(() => {
    pool.dispose();
    supervisor.dispose();
  });
  return {
    runs,
    trainers,
    events,
    evaluations,
    problems,
    collections: () => collections,
    kinds: () => events.map(({ kind }) => kind),
    kill: (message: string) => {
      const { api, worker } = trainers[trainers.length - 1];
      api.stop();
      worker.crash(message);
    },
    ended: () => {
      const last = events.at(-1);
      return last?.kind === 'finished' || last?.kind === 'failed';
    },
  };
}

function parametersOf(events: readonly TrainingEvent[]): Float32Array {
  const last = events.at(-1);
  if (last?.kind !== 'finished') throw new Error(`expected a finished run, got ${last?.kind}`);
  expect(last.policy.updates).toBe(80);
  return last.policy.parameters;
}

async function undisturbed(): Promise<Float32Array> {
  const { runs, events, ended } = open();
  runs.train(request);
  await until(ended);
  return parametersOf(events);
}

describe('a run that is paused', () => {
  it('is stored as it was left, however young the last checkpoint is', async () => {
    const { runs, events, kinds, ended } = open({ clockStep: 0 });
    runs.train(request);
    await until(() => kinds().includes('progress'));
    expect(kinds()).not.toContain('checkpoint');
    runs.pause();
    await until(() => kinds().includes('checkpoint'));
    const last = events.findLast((event) => event.kind === 'progress');
    const stored = events.find((event) => event.kind === 'checkpoint');
    expect(stored?.checkpoint.state.checkpoint.update).toBe(last?.progress.update);
    expect(last?.progress.update).toBeLessThan(80);
    runs.resume();
    await until(ended);
    expect(parametersOf(events)).toStrictEqual(await undisturbed());
  });
});

describe('a run whose trainer dies', () => {
  it('goes on from its last checkpoint, and ends with the bits of one that was not disturbed', async () => {
    const expected = await undisturbed();
    const { runs, events, ended, kill, collections, kinds, problems } = open();
    runs.train(request);
    await until(() =>
      events.some((event) => event.kind === 'checkpoint' && event.checkpoint.datasetHash !== null),
    );
    const stored = events.findLast((event) => event.kind === 'checkpoint');
    kill('the GPU was lost');
    await until(ended);
    const recovered = events.find((event) => event.kind === 'recovered');
    expect(recovered?.reason).toBe('The trainer stopped: the GPU was lost');
    expect(recovered?.update).toBe(stored?.checkpoint.state.checkpoint.update);
    expect(recovered?.update).toBeGreaterThan(0);
    expect(recovered?.update).toBeLessThan(80);
    expect(recovered?.details).toContain('the GPU was lost');
    expect(parametersOf(events)).toStrictEqual(expected);
    // Its data came from storage.
    expect(collections()).toBe(1);
    expect(kinds().filter((kind) => kind === 'collected')).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  it('is not harmed when it dies while the clone is made: another trainer makes the same', async () => {
    const expected = await undisturbed();
    const { runs, events, evaluations, trainers, ended, kill, kinds, problems } = open();
    runs.train(request);
    await until(() => kinds().includes('comparing'));
    kill('boom');
    await until(ended);
    expect(trainers.map(({ api }) => api.cloning)).toEqual([true, true]);
    expect(parametersOf(events)).toStrictEqual(expected);
    const last = events.at(-1);
    expect(last?.kind === 'finished' && last.state !== null).toBe(true);
    expect(evaluations[0].map(({ agentName }) => agentName)).toContain('behaviour cloning');
    expect(problems).toEqual([]);
  });

  it('stops, with what it has learned, when it is told to while the clone is made', async () => {
    const { runs, events, evaluations, kinds } = open();
    runs.train(request);
    await until(() => kinds().includes('comparing'));
    runs.stop();
    await until(() => kinds().at(-1) === 'stopped');
    const last = events.at(-1);
    if (last?.kind !== 'stopped') throw new Error('expected a stopped run');
    expect(last.policy?.updates).toBe(80);
    expect(last.state?.checkpoint.update).toBe(80);
    expect(evaluations).toEqual([]);
  });

  it('collects the same data again where nothing can be stored', async () => {
    const expected = await undisturbed();
    const { runs, events, ended, kill, collections, problems } = open();
    Reflect.deleteProperty(globalThis, 'indexedDB');
    runs.train(request);
    await until(() => events.some(({ kind }) => kind === 'checkpoint'));
    kill('boom');
    await until(ended);
    expect(parametersOf(events)).toStrictEqual(expected);
    expect([collections(), problems]).toEqual([2, []]);
  });

  it('resumes on the next visit as if it had never stopped', async () => {
    const expected = await undisturbed();
    const first = open();
    first.runs.train(request);
    await until(() =>
      first.events.some(
        (event) => event.kind === 'checkpoint' && event.checkpoint.datasetHash !== null,
      ),
    );
    const last = first.events.findLast((event) => event.kind === 'checkpoint');
    if (last === undefined) throw new Error('expected a checkpoint');
    first.trainers[0].api.stop();
    await until(() => first.events.at(-1)?.kind === 'stopped' || first.ended());
    const { state, datasetHash } = structuredClone(last.checkpoint);
    const next = open();
    next.runs.train({ ...request, start: { kind: 'resume', from: state }, datasetHash });
    await until(next.ended);
    expect(parametersOf(next.events)).toStrictEqual(expected);
    expect(next.collections()).toBe(0);
  });

  it('is given up when its trainers keep dying without having got further', async () => {
    const { runs, events, trainers, ended, kill, kinds } = open({ firstDies: true });
    runs.train(request);
    const collected = () => kinds().filter((kind) => kind === 'collected').length;
    for (let trainer = 1; trainer <= 5; trainer++) {
      await until(() => trainers.length === trainer && collected() === trainer);
      kill(`death ${trainer}`);
    }
    await until(ended);
    expect(events.at(-1)).toMatchObject({
      kind: 'failed',
      message: 'The trainer stopped: death 5',
    });
    expect(kinds().filter((kind) => kind === 'recovered')).toHaveLength(4);
  });
});

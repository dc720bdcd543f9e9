import { afterEach, describe, expect, it } from 'vitest';
import type { ExaminationModels } from '../../src/agents/policies/examinationModels';
import type { PolicySnapshot } from '../../src/agents/policies/policySnapshot';
import { DEFAULT_ENV_CONFIG, type EnvConfig } from '../../src/env/config';
import { observationLayout } from '../../src/env/observationLayout';
import { ACTION_LENGTH, type RewardWeights } from '../../src/env/types';
import { evaluateAgent } from '../../src/evaluation/evaluateAgent';
import { examineAgent } from '../../src/evaluation/examineAgent';
import { factsSessionInSteps } from '../../src/evaluation/factsSession';
import { finish } from '../../src/market/steps';
import { createLab } from '../../src/lab/lab';
import type {
  EvaluationRow,
  LabEvents,
  TrainingEvent,
  TrainRequest,
  WorkerName,
  WorkerStatus,
} from '../../src/lab/types';
import type { ScriptName } from '../../src/lab/spawn';
import { collectEpisodes } from '../../src/learning/data/collect';
import { measureQuality } from '../../src/learning/data/dataQuality';
import type { Dataset, DatasetOrigin } from '../../src/learning/data/dataset';
import { readDatasetFile, writeDatasetFile } from '../../src/learning/data/parquet';
import { DEFAULT_MARKET_CONFIG } from '../../src/market/config';
import type {
  TrainingOutcome,
  CollectorApi,
  MarketSessionConfig,
  PolicyMessage,
  TrainerApi,
} from '../../src/protocol/api';
import { HEADER, type EpisodeRecord } from '../../src/protocol/frames';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../src/protocol/run';
import { MarketService } from '../../src/session/marketService';
import { exampleDataset, exampleOrigin } from '../learning/data/exampleDataset';
import { WorkerDouble, until } from './workerDouble';

const env: EnvConfig = { ...DEFAULT_ENV_CONFIG, episodeLength: 10 };
const weights: RewardWeights = {
  spreadCapture: 1,
  adverseSelection: 1,
  inventoryPnl: 1,
  fees: 1,
  inventoryPenalty: 1,
  spreadPenalty: 1,
};
const session: MarketSessionConfig = {
  market: DEFAULT_MARKET_CONFIG,
  env,
  agent: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.5 },
  weights,
  seed: 5,
  speed: Infinity,
};
const config: RunConfig = { ...DEFAULT_RUN_CONFIG, market: session.market, env, weights };
const request: TrainRequest = {
  config,
  start: { kind: 'fresh' },
  targetShare: 1,
  datasetHash: null,
};
/** The same run, with some fields of its config changed. */
const asking = (changes: Partial<RunConfig>): TrainRequest => ({
  ...request,
  config: { ...config, ...changes },
});

function policy(version: number): PolicySnapshot {
  const { length, key } = observationLayout(env.observation);
  return {
    kind: 'gaussianMlp',
    version,
    updates: version,
    layerSizes: [length, ACTION_LENGTH],
    parameters: new Float32Array(length * ACTION_LENGTH + ACTION_LENGTH),
    logStd: new Float32Array(ACTION_LENGTH),
    observationMean: new Float32Array(length),
    observationStd: new Float32Array(length).fill(1),
    observationKey: key,
  };
}

/** A trainer that learns nothing: every `train` posts policy 1 and waits to be told how it ends. */
class TrainerDouble implements TrainerApi {
  static loaded: number[] = [];
  static isTraining = false;
  /** Null for a clone that diverges. */
  static clone: PolicySnapshot | null = null;
  static end: (outcome: TrainingOutcome) => void = () => undefined;
  private market: MessagePort | null = null;
  private newest: PolicySnapshot | null = null;

  initialise() {
    return Promise.resolve({ name: 'cpu' as const, rejected: [] });
  }

  loadDataset(shards: readonly Dataset[]) {
    const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
    TrainerDouble.loaded.push(rows);
    const episodes = shards.reduce((sum, { episodeSeeds }) => sum + episodeSeeds.length, 0);
    const quality = measureQuality(shards[0], []);
    return { rows, episodes, behaviours: [], bytes: 0, quality };
  }

  async importDataset(file: ArrayBuffer) {
    const { dataset, origin, hash } = await readDatasetFile(file);
    return { summary: this.loadDataset([dataset]), origin, hash };
  }

  exportDataset(origin: DatasetOrigin) {
    return Promise.resolve(writeDatasetFile(exampleDataset([3, 4]), origin));
  }

  storeDataset() {
    return Promise.resolve({ hash: '0123456789abcdef', problem: '' });
  }

  loadStoredDataset() {
    return Promise.resolve(null);
  }

  train(): Promise<TrainingOutcome> {
    TrainerDouble.isTraining = true;
    this.newest = policy(1);
    this.publish();
    return new Promise((resolve) => {
      TrainerDouble.end = resolve;
    });
  }

  trainClone(...[, onProgress]: Parameters<TrainerApi['trainClone']>) {
    void onProgress(1, 1);
    return Promise.resolve(TrainerDouble.clone);
  }

  state() {
    return Promise.resolve(null);
  }

  policy() {
    return this.newest;
  }

  pause() {}
  resume() {}

  stop() {
    TrainerDouble.end({ status: 'stopped', policy: policy(1) });
  }

  connectMarket(port: MessagePort) {
    this.market = port;
    this.publish();
  }

  private publish() {
    if (this.newest === null) return;
    const message: PolicyMessage = { type: 'policy', policy: this.newest };
    this.market?.postMessage(message);
  }

  ping() {}
}

const collector: CollectorApi = {
  collect: (wanted, onProgress) => Promise.resolve(collectEpisodes(wanted, onProgress)),
  evaluate: (wanted, onProgress) => Promise.resolve(evaluateAgent(wanted, onProgress)),
  examine: (wanted, onProgress) => Promise.resolve(examineAgent(wanted, onProgress)),
  facts: ({ market, seconds, seed }) =>
    Promise.resolve(finish(factsSessionInSteps(market, seconds, seed))),
  ping: () => undefined,
};

const latest = (statuses: readonly WorkerStatus[], name: WorkerName) =>
  statuses.filter((status) => status.worker === name).at(-1);

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A clock that goes on by a millisecond whenever it is read. */
function countingClock(): () => number {
  let milliseconds = 0;
  return () => (milliseconds += 1);
}

function open({ trainerLoads = true } = {}) {
  const workers: Record<ScriptName, WorkerDouble[]> = {
    market: [],
    collector: [],
    trainer: [],
    tape: [],
  };
  const services: MarketService[] = [];
  const statuses: WorkerStatus[] = [];
  const training: TrainingEvent[] = [];
  const episodes: EpisodeRecord[] = [];
  const evaluations: (readonly EvaluationRow[])[] = [];
  const models: ExaminationModels[] = [];
  const headers: Float64Array[] = [];
  TrainerDouble.loaded = [];
  TrainerDouble.isTraining = false;
  TrainerDouble.clone = policy(7);
  const clock = countingClock();
  const events: LabEvents = {
    onFrame: (frame) => headers.push(frame.header.slice()),
    onEpisode: (episode) => episodes.push(episode),
    onStatus: (status) => statuses.push(status),
    onBackend: () => undefined,
    onTraining: (event) => training.push(event),
    onEvaluation: (rows, own) => {
      evaluations.push(rows);
      models.push(own);
    },
  };
  const lab = createLab(events, {
    cores: 2,
    now: () => performance.now(),
    spawn: (name) => {
      let api: object = collector;
      if (name === 'market') {
        const service = new MarketService(clock);
        services.push(service);
        api = service;
      } else if (name === 'trainer') {
        api = new TrainerDouble();
      }
      const worker = new WorkerDouble(api);
      workers[name].push(worker);
      if (name === 'trainer' && !trainerLoads) queueMicrotask(() => worker.failToLoad());
      return worker;
    },
  });
  cleanUps.push(() => {
    lab.dispose();
    for (const service of services) service.dispose();
  });
  return {
    lab,
    workers,
    services,
    statuses,
    training,
    episodes,
    evaluations,
    models,
    headers,
    isReady: (name: WorkerName) => latest(statuses, name)?.state === 'ready',
    kinds: () => [...new Set(training.map((event) => event.kind))],
    last: (field: keyof typeof HEADER) => headers.at(-1)?.[HEADER[field]],
  };
}

// Everything shares one thread here, which the doubles keep busy for a second or two: the limit is for a loaded machine.
describe('the lab', { timeout: 20_000 }, () => {
  it('trades before it starts anything else', async () => {
    const { lab, workers, headers, statuses, isReady } = open();
    lab.start(session);
    expect(workers.collector).toHaveLength(0);
    expect(workers.trainer).toHaveLength(0);
    await until(() => isReady('trainer') && isReady('collector'));
    expect(headers.length).toBeGreaterThan(0);
    expect(statuses.every((status) => status.message === '')).toBe(true);
  });

  it('gives its whole first episode to the agent that it waited for, however early that comes', async () => {
    const chosen = { kind: 'fixedSpread', spreadTicks: 2, sizeFraction: 0.5 } as const;
    const firstOf = async (isThere: (lab: ReturnType<typeof open>) => boolean) => {
      const opened = open();
      const { lab, episodes } = opened;
      lab.start({ ...session, isPaused: true });
      await until(() => isThere(opened));
      lab.setAgent(chosen);
      lab.resume();
      await until(() => episodes.length > 0);
      return episodes[0];
    };
    const late = await firstOf(({ isReady, headers }) => isReady('market') && headers.length > 0);
    const early = await firstOf(() => true);
    expect(late.agentName).toBe('fixed spread 2');
    expect(early).toEqual(late);
  });

  it('goes on with the next episode in a new worker when the market dies', async () => {
    const { lab, workers, services, statuses, episodes, isReady } = open();
    lab.start(session);
    await until(() => episodes.length >= 2 && isReady('market'));
    services[0].dispose();
    workers.market[0].crash('boom');
    const before = episodes.length;
    await until(() => episodes.length >= before + 2);
    expect(statuses.find((status) => status.state === 'failed')).toMatchObject({
      worker: 'market',
      message: 'The market worker stopped: boom',
    });
    const numbers = episodes.map((episode) => episode.episode);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(episodes.every((episode) => episode.seed === episode.episode + 4)).toBe(true);
  });

  it('lets a person quote in the agent’s place, and hands both episodes over', async () => {
    const { lab, headers, episodes, last, isReady } = open();
    lab.start({ ...session, speed: 1 });
    await until(() => isReady('market') && headers.length > 0);
    const quote = { isOn: true, priceTicks: last('bestBid'), size: 2 };
    lab.setSpeed(Infinity);
    const asked = { bid: quote, ask: { ...quote, isOn: false }, isFlattening: false };
    lab.quoteManually(77, { ...asked, bid: { ...quote, isOn: false } }, false);
    lab.setManualQuotes(asked);
    await until(() => episodes.some(({ agentName }) => agentName === 'by hand'));
    const both = episodes.filter(({ seed }) => seed === 77);
    expect(both.map(({ agentName }) => agentName)).toEqual(['fixed spread 1', 'by hand']);
    await until(() => Number.isFinite(last('rivalEquityDollars')));
    lab.leaveManual();
    await until(() => Number.isNaN(last('rivalEquityDollars')));
    expect(last('seed')).toBeGreaterThan(77);
  });

  it('keeps trading when the trainer cannot start, and says why', async () => {
    const { lab, statuses, headers, training } = open({ trainerLoads: false });
    lab.start(session);
    await until(() => latest(statuses, 'trainer')?.state === 'failed');
    const frames = headers.length;
    await until(() => headers.length > frames + 3);
    expect(latest(statuses, 'trainer')).toMatchObject({
      state: 'failed',
      message:
        'The trainer could not start: its script could not be loaded. The connection is gone, or a newer version of the page has replaced it.',
    });
    lab.train(request);
    await until(() => training.length > 0);
    expect(training[0]).toMatchObject({ kind: 'failed' });
  });

  it('collects, trains, evaluates beside the baselines, and trades what it learns', async () => {
    const { lab, training, evaluations, models, isReady, kinds, last } = open();
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    lab.setAgent({ kind: 'trained', targetShare: 1 });
    await until(() => last('policyVersion') === 1);
    TrainerDouble.end({ status: 'finished', policy: policy(1) });
    await until(() => training.at(-1)?.kind === 'finished');
    expect(kinds()).toEqual([
      'collecting',
      'collected',
      'validated',
      'validatedBaselines',
      'comparing',
      'evaluating',
      'finished',
    ]);
    expect(TrainerDouble.loaded).toEqual([config.dataset.episodes * env.episodeLength]);
    const [rows] = evaluations;
    expect(rows[0]).toMatchObject({ agentName: 'network', policyVersion: 1 });
    expect(rows[1]).toMatchObject({ agentName: 'behaviour cloning', policyVersion: null });
    expect(models).toEqual([{ critics: null, clone: policy(7) }]);
    expect(rows.length).toBeGreaterThan(4);
    // The double's policy knows no training data, and its file gives it back as it was.
    const { examination, gate } = rows[0].examined ?? {};
    expect(examination?.parity).toBe(0);
    expect(examination?.outOfDistributionRate).toBeNaN();
    expect(gate?.passed).toBe(false);
    // The two act alike.
    expect(gate?.checks[0]).toMatchObject({ name: 'better than its clone', value: 0 });
    const seeds = rows.map((row) => row.metrics.map((metrics) => metrics.seed));
    expect(seeds.every((list) => list.join() === seeds[0].join())).toBe(true);
  });

  it('plays the clone on the seeds of a final word too, and no clone where there is none', async () => {
    const { lab, isReady } = open();
    lab.start(session);
    await until(() => isReady('collector'));
    const { signal } = new AbortController();
    const asked = { config, policy: policy(1), targetShare: 1, seed: 9 };
    const namesBeside = async (clone: PolicySnapshot | null) => {
      const rows = await lab.evaluateFinally({ ...asked, clone }, () => undefined, signal);
      const seeds = rows.map(({ metrics }) => metrics.map(({ seed }) => seed).join());
      expect(new Set(seeds).size).toBe(1);
      return rows.map(({ agentName }) => agentName);
    };
    const [own, clone, ...baselines] = await namesBeside(policy(7));
    expect([own, clone]).toEqual(['network', 'behaviour cloning']);
    expect(await namesBeside(null)).toEqual([own, ...baselines]);
  });

  it('evaluates a run whose clone diverged without one, and says so', async () => {
    const { lab, training, statuses, evaluations, isReady } = open();
    TrainerDouble.clone = null;
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    await until(() => TrainerDouble.isTraining);
    TrainerDouble.end({ status: 'finished', policy: policy(1) });
    await until(() => training.at(-1)?.kind === 'finished');
    const [[own, ...others]] = evaluations;
    expect(others.map(({ agentName }) => agentName)).not.toContain('behaviour cloning');
    expect(own.examined?.gate.checks[0]).toMatchObject({ value: null, passed: false });
    expect(statuses.some(({ message }) => message.startsWith('The clone'))).toBe(true);
  });

  it('simulates nothing new when only the weights have changed', async () => {
    const { lab, training, isReady } = open();
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    await until(() => training.at(-1)?.kind === 'collected');
    const collected = training.at(-1);
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
    training.length = 0;
    TrainerDouble.isTraining = false;
    lab.train(asking({ weights: { ...weights, fees: 2 } }));
    await until(() => TrainerDouble.isTraining);
    expect(training).toEqual([collected]);
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
    expect(training.some((event) => event.kind === 'collecting')).toBe(false);
    lab.train(asking({ seed: 2 }));
    await until(() => TrainerDouble.loaded.length === 2);
  });

  it('trains on a file instead of collecting, and hands its data out again', async () => {
    const { lab, training, isReady } = open();
    lab.start(session);
    await until(() => isReady('trainer'));
    expect(await lab.exportDataset(weights)).toBeNull();
    const parts = writeDatasetFile(exampleDataset([3, 4]), exampleOrigin);
    const { summary, origin } = await lab.importDataset(new Blob(parts));
    expect(summary.rows).toBe(7);
    expect(origin).toStrictEqual(exampleOrigin);
    const file = await (await lab.exportDataset(weights))?.arrayBuffer();
    if (file === undefined) throw new Error('nothing was exported');
    expect((await readDatasetFile(file)).origin.weights).toStrictEqual(weights);
    const { market, env: itsEnv, seed } = origin;
    const dataset = { episodes: summary.episodes, behaviours: origin.mixture };
    lab.train(asking({ market, env: itsEnv, dataset, seed }));
    await until(() => TrainerDouble.isTraining);
    expect(training).toEqual([{ kind: 'collected', dataset: summary }]);
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
  });

  it('refuses a bad file by name, and keeps the data it has', async () => {
    const { lab, isReady } = open();
    lab.start(session);
    await until(() => isReady('trainer'));
    const parts = writeDatasetFile(exampleDataset([3, 4]), exampleOrigin);
    await lab.importDataset(new Blob(parts));
    const cut = new Blob(parts).slice(0, 500);
    await expect(lab.importDataset(cut)).rejects.toThrow('file: expected a whole Parquet file');
    expect(await lab.exportDataset(weights)).not.toBeNull();
  });

  it('ends a run as stopped while it is still collecting, and can train again', async () => {
    const { lab, training, isReady } = open();
    lab.start(session);
    await until(() => isReady('trainer') && isReady('collector'));
    lab.train(asking({ env: { ...env, episodeLength: 2000 } }));
    await until(() => training.some((event) => event.kind === 'collecting'));
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
    expect(training.at(-1)).toEqual({ kind: 'stopped', policy: null, state: null });
    training.length = 0;
    lab.train(request);
    await until(() => training.at(-1)?.kind === 'collected');
  });

  it('names what went wrong when the trainer dies in the middle of a run, and goes on', async () => {
    const { lab, workers, training, isReady } = open();
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    await until(() => training.at(-1)?.kind === 'collected');
    workers.trainer[0].crash('the GPU was lost');
    await until(() => training.some(({ kind }) => kind === 'recovered'));
    expect(training.find(({ kind }) => kind === 'recovered')).toMatchObject({
      reason: 'The trainer stopped: the GPU was lost',
    });
    await until(() => training.at(-1)?.kind === 'collected');
    expect(workers.trainer).toHaveLength(2);
  });

  it('tells of a policy that does not fit, and keeps the agent it has', async () => {
    const { lab, statuses, headers, isReady } = open();
    lab.start({ ...session, speed: 1000 });
    await until(() => isReady('market'));
    lab.setAgent({
      kind: 'network',
      policy: { ...policy(3), observationKey: 'something else' },
      stochastic: false,
    });
    await until(() => statuses.some((status) => status.message !== ''));
    expect(statuses.find((status) => status.message !== '')).toMatchObject({
      worker: 'market',
      state: 'ready',
    });
    const frames = headers.length;
    await until(() => headers.length > frames + 1);
    expect(headers.at(-1)?.[HEADER.policyVersion]).toBeNaN();
  });
});

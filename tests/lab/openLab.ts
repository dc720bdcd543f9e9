/**
 * A lab whose workers share the thread of the test: a real market, real collectors, and a trainer
 * that learns nothing.
 */
import { onTestFinished } from 'vitest';
import type { ExaminationModels } from '../../src/agents/policies/examinationModels';
import type { PolicySnapshot } from '../../src/agents/policies/policySnapshot';
import { DEFAULT_ENV_CONFIG, type EnvConfig } from '../../src/env/config';
import type { RewardWeights } from '../../src/env/types';
import { evaluateAgent } from '../../src/evaluation/evaluateAgent';
import { examineAgent } from '../../src/evaluation/examineAgent';
import { factsSessionInSteps } from '../../src/evaluation/facts/factsSession';
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
import { exampleDataset } from '../learning/data/exampleDataset';
import { constantPolicy } from '../session/openSession';
import { WorkerDouble } from './workerDouble';

export const env: EnvConfig = { ...DEFAULT_ENV_CONFIG, episodeLength: 10 };
export const weights: RewardWeights = {
  spreadCapture: 1,
  adverseSelection: 1,
  inventoryPnl: 1,
  fees: 1,
  inventoryPenalty: 1,
  spreadPenalty: 1,
};
export const session: MarketSessionConfig = {
  market: DEFAULT_MARKET_CONFIG,
  env,
  agent: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.5 },
  weights,
  seed: 5,
  speed: Infinity,
};
export const config: RunConfig = { ...DEFAULT_RUN_CONFIG, market: session.market, env, weights };
export const request: TrainRequest = {
  config,
  start: { kind: 'fresh' },
  targetShare: 1,
  datasetHash: null,
};
/** The same run, with some fields of its config changed. */
export const asking = (changes: Partial<RunConfig>): TrainRequest => ({
  ...request,
  config: { ...config, ...changes },
});

export const policy = (version: number) => constantPolicy(version, 0);

/** What the trainers of a lab were asked, and what they answer. */
interface TrainerScript {
  /** Rows of every dataset that was loaded. */
  readonly loaded: number[];
  isTraining: boolean;
  /** Null for a clone that diverges. */
  clone: PolicySnapshot | null;
  /** Ends the training under way. */
  end: (outcome: TrainingOutcome) => void;
}

/** A trainer that learns nothing: every `train` posts policy 1 and waits to be told how it ends. */
class TrainerDouble implements TrainerApi {
  private market: MessagePort | null = null;
  private newest: PolicySnapshot | null = null;

  constructor(private readonly script: TrainerScript) {}

  initialise() {
    return Promise.resolve({ name: 'cpu' as const, rejected: [] });
  }

  loadDataset(shards: readonly Dataset[]) {
    const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
    this.script.loaded.push(rows);
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
    this.script.isTraining = true;
    this.newest = policy(1);
    this.publish();
    return new Promise((resolve) => {
      this.script.end = resolve;
    });
  }

  trainClone(...[, onProgress]: Parameters<TrainerApi['trainClone']>) {
    void onProgress(1, 1);
    return Promise.resolve(this.script.clone);
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
    this.script.end({ status: 'stopped', policy: policy(1) });
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

export const latest = (statuses: readonly WorkerStatus[], name: WorkerName) =>
  statuses.filter((status) => status.worker === name).at(-1);

/** A clock that goes on by a millisecond whenever it is read. */
function countingClock(): () => number {
  let milliseconds = 0;
  return () => (milliseconds += 1);
}

export function openLab({ trainerLoads = true } = {}) {
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
  const trainer: TrainerScript = {
    loaded: [],
    isTraining: false,
    clone: policy(7),
    end: () => undefined,
  };
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
        api = new TrainerDouble(trainer);
      }
      const worker = new WorkerDouble(api);
      workers[name].push(worker);
      if (name === 'trainer' && !trainerLoads) queueMicrotask(() => worker.failToLoad());
      return worker;
    },
  });
  onTestFinished(() => {
    lab.dispose();
    for (const service of services) service.dispose();
  });
  return {
    lab,
    workers,
    trainer,
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

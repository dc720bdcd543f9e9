/** A session with a lab that only remembers what it was asked, and the events it can raise. */
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { NO_MODELS } from '../../src/agents/policies/examinationModels';
import type { PolicySnapshot } from '../../src/agents/policies/policySnapshot';
import type { BundledAgent, BundledAgentName } from '../../src/lab/bundledAgents';
import { createMemoryStorage } from '../../src/lab/storage/memoryStorage';
import type { LabStorage } from '../../src/lab/storage/types';
import type { Lab, LabEvents } from '../../src/lab/types';
import type { ImportedDataset } from '../../src/learning/data/dataset';
import { DEFAULT_LEARNING_CONFIG } from '../../src/learning/algorithms/config';
import type { RunState } from '../../src/learning/runs/runState';
import { Rng } from '../../src/market/rng';
import { DEFAULT_MARKET_CONFIG } from '../../src/market/config';
import { DEFAULT_RUN_CONFIG } from '../../src/protocol/run';
import type { EpisodeRecord } from '../../src/protocol/frames';
import { Session } from '../../src/store/session';
import { parseLink } from '../../src/store/settings/link';
import { exampleQuality } from '../learning/data/exampleDataset';

export const policy: PolicySnapshot = {
  kind: 'gaussianMlp',
  version: 3,
  updates: 40,
  layerSizes: [1, 5],
  parameters: new Float32Array(10),
  logStd: new Float32Array(5),
  observationMean: new Float32Array(1),
  observationStd: new Float32Array(1),
  observationKey: 'test',
};

export const runState: RunState = {
  kind: 'gaussianMlp',
  checkpoint: {
    format: 1,
    request: {
      config: DEFAULT_LEARNING_CONFIG,
      weights: DEFAULT_REWARD_WEIGHTS,
      seed: 1,
      fineTune: false,
    },
    phase: 'training',
    update: 40,
    cloningUpdates: 0,
    policyVersion: 3,
    observationKey: 'test',
    datasetRows: 20,
    statistics: { mean: new Float32Array(1), std: new Float32Array(1) },
    random: new Rng(1).snapshot(),
    learner: { updates: 40, parameters: {}, optimisers: {} },
  },
};

export const imported: ImportedDataset = {
  summary: { rows: 20, episodes: 2, behaviours: [], bytes: 4000, quality: exampleQuality },
  origin: {
    market: DEFAULT_MARKET_CONFIG,
    env: DEFAULT_ENV_CONFIG,
    weights: DEFAULT_REWARD_WEIGHTS,
    mixture: null,
    seed: 1,
  },
  hash: 'of a file',
};

export const bundledAgent: BundledAgent = {
  card: {
    name: 'IQL, ES',
    description: '',
    config: DEFAULT_RUN_CONFIG,
    datasetHash: null,
    targetReturn: null,
    evaluation: null,
    gate: null,
  },
  policy,
  models: NO_MODELS,
  hash: '0123456789abcdef',
  labVersion: '1',
  marketVersion: 2,
};

type LoadAgent = (name: BundledAgentName) => Promise<BundledAgent>;
export const stillLoading: LoadAgent = () => new Promise(() => undefined);

export interface TestSessionOptions {
  readonly startPaused?: boolean;
  readonly loadAgent?: LoadAgent;
  readonly storage?: LabStorage;
  /** Storage that opens later, in place of `storage`. */
  readonly openStorage?: Promise<LabStorage>;
  readonly loadAgentFile?: (path: string) => Promise<File>;
  readonly loadTape?: () => Promise<File>;
  readonly recordSoFar?: () => Promise<EpisodeRecord>;
  /** Calls of the lab that do more than remember. */
  readonly answers?: Partial<Lab>;
}

/** Opens a session. @param hash the hash of the page's address */
export function openTestSession(
  hash = '',
  {
    startPaused = false,
    loadAgent = stillLoading,
    storage = createMemoryStorage(),
    openStorage,
    recordSoFar = () => Promise.reject(new Error('no market')),
    loadAgentFile = () => Promise.reject(new Error('not asked for here')),
    loadTape = () => Promise.reject(new Error('not asked for here')),
    answers = {},
  }: TestSessionOptions = {},
) {
  const calls: (readonly [string, unknown])[] = [];
  const raised: LabEvents[] = [];
  let ids = 0;
  const note = (name: string) => (value?: unknown) => {
    calls.push([name, value]);
  };
  const lab: Lab = {
    start: note('start'),
    configure: note('configure'),
    setAgent: note('setAgent'),
    setWeights: note('setWeights'),
    setSpeed: note('setSpeed'),
    setFallback: note('setFallback'),
    pause: note('pause'),
    resume: note('resume'),
    stepOnce: note('stepOnce'),
    recordSoFar,
    surface: () => Promise.reject(new Error('not asked for here')),
    why: () => Promise.reject(new Error('not asked for here')),
    branch: () => Promise.reject(new Error('not asked for here')),
    quoteManually: (seed, quotes, inOneBook) => {
      calls.push(['quoteManually', { seed, quotes, inOneBook }]);
      return Promise.resolve(null);
    },
    setManualQuotes: note('setManualQuotes'),
    leaveManual: note('leaveManual'),
    train: note('train'),
    runState: () => Promise.resolve(null),
    pauseTraining: note('pauseTraining'),
    resumeTraining: note('resumeTraining'),
    stopTraining: note('stopTraining'),
    readTape: () => Promise.reject(new Error('not asked for here')),
    fitTape: () => Promise.reject(new Error('not asked for here')),
    importDataset: (file) =>
      file.size === 0
        ? Promise.reject(new Error('rows: expected at least 1, got 0'))
        : Promise.resolve(imported),
    exportDataset: () => Promise.reject(new Error('not asked for here')),
    measureMarket: () => Promise.reject(new Error('not asked for here')),
    evaluateBaselines: () => Promise.reject(new Error('not asked for here')),
    evaluatePolicy: () => Promise.reject(new Error('not asked for here')),
    evaluateFinally: () => Promise.reject(new Error('not asked for here')),
    evaluateAgent: () => Promise.reject(new Error('not asked for here')),
    restart: note('restart'),
    dispose: note('dispose'),
    ...answers,
  };
  const { settings, problems, run, agentFile, moment } = parseLink(hash);
  const session = new Session({
    createLab: (events) => {
      raised.push(events);
      return lab;
    },
    settings,
    problems,
    run,
    agentFile,
    moment,
    loadAgentFile,
    openStorage: () => openStorage ?? Promise.resolve(storage),
    loadTape,
    now: () => 1_000,
    newId: () => `run-${++ids}`,
    startPaused,
    loadAgent,
  });
  session.start();
  const asked = (name: string) => calls.filter(([call]) => call === name).map(([, value]) => value);
  return { session, events: raised[0], calls, asked };
}

export const samples = [1, 2, 3].map((step) => ({
  step,
  timeSeconds: step / 10,
  bestBid: 100,
  bestAsk: 101,
  spreadCapture: 5,
}));

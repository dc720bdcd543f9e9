/**
 * The lab is the page's side of the workers. The market starts first, alone, so that trading is on
 * screen as soon as possible; collectors and trainer are spawned after its first frame. Any of them
 * may fail: that is shown, it is replaced, and the rest goes on.
 */
import { transfer } from 'comlink';
import type { BackendInfo, TrainerApi } from '../protocol/api';
import { evaluateBaselines, evaluateFinally } from './baselineEvaluation';
import { collectorCount, CollectorPool } from './collectorPool';
import { MarketClient } from './marketClient';
import { browserPlatform, type Platform } from './spawn';
import { fitTape, readTape } from './tapeReader';
import { TrainingRuns } from './trainingRuns';
import type { Lab, LabEvents, WorkerName } from './types';
import { WorkerSupervisor, type SupervisorState } from './workerSupervisor';
import { workerStatus } from './workerStatus';

/**
 * Seconds for which the trainer may be silent: it answers late while it compiles shaders, or works
 * on a large batch without a GPU.
 */
const TRAINER_SILENCE_LIMIT_SECONDS = 20;

/** A worker that died is reported by its supervisor, and its successor is connected anew. */
const ignore = () => undefined;

export function createLab(events: LabEvents, platform: Platform = browserPlatform()): Lab {
  let isWarm = false;
  const warmUp = () => {
    if (isWarm) return;
    isWarm = true;
    pool.start();
    trainer.start();
  };

  const market = new MarketClient(() => platform.spawn('market'), {
    onFrame: (frame) => {
      events.onFrame(frame);
      warmUp();
    },
    onEpisode: (episode) => events.onEpisode(episode),
    onState: (state) => {
      report('market', state);
      if (state.kind === 'failed') warmUp();
      connectPolicies();
    },
    onProblem: (message, details) =>
      events.onStatus({ worker: 'market', state: 'ready', message, details }),
  });

  const pool = new CollectorPool(
    collectorCount(platform.cores),
    () => platform.spawn('collector'),
    (status) => events.onStatus(status),
  );

  const trainer = new WorkerSupervisor<TrainerApi>({
    title: 'The trainer',
    spawn: () => platform.spawn('trainer'),
    open: async (remote) => {
      const backend: BackendInfo = await remote.initialise(null);
      events.onBackend(backend);
    },
    onState: (state) => {
      if (state.kind !== 'ready') runs.forgetDataset();
      report('trainer', state);
      connectPolicies();
    },
    silenceLimitSeconds: TRAINER_SILENCE_LIMIT_SECONDS,
    startLimitSeconds: 60,
  });

  const runs: TrainingRuns = new TrainingRuns(
    pool,
    trainer,
    {
      onTraining: (event) => events.onTraining(event),
      onEvaluation: (rows, models) => events.onEvaluation(rows, models),
      onPolicy: (policy) => market.rememberPolicy(policy),
      onProblem: (message, details) =>
        events.onStatus({ worker: 'trainer', state: 'ready', message, details }),
    },
    platform.now,
  );

  /** Policies go straight from the trainer to the market; the page never copies one. */
  const connectPolicies = () => {
    if (!market.supervisor.isReady || !trainer.isReady) return;
    const { port1, port2 } = new MessageChannel();
    market.supervisor
      .call((remote) => remote.connectPolicies(transfer(port1, [port1])))
      .catch(ignore);
    trainer.call((remote) => remote.connectMarket(transfer(port2, [port2]))).catch(ignore);
  };

  const report = (worker: WorkerName, state: SupervisorState) => {
    if (state.kind !== 'disposed') events.onStatus(workerStatus(worker, state));
  };

  return {
    start: (session) => market.start(session),
    configure: (settings) => market.configure(settings),
    setAgent: (agent) => market.setAgent(agent),
    setWeights: (weights) => market.setWeights(weights),
    setSpeed: (speed) => market.setSpeed(speed),
    setFallback: (fallback) => market.setFallback(fallback),
    pause: () => market.pause(),
    resume: () => market.resume(),
    stepOnce: () => market.stepOnce(),
    recordSoFar: () => market.recordSoFar(),
    surface: (request) => market.surface(request),
    why: (question) => market.why(question),
    branch: (request, onProgress, signal) => market.branch(request, onProgress, signal),
    quoteManually: (seed, quotes, inOneBook) => market.quoteManually(seed, quotes, inOneBook),
    setManualQuotes: (quotes) => market.setManualQuotes(quotes),
    leaveManual: () => market.leaveManual(),
    train: (request) => {
      market.forgetPolicies();
      runs.train(request);
    },
    readTape: (request, onProgress, signal) =>
      readTape(() => platform.spawn('tape'), request, onProgress, signal),
    fitTape: (request, onProgress, signal) =>
      fitTape(() => platform.spawn('tape'), request, onProgress, signal),
    importDataset: (file) => runs.importDataset(file),
    exportDataset: (weights) => runs.exportDataset(weights),
    measureMarket: (request, onProgress, signal) => pool.measure(request, onProgress, signal),
    evaluateBaselines: (scenario, onProgress, signal) =>
      evaluateBaselines(pool, scenario, onProgress, signal),
    evaluatePolicy: (request, onProgress, signal) =>
      runs.evaluatePolicy(request, onProgress, signal),
    evaluateFinally: (request, onProgress, signal) =>
      evaluateFinally(pool, request, onProgress, signal),
    evaluateAgent: (request, onProgress, signal) => pool.evaluate(request, onProgress, signal),
    runState: () => runs.runState(),
    pauseTraining: () => runs.pause(),
    resumeTraining: () => runs.resume(),
    stopTraining: () => runs.stop(),
    restart: (worker) => {
      if (worker === 'market') market.supervisor.restart();
      else if (worker === 'collector') pool.restart();
      else trainer.restart();
    },
    dispose: () => {
      market.dispose();
      pool.dispose();
      trainer.dispose();
    },
  };
}

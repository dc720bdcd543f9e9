/**
 * The trainer worker: the only thread with tfjs in it. Trains what it is asked
 * for, reports to the page, and posts every policy straight to the market.
 */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { expose, transfer } from 'comlink';
import type { AnyPolicy } from '../src/agents/policies/policySnapshot';
import { DEFAULT_ENV_CONFIG } from '../src/env/config';
import { DeviceLostError } from '../src/learning/webgpu/device';
import { TrainingSession } from '../src/learning/runs/trainer';
import type { PolicyMessage, TrainerApi, TrainingProgress } from '../src/protocol/api';
import { trainingTaskOf } from '../src/protocol/run';
import { reportRejections } from './reportRejections';
import { readStoredDataset, storeDataset } from './trainerDatasets';

/** Least milliseconds between two reports of progress to the page. */
const REPORT_INTERVAL_MS = 250;

class TrainerWorker implements TrainerApi {
  private opened: TrainingSession | null = null;
  private market: MessagePort | null = null;
  private newestPolicy: AnyPolicy | null = null;

  async initialise(
    ...[only]: Parameters<TrainerApi['initialise']>
  ): ReturnType<TrainerApi['initialise']> {
    // tfjs is a megabyte: only the trainer's own thread loads it.
    const { chooseBackend } = await import('../src/learning/tfjs/backend');
    const backend = await chooseBackend({
      only,
      wasmPaths: {
        'tfjs-backend-wasm.wasm': absolute(wasmUrl),
        'tfjs-backend-wasm-simd.wasm': absolute(wasmSimdUrl),
      },
    });
    // A training must not ask a server for its engine, which may have gone since.
    const { loadEngines } = await import('../src/learning/tfjs/engines');
    await loadEngines(backend.name);
    this.opened = new TrainingSession(
      {
        now: () => performance.now(),
        nextTask: () =>
          new Promise((resolve) => {
            setTimeout(resolve);
          }),
      },
      backend.name,
    );
    return backend;
  }

  loadDataset(
    ...[shards]: Parameters<TrainerApi['loadDataset']>
  ): ReturnType<TrainerApi['loadDataset']> {
    return this.session.loadDataset(shards);
  }

  importDataset(
    ...[file]: Parameters<TrainerApi['importDataset']>
  ): ReturnType<TrainerApi['importDataset']> {
    // A policy that saw anything else could not act in the page's market.
    return this.session.importDataset(file, DEFAULT_ENV_CONFIG.observation);
  }

  async exportDataset(
    ...[origin]: Parameters<TrainerApi['exportDataset']>
  ): ReturnType<TrainerApi['exportDataset']> {
    const parts = await this.session.exportDataset(origin);
    return transfer(
      parts,
      parts.map(({ buffer }) => buffer),
    );
  }

  storeDataset(
    ...[origin]: Parameters<TrainerApi['storeDataset']>
  ): ReturnType<TrainerApi['storeDataset']> {
    return storeDataset(this.session.loadedDataset(), origin);
  }

  async loadStoredDataset(
    ...[hash]: Parameters<TrainerApi['loadStoredDataset']>
  ): ReturnType<TrainerApi['loadStoredDataset']> {
    const dataset = await readStoredDataset(hash);
    return dataset === null ? null : this.session.loadDataset([dataset]);
  }

  async train(
    ...[config, start, onProgress]: Parameters<TrainerApi['train']>
  ): ReturnType<TrainerApi['train']> {
    const reports = new SeldomReports(onProgress);
    const training = this.session.learn(trainingTaskOf(config), start, {
      onProgress: (progress) => reports.offer(progress),
      onPolicy: (policy) => this.publish(policy),
    });
    const outcome = await failingWithDevice(training);
    await reports.delivered;
    return outcome;
  }

  async trainClone(
    ...[config, onProgress]: Parameters<TrainerApi['trainClone']>
  ): ReturnType<TrainerApi['trainClone']> {
    const counts = new SeldomCounts(onProgress);
    const training = this.session.trainClone(trainingTaskOf(config), (done, total) =>
      counts.offer(done, total),
    );
    const clone = await failingWithDevice(training);
    await counts.delivered;
    return clone;
  }

  state(): ReturnType<TrainerApi['state']> {
    return this.session.state();
  }

  policy(): ReturnType<TrainerApi['policy']> {
    return this.newestPolicy;
  }

  pause(): void {
    this.session.pause();
  }

  resume(): void {
    this.session.resume();
  }

  stop(): void {
    this.session.stop();
  }

  connectMarket(port: MessagePort): void {
    this.market?.close();
    this.market = port;
    // A market that was replaced gets what the one before it had.
    if (this.newestPolicy !== null) this.publish(this.newestPolicy);
  }

  ping(): void {}

  private get session(): TrainingSession {
    if (this.opened === null) throw new Error('The trainer was not initialised.');
    return this.opened;
  }

  private publish(policy: AnyPolicy): void {
    this.newestPolicy = policy;
    const message: PolicyMessage = { type: 'policy', policy };
    this.market?.postMessage(message);
  }
}

/**
 * A run goes on by itself on a new device. Where it could not, this thread has none:
 * it fails, and the page starts a new trainer, which may choose another backend.
 */
async function failingWithDevice<Outcome>(training: Promise<Outcome>): Promise<Outcome> {
  try {
    return await training;
  } catch (error) {
    if (error instanceof DeviceLostError) reportError(error);
    throw error;
  }
}

/** Passes on the first count, the total, and few between. */
class SeldomCounts {
  delivered: void | Promise<void> = undefined;
  private lastMs = -Infinity;

  constructor(private readonly report: Parameters<TrainerApi['trainClone']>[1]) {}

  offer(done: number, total: number): void {
    if (done < total && performance.now() - this.lastMs < REPORT_INTERVAL_MS) return;
    this.lastMs = performance.now();
    this.delivered = this.report(done, total);
  }
}

/** Passes on the first progress of a phase, the last of a run, and few between. */
class SeldomReports {
  /** Resolves when the page has the newest report: the outcome must not overtake it. */
  delivered: void | Promise<void> = undefined;
  private lastMs = -Infinity;
  private lastPhase: TrainingProgress['phase'] | null = null;

  constructor(private readonly report: Parameters<TrainerApi['train']>[2]) {}

  offer(progress: TrainingProgress): void {
    const isLast = progress.update >= progress.totalUpdates;
    const isDue = performance.now() - this.lastMs >= REPORT_INTERVAL_MS;
    if (!isDue && !isLast && progress.phase === this.lastPhase) return;
    this.lastMs = performance.now();
    this.lastPhase = progress.phase;
    this.delivered = this.report(progress);
  }
}

/** tfjs takes a relative path for one beside its own script. */
const absolute = (url: string) => new URL(url, import.meta.url).href;

reportRejections();
expose(new TrainerWorker());

/**
 * Runs a training from a dataset and a request to a policy, in chunks of about
 * a tenth of a second: between them it reports, lets commands in, and checks
 * that the numbers are still numbers. Knows no worker: time, the pause between
 * chunks and the listeners are passed in.
 */
import type { PolicySnapshot } from '../agents/policySnapshot';
import { InvalidInputError } from '../market/validation';
import type { Checkpoint } from './checkpoint';
import type { Dataset, DatasetOrigin, DatasetSummary, ImportedDataset } from './dataset';
import { concatenateShards, relabel, summarise } from './datasetOperations';
import { readDatasetFile, writeDatasetFile } from './parquet';
import { Run } from './run';
import type { TrainingOutcome, TrainingProgress, TrainingRequest } from './training';

export interface TrainingEnvironment {
  /** Milliseconds, from any origin. */
  now(): number;
  /** Resolves in a later task, so that messages are handled in between. */
  nextTask(): Promise<void>;
}

export interface TrainingListeners {
  onProgress(progress: TrainingProgress): void;
  /** The initial policy, one about every two seconds, and the final one. */
  onPolicy(policy: PolicySnapshot): void;
}

const CHUNK_MILLISECONDS = 100;
const MAX_CHUNK_UPDATES = 256;
const SNAPSHOT_MILLISECONDS = 2000;

export class TrainingSession {
  private dataset: Dataset | null = null;
  private previous: Run | null = null;
  private running = false;
  private stopRequested = false;
  /** Resolved unless a pause is on; `release` ends the pause. */
  private paused: Promise<void> = Promise.resolve();
  private release: (() => void) | null = null;

  constructor(private readonly environment: TrainingEnvironment) {}

  /** Replaces the dataset. @throws InvalidInputError naming the first column that is wrong; the old one stays */
  loadDataset(shards: readonly Dataset[]): DatasetSummary {
    const dataset = concatenateShards(shards);
    this.dataset = dataset;
    return summarise(dataset);
  }

  /** Replaces the dataset by a Parquet file's. @throws InvalidInputError naming the first thing wrong; the old one stays */
  async importDataset(file: ArrayBuffer): Promise<ImportedDataset> {
    const { dataset, origin, hash } = await readDatasetFile(file);
    this.dataset = dataset;
    return { summary: summarise(dataset), origin, hash };
  }

  /**
   * The dataset as a Parquet file in parts, its rewards under the weights of `origin`.
   * @throws InvalidInputError when there is none, or it is not of that origin
   */
  exportDataset(origin: DatasetOrigin): Uint8Array<ArrayBuffer>[] {
    if (this.dataset === null) throw new InvalidInputError('dataset', 'one to be loaded', null);
    return writeDatasetFile(relabel(this.dataset, origin.weights), origin);
  }

  /** Stops between chunks until `resume` or `stop`. */
  pause(): void {
    if (this.release !== null) return;
    this.paused = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  resume(): void {
    this.release?.();
    this.release = null;
  }

  /** The running `train` resolves with what it has. */
  stop(): void {
    this.stopRequested = true;
    this.resume();
  }

  /**
   * @throws InvalidInputError without a dataset, or when `fineTune` finds no run to continue
   * @throws Error while another run is under way
   */
  async train(request: TrainingRequest, listeners: TrainingListeners): Promise<TrainingOutcome> {
    const dataset = this.readyDataset();
    const { previous } = this;
    if (!request.fineTune) {
      return await this.execute(() => Run.start(dataset, request), listeners);
    }
    if (previous === null) {
      throw new InvalidInputError('fineTune', 'a run of this session to continue from', 'none');
    }
    return await this.execute(() => Run.fineTune(dataset, request, previous), listeners);
  }

  /**
   * Goes on from a checkpoint, on the dataset that it was taken on.
   * @throws InvalidInputError when they do not belong together
   * @throws Error while another run is under way
   */
  async resumeFrom(checkpoint: Checkpoint, listeners: TrainingListeners): Promise<TrainingOutcome> {
    const dataset = this.readyDataset();
    return await this.execute(() => Run.resume(dataset, checkpoint), listeners);
  }

  /** The run under way, or the last one, as it is now; null before the first. */
  async checkpoint(): Promise<Checkpoint | null> {
    return (await this.previous?.checkpoint()) ?? null;
  }

  dispose(): void {
    this.previous?.dispose();
    this.previous = null;
  }

  private readyDataset(): Dataset {
    if (this.running) throw new Error('A training run is under way: stop it first.');
    if (this.dataset === null) {
      throw new InvalidInputError('dataset', 'one to be loaded before training', null);
    }
    return this.dataset;
  }

  private async execute(
    start: () => Promise<Run>,
    listeners: TrainingListeners,
  ): Promise<TrainingOutcome> {
    this.running = true;
    this.stopRequested = false;
    try {
      const run = await start();
      this.previous?.dispose();
      this.previous = run;
      return await this.work(run, listeners);
    } finally {
      this.running = false;
      this.resume();
    }
  }

  private async work(run: Run, listeners: TrainingListeners): Promise<TrainingOutcome> {
    const { environment } = this;
    let policy = await run.snapshot();
    listeners.onPolicy(policy);
    let snapshotTime = environment.now();
    let chunk = 1;
    while (run.update < run.totalUpdates && !this.stopRequested) {
      const chunkStart = environment.now();
      const updates = await run.updateMany(chunk);
      const metrics = await run.readMetrics();
      const milliseconds = Math.max(environment.now() - chunkStart, 1e-3);
      if (!metrics.finite) return { status: 'diverged', policy, update: run.update };
      if (environment.now() - snapshotTime >= SNAPSHOT_MILLISECONDS) {
        const newest = await run.snapshot();
        if (!isFinitePolicy(newest)) return { status: 'diverged', policy, update: run.update };
        policy = newest;
        listeners.onPolicy(policy);
        snapshotTime = environment.now();
      }
      listeners.onProgress(run.progress(metrics.means, (1000 * updates) / milliseconds));
      chunk = nextChunk(chunk, milliseconds);
      await environment.nextTask();
      await this.paused;
    }
    return await this.conclude(run, policy, listeners);
  }

  /** A stop may have come while the policy in hand was already behind the weights. */
  private async conclude(
    run: Run,
    policy: PolicySnapshot,
    listeners: TrainingListeners,
  ): Promise<TrainingOutcome> {
    const status = run.update === run.totalUpdates ? 'finished' : 'stopped';
    if (policy.updates === run.update) return { status, policy };
    const newest = await run.snapshot();
    if (!isFinitePolicy(newest)) return { status: 'diverged', policy, update: run.update };
    listeners.onPolicy(newest);
    return { status, policy: newest };
  }
}

/** Grows or shrinks a chunk towards CHUNK_MILLISECONDS, at most twofold at a time. */
function nextChunk(chunk: number, milliseconds: number): number {
  const wanted = (chunk * CHUNK_MILLISECONDS) / milliseconds;
  const bounded = Math.min(2 * chunk, Math.max(chunk / 2, wanted));
  return Math.max(1, Math.min(MAX_CHUNK_UPDATES, Math.round(bounded)));
}

function isFinitePolicy(policy: PolicySnapshot): boolean {
  return policy.parameters.every(Number.isFinite) && policy.logStd.every(Number.isFinite);
}

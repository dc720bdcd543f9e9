/**
 * The service puts a training session behind the trainer's protocol: commands come in as calls,
 * reports go to the page, and every policy goes straight to the market over its own port. Clock,
 * tasks and backend are passed in; the worker only exposes it.
 */
import { transfer } from 'comlink';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import { DEFAULT_ENV_CONFIG } from '../env/config';
import { readStoredDataset, storeDataset } from '../lab/storage/keptDatasets';
import { datasetHash } from '../learning/data/datasetHash';
import { TrainingSession } from '../learning/runs/trainer';
import type { TrainingEnvironment } from '../learning/runs/trainingLoop';
import { DeviceLostError } from '../learning/webgpu/device';
import type { PolicyMessage, TrainerApi, TrainingProgress } from '../protocol/api';
import { trainingTaskOf } from '../protocol/run';
import { isTotal, throttle } from '../protocol/throttle';

interface TrainerPlatform extends TrainingEnvironment {
  /** Loads tfjs, and everything that a training needs, on a backend that works. */
  readonly openBackend: TrainerApi['initialise'];
  /** Ends the worker: the page starts another, which may choose another backend. */
  readonly onDeviceLost: (error: DeviceLostError) => void;
}

export class TrainerService implements TrainerApi {
  private opened: TrainingSession | null = null;
  private market: MessagePort | null = null;
  private newestPolicy: AnyPolicy | null = null;

  constructor(private readonly platform: TrainerPlatform) {}

  async initialise(
    ...[only]: Parameters<TrainerApi['initialise']>
  ): ReturnType<TrainerApi['initialise']> {
    const backend = await this.platform.openBackend(only);
    this.opened = new TrainingSession(this.platform, backend.name);
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
    const dataset = this.session.loadedDataset();
    return storeDataset(datasetHash([dataset]), dataset, origin);
  }

  async loadStoredDataset(
    ...[hash]: Parameters<TrainerApi['loadStoredDataset']>
  ): ReturnType<TrainerApi['loadStoredDataset']> {
    const stored = await readStoredDataset(hash);
    if (stored === null) return null;
    return { summary: this.session.loadDataset([stored.dataset]), origin: stored.origin };
  }

  async train(
    ...[config, start, onProgress]: Parameters<TrainerApi['train']>
  ): ReturnType<TrainerApi['train']> {
    const reports = throttle(onProgress, { now: this.platform.now, isUrgent: isTurningPoint });
    const training = this.session.learn(trainingTaskOf(config), start, {
      onProgress: (progress) => reports.offer(progress),
      onPolicy: (policy) => this.publish(policy),
    });
    const outcome = await this.failingWithDevice(training);
    // The outcome must not overtake the newest report.
    await reports.delivered();
    return outcome;
  }

  async trainClone(
    ...[config, onProgress]: Parameters<TrainerApi['trainClone']>
  ): ReturnType<TrainerApi['trainClone']> {
    const counts = throttle(onProgress, { now: this.platform.now, isUrgent: isTotal });
    const training = this.session.trainClone(trainingTaskOf(config), (done, total) =>
      counts.offer(done, total),
    );
    const clone = await this.failingWithDevice(training);
    await counts.delivered();
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
  /**
   * A run goes on by itself on a new device. Where it could not, this thread has none, and fails.
   */
  private async failingWithDevice<Outcome>(training: Promise<Outcome>): Promise<Outcome> {
    try {
      return await training;
    } catch (error) {
      if (error instanceof DeviceLostError) this.platform.onDeviceLost(error);
      throw error;
    }
  }
}

/** The first report of a phase and the last of a run must not be missed. */
const isTurningPoint = (
  [{ phase, update, totalUpdates }]: readonly [TrainingProgress],
  previous: readonly [TrainingProgress] | null,
): boolean => update >= totalUpdates || phase !== previous?.[0].phase;

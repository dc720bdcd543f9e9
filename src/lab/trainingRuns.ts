/**
 * Lets one run work at a time, and keeps what stays between two: the trainer's dataset, and the
 * evaluations of the baselines.
 */
import type { RewardWeights } from '../env/types';
import type { ImportedDataset } from '../learning/data/dataset';
import type { RunState } from '../learning/runs/runState';
import type { TrainerApi } from '../protocol/api';
import type { CollectorPool } from './collectorPool';
import { TrainerData } from './heldDataset';
import { RunEvaluation } from './runEvaluation';
import { TrainingRun, type TrainingRunEvents, type TrainingRunServices } from './trainingRun';
import type { EvaluationRow, PolicyEvaluation, TrainRequest } from './types';
import type { WorkerSupervisor } from './workerSupervisor';

export class TrainingRuns {
  private run: TrainingRun | null = null;
  private readonly services: TrainingRunServices;

  constructor(
    pool: CollectorPool,
    trainer: WorkerSupervisor<TrainerApi>,
    private readonly events: TrainingRunEvents,
    now: () => number,
  ) {
    const data = new TrainerData(pool, trainer);
    this.services = { pool, trainer, data, evaluation: new RunEvaluation(pool), now };
  }

  /** Says that the trainer that held the dataset is gone. */
  forgetDataset(): void {
    this.services.data.forget();
  }

  /** See `Lab`. */
  async importDataset(file: Blob): Promise<ImportedDataset> {
    if (this.run !== null) throw new Error('A run is in training: its data stays until it ends.');
    return await this.services.data.importFile(file);
  }

  /** See `Lab`. */
  exportDataset(weights: RewardWeights): Promise<Blob | null> {
    return this.services.data.exportFile(weights);
  }

  /** See `Lab`. */
  evaluatePolicy(
    { config, policy, targetShare, models }: PolicyEvaluation,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<readonly EvaluationRow[]> {
    const { evaluation } = this.services;
    return evaluation.compare(config, policy, targetShare, models, onProgress, signal);
  }

  /** See `Lab`. */
  async runState(): Promise<RunState | null> {
    return await this.services.trainer.call<RunState | null>(
      async (remote) => await remote.state(),
    );
  }

  /** Starts a run; ignored while one is in progress. */
  train(request: TrainRequest): void {
    if (this.run !== null) return;
    const run = new TrainingRun(request, this.services, this.events);
    this.run = run;
    void this.follow(run);
  }

  pause(): void {
    this.run?.pause();
  }

  resume(): void {
    this.run?.resume();
  }

  stop(): void {
    this.run?.stop();
  }

  private async follow(run: TrainingRun): Promise<void> {
    const end = await run.finish();
    this.run = null;
    this.events.onTraining(end);
  }
}

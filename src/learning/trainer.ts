/**
 * A training session: one dataset, one training at a time, and the last run kept
 * to be fine-tuned, saved, or asked for its critic. How a run is driven is in
 * trainingLoop.ts, what it is made of in run.ts and decisionTransformerRun.ts.
 */
import type { DecisionTransformerSnapshot } from '../agents/decisionTransformerPolicy';
import type { PolicySnapshot } from '../agents/policySnapshot';
import { InvalidInputError } from '../market/validation';
import type { Checkpoint } from './checkpoint';
import type { Dataset, DatasetOrigin, DatasetSummary, ImportedDataset } from './dataset';
import {
  concatenateShards,
  episodeRanges,
  relabel,
  returnsToGo,
  summarise,
} from './datasetOperations';
import type {
  DecisionTransformerOutcome,
  DecisionTransformerProgress,
  DecisionTransformerRequest,
} from './decisionTransformerConfig';
import {
  DecisionTransformerRun,
  type DecisionTransformerCheckpoint,
  type ReturnLabels,
} from './decisionTransformerRun';
import { readDatasetFile, writeDatasetFile } from './parquet';
import { returnsToGoWithoutLuck } from './returnLabels';
import { Run } from './run';
import type { TrainingOutcome, TrainingProgress, TrainingRequest } from './training';
import { TrainingLoop, type LoopListeners, type TrainingEnvironment } from './trainingLoop';

export type TrainingListeners = LoopListeners<PolicySnapshot, TrainingProgress>;

export type DecisionTransformerListeners = LoopListeners<
  DecisionTransformerSnapshot,
  DecisionTransformerProgress
>;

export class TrainingSession {
  private dataset: Dataset | null = null;
  private previous: Run | null = null;
  private transformer: DecisionTransformerRun | null = null;
  private running = false;
  private readonly loop: TrainingLoop;

  constructor(environment: TrainingEnvironment) {
    this.loop = new TrainingLoop(environment);
  }

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
    this.loop.pause();
  }

  resume(): void {
    this.loop.resume();
  }

  /** The training under way resolves with what it has. */
  stop(): void {
    this.loop.stop();
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

  /**
   * Trains a Decision Transformer. Returns by a critic are those of this session's
   * last run, which has to be IQL on the same dataset.
   * @throws InvalidInputError without a dataset, or without the critic that is asked for
   * @throws Error while another run is under way
   */
  async trainDecisionTransformer(
    request: DecisionTransformerRequest,
    listeners: DecisionTransformerListeners,
  ): Promise<DecisionTransformerOutcome> {
    const dataset = this.readyDataset();
    return await this.exclusively(async () => {
      const labels = await this.returnLabels(dataset, request);
      return await this.workTransformer(
        await DecisionTransformerRun.start(dataset, request, labels),
        listeners,
      );
    });
  }

  /** Goes on from a checkpoint, as `resumeFrom` does. */
  async resumeDecisionTransformer(
    checkpoint: DecisionTransformerCheckpoint,
    listeners: DecisionTransformerListeners,
  ): Promise<DecisionTransformerOutcome> {
    const dataset = this.readyDataset();
    return await this.exclusively(async () =>
      this.workTransformer(await DecisionTransformerRun.resume(dataset, checkpoint), listeners),
    );
  }

  /** The transformer under way, or the last one, as it is now; null before the first. */
  async decisionTransformerCheckpoint(): Promise<DecisionTransformerCheckpoint | null> {
    return (await this.transformer?.checkpoint()) ?? null;
  }

  dispose(): void {
    this.previous?.dispose();
    this.previous = null;
    this.transformer?.dispose();
    this.transformer = null;
  }

  private async returnLabels(
    dataset: Dataset,
    { config, weights, dollarsPerTick }: DecisionTransformerRequest,
  ): Promise<ReturnLabels> {
    const ranges = episodeRanges(dataset);
    const labelled = relabel(dataset, weights);
    switch (config.returnLabel) {
      case 'plain':
        return { returns: returnsToGo(labelled, ranges), discount: 1 };
      case 'withoutLuck': {
        const returns = returnsToGoWithoutLuck(labelled, ranges, weights, dollarsPerTick);
        return { returns, discount: 1 };
      }
      case 'critic':
        break;
    }
    if (this.previous === null) {
      const expected = 'plain or withoutLuck where no IQL was trained before';
      throw new InvalidInputError('decisionTransformer.returnLabel', expected, 'critic');
    }
    const returns = await this.previous.expectedReturns(dataset);
    return { returns, discount: this.previous.request.config.discount };
  }

  private async workTransformer(
    run: DecisionTransformerRun,
    listeners: DecisionTransformerListeners,
  ): Promise<DecisionTransformerOutcome> {
    this.transformer?.dispose();
    this.transformer = run;
    return await this.loop.work(run, listeners);
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
    return await this.exclusively(async () => {
      const run = await start();
      this.previous?.dispose();
      this.previous = run;
      const outcome = await this.loop.work(run, listeners);
      return { ...outcome, ...(await run.witnesses()) };
    });
  }

  private async exclusively<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    this.running = true;
    this.loop.reset();
    try {
      return await work();
    } finally {
      this.running = false;
      this.resume();
    }
  }
}

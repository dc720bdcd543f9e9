/**
 * One run of the Decision Transformer over a dataset: labels, scales, windows,
 * model. run.ts is the same for the learners of single transitions.
 */
import { timestepBucket, type DecisionTransformerSizes } from '../agents/decisionTransformerLayout';
import type { DecisionTransformerSnapshot } from '../agents/decisionTransformerPolicy';
import type { TrainingReference } from '../agents/trainingReference';
import { ACTION_LENGTH } from '../env/types';
import { Rng, type RngState } from '../market/rng';
import { InvalidInputError } from '../market/validation';
import { loadLearner, saveLearner, type LearnerState } from './checkpoint';
import type { Dataset } from './dataset';
import {
  episodeRanges,
  observationStatistics,
  trainingEpisodes,
  type ObservationStatistics,
} from './datasetOperations';
import { DecisionTransformer } from './decisionTransformer';
import type {
  DecisionTransformerProgress,
  DecisionTransformerRequest,
} from './decisionTransformerConfig';
import { TrainingMetrics } from './metrics';
import { createSequenceArrays, SequenceSampler, uploadSequences } from './sequences';
import * as tf from './tf';
import { fitTrainingReference } from './trainingReference';

/** The returns that actions are said to have led to, and how they decay while acting. */
export interface ReturnLabels {
  /** [rows]. */
  readonly returns: Float32Array;
  /** R ← (R − r)/discount. */
  readonly discount: number;
}

export const TRANSFORMER_CHECKPOINT_FORMAT = 1;

/** Everything that a run needs to go on as if it had never stopped. */
export interface DecisionTransformerCheckpoint {
  readonly format: typeof TRANSFORMER_CHECKPOINT_FORMAT;
  readonly request: DecisionTransformerRequest;
  readonly update: number;
  readonly policyVersion: number;
  readonly observationKey: string;
  readonly labels: ReturnLabels;
  readonly statistics: ObservationStatistics;
  readonly random: RngState;
  readonly learner: LearnerState;
}

interface TransformerMeans {
  readonly policyLoss: number;
  readonly gradientNorm: number;
}

export class DecisionTransformerRun {
  update = 0;
  /** Of the newest snapshot; −1 before the first. */
  policyVersion = -1;

  private readonly random: Rng;
  private readonly learner: DecisionTransformer;
  private readonly sampler: SequenceSampler;
  private readonly metrics = new TrainingMetrics(['policyLoss', 'gradientNorm']);
  private readonly arrays;
  private readonly returnScale: number;
  private readonly returnRange: readonly [number, number];
  private readonly bucket: number;
  private readonly reference: TrainingReference;

  private constructor(
    private readonly dataset: Dataset,
    readonly request: DecisionTransformerRequest,
    private readonly labels: ReturnLabels,
    private readonly statistics: ObservationStatistics,
  ) {
    const { config, seed } = request;
    const ranges = trainingEpisodes(dataset);
    this.reference = fitTrainingReference(dataset);
    const [low, high] = extremes(labels.returns);
    this.returnRange = [low, high];
    this.returnScale = 1 / Math.max(Math.abs(low), Math.abs(high), 1e-6);
    const longest = episodeRanges(dataset).reduce(
      (most, { start, end }) => Math.max(most, end - start),
      1,
    );
    this.bucket = timestepBucket(longest, config.timesteps);
    const scales = {
      returnScale: this.returnScale,
      timesteps: config.timesteps,
      bucket: this.bucket,
    };
    this.sampler = new SequenceSampler(dataset, ranges, labels.returns, statistics, scales);
    const { batchSize, contextLength } = config;
    this.arrays = createSequenceArrays(batchSize, contextLength, dataset.observationLength);
    this.random = new Rng(seed);
    this.learner = new DecisionTransformer(this.sizes, config, this.random);
  }

  static start(
    dataset: Dataset,
    request: DecisionTransformerRequest,
    labels: ReturnLabels,
  ): DecisionTransformerRun {
    const statistics = observationStatistics(dataset, trainingEpisodes(dataset));
    return new DecisionTransformerRun(dataset, request, labels, statistics);
  }

  /** @throws InvalidInputError when the data or the checkpoint's own parts do not fit */
  static resume(
    dataset: Dataset,
    checkpoint: DecisionTransformerCheckpoint,
  ): DecisionTransformerRun {
    checkResumption(dataset, checkpoint);
    const { request, labels, statistics } = checkpoint;
    const run = new DecisionTransformerRun(dataset, request, labels, statistics);
    try {
      loadLearner(run.learner, checkpoint.learner);
    } catch (error) {
      run.dispose();
      throw error;
    }
    run.random.restore(checkpoint.random);
    run.update = checkpoint.update;
    run.policyVersion = checkpoint.policyVersion;
    return run;
  }

  get totalUpdates(): number {
    return this.request.config.updates;
  }

  private get sizes(): DecisionTransformerSizes {
    const { embedding, layers, heads, contextLength, timesteps } = this.request.config;
    const { observationLength } = this.dataset;
    const actionLength = ACTION_LENGTH;
    return { observationLength, actionLength, embedding, layers, heads, contextLength, timesteps };
  }

  updateMany(limit: number): Promise<number> {
    const updates = Math.min(limit, this.totalUpdates - this.update);
    for (let index = 0; index < updates; index += 1) {
      this.sampler.sample(this.arrays, this.random);
      const batch = uploadSequences(this.arrays);
      const diagnostics = this.learner.update(batch);
      this.metrics.add(diagnostics);
      tf.dispose([{ ...batch }, { ...diagnostics }]);
    }
    this.update += updates;
    return Promise.resolve(updates);
  }

  readMetrics(): Promise<{ readonly means: TransformerMeans; readonly finite: boolean }> {
    return this.metrics.read();
  }

  async snapshot(): Promise<DecisionTransformerSnapshot> {
    const { update, statistics, labels } = this;
    this.policyVersion += 1;
    const version = this.policyVersion;
    const parameters = await this.learner.model.data<'float32'>();
    return {
      kind: 'decisionTransformer',
      version,
      updates: update,
      sizes: this.sizes,
      parameters: parameters.slice(),
      timestepBucket: this.bucket,
      returnScale: this.returnScale,
      returnRange: this.returnRange,
      discount: labels.discount,
      observationMean: statistics.mean.slice(),
      observationStd: statistics.std.slice(),
      observationKey: this.dataset.observationKey,
      reference: this.reference,
    };
  }

  async checkpoint(): Promise<DecisionTransformerCheckpoint> {
    const { request, update, policyVersion, labels, statistics } = this;
    const random = this.random.snapshot();
    return {
      format: TRANSFORMER_CHECKPOINT_FORMAT,
      request,
      update,
      policyVersion,
      observationKey: this.dataset.observationKey,
      labels,
      statistics,
      random,
      learner: await saveLearner(this.learner),
    };
  }

  progress(means: TransformerMeans, updatesPerSecond: number): DecisionTransformerProgress {
    const { update, totalUpdates, policyVersion } = this;
    const secondsLeft = (totalUpdates - update) / updatesPerSecond;
    return { update, totalUpdates, updatesPerSecond, secondsLeft, ...means, policyVersion };
  }

  dispose(): void {
    this.learner.dispose();
    this.metrics.dispose();
  }
}

function extremes(values: Float32Array): [number, number] {
  return [
    values.reduce((low, value) => Math.min(low, value), Infinity),
    values.reduce((high, value) => Math.max(high, value), -Infinity),
  ];
}

function checkResumption(dataset: Dataset, checkpoint: DecisionTransformerCheckpoint): void {
  const { format, observationKey, labels } = checkpoint;
  if (format !== TRANSFORMER_CHECKPOINT_FORMAT) {
    const expected = String(TRANSFORMER_CHECKPOINT_FORMAT);
    throw new InvalidInputError('checkpoint.format', expected, format);
  }
  if (dataset.observationKey !== observationKey) {
    const expected = `the observations of the checkpoint, ${observationKey}`;
    throw new InvalidInputError('dataset.observationKey', expected, dataset.observationKey);
  }
  if (dataset.rows !== labels.returns.length) {
    const expected = `${labels.returns.length} rows, those of the checkpoint`;
    throw new InvalidInputError('dataset.rows', expected, dataset.rows);
  }
}

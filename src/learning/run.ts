/**
 * One run of a learner over a dataset: what the request fixes (labels, split,
 * statistics, networks, random stream) and the phases it goes through. Whoever
 * drives it decides how many updates to make at a time.
 */
import type { PolicySnapshot } from '../agents/policySnapshot';
import { ACTION_LENGTH } from '../env/types';
import { InvalidInputError } from '../market/validation';
import { BehaviourCloner } from './bc';
import {
  createBatchArrays,
  disposeBatch,
  uploadBatch,
  type Batch,
  type BatchArrays,
} from './batch';
import {
  CHECKPOINT_FORMAT,
  copyParameters,
  loadLearner,
  saveLearner,
  type Checkpoint,
} from './checkpoint';
import type { Dataset } from './dataset';
import {
  episodeRanges,
  episodeReturns,
  observationStatistics,
  relabel,
  rewardScale,
  splitByEpisode,
  type EpisodeRange,
  type ObservationStatistics,
} from './datasetOperations';
import { policyStd } from './gaussianPolicy';
import { ADVANTAGE_WEIGHT_LIMIT, ImplicitQLearner } from './iql';
import { TrainingMetrics, type MetricMeans } from './metrics';
import { mlpParameterCount } from './mlp';
import { Rng } from '../market/rng';
import { TransitionSampler } from './sampler';
import * as tf from './tf';
import type { TrainingProgress, TrainingRequest } from './training';

/** Share of the episodes that no update ever sees. */
const VALIDATION_SHARE = 0.1;
/** The split belongs to the data, not to the run: the seed of training does not change it. */
const SPLIT_SEED = 1;

export interface RunMetrics {
  readonly means: MetricMeans & { readonly policyStd: number };
  /** False when any of them is infinite or not a number. */
  readonly finite: boolean;
}

export class Run {
  readonly totalUpdates: number;
  /** Updates made, over all phases. */
  update = 0;
  /** Of the newest snapshot; −1 before the first. */
  policyVersion = -1;

  private readonly sampler: TransitionSampler;
  private readonly random: Rng;
  private readonly arrays: BatchArrays;
  private readonly metrics = new TrainingMetrics();
  private learner: BehaviourCloner | ImplicitQLearner;

  private constructor(
    private readonly dataset: Dataset,
    readonly request: TrainingRequest,
    private readonly cloningUpdates: number,
    private readonly statistics: ObservationStatistics,
  ) {
    const { config, weights, seed } = request;
    const labelled = relabel(dataset, weights);
    const training = trainingEpisodes(labelled);
    const scale = rewardScale(episodeReturns(labelled, training));
    this.sampler = new TransitionSampler(labelled, training, statistics, scale);
    this.random = new Rng(seed);
    this.arrays = createBatchArrays(config.batchSize, dataset.observationLength, ACTION_LENGTH);
    this.totalUpdates = cloningUpdates + config.updates;
    this.learner =
      config.algorithm === 'bc' || cloningUpdates > 0 ? this.createCloner() : this.createIql();
  }

  /** From fresh weights; IQL clones first for as long as its settings say. */
  static start(dataset: Dataset, request: TrainingRequest): Run {
    const { algorithm, cloningUpdates } = request.config;
    const statistics = observationStatistics(dataset, trainingEpisodes(dataset));
    return new Run(dataset, request, algorithm === 'iql' ? cloningUpdates : 0, statistics);
  }

  /**
   * From another run's weights and standardisation, with fresh optimisers.
   * @throws InvalidInputError when it has other networks or saw other observations
   */
  static fineTune(dataset: Dataset, request: TrainingRequest, previous: Run): Run {
    checkContinuation(dataset, request, previous);
    const run = new Run(dataset, request, 0, previous.statistics);
    copyParameters(previous.learner, run.learner);
    return run;
  }

  /**
   * From where a checkpoint of the same data was taken.
   * @throws InvalidInputError when the data or the checkpoint's own parts do not fit
   */
  static resume(dataset: Dataset, checkpoint: Checkpoint): Run {
    checkResumption(dataset, checkpoint);
    const { request, cloningUpdates, statistics } = checkpoint;
    const run = new Run(dataset, request, cloningUpdates, statistics);
    try {
      if (run.phase === 'cloning' && checkpoint.phase === 'training') run.finishCloning();
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

  get observationKey(): string {
    return this.dataset.observationKey;
  }

  get phase(): 'cloning' | 'training' {
    return this.learner instanceof BehaviourCloner ? 'cloning' : 'training';
  }

  /** Makes up to `limit` updates, all of one phase. @returns how many */
  updateMany(limit: number): number {
    if (this.phase === 'cloning' && this.request.config.algorithm === 'iql') {
      if (this.update >= this.cloningUpdates) this.finishCloning();
    }
    const phaseEnd = this.update < this.cloningUpdates ? this.cloningUpdates : this.totalUpdates;
    const updates = Math.min(limit, phaseEnd - this.update);
    for (let index = 0; index < updates; index += 1) {
      this.sampler.sample(this.arrays, this.random);
      const batch = uploadBatch(this.arrays);
      this.updateOnce(batch);
      disposeBatch(batch);
    }
    this.update += updates;
    return updates;
  }

  /** Means over the updates since the last call; waits for the backend. */
  async readMetrics(): Promise<RunMetrics> {
    const { means, finite } = await this.metrics.read();
    const std = tf.tidy(() => policyStd(this.learner.policy, this.learner.policySizes));
    const [value] = await std.data<'float32'>();
    std.dispose();
    return { means: { ...means, policyStd: value }, finite };
  }

  /** The policy as it is now, under the next version. */
  async snapshot(): Promise<PolicySnapshot> {
    const { policy, policySizes } = this.learner;
    const { update } = this;
    this.policyVersion += 1;
    const version = this.policyVersion;
    const parameters = await policy.data<'float32'>();
    const networkLength = mlpParameterCount(policySizes);
    return {
      kind: 'gaussianMlp',
      version,
      updates: update,
      layerSizes: policySizes,
      parameters: parameters.slice(0, networkLength),
      logStd: parameters.slice(networkLength),
      observationMean: this.statistics.mean.slice(),
      observationStd: this.statistics.std.slice(),
      observationKey: this.observationKey,
    };
  }

  async checkpoint(): Promise<Checkpoint> {
    const { request, phase, update, cloningUpdates, policyVersion, statistics, dataset } = this;
    const random = this.random.snapshot();
    return {
      format: CHECKPOINT_FORMAT,
      request,
      phase,
      update,
      cloningUpdates,
      policyVersion,
      observationKey: dataset.observationKey,
      datasetRows: dataset.rows,
      statistics,
      random,
      learner: await saveLearner(this.learner),
    };
  }

  progress(means: RunMetrics['means'], updatesPerSecond: number): TrainingProgress {
    return {
      algorithm: this.request.config.algorithm,
      phase: this.phase,
      update: this.update,
      totalUpdates: this.totalUpdates,
      updatesPerSecond,
      secondsLeft: (this.totalUpdates - this.update) / updatesPerSecond,
      ...means,
      policyVersion: this.policyVersion,
    };
  }

  dispose(): void {
    this.learner.dispose();
    this.metrics.dispose();
  }

  private updateOnce(batch: Batch): void {
    if (this.learner instanceof BehaviourCloner) {
      const policyLoss = this.learner.update(batch);
      this.metrics.add({ policyLoss });
      policyLoss.dispose();
      return;
    }
    const diagnostics = this.learner.update(batch);
    tf.tidy(() => {
      const { advantageWeights, ...scalars } = diagnostics;
      const clipped = tf.greaterEqual(advantageWeights, ADVANTAGE_WEIGHT_LIMIT);
      this.metrics.add({
        ...scalars,
        meanAdvantageWeight: tf.mean(advantageWeights),
        clippedShare: tf.mean(tf.cast(clipped, 'float32')),
      });
    });
    tf.dispose({ ...diagnostics });
  }

  private finishCloning(): void {
    const cloner = this.learner;
    this.learner = this.createIql();
    copyParameters(cloner, this.learner);
    cloner.dispose();
  }

  private createCloner(): BehaviourCloner {
    const { hiddenSizes, learningRate } = this.request.config;
    const sizes = [this.statistics.mean.length, ...hiddenSizes, ACTION_LENGTH];
    return new BehaviourCloner(sizes, learningRate, this.random);
  }

  private createIql(): ImplicitQLearner {
    const { config } = this.request;
    const settings = {
      observationLength: this.statistics.mean.length,
      actionLength: ACTION_LENGTH,
      hiddenSizes: config.hiddenSizes,
      learningRate: config.learningRate,
      discount: config.discount,
      expectile: config.expectile,
      temperature: config.temperature,
      targetRate: config.targetRate,
      policyDecayUpdates: config.updates,
    };
    return new ImplicitQLearner(settings, this.random);
  }
}

function trainingEpisodes(dataset: Dataset): EpisodeRange[] {
  return splitByEpisode(episodeRanges(dataset), VALIDATION_SHARE, SPLIT_SEED).training;
}

function checkContinuation(dataset: Dataset, { config }: TrainingRequest, previous: Run): void {
  const { hiddenSizes } = previous.request.config;
  if (hiddenSizes.join() !== config.hiddenSizes.join()) {
    const expected = `${hiddenSizes.join('-')}, those of the run to continue`;
    throw new InvalidInputError('learning.hiddenSizes', expected, config.hiddenSizes);
  }
  if (dataset.observationKey !== previous.observationKey) {
    const expected = `the observations of the run to continue, ${previous.observationKey}`;
    throw new InvalidInputError('dataset.observationKey', expected, dataset.observationKey);
  }
}

function checkResumption(dataset: Dataset, checkpoint: Checkpoint): void {
  if (checkpoint.format !== CHECKPOINT_FORMAT) {
    throw new InvalidInputError('checkpoint.format', String(CHECKPOINT_FORMAT), checkpoint.format);
  }
  if (dataset.observationKey !== checkpoint.observationKey) {
    const expected = `the observations of the checkpoint, ${checkpoint.observationKey}`;
    throw new InvalidInputError('dataset.observationKey', expected, dataset.observationKey);
  }
  if (dataset.rows !== checkpoint.datasetRows) {
    const expected = `${checkpoint.datasetRows} rows, those of the checkpoint`;
    throw new InvalidInputError('dataset.rows', expected, dataset.rows);
  }
}

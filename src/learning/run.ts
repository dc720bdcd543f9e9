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
import type { Dataset } from './dataset';
import {
  episodeRanges,
  episodeReturns,
  observationStatistics,
  relabel,
  rewardScale,
  splitByEpisode,
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

  private readonly cloningUpdates: number;
  readonly observationKey: string;
  private readonly statistics: ObservationStatistics;
  private readonly sampler: TransitionSampler;
  private readonly random: Rng;
  private readonly arrays: BatchArrays;
  private readonly metrics = new TrainingMetrics();
  private learner: BehaviourCloner | ImplicitQLearner;

  /**
   * @param previous a run to continue from: its weights and standardisation, fresh optimisers
   * @throws InvalidInputError when `previous` has other networks or saw other observations
   */
  constructor(
    dataset: Dataset,
    readonly request: TrainingRequest,
    previous: Run | null,
  ) {
    const { config, weights, seed } = request;
    if (previous !== null) checkContinuation(dataset, request, previous);
    const labelled = relabel(dataset, weights);
    const { training } = splitByEpisode(episodeRanges(labelled), VALIDATION_SHARE, SPLIT_SEED);
    const scale = rewardScale(episodeReturns(labelled, training));
    this.observationKey = dataset.observationKey;
    this.statistics = previous?.statistics ?? observationStatistics(labelled, training);
    this.sampler = new TransitionSampler(labelled, training, this.statistics, scale);
    this.random = new Rng(seed);
    this.arrays = createBatchArrays(config.batchSize, dataset.observationLength, ACTION_LENGTH);

    const clonesFirst = config.algorithm === 'iql' && previous === null;
    this.cloningUpdates = clonesFirst ? config.cloningUpdates : 0;
    this.totalUpdates = this.cloningUpdates + config.updates;
    this.learner =
      config.algorithm === 'bc' || this.cloningUpdates > 0 ? this.createCloner() : this.createIql();
    if (previous !== null) continueFrom(this.learner, previous.learner);
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

  async snapshot(version: number): Promise<PolicySnapshot> {
    const { policy, policySizes } = this.learner;
    const parameters = await policy.data<'float32'>();
    const networkLength = mlpParameterCount(policySizes);
    return {
      kind: 'gaussianMlp',
      version,
      updates: this.update,
      layerSizes: policySizes,
      parameters: parameters.slice(0, networkLength),
      logStd: parameters.slice(networkLength),
      observationMean: this.statistics.mean.slice(),
      observationStd: this.statistics.std.slice(),
      observationKey: this.observationKey,
    };
  }

  progress(
    means: RunMetrics['means'],
    updatesPerSecond: number,
    policyVersion: number,
  ): TrainingProgress {
    return {
      algorithm: this.request.config.algorithm,
      phase: this.phase,
      update: this.update,
      totalUpdates: this.totalUpdates,
      updatesPerSecond,
      secondsLeft: (this.totalUpdates - this.update) / updatesPerSecond,
      ...means,
      policyVersion,
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
    continueFrom(this.learner, cloner);
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

/** Copies the weights that both learners have; optimisers start afresh. */
function continueFrom(
  learner: BehaviourCloner | ImplicitQLearner,
  previous: BehaviourCloner | ImplicitQLearner,
): void {
  tf.tidy(() => {
    copyVariable(previous.policy, learner.policy);
    if (!(learner instanceof ImplicitQLearner) || !(previous instanceof ImplicitQLearner)) return;
    copyVariable(previous.value, learner.value);
    for (const index of [0, 1] as const) {
      copyVariable(previous.critics[index], learner.critics[index]);
      copyVariable(previous.targets[index], learner.targets[index]);
    }
  });
}

function copyVariable(from: tf.Variable, to: tf.Variable): void {
  to.assign(tf.clone(from));
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

/**
 * One run of the Decision Transformer over a dataset: labels, scales, windows,
 * model. run.ts is the same for the learners of single transitions.
 */
import {
  timestepBucket,
  type DecisionTransformerSizes,
} from '../../agents/policies/decisionTransformerLayout';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerPolicy';
import type { TrainingReference } from '../../agents/policies/trainingReference';
import { ACTION_LENGTH } from '../../env/types';
import { Rng } from '../../market/rng';
import { InvalidInputError } from '../../market/validation';
import { copyParameters, loadLearner } from '../tfjs/checkpoint';
import { createSequenceEngine } from './createEngine';
import type { Dataset } from '../data/dataset';
import {
  episodeRanges,
  observationStatistics,
  returnScale,
  trainingEpisodes,
} from '../data/datasetOperations';
import { DecisionTransformer } from '../tfjs/decisionTransformer';
import type {
  DecisionTransformerProgress,
  DecisionTransformerRequest,
} from '../algorithms/decisionTransformerConfig';
import { DeviceRecovery } from './deviceRecovery';
import type { EngineReading, SequenceEngine, SequenceMeans } from './engine';
import {
  TRANSFORMER_CHECKPOINT_FORMAT,
  type DecisionTransformerCheckpoint,
  type ObservationStatistics,
  type ReturnLabels,
} from './runState';
import { SequenceSampler } from '../data/sequences';
import { fitTrainingReference } from '../data/trainingReference';

/** What stays the same over a run. */
interface TransformerPlan {
  readonly dataset: Dataset;
  readonly request: DecisionTransformerRequest;
  readonly labels: ReturnLabels;
  readonly statistics: ObservationStatistics;
  readonly sizes: DecisionTransformerSizes;
  readonly sampler: SequenceSampler;
  readonly returnRange: readonly [number, number];
  readonly random: Rng;
  readonly reference: TrainingReference;
}

export class DecisionTransformerRun {
  update = 0;
  /** Of the newest snapshot; −1 before the first. */
  policyVersion = -1;

  /** Where a lost device's engine goes on from is the state at the last snapshot. */
  private readonly recovery = new DeviceRecovery((safe: DecisionTransformerCheckpoint) =>
    this.goBackTo(safe),
  );

  private constructor(
    private readonly plan: TransformerPlan,
    private engine: SequenceEngine,
  ) {}

  static async start(
    dataset: Dataset,
    request: DecisionTransformerRequest,
    labels: ReturnLabels,
  ): Promise<DecisionTransformerRun> {
    const statistics = observationStatistics(dataset, trainingEpisodes(dataset));
    const plan = planRun(dataset, request, labels, statistics);
    return new DecisionTransformerRun(plan, await openEngine(plan, createLearner(plan)));
  }

  /**
   * From the weights and the standardisation that another run was left with, under
   * a fresh optimiser.
   * @throws InvalidInputError when its model has other sizes or saw other observations
   */
  static async fineTune(
    dataset: Dataset,
    request: DecisionTransformerRequest,
    labels: ReturnLabels,
    previous: DecisionTransformerCheckpoint,
  ): Promise<DecisionTransformerRun> {
    checkContinuation(dataset, request, previous);
    const plan = planRun(dataset, request, labels, previous.statistics);
    const learner = createLearner(plan);
    copyParameters(previous.learner.parameters, learner);
    return new DecisionTransformerRun(plan, await openEngine(plan, learner));
  }

  /** @throws InvalidInputError when the data or the checkpoint's own parts do not fit */
  static async resume(
    dataset: Dataset,
    checkpoint: DecisionTransformerCheckpoint,
  ): Promise<DecisionTransformerRun> {
    checkResumption(dataset, checkpoint);
    const { request, labels, statistics } = checkpoint;
    const plan = planRun(dataset, request, labels, statistics);
    const run = new DecisionTransformerRun(plan, await openEngineAt(plan, checkpoint));
    run.update = checkpoint.update;
    run.policyVersion = checkpoint.policyVersion;
    return run;
  }

  get request(): DecisionTransformerRequest {
    return this.plan.request;
  }

  get totalUpdates(): number {
    return this.request.config.updates;
  }

  updateMany(limit: number): Promise<number> {
    const updates = Math.min(limit, this.totalUpdates - this.update);
    this.engine.updateMany(updates, this.plan.random);
    this.update += updates;
    return Promise.resolve(updates);
  }

  /** As Run.readMetrics. */
  async readMetrics(): Promise<EngineReading<SequenceMeans>> {
    return await this.recovery.surviving(() => this.engine.readMetrics());
  }

  /** The model as it is now, under the next version. */
  async snapshot(): Promise<DecisionTransformerSnapshot> {
    const { statistics, labels, sizes, sampler, returnRange, dataset, reference } = this.plan;
    this.policyVersion += 1;
    const version = this.policyVersion;
    const [parameters, update] = await this.recovery.surviving(async () => {
      const { update: current, engine } = this;
      if (engine.canBeLost) this.recovery.keep(await this.checkpoint());
      return [await engine.readPolicy(), current] as const;
    });
    return {
      kind: 'decisionTransformer',
      version,
      updates: update,
      sizes,
      parameters,
      timestepBucket: sampler.scales.bucket,
      returnScale: sampler.scales.returnScale,
      returnRange,
      discount: labels.discount,
      observationMean: statistics.mean.slice(),
      observationStd: statistics.std.slice(),
      observationKey: dataset.observationKey,
      reference,
    };
  }

  async checkpoint(): Promise<DecisionTransformerCheckpoint> {
    const { update, policyVersion } = this;
    const { request, labels, statistics, dataset } = this.plan;
    const random = this.plan.random.snapshot();
    return {
      format: TRANSFORMER_CHECKPOINT_FORMAT,
      request,
      update,
      policyVersion,
      observationKey: dataset.observationKey,
      labels,
      statistics,
      random,
      learner: await this.engine.saveState(),
    };
  }

  progress(means: SequenceMeans, updatesPerSecond: number): DecisionTransformerProgress {
    const { update, totalUpdates, policyVersion } = this;
    const secondsLeft = (totalUpdates - update) / updatesPerSecond;
    return { update, totalUpdates, updatesPerSecond, secondsLeft, ...means, policyVersion };
  }

  dispose(): void {
    this.engine.dispose();
  }

  private async goBackTo(safe: DecisionTransformerCheckpoint): Promise<void> {
    this.engine.dispose();
    this.engine = await openEngineAt(this.plan, safe);
    this.update = safe.update;
  }
}

function planRun(
  dataset: Dataset,
  request: DecisionTransformerRequest,
  labels: ReturnLabels,
  statistics: ObservationStatistics,
): TransformerPlan {
  const { embedding, layers, heads, contextLength, timesteps } = request.config;
  const longest = episodeRanges(dataset).reduce(
    (most, { start, end }) => Math.max(most, end - start),
    1,
  );
  const scales = {
    returnScale: returnScale(labels.returns),
    timesteps,
    bucket: timestepBucket(longest, timesteps),
  };
  const ranges = trainingEpisodes(dataset);
  return {
    dataset,
    request,
    labels,
    statistics,
    sizes: {
      observationLength: dataset.observationLength,
      actionLength: ACTION_LENGTH,
      embedding,
      layers,
      heads,
      contextLength,
      timesteps,
    },
    sampler: new SequenceSampler(dataset, ranges, labels.returns, statistics, scales),
    returnRange: extremes(labels.returns),
    random: new Rng(request.seed),
    reference: fitTrainingReference(dataset),
  };
}

/** With fresh weights drawn from the run's random stream. */
function createLearner({ sizes, request, random }: TransformerPlan): DecisionTransformer {
  return new DecisionTransformer(sizes, request.config, random);
}

function openEngine(
  { sampler, request }: TransformerPlan,
  learner: DecisionTransformer,
): Promise<SequenceEngine> {
  return createSequenceEngine(learner, sampler, request.config.batchSize);
}

/** In the state of a checkpoint, the run's random stream included. */
async function openEngineAt(
  plan: TransformerPlan,
  { learner: state, random }: DecisionTransformerCheckpoint,
): Promise<SequenceEngine> {
  const learner = createLearner(plan);
  try {
    loadLearner(learner, state);
  } catch (error) {
    learner.dispose();
    throw error;
  }
  plan.random.restore(random);
  return await openEngine(plan, learner);
}

function extremes(values: Float32Array): [number, number] {
  return [
    values.reduce((low, value) => Math.min(low, value), Infinity),
    values.reduce((high, value) => Math.max(high, value), -Infinity),
  ];
}

function checkContinuation(
  dataset: Dataset,
  { config }: DecisionTransformerRequest,
  { format, request, observationKey }: DecisionTransformerCheckpoint,
): void {
  if (format !== TRANSFORMER_CHECKPOINT_FORMAT) {
    const expected = String(TRANSFORMER_CHECKPOINT_FORMAT);
    throw new InvalidInputError('checkpoint.format', expected, format);
  }
  for (const size of ['embedding', 'layers', 'heads', 'contextLength', 'timesteps'] as const) {
    if (request.config[size] === config[size]) continue;
    const expected = `${request.config[size]}, that of the run to continue`;
    throw new InvalidInputError(`decisionTransformer.${size}`, expected, config[size]);
  }
  if (dataset.observationKey !== observationKey) {
    const expected = `the observations of the run to continue, ${observationKey}`;
    throw new InvalidInputError('dataset.observationKey', expected, dataset.observationKey);
  }
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

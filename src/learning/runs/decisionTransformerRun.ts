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
import { initialState } from '../algorithms/initialState';
import type { SequenceLearner } from '../algorithms/learners';
import { withParameters, type LearnerState } from '../algorithms/learnerState';
import { createSequenceEngine } from './createEngine';
import type { Dataset } from '../data/dataset';
import {
  episodeRanges,
  observationStatistics,
  returnScale,
  trainingEpisodes,
} from '../data/datasetOperations';
import type {
  DecisionTransformerProgress,
  DecisionTransformerRequest,
} from '../algorithms/decisionTransformerConfig';
import { DeviceRecovery } from './deviceRecovery';
import type { EngineReading, SequenceEngine, SequenceMeans } from './engine';
import type { EngineChoice } from '../algorithms/engineChoice';
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
  readonly choice: EngineChoice;
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
    choice: EngineChoice,
  ): Promise<DecisionTransformerRun> {
    const statistics = observationStatistics(dataset, trainingEpisodes(dataset));
    const plan = planRun(dataset, request, choice, labels, statistics);
    return new DecisionTransformerRun(plan, await openEngine(plan, freshState(plan)));
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
    choice: EngineChoice,
  ): Promise<DecisionTransformerRun> {
    checkContinuation(dataset, request, previous);
    const plan = planRun(dataset, request, choice, labels, previous.statistics);
    const state = withParameters(freshState(plan), previous.learner.parameters);
    return new DecisionTransformerRun(plan, await openEngine(plan, state));
  }

  /** @throws InvalidInputError when the data or the checkpoint's own parts do not fit */
  static async resume(
    dataset: Dataset,
    checkpoint: DecisionTransformerCheckpoint,
    choice: EngineChoice,
  ): Promise<DecisionTransformerRun> {
    checkResumption(dataset, checkpoint);
    const { request, labels, statistics } = checkpoint;
    const plan = planRun(dataset, request, choice, labels, statistics);
    plan.random.restore(checkpoint.random);
    const run = new DecisionTransformerRun(plan, await openEngine(plan, checkpoint.learner));
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
    this.plan.random.restore(safe.random);
    this.engine.dispose();
    this.engine = await openEngine(this.plan, safe.learner);
    this.update = safe.update;
  }
}

function planRun(
  dataset: Dataset,
  request: DecisionTransformerRequest,
  choice: EngineChoice,
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
    choice,
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

function learnerOf({ sizes, request }: TransformerPlan): SequenceLearner {
  return { algorithm: 'dt', sizes, settings: request.config };
}

/** Fresh weights, drawn from the run's random stream. */
function freshState(plan: TransformerPlan): LearnerState {
  return initialState(learnerOf(plan), plan.random);
}

async function openEngine(plan: TransformerPlan, state: LearnerState): Promise<SequenceEngine> {
  const { choice, sampler, request } = plan;
  const learner = learnerOf(plan);
  return await createSequenceEngine(choice, learner, state, sampler, request.config.batchSize);
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

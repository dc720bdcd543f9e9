/**
 * One run of a learner over a dataset: what the request fixes (labels, split,
 * statistics, networks, random stream) and the phases it goes through. Whoever
 * drives it decides how many updates to make at a time.
 */
import { type LayerSizes, mlpParameterCount } from '../algorithms/layerSizes';
import type { IqlSettings } from '../algorithms/iqlSettings';
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { TrainingReference } from '../../agents/policies/trainingReference';
import { ACTION_LENGTH } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import { BehaviourCloner } from '../tfjs/bc';
import { copyParameters, loadLearner } from '../tfjs/checkpoint';
import { createEngine } from './createEngine';
import type { Dataset } from '../data/dataset';
import {
  episodeReturns,
  observationStatistics,
  relabel,
  rewardScale,
  trainingEpisodes,
} from '../data/datasetOperations';
import { DeviceRecovery } from './deviceRecovery';
import type { EngineReading, PolicyEngine, PolicyLearner, PolicyMeans } from './engine';
import { ImplicitQLearner } from '../tfjs/iql';
import { Rng } from '../../market/rng';
import { criticReturns } from '../data/returnLabels';
import { CHECKPOINT_FORMAT, type Checkpoint, type ObservationStatistics } from './runState';
import { controlVariateRewards } from '../data/controlVariateRewards';
import { TransitionSampler } from '../data/sampler';
import type { TrainingProgress, TrainingRequest } from './training';
import { fitTrainingReference } from '../data/trainingReference';

/** What stays the same over a run. */
interface RunPlan {
  readonly dataset: Dataset;
  readonly request: TrainingRequest;
  readonly cloningUpdates: number;
  readonly statistics: ObservationStatistics;
  /** Of the data, whatever the policy standardises by. */
  readonly reference: TrainingReference;
  readonly sampler: TransitionSampler;
  readonly rewardScale: number;
  readonly random: Rng;
  /** [observation, hidden…, action]. */
  readonly policySizes: LayerSizes;
}

type Phase = Checkpoint['phase'];

export class Run {
  readonly totalUpdates: number;
  /** Updates made, over all phases. */
  update = 0;
  /** Of the newest snapshot; −1 before the first. */
  policyVersion = -1;

  /** Where a lost device's engine goes on from is the state at the last snapshot. */
  private readonly recovery = new DeviceRecovery((safe: Checkpoint) => this.goBackTo(safe));

  private constructor(
    private readonly plan: RunPlan,
    private currentPhase: Phase,
    private engine: PolicyEngine,
  ) {
    this.totalUpdates = plan.cloningUpdates + plan.request.config.updates;
  }

  /** From fresh weights; IQL clones first for as long as its settings say. */
  static async start(dataset: Dataset, request: TrainingRequest): Promise<Run> {
    const { algorithm, cloningUpdates } = request.config;
    const statistics = observationStatistics(dataset, trainingEpisodes(dataset));
    const plan = planRun(dataset, request, algorithm === 'iql' ? cloningUpdates : 0, statistics);
    const phase = firstPhase(plan);
    return new Run(plan, phase, await openEngine(plan, createLearner(plan, phase)));
  }

  /**
   * From the weights and the standardisation that another run was left with, under
   * fresh optimisers. Of cloning, only the policy is there to continue from.
   * @throws InvalidInputError when it has other networks or saw other observations
   */
  static async fineTune(
    dataset: Dataset,
    request: TrainingRequest,
    previous: Checkpoint,
  ): Promise<Run> {
    checkContinuation(dataset, request, previous);
    const plan = planRun(dataset, request, 0, previous.statistics);
    const phase = firstPhase(plan);
    const learner = createLearner(plan, phase);
    copyParameters(previous.learner.parameters, learner);
    return new Run(plan, phase, await openEngine(plan, learner));
  }

  /**
   * From where a checkpoint of the same data was taken.
   * @throws InvalidInputError when the data or the checkpoint's own parts do not fit
   */
  static async resume(dataset: Dataset, checkpoint: Checkpoint): Promise<Run> {
    checkResumption(dataset, checkpoint);
    const { request, cloningUpdates, statistics, phase } = checkpoint;
    const plan = planRun(dataset, request, cloningUpdates, statistics);
    const learner = createLearner(plan, phase);
    try {
      loadLearner(learner, checkpoint.learner);
    } catch (error) {
      learner.dispose();
      throw error;
    }
    plan.random.restore(checkpoint.random);
    const run = new Run(plan, phase, await openEngine(plan, learner));
    run.update = checkpoint.update;
    run.policyVersion = checkpoint.policyVersion;
    return run;
  }

  get request(): TrainingRequest {
    return this.plan.request;
  }

  get observationKey(): string {
    return this.plan.dataset.observationKey;
  }

  isOf(dataset: Dataset): boolean {
    return this.plan.dataset === dataset;
  }

  get phase(): Phase {
    return this.currentPhase;
  }

  /** Starts up to `limit` updates, all of one phase. @returns how many */
  async updateMany(limit: number): Promise<number> {
    const { cloningUpdates, random, request } = this.plan;
    const isCloned = request.config.algorithm === 'iql' && this.update >= cloningUpdates;
    if (this.phase === 'cloning' && isCloned) await this.finishCloning();
    const phaseEnd = this.update < cloningUpdates ? cloningUpdates : this.totalUpdates;
    const updates = Math.min(limit, phaseEnd - this.update);
    this.engine.updateMany(updates, random);
    this.update += updates;
    return updates;
  }

  /**
   * Means over the updates since the last call; waits for them. When the device was
   * lost the run is back at its last snapshot, and the means are not numbers.
   * @throws DeviceLostError when it was lost twice without a snapshot in between
   */
  async readMetrics(): Promise<EngineReading<PolicyMeans>> {
    return await this.recovery.surviving(() => this.engine.readMetrics());
  }

  /** The policy as it is now, under the next version. */
  async snapshot(): Promise<PolicySnapshot> {
    this.policyVersion += 1;
    const version = this.policyVersion;
    const [parameters, update] = await this.recovery.surviving(async () => {
      const { update: current, engine } = this;
      if (engine.canBeLost) this.recovery.keep(await this.checkpoint());
      return [await engine.readPolicy(), current] as const;
    });
    const { policySizes, statistics, reference } = this.plan;
    const networkLength = mlpParameterCount(policySizes);
    return {
      kind: 'gaussianMlp',
      version,
      updates: update,
      layerSizes: policySizes,
      parameters: parameters.slice(0, networkLength),
      logStd: parameters.slice(networkLength),
      observationMean: statistics.mean.slice(),
      observationStd: statistics.std.slice(),
      observationKey: this.observationKey,
      reference,
    };
  }

  async checkpoint(): Promise<Checkpoint> {
    const { phase, update, policyVersion } = this;
    const { request, cloningUpdates, statistics, dataset } = this.plan;
    const random = this.plan.random.snapshot();
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
      learner: await this.engine.saveState(),
    };
  }

  /**
   * What the critics expect from every row of the dataset, in the units of the rewards.
   * @returns [rows]
   * @throws InvalidInputError when this is not a run of IQL on `dataset`
   */
  async expectedReturns(dataset: Dataset): Promise<Float32Array> {
    const { plan, phase } = this;
    if (phase !== 'training' || plan.dataset !== dataset) {
      const expected = 'a critic: IQL has to be the last to have trained on this dataset';
      throw new InvalidInputError('decisionTransformer.returnLabel', expected, phase);
    }
    const learner = new ImplicitQLearner(iqlSettings(plan), new Rng(0));
    try {
      loadLearner(learner, await this.engine.saveState());
      return await criticReturns(learner, plan.sampler, dataset, plan.rewardScale);
    } finally {
      learner.dispose();
    }
  }

  /** The target networks as they are now; null where IQL has not begun. */
  async critics(): Promise<CriticSnapshot | null> {
    if (this.phase !== 'training') return null;
    const { statistics, request, policySizes, rewardScale: scale } = this.plan;
    const { parameters } = await this.recovery.surviving(() => this.engine.saveState());
    const [observationLength, ...others] = policySizes;
    return {
      layerSizes: [observationLength + ACTION_LENGTH, ...others.slice(0, -1), 1],
      critics: [parameters.target1, parameters.target2],
      observationMean: statistics.mean.slice(),
      observationStd: statistics.std.slice(),
      rewardScale: scale,
      discount: request.config.discount,
      dollarsPerTick: request.dollarsPerTick ?? null,
    };
  }

  progress(means: PolicyMeans, updatesPerSecond: number): TrainingProgress {
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
    this.engine.dispose();
  }

  /** IQL begins with the cloner's policy. */
  private async finishCloning(): Promise<void> {
    const { parameters } = await this.recovery.surviving(() => this.engine.saveState());
    if (this.update < this.plan.cloningUpdates) return;
    const learner = createLearner(this.plan, 'training');
    copyParameters(parameters, learner);
    const engine = await openEngine(this.plan, learner);
    this.engine.dispose();
    this.engine = engine;
    this.currentPhase = 'training';
  }

  private async goBackTo(safe: Checkpoint): Promise<void> {
    const { plan } = this;
    const learner = createLearner(plan, safe.phase);
    loadLearner(learner, safe.learner);
    plan.random.restore(safe.random);
    this.engine.dispose();
    this.engine = await openEngine(plan, learner);
    this.currentPhase = safe.phase;
    this.update = safe.update;
  }
}

function planRun(
  dataset: Dataset,
  request: TrainingRequest,
  cloningUpdates: number,
  statistics: ObservationStatistics,
): RunPlan {
  const { config, weights, seed, dollarsPerTick } = request;
  const plain = relabel(dataset, weights);
  const labelled =
    dollarsPerTick === undefined
      ? plain
      : controlVariateRewards(plain, weights, dollarsPerTick, config.discount);
  const training = trainingEpisodes(labelled);
  const scale = rewardScale(episodeReturns(labelled, training));
  return {
    dataset,
    request,
    cloningUpdates,
    statistics,
    reference: fitTrainingReference(dataset),
    sampler: new TransitionSampler(labelled, training, statistics, scale),
    rewardScale: scale,
    random: new Rng(seed),
    policySizes: [dataset.observationLength, ...config.hiddenSizes, ACTION_LENGTH],
  };
}

function firstPhase({ request, cloningUpdates }: RunPlan): Phase {
  return request.config.algorithm === 'bc' || cloningUpdates > 0 ? 'cloning' : 'training';
}

/** With fresh weights drawn from the run's random stream. */
function createLearner(plan: RunPlan, phase: Phase): PolicyLearner {
  const { request, policySizes, random } = plan;
  return phase === 'cloning'
    ? new BehaviourCloner(policySizes, request.config.learningRate, random)
    : new ImplicitQLearner(iqlSettings(plan), random);
}

function iqlSettings({ dataset, request }: RunPlan): IqlSettings {
  const { config, broadcastAdvantages = false } = request;
  return {
    observationLength: dataset.observationLength,
    actionLength: ACTION_LENGTH,
    hiddenSizes: config.hiddenSizes,
    learningRate: config.learningRate,
    discount: config.discount,
    expectile: config.expectile,
    temperature: config.temperature,
    targetRate: config.targetRate,
    policyDecayUpdates: config.updates,
    broadcastAdvantages,
  };
}

function openEngine({ sampler, request }: RunPlan, learner: PolicyLearner): Promise<PolicyEngine> {
  return createEngine(learner, sampler, request.config.batchSize);
}

function checkContinuation(
  dataset: Dataset,
  { config }: TrainingRequest,
  previous: Checkpoint,
): void {
  if (previous.format !== CHECKPOINT_FORMAT) {
    throw new InvalidInputError('checkpoint.format', String(CHECKPOINT_FORMAT), previous.format);
  }
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

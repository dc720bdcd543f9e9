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
import { initialState } from '../algorithms/initialState';
import type { PolicyLearner } from '../algorithms/learners';
import { withParameters, type LearnerState } from '../algorithms/learnerState';
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
import type { EngineReading, PolicyEngine, PolicyMeans } from './engine';
import type { EngineChoice } from '../algorithms/engineChoice';
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
  readonly choice: EngineChoice;
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
  static async start(
    dataset: Dataset,
    request: TrainingRequest,
    choice: EngineChoice,
  ): Promise<Run> {
    const { algorithm, cloningUpdates } = request.config;
    const statistics = observationStatistics(dataset, trainingEpisodes(dataset));
    const first = algorithm === 'iql' ? cloningUpdates : 0;
    const plan = planRun(dataset, request, choice, first, statistics);
    const phase = firstPhase(plan);
    return new Run(plan, phase, await openEngine(plan, phase, freshState(plan, phase)));
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
    choice: EngineChoice,
  ): Promise<Run> {
    checkContinuation(dataset, request, previous);
    const plan = planRun(dataset, request, choice, 0, previous.statistics);
    const phase = firstPhase(plan);
    const state = withParameters(freshState(plan, phase), previous.learner.parameters);
    return new Run(plan, phase, await openEngine(plan, phase, state));
  }

  /**
   * From where a checkpoint of the same data was taken.
   * @throws InvalidInputError when the data or the checkpoint's own parts do not fit
   */
  static async resume(
    dataset: Dataset,
    checkpoint: Checkpoint,
    choice: EngineChoice,
  ): Promise<Run> {
    checkResumption(dataset, checkpoint);
    const { request, cloningUpdates, statistics, phase } = checkpoint;
    const plan = planRun(dataset, request, choice, cloningUpdates, statistics);
    plan.random.restore(checkpoint.random);
    const run = new Run(plan, phase, await openEngine(plan, phase, checkpoint.learner));
    run.update = checkpoint.update;
    run.policyVersion = checkpoint.policyVersion;
    return run;
  }

  get request(): TrainingRequest {
    return this.plan.request;
  }

  get choice(): EngineChoice {
    return this.plan.choice;
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
    const critics = this.isOf(dataset) ? await this.critics() : null;
    if (critics === null) {
      const expected = 'a critic: IQL has to be the last to have trained on this dataset';
      throw new InvalidInputError('decisionTransformer.returnLabel', expected, this.phase);
    }
    return criticReturns(critics, dataset);
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
    const state = withParameters(freshState(this.plan, 'training'), parameters);
    const engine = await openEngine(this.plan, 'training', state);
    this.engine.dispose();
    this.engine = engine;
    this.currentPhase = 'training';
  }

  private async goBackTo(safe: Checkpoint): Promise<void> {
    const { plan } = this;
    plan.random.restore(safe.random);
    this.engine.dispose();
    this.engine = await openEngine(plan, safe.phase, safe.learner);
    this.currentPhase = safe.phase;
    this.update = safe.update;
  }
}

function planRun(
  dataset: Dataset,
  request: TrainingRequest,
  choice: EngineChoice,
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
    choice,
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

/** The learner of a phase: cloning comes first. */
function learnerOf(plan: RunPlan, phase: Phase): PolicyLearner {
  if (phase === 'training') return { algorithm: 'iql', settings: iqlSettings(plan) };
  const { policySizes, request } = plan;
  return { algorithm: 'bc', settings: { policySizes, learningRate: request.config.learningRate } };
}

/** Fresh weights, drawn from the run's random stream. */
function freshState(plan: RunPlan, phase: Phase): LearnerState {
  return initialState(learnerOf(plan, phase), plan.random);
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

async function openEngine(plan: RunPlan, phase: Phase, state: LearnerState): Promise<PolicyEngine> {
  const { choice, sampler, request } = plan;
  const learner = learnerOf(plan, phase);
  return await createEngine(choice, learner, state, sampler, request.config.batchSize);
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

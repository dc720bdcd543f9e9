/**
 * A training session: one dataset, one training at a time, and the last run kept
 * to be fine-tuned, saved, or asked for its critic. How a run is driven is in
 * trainingLoop.ts, what it is made of in run.ts and decisionTransformerRun.ts.
 */
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { ObservationConfig } from '../../env/config';
import { canonicalJson, sameJson } from '../../market/canonicalJson';
import { InvalidInputError } from '../../market/validation';
import { engineChoice, type EngineChoice } from '../algorithms/engineChoice';
import { cloneConfigOf, type LearningConfig } from '../algorithms/config';
import type { Dataset, DatasetOrigin, DatasetSummary, ImportedDataset } from '../data/dataset';
import { concatenateShards, episodeRanges, relabel, returnsToGo } from '../data/datasetOperations';
import type {
  DecisionTransformerOutcome,
  DecisionTransformerRequest,
} from '../algorithms/decisionTransformerConfig';
import { DecisionTransformerRun } from './decisionTransformerRun';
import { summarise } from '../data/datasetSummary';
import { readDatasetFile, writeDatasetInSteps } from '../data/parquet';
import { controlVariateReturnsToGo } from '../data/returnLabels';
import { Run } from './run';
import type { Checkpoint, DecisionTransformerCheckpoint, ReturnLabels, RunState } from './runState';
import type {
  AnyTrainingOutcome,
  TrainingOutcome,
  TrainingRequest,
  TrainingStart,
  TrainingTask,
  EvaluationInputs,
} from './training';
import type { BackendName, EngineName } from '../algorithms/engineChoice';
import {
  transformerListeners,
  type AnyTrainingListeners,
  type DecisionTransformerListeners,
  type TrainingListeners,
} from './trainingListeners';
import { TrainingLoop, type TrainingEnvironment } from './trainingLoop';

export class TrainingSession {
  private dataset: Dataset | null = null;
  private previous: Run | null = null;
  private transformer: DecisionTransformerRun | null = null;
  /** The newest, and what it was trained by and on. */
  private clone: {
    readonly key: string;
    readonly dataset: Dataset;
    readonly policy: PolicySnapshot;
  } | null = null;
  /** Which of the two was at work last. */
  private newest: RunState['kind'] = 'gaussianMlp';
  private running = false;
  private readonly loop: TrainingLoop;

  /** @param backend where this session computes; it must have been started */
  constructor(
    private readonly environment: TrainingEnvironment,
    private readonly backend: BackendName,
  ) {
    this.loop = new TrainingLoop(environment);
  }

  /** Replaces the dataset. @throws InvalidInputError naming the first column that is wrong; the old one stays */
  loadDataset(shards: readonly Dataset[]): DatasetSummary {
    const dataset = concatenateShards(shards);
    this.dataset = dataset;
    return summarise(dataset);
  }

  /** @throws InvalidInputError when there is none */
  loadedDataset(): Dataset {
    if (this.dataset === null) throw new InvalidInputError('dataset', 'one to be loaded', null);
    return this.dataset;
  }

  /**
   * Replaces the dataset by a Parquet file's.
   * @param observation what agents see where they are to act; any will do without it
   * @throws InvalidInputError naming the first thing wrong; the old one stays
   */
  async importDataset(
    file: ArrayBuffer,
    observation?: ObservationConfig,
  ): Promise<ImportedDataset> {
    const { dataset, origin, hash } = await readDatasetFile(file, observation);
    this.dataset = dataset;
    return { summary: summarise(dataset), origin, hash };
  }

  /**
   * The dataset as a Parquet file in parts, its rewards under the weights of `origin`.
   * @throws InvalidInputError when there is none, or it is not of that origin
   */
  async exportDataset(origin: DatasetOrigin): Promise<Uint8Array<ArrayBuffer>[]> {
    const steps = writeDatasetInSteps(relabel(this.loadedDataset(), origin.weights), origin);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await this.environment.nextTask();
    }
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
  async train(
    request: TrainingRequest,
    listeners: TrainingListeners,
    engine: EngineName = 'compiled',
  ): Promise<TrainingOutcome> {
    const dataset = this.readyDataset();
    const { previous } = this;
    const choice = this.choiceOf(engine);
    if (!request.fineTune) {
      return await this.execute(() => Run.start(dataset, request, choice), listeners);
    }
    if (previous === null) {
      throw new InvalidInputError('fineTune', 'a run of this session to continue from', 'none');
    }
    const checkpoint = await previous.checkpoint();
    return await this.execute(() => Run.fineTune(dataset, request, checkpoint, choice), listeners);
  }

  /**
   * Trains whatever the task names, from wherever it starts. A Decision Transformer
   * whose returns are a critic's first trains that critic, unless the last run of
   * this session was the same.
   * @throws InvalidInputError without a dataset, or when the start does not fit task or data
   * @throws Error while another run is under way
   */
  async learn(
    task: TrainingTask,
    start: TrainingStart,
    listeners: AnyTrainingListeners,
  ): Promise<AnyTrainingOutcome> {
    const { decisionTransformer: config, weights, seed, dollarsPerTick } = task;
    if (config === null) return await this.learnPolicy(task, start, listeners);
    const usesCritic = config.returnLabel === 'critic';
    const own = transformerListeners(listeners, usesCritic ? updatesOf(task.learning) : 0);
    if (start.kind === 'resume' && start.from.kind === 'decisionTransformer') {
      const resumed = await this.resumeDecisionTransformer(start.from.checkpoint, own, task.engine);
      return { ...resumed, ...evaluationInputs(await this.criticsFor(task)) };
    }
    if (usesCritic) {
      const outcome = await this.learnCritic(task, config.updates, start, listeners);
      if (outcome !== null && outcome.status !== 'finished') return outcome;
    }
    const request = { config, weights, seed, dollarsPerTick };
    const from = start.kind === 'fineTune' ? transformerOf(start.from) : null;
    const outcome = await this.trainDecisionTransformer(request, own, from, task.engine);
    return { ...outcome, ...evaluationInputs(await this.criticsFor(task)) };
  }

  /**
   * Behaviour cloning to compare a task's policy with: of the same data and seed, with
   * the whole budget of its own. The same one again costs nothing, and rewards do not
   * matter to it.
   * @param onProgress updates made of all
   * @returns null when it was stopped, or diverged
   * @throws InvalidInputError without a dataset
   * @throws Error while another run is under way
   */
  async trainClone(
    { learning, weights, seed, engine }: TrainingTask,
    onProgress: (done: number, total: number) => void,
  ): Promise<PolicySnapshot | null> {
    const dataset = this.readyDataset();
    const config = cloneConfigOf(learning);
    const { hiddenSizes, batchSize, learningRate, updates } = config;
    const choice = this.choiceOf(engine);
    const key = canonicalJson({ hiddenSizes, batchSize, learningRate, updates, seed, ...choice });
    if (this.clone?.key === key && this.clone.dataset === dataset) return this.clone.policy;
    return await this.exclusively(async () => {
      const run = await Run.start(dataset, { config, weights, seed, fineTune: false }, choice);
      try {
        const { status, policy } = await this.loop.work(run, {
          onPolicy: () => {},
          onProgress: ({ update, totalUpdates }) => onProgress(update, totalUpdates),
        });
        if (status !== 'finished') return null;
        this.clone = { key, dataset, policy };
        return policy;
      } finally {
        run.dispose();
      }
    });
  }

  /** What the last run was left with; null before the first. */
  async state(): Promise<RunState | null> {
    const { previous, transformer } = this;
    if (transformer !== null && this.newest === 'decisionTransformer') {
      return { kind: 'decisionTransformer', checkpoint: await transformer.checkpoint() };
    }
    if (previous === null) return null;
    return { kind: 'gaussianMlp', checkpoint: await previous.checkpoint() };
  }

  /**
   * Goes on from a checkpoint, on the dataset that it was taken on.
   * @throws InvalidInputError when they do not belong together
   * @throws Error while another run is under way
   */
  async resumeFrom(
    checkpoint: Checkpoint,
    listeners: TrainingListeners,
    engine: EngineName = 'compiled',
  ): Promise<TrainingOutcome> {
    const dataset = this.readyDataset();
    const choice = this.choiceOf(engine);
    return await this.execute(() => Run.resume(dataset, checkpoint, choice), listeners);
  }

  /** The run under way, or the last one, as it is now; null before the first. */
  async checkpoint(): Promise<Checkpoint | null> {
    return (await this.previous?.checkpoint()) ?? null;
  }

  /**
   * Trains a Decision Transformer. Returns by a critic are those of this session's
   * last run, which has to be IQL on the same dataset.
   * @param from whose weights to continue from; null starts afresh
   * @throws InvalidInputError without a dataset, or without the critic that is asked for
   * @throws Error while another run is under way
   */
  async trainDecisionTransformer(
    request: DecisionTransformerRequest,
    listeners: DecisionTransformerListeners,
    from: DecisionTransformerCheckpoint | null = null,
    engine: EngineName = 'compiled',
  ): Promise<DecisionTransformerOutcome> {
    const dataset = this.readyDataset();
    const choice = this.choiceOf(engine);
    return await this.exclusively(async () => {
      const labels = await this.returnLabels(dataset, request);
      const run =
        from === null
          ? await DecisionTransformerRun.start(dataset, request, labels, choice)
          : await DecisionTransformerRun.fineTune(dataset, request, labels, from, choice);
      return await this.workTransformer(run, listeners);
    });
  }

  /** Goes on from a checkpoint, as `resumeFrom` does. */
  async resumeDecisionTransformer(
    checkpoint: DecisionTransformerCheckpoint,
    listeners: DecisionTransformerListeners,
    engine: EngineName = 'compiled',
  ): Promise<DecisionTransformerOutcome> {
    const dataset = this.readyDataset();
    const choice = this.choiceOf(engine);
    return await this.exclusively(async () =>
      this.workTransformer(
        await DecisionTransformerRun.resume(dataset, checkpoint, choice),
        listeners,
      ),
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

  private async learnPolicy(
    task: TrainingTask,
    start: TrainingStart,
    listeners: TrainingListeners,
  ): Promise<TrainingOutcome> {
    const { learning: config, weights, seed, dollarsPerTick, engine } = task;
    const request = { config, weights, seed, dollarsPerTick, fineTune: start.kind === 'fineTune' };
    if (start.kind === 'fresh') return await this.train(request, listeners, engine);
    const checkpoint = policyOf(start.from);
    if (start.kind === 'resume') return await this.resumeFrom(checkpoint, listeners, engine);
    const dataset = this.readyDataset();
    const choice = this.choiceOf(engine);
    return await this.execute(() => Run.fineTune(dataset, request, checkpoint, choice), listeners);
  }

  /** @returns null where the last run is that critic already */
  private async learnCritic(
    task: TrainingTask,
    updatesToFollow: number,
    start: TrainingStart,
    listeners: AnyTrainingListeners,
  ): Promise<TrainingOutcome | null> {
    const critic: TrainingTask = { ...task, learning: { ...task.learning, algorithm: 'iql' } };
    const begin: TrainingStart = start.kind === 'resume' ? start : { kind: 'fresh' };
    if (begin.kind === 'fresh' && this.isFinished(critic)) return null;
    return await this.learnPolicy(critic, begin, {
      // The live market waits for what the critic is trained for.
      onPolicy: () => {},
      onProgress: (progress) =>
        listeners.onProgress({
          ...progress,
          phase: 'critic',
          totalUpdates: progress.totalUpdates + updatesToFollow,
          secondsLeft: Number.NaN,
        }),
    });
  }

  /** Of the last run of IQL, where it learned what a task's actions are worth; null otherwise. */
  private async criticsFor({
    weights,
    dollarsPerTick,
  }: TrainingTask): Promise<CriticSnapshot | null> {
    const { previous, dataset } = this;
    if (previous === null || dataset === null || !previous.isOf(dataset)) return null;
    const { request } = previous;
    const isSame = sameJson([request.weights, request.dollarsPerTick], [weights, dollarsPerTick]);
    return isSame ? await previous.critics() : null;
  }

  /** Whether the last run of BC or IQL was of this task, on this dataset, to its end. */
  private isFinished(task: TrainingTask): boolean {
    const { previous, dataset } = this;
    if (previous === null || previous.update < previous.totalUpdates) return false;
    const { config, weights, seed, dollarsPerTick, fineTune } = previous.request;
    const made = [config, weights, seed, dollarsPerTick, previous.choice.engine];
    const { engine } = this.choiceOf(task.engine);
    const asked = [task.learning, task.weights, task.seed, task.dollarsPerTick, engine];
    const isSame = sameJson(made, asked);
    return isSame && !fineTune && dataset !== null && previous.isOf(dataset);
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
        const returns = controlVariateReturnsToGo(labelled, ranges, weights, dollarsPerTick);
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
    this.newest = 'decisionTransformer';
    return await this.loop.work(run, listeners);
  }

  private choiceOf(engine: EngineName): EngineChoice {
    return engineChoice(this.backend, engine);
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
      this.newest = 'gaussianMlp';
      const outcome = await this.loop.work(run, listeners);
      return { ...outcome, ...evaluationInputs(await run.critics()) };
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

const evaluationInputs = (critics: CriticSnapshot | null): EvaluationInputs =>
  critics === null ? {} : { critics };

/** Over all phases. */
const updatesOf = ({ updates, cloningUpdates }: LearningConfig): number => updates + cloningUpdates;

function policyOf(state: RunState): Checkpoint {
  if (state.kind === 'gaussianMlp') return state.checkpoint;
  throw new InvalidInputError('start.from', 'a run of cloning or IQL', state.kind);
}

function transformerOf(state: RunState): DecisionTransformerCheckpoint {
  if (state.kind === 'decisionTransformer') return state.checkpoint;
  throw new InvalidInputError('start.from', 'a run of a Decision Transformer', state.kind);
}

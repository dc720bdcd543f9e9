/**
 * A training session has one dataset, makes one training at a time, and keeps the last runs to be
 * fine-tuned, saved, or asked for their critics. How a run is driven is in trainingLoop.ts, what
 * the learners need of one another in lastRuns.ts.
 */
import { engineChoice, type BackendName } from '../algorithms/engineChoice';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { ObservationConfig } from '../../env/config';
import { canonicalJson } from '../../market/canonicalJson';
import { InvalidInputError } from '../../market/validation';
import { cloneConfigOf } from '../algorithms/config';
import type { Dataset, DatasetOrigin, DatasetSummary, ImportedDataset } from '../data/dataset';
import { withOptionalColumns } from '../data/datasetColumns';
import { concatenateShards, relabel } from '../data/datasetOperations';
import { summarise } from '../data/datasetSummary';
import { readDatasetFile, writeDatasetInSteps } from '../data/parquet';

import type { EngineHooks } from './engine';
import { LastRuns } from './lastRuns';
import { definePolicyRun } from './policyRun';
import { Run } from './run';
import type { RunState } from './runState';
import type { TrainingListeners, TrainingOutcome, TrainingStart, TrainingTask } from './training';
import { TrainingLoop, type TrainingEnvironment } from './trainingLoop';

export class TrainingSession {
  private dataset: Dataset | null = null;
  /** The newest clone, with a key of its task and the dataset that it learned from. */
  private clone: {
    readonly key: string;
    readonly dataset: Dataset;
    readonly policy: PolicySnapshot;
  } | null = null;
  private isRunning = false;
  private readonly loop: TrainingLoop;
  private readonly runs: LastRuns;

  /**
   * @param backend where this session computes; it must have been started
   * @param hooks what an experiment changes in the updates
   */
  constructor(
    private readonly environment: TrainingEnvironment,
    private readonly backend: BackendName,
    hooks: EngineHooks = {},
  ) {
    this.loop = new TrainingLoop(environment);
    this.runs = new LastRuns(this.loop, environment, backend, hooks);
  }

  /**
   * Replaces the dataset; what data of earlier versions lack is 0.
   * @throws InvalidInputError naming the first column that is wrong; the old one stays
   */
  loadDataset(shards: readonly Dataset[]): DatasetSummary {
    const dataset = concatenateShards(shards.map(withOptionalColumns));
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
    const {
      dataset,
      labVersion: _version,
      ...described
    } = await readDatasetFile(file, observation);
    this.dataset = dataset;
    return { summary: summarise(dataset), ...described };
  }

  /**
   * Writes the dataset as a Parquet file in parts, its rewards under the weights of `origin`.
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
   * Trains what the task names, from wherever it starts. A Decision Transformer whose returns are a
   * critic's first trains that critic, unless the last run of this session was the same.
   * @throws InvalidInputError without a dataset, or when the start does not fit task or data
   * @throws Error while another run is under way
   */
  async learn(
    task: TrainingTask,
    start: TrainingStart,
    listeners: TrainingListeners,
  ): Promise<TrainingOutcome> {
    return await this.exclusively((dataset) => this.runs.learn(dataset, task, start, listeners));
  }

  /**
   * Trains a behaviour clone to compare a task's policy with: of the same data and seed, with the
   * whole budget of its own. The same one again costs nothing, and rewards do not matter to it.
   * @param onProgress updates made of all
   * @returns null when it was stopped, or diverged
   * @throws InvalidInputError without a dataset
   * @throws Error while another run is under way
   */
  async trainClone(
    task: TrainingTask,
    onProgress: (done: number, total: number) => void,
  ): Promise<PolicySnapshot | null> {
    const learning = cloneConfigOf(task.learning);
    const { hiddenSizes, batchSize, learningRate, updates, conditioning } = learning;
    const choice = engineChoice(this.backend, task.engine);
    const { seed } = task;
    const settings = { hiddenSizes, batchSize, learningRate, updates, conditioning };
    const key = canonicalJson({ ...settings, seed, ...choice });
    return await this.exclusively(async (dataset) => {
      if (this.clone?.key === key && this.clone.dataset === dataset) return this.clone.policy;
      const start: TrainingStart = { kind: 'fresh' };
      const cloning = { ...task, decisionTransformer: null, learning };
      const definition = definePolicyRun(dataset, cloning, start, choice);
      const run = await Run.open(definition, start, this.environment);
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

  /** Records the run under way, or the last one, as it is now; null before the first. */
  async state(): Promise<RunState | null> {
    return await this.runs.state();
  }

  dispose(): void {
    this.runs.dispose();
  }

  /** Lets one training work at a time, on the dataset that is loaded when it begins. */
  private async exclusively<Result>(work: (dataset: Dataset) => Promise<Result>): Promise<Result> {
    if (this.isRunning) throw new Error('A training run is under way: stop it first.');
    if (this.dataset === null) {
      throw new InvalidInputError('dataset', 'one to be loaded before training', null);
    }
    this.isRunning = true;
    this.loop.reset();
    try {
      return await work(this.dataset);
    } finally {
      this.isRunning = false;
      this.resume();
    }
  }
}

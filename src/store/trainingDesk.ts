/**
 * Training as the page runs it: starts and stops runs, follows their reports,
 * keeps what came of them. Reports come faster than anyone reads; they are
 * folded at once and shown with the slow readout.
 */
import type { StoreApi } from 'zustand/vanilla';
import { REWARD_TERMS, type RewardWeights } from '../env/types';
import type { EvaluationRow } from '../evaluation/metrics';
import type { Lab, TrainingEvent } from '../lab/types';
import type { ImportedDataset } from '../learning/dataset';
import { historyOf } from '../protocol/progressHistory';
import type { RunRecord, RunSummary } from '../protocol/run';
import { envConfig, learningConfig, marketConfig, rewardWeights, runConfig } from './configs';
import type { RunShelf } from './runShelf';
import { DEFAULT_SETTINGS, type Settings } from './settings';
import type { SessionState } from './state';
import { beginTraining, isRunning, reduceTraining, type TrainingState } from './training';

export interface TrainingDeskOptions {
  /** Called when a run first has a policy that the market can follow. */
  readonly onFirstPolicy: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An id that no run of any browser has. */
  readonly newId: () => string;
}

export class TrainingDesk {
  /** Ahead of the store by the reports since it was last shown. */
  private training: TrainingState;
  /** The run under way, as it began. */
  private run: RunRecord | null = null;
  /** How its agents did. */
  private evaluation: readonly EvaluationRow[] = [];

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Lab,
    private readonly shelf: RunShelf,
    private readonly options: TrainingDeskOptions,
  ) {
    this.training = store.getState().training;
  }

  /** @param fineTune continue from the trained policy, with the data there is */
  train(fineTune: boolean): void {
    if (isRunning(this.training.phase)) return;
    const { settings } = this.store.getState();
    const weights = rewardWeights(settings);
    this.run = this.newRun(settings, fineTune);
    this.evaluation = [];
    this.training = beginTraining(this.training, weights);
    this.showProgress();
    this.lab.train({
      market: marketConfig(settings),
      env: envConfig(settings),
      weights,
      learning: learningConfig(settings),
      seed: settings.seed,
      fineTune,
    });
  }

  /** Starts a run, or pauses and resumes the one there is. */
  toggle(): void {
    if (!isRunning(this.training.phase)) this.train(false);
    else if (this.training.paused) this.lab.resumeTraining();
    else this.lab.pauseTraining();
  }

  stop(): void {
    this.lab.stopTraining();
  }

  receive(event: TrainingEvent): void {
    const before = this.training;
    this.training = reduceTraining(before, event);
    if (this.training === before) return;
    if (event.kind !== 'progress') this.showProgress();
    this.keepRun(event);
    if (this.training.hasPolicy && !before.hasPolicy) this.options.onFirstPolicy();
  }

  receiveEvaluation(rows: readonly EvaluationRow[]): void {
    this.evaluation = rows;
  }

  /** Brings the store up to date with the reports. */
  showProgress(): void {
    if (this.store.getState().training !== this.training) {
      this.store.setState({ training: this.training });
    }
  }

  /**
   * Shows a file's data in place of what was there.
   * @throws Error naming the field that is wrong; nothing is replaced then
   */
  async importDataset(file: Blob): Promise<ImportedDataset> {
    const imported = await this.lab.importDataset(file);
    this.training = { ...this.training, dataset: imported.summary };
    this.showProgress();
    return imported;
  }

  /** The data as Parquet, its rewards under the weights on screen; null when there is none. */
  exportDataset(): Promise<Blob | null> {
    return this.lab.exportDataset(rewardWeights(this.store.getState().settings));
  }

  private newRun(settings: Settings, fineTune: boolean): RunRecord {
    const { runs, deletedRun } = this.store.getState();
    const number = runNumbers(deletedRun === null ? runs : [...runs, deletedRun]);
    return {
      id: this.options.newId(),
      name: `Run ${1 + number.reduce((most, one) => Math.max(most, one), 0)}`,
      notes: '',
      tags: [],
      status: 'running',
      createdAt: this.options.now(),
      config: runConfig(settings),
      parentId: fineTune ? (runs.findLast(({ hasPolicy }) => hasPolicy)?.id ?? null) : null,
      datasetHash: null,
      update: 0,
      totalUpdates: 0,
      hasPolicy: false,
      evaluation: [],
      failure: '',
      history: null,
      policy: null,
    };
  }

  private keepRun(event: TrainingEvent): void {
    const ended =
      event.kind === 'finished' || event.kind === 'stopped' || event.kind === 'diverged';
    if (!ended || event.policy === null || this.run === null) return;
    const { curves, progress, failure } = this.training;
    void this.shelf.save(
      {
        ...this.run,
        status: event.kind,
        update: progress?.update ?? 0,
        totalUpdates: progress?.totalUpdates ?? 0,
        hasPolicy: true,
        evaluation: this.evaluation,
        failure: failure?.message ?? '',
        history: historyOf(curves),
        policy: event.policy,
      },
      null,
    );
  }
}

/** The N of every run that is called "Run N". */
function runNumbers(runs: readonly RunSummary[]): number[] {
  return runs.flatMap(({ name }) => {
    const match = /^Run (\d{1,6})$/.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
}

/** Weights that differ from those the newest run was paid for; from the defaults before any run. */
export function pendingObjectiveChanges(settings: Settings, trained: RewardWeights | null): number {
  const reference = trained ?? rewardWeights(DEFAULT_SETTINGS);
  return REWARD_TERMS.filter((term) => settings[term] !== reference[term]).length;
}

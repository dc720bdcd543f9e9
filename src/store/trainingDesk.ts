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
import type { Run } from './runs';
import { envConfig, learningConfig, marketConfig, rewardWeights } from './configs';
import { DEFAULT_SETTINGS, type Settings } from './settings';
import type { SessionState } from './state';
import { beginTraining, isRunning, reduceTraining, type TrainingState } from './training';

export class TrainingDesk {
  /** Ahead of the store by the reports since it was last shown. */
  private training: TrainingState;
  /** What the run under way was started with, and how its agents did. */
  private runSettings: Settings | null = null;
  private evaluation: readonly EvaluationRow[] = [];
  private runCount = 0;

  /** @param onFirstPolicy called when a run first has a policy that the market can follow */
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Lab,
    private readonly onFirstPolicy: () => void,
  ) {
    this.training = store.getState().training;
  }

  /** @param fineTune continue from the trained policy, with the data there is */
  train(fineTune: boolean): void {
    if (isRunning(this.training.phase)) return;
    const { settings } = this.store.getState();
    const weights = rewardWeights(settings);
    this.runSettings = settings;
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
    if (this.training.hasPolicy && !before.hasPolicy) this.onFirstPolicy();
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

  rename(id: number, name: string): void {
    const runs = this.store.getState().runs.map((run) => (run.id === id ? { ...run, name } : run));
    this.store.setState({ runs });
  }

  delete(id: number): void {
    this.store.setState({ runs: this.store.getState().runs.filter((run) => run.id !== id) });
  }

  /** Compares every other agent with this one. @param key of a ComparedAgent */
  pin(key: string): void {
    this.store.setState({ pinned: key });
  }

  private keepRun(event: TrainingEvent): void {
    const ended =
      event.kind === 'finished' || event.kind === 'stopped' || event.kind === 'diverged';
    if (!ended || event.policy === null || this.runSettings === null) return;
    this.runCount++;
    const run: Run = {
      id: this.runCount,
      name: `Run ${this.runCount}`,
      settings: this.runSettings,
      outcome: event.kind,
      policy: event.policy,
      evaluation: this.evaluation,
    };
    this.store.setState({ runs: [...this.store.getState().runs, run] });
  }
}

/** Weights that differ from those the newest run was paid for; from the defaults before any run. */
export function pendingObjectiveChanges(settings: Settings, trained: RewardWeights | null): number {
  const reference = trained ?? rewardWeights(DEFAULT_SETTINGS);
  return REWARD_TERMS.filter((term) => settings[term] !== reference[term]).length;
}

/**
 * The training controller starts and stops runs, follows their reports, and keeps what came of
 * them. Reports come faster than anyone reads: they are folded in at once, and shown with the slow
 * readout.
 */
import type { StoreApi } from 'zustand/vanilla';
import { DEFAULT_TARGET_SHARE } from '../../agents/policies/policySpec';
import type { ExaminationModels } from '../../agents/policies/examinationModels';
import type { EvaluationRow } from '../../evaluation/metrics';
import type { Lab, TrainingEvent } from '../../lab/types';
import type { ImportedDataset } from '../../learning/data/dataset';
import type { RunState } from '../../learning/runs/runState';
import { RUN_TEXTS } from '../../content/runs';
import { FILE_TEXTS } from '../../content/files';
import { InvalidInputError } from '../../market/validation';
import type { TrainingStart } from '../../protocol/api';
import { historyOf, reportsOf } from '../../protocol/progressHistory';
import type { RunConfig, RunRecord, RunSummary } from '../../protocol/run';
import { rewardWeights } from '../settings/configs';
import { targetShare } from '../settings/learningConfigs';
import { newRun } from '../runs/newRun';
import { runNameUnderWay } from '../live/liveAgentTitle';
import { isRunState, plannedRuns } from '../runs/runPlan';
import type { RunRepository } from '../runs/runRepository';
import type { SessionState } from '../state';
import { marketFailure } from '../tapes/missingTape';
import { requireFileKind } from '../wrongFile';
import { InterruptedOffer } from './interruptedOffer';
import { seedsAfter, seedsToFollow } from './seedPlan';
import { ALONE, type PlannedRun, type QueuedRun, type SeedPlace } from './plannedRun';
import { SeedHandover } from './seedHandover';
import { beginTraining, isRunning, reduceTraining, type TrainingState } from './training';

export interface TrainingControllerOptions {
  /** Called with a run's id when it first has a policy that the market can follow. */
  readonly onFirstPolicy: (id: string) => void;
  /** Called when a run is over, with what came of it. */
  readonly onRunEnd: (run: RunRecord) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Makes an id that no run of any browser has. */
  readonly newId: () => string;
  readonly notify: (message: string, details?: string) => void;
}

export class TrainingController {
  /** State of the run, ahead of the store by the reports since it was last shown. */
  private training: TrainingState;
  /** Run under way, as far as it is kept. */
  private run: RunRecord | null = null;
  /** State from which the run can go on; null before the first checkpoint. */
  private state: RunState | null = null;
  /** Tells other tabs that the run is no longer under way. */
  private release: () => void = () => {};
  /** Evaluation of its agents. */
  private evaluation: readonly EvaluationRow[] = [];
  /** Id of the run under way where it was resumed; null for one that began. */
  private resumed: string | null = null;
  /** What Decision Transformers of one press of Train are asked for, however the slider moves. */
  private targetShare = DEFAULT_TARGET_SHARE;
  private readonly offer: InterruptedOffer;
  private readonly handover: SeedHandover;
  /** Runs that are to follow the one under way. */
  private queue: readonly QueuedRun[] = [];
  /** Run that those under way continue; null when they start from fresh weights. */
  private parent: RunSummary | null = null;
  /** Whether the run under way is still unknown to the lab. */
  private isFetching = false;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Lab,
    private readonly repository: RunRepository,
    private readonly options: TrainingControllerOptions,
  ) {
    this.training = store.getState().training;
    this.handover = new SeedHandover(repository);
    this.offer = new InterruptedOffer(store, repository, options.notify);
  }

  /**
   * Trains as many runs, one after another, as there are training seeds. Settings that name no run
   * become a failure that says which.
   * @param from the run to continue; null starts from fresh weights
   */
  train(from: RunSummary | null): void {
    if (isRunning(this.training.phase)) return;
    const state = this.store.getState();
    let runs: ReturnType<typeof plannedRuns>;
    try {
      runs = plannedRuns(state.settings, this.training.file, state);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      this.run = null;
      this.fail(error.message, error.stack ?? '');
      return;
    }
    const [first, ...others] = runs;
    this.store.setState({ agentPinned: false });
    this.parent = from;
    this.targetShare = targetShare(state.settings);
    const datasetHash = this.training.file?.hash ?? null;
    this.queue = others.map((config) => ({ config, datasetHash }));
    this.begin({ config: first, datasetHash }, { number: 1, count: 1 + others.length });
  }

  /**
   * Trains runs one after another, each a run of its own. The agent that trades stays.
   * @returns false, and nothing is trained, where a run is under way
   */
  trainAll([first, ...others]: readonly PlannedRun[]): boolean {
    if (isRunning(this.training.phase)) return false;
    this.parent = null;
    this.targetShare = targetShare(this.store.getState().settings);
    this.queue = others;
    if (first !== undefined) this.begin(first, ALONE);
    // Somebody watches another agent, and has not asked for these.
    this.store.setState({ agentPinned: true });
    return true;
  }

  /** Starts a run, or pauses and resumes the one there is. */
  toggle(): void {
    if (!isRunning(this.training.phase)) this.train(null);
    else if (this.training.paused) this.lab.resumeTraining();
    else this.lab.pauseTraining();
  }

  /** Ends the run under way, and its group with it. */
  stop(): void {
    this.queue = [];
    if (this.run !== null) this.run = { ...this.run, seedsLeft: 0 };
    this.handover.drop();
    if (this.isFetching) {
      this.isFetching = false;
      this.receive({ kind: 'stopped', policy: null, state: null });
      return;
    }
    this.lab.stopTraining();
  }

  receive(event: TrainingEvent): void {
    const before = this.training;
    this.training = reduceTraining(before, this.explained(event));
    if (this.training === before && event.kind !== 'checkpoint') return;
    if (event.kind !== 'progress') this.showProgress();
    this.keepRun(event);
    this.announceRecovery(event);
    if (this.training.hasOwnPolicy && !before.hasOwnPolicy && this.run !== null) {
      this.showProgress();
      this.options.onFirstPolicy(this.run.id);
    }
    if (event.kind === 'finished' || event.kind === 'diverged') this.beginNext();
  }

  /** Says of a run that failed what to do where its recording is gone. */
  private explained(event: TrainingEvent): TrainingEvent {
    const { config } = this.training;
    if (event.kind !== 'failed' || config === null) return event;
    const message = marketFailure(event.message, config.market, this.store.getState());
    return { ...event, message };
  }

  receiveEvaluation(rows: readonly EvaluationRow[], models: ExaminationModels): void {
    this.evaluation = rows;
    if (this.run !== null) this.run = { ...this.run, models };
  }

  /** Brings the store up to date with the reports. */
  showProgress(): void {
    if (this.store.getState().training !== this.training) {
      this.store.setState({ training: this.training });
    }
  }

  /**
   * Shows a file's data in place of what was there, and trains on it until told to collect.
   * @throws Error naming the field that is wrong; nothing is replaced then
   */
  async importDataset(file: Blob): Promise<ImportedDataset> {
    await requireFileKind(file, ['dataset']);
    this.requireNoRun();
    const imported = await this.lab.importDataset(file);
    this.requireNoRun();
    const { summary: dataset, origin: datasetOrigin } = imported;
    this.training = { ...this.training, dataset, datasetOrigin, file: imported };
    this.showProgress();
    return imported;
  }

  /** @throws Error while a run is in training: its data stays until it ends */
  private requireNoRun(): void {
    if (!isRunning(this.training.phase)) return;
    throw new Error(FILE_TEXTS.whileTraining(runNameUnderWay(this.store.getState())));
  }

  /** The next training collects its data again, instead of taking the file's. */
  forgetFile(): void {
    this.training = { ...this.training, file: null };
    this.showProgress();
  }

  /**
   * Writes the data as Parquet, its rewards under the weights on screen; null when there is none.
   */
  exportDataset(): Promise<Blob | null> {
    return this.lab.exportDataset(rewardWeights(this.store.getState().settings));
  }

  private begin({ config, ...known }: QueuedRun, seeds: SeedPlace): void {
    const { parent } = this;
    const { runs, deletedRun } = this.store.getState();
    const unnamed = newRun(config, {
      id: this.options.newId(),
      createdAt: this.options.now(),
      parentId: parent?.id ?? null,
      others: deletedRun === null ? runs : [...runs, deletedRun],
    });
    const seedsLeft = seeds.count - seeds.number;
    const run: RunRecord = { ...unnamed, ...known, ...(seedsLeft > 0 && { seedsLeft }) };
    this.take(run, null, this.claimNew(run.id));
    const earlier = seeds.number === 1 ? [] : this.training.runIds;
    this.training = {
      ...beginTraining(this.training, config, seeds, run.name),
      runIds: [...earlier, run.id],
    };
    this.showProgress();
    if (parent === null) this.send({ kind: 'fresh' });
    else void this.fineTune(config, parent);
  }

  private async fineTune(config: RunConfig, parent: RunSummary): Promise<void> {
    this.isFetching = true;
    const from = await this.repository.state(parent.id);
    // The run may have been stopped, and another begun, in between.
    if (!this.isFetching || this.training.config !== config) return;
    this.isFetching = false;
    if (isRunState(from)) this.send({ kind: 'fineTune', from });
    else this.fail(`${parent.name} cannot be continued: its learner was not kept.`, '');
  }

  /** Claims a run that no other tab can know of yet. @returns a function that ends the claim */
  private claimNew(id: string): () => void {
    const claim = this.repository.claim(id);
    return () => void claim.then((release) => release?.());
  }

  /** Makes this the run under way. @param release ends this tab's claim of it */
  private take(run: RunRecord, state: RunState | null, release: () => void): void {
    this.release();
    this.run = run;
    this.state = state;
    this.evaluation = [];
    this.resumed = null;
    this.release = release;
    this.store.setState({ runUnderWay: run.id, followsRun: false });
  }

  private send(start: TrainingStart): void {
    if (this.run === null) return;
    const { config, datasetHash } = this.run;
    this.lab.train({ config, start, targetShare: this.targetShare, datasetHash });
  }

  private beginNext(): void {
    const [next, ...others] = this.queue;
    if (next === undefined) return;
    this.queue = others;
    const { seedNumber, seedCount } = this.training;
    const isSeed = seedNumber < seedCount;
    this.begin(next, isSeed ? { number: seedNumber + 1, count: seedCount } : ALONE);
  }

  private fail(message: string, details: string): void {
    this.queue = [];
    this.letGo();
    this.store.setState({ runUnderWay: null });
    this.training = { ...this.training, phase: 'failed', failure: { message, details } };
    this.showProgress();
  }

  private keepRun(event: TrainingEvent): void {
    if (event.kind === 'checkpoint') {
      const { state, policy, datasetHash } = event.checkpoint;
      this.state = state;
      this.save({ status: 'running', policy, datasetHash }, state.checkpoint.update);
      return;
    }
    if (event.kind === 'finished' || event.kind === 'stopped') {
      this.state = event.state ?? this.state;
      const policy = event.policy ?? this.run?.policy ?? null;
      this.save({ status: event.kind, policy }, event.policy?.updates);
    } else if (event.kind === 'diverged') {
      this.save({ status: event.kind, policy: event.policy });
    } else if (event.kind === 'failed') {
      // A run that could not go on is left as it was, to be resumed when what was missing is there.
      if (this.isToGoOn()) void this.repository.refresh();
      else this.save({ status: event.kind });
    } else {
      return;
    }
    const isDone = event.kind === 'finished' || event.kind === 'diverged';
    if (isDone && this.run !== null && this.queue.length > 0 && seedsAfter(this.run) > 0) {
      this.handover.keep({ id: this.run.id, release: this.release });
      this.release = () => {};
    } else {
      this.letGo();
    }
    this.store.setState({ runUnderWay: null });
    if (this.run !== null) this.options.onRunEnd(this.run);
  }

  /** Whether the run under way was resumed, and has made no update since. */
  private isToGoOn(): boolean {
    return this.resumed === this.run?.id && this.training.progress === null;
  }

  /**
   * Stores the run, unless it has neither a policy nor a checkpoint: then it is not worth keeping.
   * @param reached updates of what is stored; by default those of the last report, which comes by
   *   another way and may be older or newer
   */
  private save(change: Partial<RunRecord> & Pick<RunRecord, 'status'>, reached?: number): void {
    if (this.run === null) return;
    const { curves, failure, validation: points, validationBaselines: baselines } = this.training;
    // The updates of a critic that is trained first are none of the run's own.
    const progress = this.training.progress?.phase === 'critic' ? null : this.training.progress;
    const isCritic = this.training.progress !== null && progress === null;
    const policy = change.policy === undefined ? this.run.policy : change.policy;
    this.run = {
      ...this.run,
      ...change,
      policy,
      hasPolicy: policy !== null,
      update: (isCritic ? undefined : reached) ?? progress?.update ?? this.run.update,
      totalUpdates: progress?.totalUpdates ?? this.run.totalUpdates,
      evaluation: this.evaluation,
      failure: failure?.message ?? '',
      history: historyOf(curves, { points, baselines }) ?? this.run.history,
    };
    if (policy === null && this.state === null) return;
    const saved = this.repository.save(this.run, this.state);
    this.handover.after(saved);
  }

  /** Lets other tabs have the run, and the seeds that nobody took over. */
  private letGo(): void {
    this.release();
    this.handover.letGo();
  }

  private announceRecovery(event: TrainingEvent): void {
    if (event.kind !== 'recovered') return;
    const name = runNameUnderWay(this.store.getState());
    const where =
      event.update === 0
        ? 'starts over'
        : `goes on from its last checkpoint, update ${event.update}`;
    this.options.notify(`${event.reason} ${name} ${where}.`, event.details);
  }

  // A run of an earlier visit may have been cut short.

  /** Resumes the run from its last checkpoint, on the data that it had. */
  async resumeInterrupted(): Promise<void> {
    if (isRunning(this.training.phase)) return;
    const taken = await this.offer.take();
    if (taken === null) return;
    const { id, release } = taken;
    // Another tab may have trained it further, or deleted it, since it was listed.
    const [run, state] = await Promise.all([this.repository.record(id), this.repository.state(id)]);
    if (!isRunning(this.training.phase) && run !== null && seedsAfter(run) > 0) {
      this.goOnAfter(run, release);
      return;
    }
    if (isRunning(this.training.phase) || run?.status !== 'running' || !isRunState(state)) {
      release();
      if (run?.status === 'running' && !isRunState(state)) {
        this.options.notify('That run cannot go on: its checkpoint cannot be read.');
      }
      return;
    }
    this.store.setState({ agentPinned: false });
    this.targetShare = targetShare(this.store.getState().settings);
    this.queue = this.followersOf(run);
    // What was measured so far is of the policy that it has now.
    const { finalWord: _, ...unmeasured } = run;
    this.take(unmeasured, state, release);
    this.resumed = id;
    const seeds = { number: 1, count: 1 + this.queue.length };
    this.training = {
      ...beginTraining(this.training, run.config, seeds, run.name),
      runIds: [run.id],
      curves: run.history === null ? [] : reportsOf(run.history),
      validation: run.history?.validation?.points ?? [],
      validationBaselines: run.history?.validation?.baselines ?? [],
    };
    this.showProgress();
    this.send({ kind: 'resume', from: state });
  }

  /** Trains the seeds that were to follow a run. @param release ends this tab's claim of that run */
  private goOnAfter(run: RunRecord, release: () => void): void {
    const [first, ...others] = this.followersOf(run);
    if (first === undefined) {
      release();
      this.options.notify(RUN_TEXTS.noParent(run.name));
      return;
    }
    this.store.setState({ agentPinned: false });
    this.targetShare = targetShare(this.store.getState().settings);
    this.queue = others;
    this.handover.keep({ id: run.id, release });
    this.begin(first, { number: 1, count: 1 + others.length });
  }

  /** Gives the runs that were to follow one, and takes the run that they all continue. */
  private followersOf(run: RunRecord): readonly QueuedRun[] {
    const { parentId, datasetHash } = run;
    this.parent = this.store.getState().runs.find(({ id }) => id === parentId) ?? null;
    if (parentId !== null && this.parent === null) return [];
    return seedsToFollow(run).map((config) => ({ config, datasetHash }));
  }

  /** Keeps the run as it stands, as one that was stopped, and trains no seeds after it. */
  async keepInterrupted(): Promise<void> {
    await this.offer.keep();
  }

  /** Deletes the run, which can be undone for a while. */
  async discardInterrupted(): Promise<void> {
    await this.offer.discard();
  }
}

/**
 * A run leads from pressing Train to a trained, evaluated agent. It collects a dataset, or takes
 * the one already there; trains on it, looking at the policy now and then; and evaluates the result
 * beside the baselines. Whatever happens, it ends in exactly one of finished, stopped, diverged and
 * failed.
 */
import { proxy } from 'comlink';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import type { RunState } from '../learning/runs/runState';
import type { TrainingOutcome, TrainerApi, TrainingProgress, TrainingStart } from '../protocol/api';
import { isTotal, throttle } from '../protocol/throttle';
import { trainClone } from './clones';
import type { CollectorPool } from './collectorPool';
import type { TrainerData } from './heldDataset';
import { RunCheckpoints } from './runCheckpoints';
import type { RunEvaluation } from './runEvaluation';
import { RunValidation } from './runValidation';
import type { LabEvents, RunCheckpoint, TrainingEvent, TrainRequest } from './types';
import { WorkerFailure, describeError } from './workerFailure';
import type { WorkerSupervisor } from './workerSupervisor';

export interface TrainingRunEvents extends Pick<LabEvents, 'onTraining' | 'onEvaluation'> {
  /** Reports that a run has a result; it may be evaluated yet. */
  onPolicy(policy: AnyPolicy): void;
  /** Reports that something could not be done; training goes on. */
  onProblem(message: string, details: string): void;
}

/** Services that every run works with; they stay from run to run. */
export interface TrainingRunServices {
  readonly pool: CollectorPool;
  readonly trainer: WorkerSupervisor<TrainerApi>;
  readonly data: TrainerData;
  readonly evaluation: RunEvaluation;
  /** The clock, in milliseconds; monotonic. */
  readonly now: () => number;
}

/** Trainers that may die at one checkpoint before their run is given up. */
const DEATHS_AT_ONE_CHECKPOINT = 5;

export class TrainingRun {
  private phase: 'collecting' | 'training' | 'comparing' | 'evaluating' | 'over' = 'collecting';
  /** Policy that training ended with; null before. */
  private policy: AnyPolicy | null = null;
  private isPaused = false;
  /** Whether the newest policy is this run's; not while a critic is trained. */
  private hasOwnPolicy = false;
  private readonly abort = new AbortController();
  private readonly signal = this.abort.signal;
  private readonly checkpoints: RunCheckpoints;
  private readonly validation: RunValidation;

  constructor(
    private readonly request: TrainRequest,
    private readonly services: TrainingRunServices,
    private readonly events: TrainingRunEvents,
  ) {
    const { trainer, data, evaluation, now } = services;
    const emit = (event: TrainingEvent) => this.emit(event);
    this.checkpoints = new RunCheckpoints(trainer, data, now, {
      onCheckpoint: (checkpoint) => emit({ kind: 'checkpoint', checkpoint }),
      onProblem: (message, details) => events.onProblem(message, details),
      isTraining: () => this.phase === 'training',
    });
    this.validation = new RunValidation(request, trainer, evaluation, emit, this.signal);
  }

  /** Runs to the end. @returns the event that says how it ended; never rejects */
  async finish(): Promise<TrainingEvent> {
    const end = await this.work().catch(async (error: unknown): Promise<TrainingEvent> => {
      if (this.signal.aborted) {
        return { kind: 'stopped', policy: this.policy, state: await this.stateLeft() };
      }
      const message = error instanceof Error ? error.message : 'Training failed.';
      return { kind: 'failed', message, details: describeError(error) };
    });
    this.phase = 'over';
    this.services.pool.resume();
    return end;
  }

  pause(): void {
    if (this.isPaused) return;
    this.isPaused = true;
    this.services.pool.pause();
    this.tell((remote) => remote.pause());
    this.emit({ kind: 'paused' });
    // Whoever leaves the page now finds the run as it was left.
    if (this.phase === 'training') this.checkpoints.takeNow(this.hasOwnPolicy);
  }

  resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.services.pool.resume();
    this.tell((remote) => remote.resume());
    this.emit({ kind: 'resumed' });
  }

  stop(): void {
    if (this.phase === 'training' || this.phase === 'comparing') {
      this.tell((remote) => remote.stop());
    }
    this.abort.abort();
  }

  private async work(): Promise<TrainingEvent> {
    const outcome = await this.survivingTrainers(async () => {
      await this.collect();
      return await this.train();
    });
    const { policy } = outcome;
    this.policy = policy;
    this.events.onPolicy(policy);
    if (outcome.status === 'diverged') {
      return { kind: 'diverged', policy, update: outcome.update };
    }
    const state = await this.stateLeft();
    if (outcome.status === 'stopped') return { kind: 'stopped', policy, state };
    await this.evaluate(outcome, state);
    return { kind: 'finished', policy, state };
  }

  /**
   * Works in as many trainers as it takes. A run that ends its trainers itself would do so for
   * ever: it is given up when so many in a row die at the same checkpoint.
   */
  private async survivingTrainers<Result>(work: () => Promise<Result>): Promise<Result> {
    const { trainer } = this.services;
    let recoveredFrom: RunCheckpoint | null = null;
    let deaths = 0;
    for (;;) {
      await trainer.whenReady();
      this.signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        // Every failure in a trainer that lives is final.
        const hasDied = error instanceof WorkerFailure && !trainer.isReady;
        const { newest } = this.checkpoints;
        deaths = recoveredFrom === newest ? deaths + 1 : 1;
        if (!hasDied || this.signal.aborted || deaths >= DEATHS_AT_ONE_CHECKPOINT) throw error;
        recoveredFrom = newest;
        this.phase = 'collecting';
        await trainer.whenReady();
        const update = newest?.state.checkpoint.update ?? 0;
        this.emit({ kind: 'recovered', update, reason: error.message, details: error.details });
      }
    }
  }

  /** Hash of the run's dataset; null where its config alone names it. */
  private get datasetHash(): string | null {
    return this.checkpoints.newest?.datasetHash ?? this.request.datasetHash;
  }

  private async collect(): Promise<void> {
    const dataset = await this.services.data.provide(
      this.request.config,
      this.datasetHash,
      this.throttled('collecting'),
      this.signal,
    );
    this.emit({ kind: 'collected', dataset });
    this.signal.throwIfAborted();
  }

  private async train(): Promise<TrainingOutcome> {
    this.phase = 'training';
    const { newest } = this.checkpoints;
    const start: TrainingStart =
      newest === null ? this.request.start : { kind: 'resume', from: newest.state };
    if (this.isPaused) this.tell((remote) => remote.pause());
    // Progress travels on a port of its own, and may arrive after the outcome.
    const onProgress = proxy((progress: TrainingProgress) => {
      if (this.phase !== 'training') return;
      this.emit({ kind: 'progress', progress });
      this.validation.consider(progress);
      this.hasOwnPolicy = progress.phase !== 'critic';
      this.checkpoints.consider(this.hasOwnPolicy);
    });
    return await this.services.trainer.call<TrainingOutcome>(
      async (remote) => await remote.train(this.request.config, start, onProgress),
    );
  }

  /** @param state that training was left in; null when the trainer could not say */
  private async evaluate(
    { policy, critics }: TrainingOutcome,
    state: RunState | null,
  ): Promise<void> {
    const { evaluation } = this.services;
    const { config, targetShare } = this.request;
    const { signal } = this;
    await this.validation.settled();
    this.phase = 'comparing';
    if (state !== null) await this.checkpoints.keep(state, policy);
    signal.throwIfAborted();
    await this.validation.validate(policy);
    // Training is over, and nothing that happens to the trainer from here on undoes it.
    const clone = await trainClone(this.services.trainer, config, {
      provideDataset: () => this.collectAgain(),
      onProgress: (done, total) => {
        if (this.phase === 'comparing') this.emit({ kind: 'comparing', done, total });
      },
      onProblem: (message, details) => this.events.onProblem(message, details),
      signal,
    });
    this.phase = 'evaluating';
    const report = this.throttled('evaluating');
    const models = { critics: critics ?? null, clone };
    const rows = await evaluation.compare(config, policy, targetShare, models, report, signal);
    this.events.onEvaluation(rows, models);
    if (policy.kind !== 'decisionTransformer') return;
    const points = await evaluation.targets(config, policy, report, signal);
    this.emit({ kind: 'targets', points });
  }

  /** Gives the data to a trainer that took over after training was done. */
  private async collectAgain(): Promise<void> {
    const { data } = this.services;
    if (data.summaryFor(this.request.config, this.datasetHash) === null) await this.collect();
  }

  /**
   * Records where another run can begin; null before there was any training, or when the trainer is
   * gone.
   */
  private async stateLeft(): Promise<RunState | null> {
    if (this.policy === null) return null;
    return await this.services.trainer
      .call<RunState | null>(async (remote) => await remote.state())
      .catch(() => null);
  }

  /** Makes a function that reports few of many counts. */
  private throttled(kind: 'collecting' | 'evaluating'): (done: number, total: number) => void {
    const counts = throttle((done: number, total: number) => this.emit({ kind, done, total }), {
      now: this.services.now,
      isUrgent: isTotal,
    });
    return (done, total) => counts.offer(done, total);
  }

  /** Nothing is heard of a run that is over. */
  private emit(event: TrainingEvent): void {
    if (this.phase !== 'over') this.events.onTraining(event);
  }

  /** A trainer that is gone has nothing to pause; its run fails by itself. */
  private tell(work: Parameters<WorkerSupervisor<TrainerApi>['call']>[0]): void {
    this.services.trainer.call(work).catch(() => undefined);
  }
}

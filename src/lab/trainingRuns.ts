/**
 * From pressing Train to a trained, evaluated agent: collect a dataset, or take
 * the one already there; train on it, looking at the policy now and then; evaluate
 * the result beside the baselines. One run at a time. Whatever happens, a run ends
 * in exactly one of finished, stopped, diverged and failed.
 */
import { proxy, transfer } from 'comlink';
import type { AnyPolicy, PolicySnapshot } from '../agents/policies/policySnapshot';
import type { RewardWeights } from '../env/types';
import type { DatasetSummary, ImportedDataset } from '../learning/data/dataset';
import type { RunState } from '../learning/runs/runState';
import type {
  AnyTrainingOutcome,
  StoredDatasetNote,
  TrainerApi,
  TrainingProgress,
  TrainingStart,
} from '../protocol/api';
import { collectionOf, datasetOriginOf } from '../protocol/run';
import { buffersOf } from '../protocol/transfer';
import { trainClone } from './clones';
import type { CollectorPool } from './collectorPool';
import { hasEpisodesOf, type HeldDataset } from './heldDataset';
import { RunEvaluation, type Witnesses } from './runEvaluation';
import type { LabEvents, RunCheckpoint, TrainingEvent, TrainRequest } from './types';
import { WorkerFailure, describeError } from './workerFailure';
import type { WorkerSupervisor } from './workerSupervisor';

/** Validations of a run, at most: one for each such share of its updates. */
const VALIDATIONS = 8;
/** The page hears of counts at most four times a second. */
const REPORT_INTERVAL_MS = 250;
const CHECKPOINT_INTERVAL_MS = 4000;

interface Run {
  readonly request: TrainRequest;
  readonly abort: AbortController;
  phase: 'collecting' | 'training' | 'comparing' | 'evaluating';
  policy: AnyPolicy | null;
  isPaused: boolean;
  /** Where its training can go on; null before the first. */
  checkpoint: RunCheckpoint | null;
  /** The checkpoint that was last gone back to; undefined before a trainer died. */
  recoveredFrom: RunCheckpoint | null | undefined;
  isTakingCheckpoint: boolean;
  lastCheckpointMs: number;
  /** The validation under way; null between two. */
  validation: Promise<void> | null;
  /** Whether the baselines were played on the validation episodes. */
  hasBaselines: boolean;
  /** The update from which on the next one is due. */
  nextValidation: number;
}

export interface TrainingRunsEvents extends Pick<LabEvents, 'onTraining' | 'onEvaluation'> {
  /** A run has a result; it may be evaluated yet. */
  onPolicy(policy: AnyPolicy): void;
  /** Training goes on, but something could not be done. */
  onProblem(message: string, details: string): void;
}

export class TrainingRuns {
  private run: Run | null = null;
  private held: HeldDataset | null = null;
  private readonly evaluation: RunEvaluation;

  constructor(
    private readonly pool: CollectorPool,
    private readonly trainer: WorkerSupervisor<TrainerApi>,
    private readonly events: TrainingRunsEvents,
  ) {
    this.evaluation = new RunEvaluation(pool);
  }

  /** The trainer that held the dataset is gone. */
  forgetDataset(): void {
    this.held = null;
  }

  /** See `Lab`. */
  async importDataset(file: Blob): Promise<ImportedDataset> {
    await this.trainer.whenReady();
    const bytes = await file.arrayBuffer();
    const imported = await this.trainer.call<ImportedDataset>(
      async (remote) => await remote.importDataset(transfer(bytes, [bytes])),
    );
    this.held = { summary: imported.summary, origin: imported.origin, hash: null };
    return imported;
  }

  /** See `Lab`. */
  async exportDataset(weights: RewardWeights): Promise<Blob | null> {
    if (this.held === null) return null;
    const { origin } = this.held;
    const parts = await this.trainer.call(
      async (remote) => await remote.exportDataset({ ...origin, weights }),
    );
    return new Blob(parts, { type: 'application/vnd.apache.parquet' });
  }

  /** See `Lab`. */
  async runState(): Promise<RunState | null> {
    return await this.trainer.call<RunState | null>(async (remote) => await remote.state());
  }

  /** Ignored while a run is in progress. */
  train(request: TrainRequest): void {
    if (this.run !== null) return;
    const run: Run = {
      request,
      abort: new AbortController(),
      phase: 'collecting',
      policy: null,
      isPaused: false,
      checkpoint: null,
      recoveredFrom: undefined,
      isTakingCheckpoint: false,
      lastCheckpointMs: -Infinity,
      validation: null,
      hasBaselines: false,
      nextValidation: 0,
    };
    this.run = run;
    void this.finish(run);
  }

  pause(): void {
    if (this.run === null || this.run.isPaused) return;
    this.run.isPaused = true;
    this.pool.pause();
    this.tell((remote) => remote.pause());
    this.emit({ kind: 'paused' });
  }

  resume(): void {
    if (this.run === null || !this.run.isPaused) return;
    this.run.isPaused = false;
    this.pool.resume();
    this.tell((remote) => remote.resume());
    this.emit({ kind: 'resumed' });
  }

  stop(): void {
    if (this.run === null) return;
    const { phase } = this.run;
    if (phase === 'training' || phase === 'comparing') this.tell((remote) => remote.stop());
    this.run.abort.abort();
  }

  private async finish(run: Run): Promise<void> {
    let end: TrainingEvent;
    try {
      end = await this.work(run);
    } catch (error) {
      const message = error instanceof Error ? error.message : 'Training failed.';
      end = run.abort.signal.aborted
        ? { kind: 'stopped', policy: run.policy, state: await this.stateOf(run) }
        : { kind: 'failed', message, details: describeError(error) };
    }
    this.pool.resume();
    this.run = null;
    this.emit(end);
  }

  private async work(run: Run): Promise<TrainingEvent> {
    const { signal } = run.abort;
    const outcome = await this.trainThrough(run);
    const { policy } = outcome;
    run.policy = policy;
    this.events.onPolicy(policy);
    if (outcome.status === 'diverged') {
      return { kind: 'diverged', policy, update: outcome.update };
    }
    const state = await this.stateOf(run);
    if (outcome.status === 'stopped') return { kind: 'stopped', policy, state };
    await run.validation;
    run.phase = 'comparing';
    if (state !== null) await this.keep(run, state, policy);
    signal.throwIfAborted();
    await this.validate(run, policy);
    const clone = await this.cloneFor(run);
    run.phase = 'evaluating';
    await this.evaluate(run, policy, { critics: outcome.critics ?? null, clone });
    return { kind: 'finished', policy, state };
  }

  /** In as many trainers as it takes, as long as each gets further than the one before. */
  private async trainThrough(run: Run): Promise<AnyTrainingOutcome> {
    const { signal } = run.abort;
    for (;;) {
      await this.trainer.whenReady();
      signal.throwIfAborted();
      try {
        await this.provideDataset(run);
        signal.throwIfAborted();
        run.phase = 'training';
        return await this.optimise(run);
      } catch (error) {
        // Of a trainer that lives, every failure is final.
        const hasDied = error instanceof WorkerFailure && !this.trainer.isReady;
        const { checkpoint } = run;
        if (!hasDied || signal.aborted || run.recoveredFrom === checkpoint) throw error;
        run.recoveredFrom = checkpoint;
        run.phase = 'collecting';
        await this.trainer.whenReady();
        const update = checkpoint?.state.checkpoint.update ?? 0;
        this.emit({ kind: 'recovered', update, reason: error.message, details: error.details });
      }
    }
  }

  /** Simulates only when neither the trainer nor storage has the episodes of this run. */
  private async provideDataset(run: Run): Promise<void> {
    const { config } = run.request;
    const { abort } = run;
    if (!hasEpisodesOf(this.held, config)) await this.loadStored(run);
    if (hasEpisodesOf(this.held, config)) {
      this.emit({ kind: 'collected', dataset: this.held.summary });
      return;
    }
    const collection = collectionOf(config);
    const total = collection.episodes.length;
    const report = seldom((done) => this.emit({ kind: 'collecting', done, total }));
    report(0, total);
    const shards = await this.pool.collect(collection, (done) => report(done, total), abort.signal);
    this.held = null;
    const summary = await this.trainer.call((remote) =>
      remote.loadDataset(transfer(shards, shards.flatMap(buffersOf))),
    );
    this.held = { origin: datasetOriginOf(config), summary, hash: null };
    this.emit({ kind: 'collected', dataset: summary });
  }

  /** What an earlier visit, or a trainer that died, left in storage. */
  private async loadStored({ request: { config, datasetHash }, checkpoint }: Run): Promise<void> {
    const hash = checkpoint?.datasetHash ?? datasetHash;
    if (hash === null) return;
    const summary = await this.trainer.call<DatasetSummary | null>(
      async (remote) => await remote.loadStoredDataset(hash),
    );
    if (summary !== null) this.held = { origin: datasetOriginOf(config), summary, hash };
  }

  private async optimise(run: Run): Promise<AnyTrainingOutcome> {
    const { config } = run.request;
    const start: TrainingStart =
      run.checkpoint === null ? run.request.start : { kind: 'resume', from: run.checkpoint.state };
    if (run.isPaused) this.tell((remote) => remote.pause());
    // It travels on a port of its own, and may arrive after the outcome.
    const onProgress = proxy((progress: TrainingProgress) => {
      if (this.run !== run || run.phase !== 'training') return;
      this.emit({ kind: 'progress', progress });
      this.considerValidation(run, progress);
      this.considerCheckpoint(run, progress);
    });
    return await this.trainer.call<AnyTrainingOutcome>(
      async (remote) => await remote.train(config, start, onProgress),
    );
  }

  /** Every few seconds: that much is lost when the trainer dies or the page goes away. */
  private considerCheckpoint(run: Run, { phase }: TrainingProgress): void {
    const nowMs = performance.now();
    if (run.lastCheckpointMs === -Infinity) run.lastCheckpointMs = nowMs;
    if (run.isTakingCheckpoint || nowMs - run.lastCheckpointMs < CHECKPOINT_INTERVAL_MS) return;
    run.isTakingCheckpoint = true;
    this.takeCheckpoint(run, phase !== 'critic')
      // A trainer that died says so where its training is waited for.
      .catch(() => undefined)
      .finally(() => {
        run.isTakingCheckpoint = false;
        run.lastCheckpointMs = performance.now();
      });
  }

  /** @param hasPolicy false while a critic is trained: the newest policy is of another run */
  private async takeCheckpoint(run: Run, hasPolicy: boolean): Promise<void> {
    const state = await this.runState();
    const policy = hasPolicy
      ? await this.trainer.call<AnyPolicy | null>(async (remote) => await remote.policy())
      : null;
    if (state === null) return;
    if (this.run === run && run.phase === 'training') await this.keep(run, state, policy);
  }

  private async keep(run: Run, state: RunState, policy: AnyPolicy | null): Promise<void> {
    run.checkpoint = { state, policy, datasetHash: this.held?.hash ?? null };
    this.emit({ kind: 'checkpoint', checkpoint: run.checkpoint });
    const { held } = this;
    if (held === null || held.hash !== null) return;
    const { hash, problem } = await this.trainer.call<StoredDatasetNote>(
      async (remote) => await remote.storeDataset(held.origin),
    );
    if (this.held === held) this.held = { ...held, hash };
    if (problem !== '') this.events.onProblem(problem, `dataset ${hash}`);
    if (this.run !== run || run.checkpoint.state !== state) return;
    run.checkpoint = { ...run.checkpoint, datasetHash: hash };
    this.emit({ kind: 'checkpoint', checkpoint: run.checkpoint });
  }

  /** One at a time, and no more than a few in a run: the collectors have cores to share. */
  private considerValidation(run: Run, { phase, update, totalUpdates }: TrainingProgress): void {
    if (phase === 'critic' || run.validation !== null || update < run.nextValidation) return;
    run.nextValidation = update + totalUpdates / VALIDATIONS;
    run.validation = this.newestPolicy()
      .then((policy) => this.validate(run, policy))
      // Watching is not worth a run: whoever is needed again says what is wrong.
      .catch(() => undefined)
      .finally(() => {
        run.validation = null;
      });
  }

  private async newestPolicy(): Promise<AnyPolicy | null> {
    return await this.trainer.call<AnyPolicy | null>(async (remote) => await remote.policy());
  }

  private async validate(run: Run, policy: AnyPolicy | null): Promise<void> {
    if (policy === null) return;
    const { config, targetShare } = run.request;
    const { signal } = run.abort;
    const point = await this.evaluation.validate(config, policy, targetShare, signal);
    if (this.run !== run) return;
    this.emit({ kind: 'validated', point });
    if (run.hasBaselines) return;
    run.hasBaselines = true;
    const baselines = await this.evaluation.validateBaselines(config, signal);
    if (this.run === run) this.emit({ kind: 'validatedBaselines', baselines });
  }

  /** The run's training is over, and nothing that happens to the trainer undoes it. */
  private async cloneFor(run: Run): Promise<PolicySnapshot | null> {
    return await trainClone(this.trainer, run.request.config, {
      provideDataset: async () => {
        if (!hasEpisodesOf(this.held, run.request.config)) await this.provideDataset(run);
      },
      onProgress: (done, total) => {
        if (run.phase === 'comparing') this.emit({ kind: 'comparing', done, total });
      },
      onProblem: (message, details) => this.events.onProblem(message, details),
      signal: run.abort.signal,
    });
  }

  private async evaluate(
    { request, abort }: Run,
    policy: AnyPolicy,
    evaluationInputs: Witnesses,
  ): Promise<void> {
    const { config, targetShare } = request;
    const { signal } = abort;
    const report = seldom((done, total) => this.emit({ kind: 'evaluating', done, total }));
    const rows = await this.evaluation.compare(
      config,
      policy,
      targetShare,
      evaluationInputs,
      report,
      signal,
    );
    this.events.onEvaluation(rows);
    if (policy.kind !== 'decisionTransformer') return;
    const points = await this.evaluation.targets(config, policy, report, signal);
    this.emit({ kind: 'targets', points });
  }

  /** Where another run can begin; null before there was any training, or when the trainer is gone. */
  private async stateOf(run: Run): Promise<RunState | null> {
    return run.policy === null ? null : await this.runState().catch(() => null);
  }

  private emit(event: TrainingEvent): void {
    this.events.onTraining(event);
  }

  /** A trainer that is gone has nothing to pause; its run fails by itself. */
  private tell(work: Parameters<WorkerSupervisor<TrainerApi>['call']>[0]): void {
    this.trainer.call(work).catch(() => undefined);
  }
}

/** Passes on the first count, the total, and few between. */
function seldom(
  report: (done: number, total: number) => void,
): (done: number, total: number) => void {
  let lastMs = -Infinity;
  return (done, total) => {
    const nowMs = performance.now();
    if (done < total && nowMs - lastMs < REPORT_INTERVAL_MS) return;
    lastMs = nowMs;
    report(done, total);
  };
}

/**
 * From pressing Train to a trained, evaluated agent: collect a dataset, or take
 * the one already there; train on it; evaluate the result beside the baselines.
 * One run at a time. Whatever happens, a run ends in exactly one of finished,
 * stopped, diverged and failed.
 */
import { proxy, transfer } from 'comlink';
import type { AgentSpec } from '../agents/agentSpec';
import { parseMixture } from '../agents/agentSpecSchema';
import { defaultBehaviours, planEpisodes } from '../agents/behaviours';
import { createAgent } from '../agents/createAgent';
import type { PolicySnapshot } from '../agents/policySnapshot';
import { deriveSeeds } from '../agents/seeds';
import type { RewardWeights } from '../env/types';
import { baselinesOf } from '../evaluation/baselines';
import type { DatasetOrigin, DatasetSummary, ImportedDataset } from '../learning/dataset';
import type { TrainerApi, TrainingOutcome, TrainingProgress } from '../protocol/api';
import { buffersOf } from '../protocol/transfer';
import type { CollectorPool } from './collectorPool';
import type { EvaluationRow, LabEvents, TrainingEvent, TrainRequest } from './types';
import { describeError } from './workerFailure';
import type { WorkerSlot } from './workerSlot';

/** Decision steps that a dataset has at least, where episodes are not very short. */
const DATASET_STEPS = 64_000;
const MAX_DATASET_EPISODES = 108;
const MIN_DATASET_EPISODES = 12;
export const EVALUATION_EPISODES = 16;
/** The page hears of counts at most four times a second. */
const REPORT_INTERVAL_MS = 250;

/** Episodes of a dataset, given their length in steps. */
export function datasetEpisodes(episodeLength: number): number {
  const wanted = Math.ceil(DATASET_STEPS / episodeLength);
  return Math.min(MAX_DATASET_EPISODES, Math.max(MIN_DATASET_EPISODES, wanted));
}

interface Run {
  readonly request: TrainRequest;
  readonly abort: AbortController;
  phase: 'collecting' | 'training' | 'evaluating';
  policy: PolicySnapshot | null;
  isPaused: boolean;
}

/** What the trainer holds. */
interface HeldDataset {
  readonly origin: DatasetOrigin;
  readonly summary: DatasetSummary;
}

export interface TrainingRunsEvents extends Pick<LabEvents, 'onTraining' | 'onEvaluation'> {
  /** A run has a result; it may be evaluated yet. */
  onPolicy(policy: PolicySnapshot): void;
}

export class TrainingRuns {
  private run: Run | null = null;
  private held: HeldDataset | null = null;

  constructor(
    private readonly pool: CollectorPool,
    private readonly trainer: WorkerSlot<TrainerApi>,
    private readonly events: TrainingRunsEvents,
  ) {}

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
    this.held = imported;
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

  /** Ignored while a run is in progress. */
  train(request: TrainRequest): void {
    if (this.run !== null) return;
    const run: Run = {
      request,
      abort: new AbortController(),
      phase: 'collecting',
      policy: null,
      isPaused: false,
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
    if (this.run.phase === 'training') this.tell((remote) => remote.stop());
    this.run.abort.abort();
  }

  private async finish(run: Run): Promise<void> {
    let end: TrainingEvent;
    try {
      end = await this.work(run);
    } catch (error) {
      const message = error instanceof Error ? error.message : 'Training failed.';
      end = run.abort.signal.aborted
        ? { kind: 'stopped', policy: run.policy }
        : { kind: 'failed', message, details: describeError(error) };
    }
    this.pool.resume();
    this.run = null;
    this.emit(end);
  }

  private async work(run: Run): Promise<TrainingEvent> {
    const { signal } = run.abort;
    await this.trainer.whenReady();
    signal.throwIfAborted();
    await this.provideDataset(run);
    signal.throwIfAborted();
    run.phase = 'training';
    const outcome = await this.optimise(run);
    run.policy = outcome.policy;
    this.events.onPolicy(outcome.policy);
    if (outcome.status === 'diverged') {
      return { kind: 'diverged', policy: outcome.policy, update: outcome.update };
    }
    if (outcome.status === 'stopped') return { kind: 'stopped', policy: outcome.policy };
    run.phase = 'evaluating';
    await this.evaluate(run, outcome.policy);
    return { kind: 'finished', policy: outcome.policy };
  }

  /** Simulates only when what the trainer holds is of another market, environment or seed. */
  private async provideDataset({ request, abort }: Run): Promise<void> {
    const { market, env, weights, seed, fineTune } = request;
    if (this.held !== null && (fineTune || sameEpisodes(this.held.origin, request))) {
      this.emit({ kind: 'collected', dataset: this.held.summary });
      return;
    }
    const mixture = parseMixture(defaultBehaviours());
    const episodes = planEpisodes(mixture, datasetEpisodes(env.episodeLength), seed);
    const total = episodes.length;
    const report = seldom((done) => this.emit({ kind: 'collecting', done, total }), total);
    report(0);
    const shards = await this.pool.collect(
      { market, env, weights, episodes },
      report,
      abort.signal,
    );
    this.held = null;
    const summary = await this.trainer.call((remote) =>
      remote.loadDataset(transfer(shards, shards.flatMap(buffersOf))),
    );
    this.held = { origin: { market, env, weights, mixture, seed }, summary };
    this.emit({ kind: 'collected', dataset: summary });
  }

  private async optimise(run: Run): Promise<TrainingOutcome> {
    const { env, learning: config, weights, seed, fineTune } = run.request;
    const dollarsPerTick = env.tickValueDollars;
    // It travels on a port of its own, and may arrive after the outcome.
    const onProgress = proxy((progress: TrainingProgress) => {
      if (this.run === run && run.phase === 'training') this.emit({ kind: 'progress', progress });
    });
    return await this.trainer.call<TrainingOutcome>(
      async (remote) =>
        await remote.train({ config, weights, seed, fineTune, dollarsPerTick }, onProgress),
    );
  }

  private async evaluate({ request, abort }: Run, policy: PolicySnapshot): Promise<void> {
    const { market, env, weights, seed } = request;
    const agents: readonly AgentSpec[] = [
      { kind: 'network', policy, stochastic: false },
      ...baselinesOf(market.preset),
    ];
    const seeds = deriveSeeds(seed, 'evaluation', EVALUATION_EPISODES);
    const total = agents.length * seeds.length;
    const rows: EvaluationRow[] = [];
    const report = seldom((done) => this.emit({ kind: 'evaluating', done, total }), total);
    report(0);
    for (const agent of agents) {
      const before = rows.length * seeds.length;
      const metrics = await this.pool.evaluate(
        { market, env, weights, agent, seeds },
        (done) => report(before + done),
        abort.signal,
      );
      rows.push({
        agentName: createAgent(agent, env).name,
        policyVersion: agent.kind === 'network' ? agent.policy.version : null,
        metrics,
      });
    }
    this.events.onEvaluation(rows);
  }

  private emit(event: TrainingEvent): void {
    this.events.onTraining(event);
  }

  /** A trainer that is gone has nothing to pause; its run fails by itself. */
  private tell(work: Parameters<WorkerSlot<TrainerApi>['call']>[0]): void {
    this.trainer.call(work).catch(() => undefined);
  }
}

/** Whether a dataset of this origin is what `request` would collect, rewards aside. */
function sameEpisodes(origin: DatasetOrigin, request: TrainRequest): boolean {
  return episodesKey(origin) === episodesKey(request);
}

function episodesKey({ market, env, seed }: DatasetOrigin | TrainRequest): string {
  return JSON.stringify(sorted({ market, env, seed }));
}

/** Objects from files and from settings may list their fields in another order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** Passes on the first count, the total, and few between. */
function seldom(report: (done: number) => void, total: number): (done: number) => void {
  let lastMs = -Infinity;
  return (done) => {
    const nowMs = performance.now();
    if (done < total && nowMs - lastMs < REPORT_INTERVAL_MS) return;
    lastMs = nowMs;
    report(done);
  };
}

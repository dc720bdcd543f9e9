/**
 * What the page sees of the workers: commands go in through `Lab`, everything
 * that happens comes back through `LabEvents`. No worker, port or promise shows
 * here, so that the page can be read, and tested, without any of them.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import type { EnvConfig } from '../env/config';
import type { RewardWeights } from '../env/types';
import type { MarketMeasurement } from '../evaluation/marketFacts';
import type { MarketSample } from '../evaluation/marketSample';
import type { EvaluationRow } from '../evaluation/metrics';
import type { Interval } from '../evaluation/statistics';
import type { DatasetSummary, ImportedDataset } from '../learning/data/dataset';
import type { RunState } from '../learning/runs/runState';
import type { MarketConfig } from '../market/config';
import type {
  BackendInfo,
  Fallback,
  MarketSessionConfig,
  TrainingProgress,
  TrainingStart,
} from '../protocol/api';
import type { EpisodeRecord, Frame } from '../protocol/frames';
import type { RunConfig } from '../protocol/run';

export type { EvaluationRow };

export const WORKER_NAMES = ['market', 'collector', 'trainer'] as const;
export type WorkerName = (typeof WORKER_NAMES)[number];

export interface WorkerStatus {
  readonly worker: WorkerName;
  readonly state: 'starting' | 'ready' | 'failed' | 'restarting';
  /** One sentence for a person; empty while all is well. */
  readonly message: string;
  /** Everything a bug report needs: error, stack, browser. Empty while all is well. */
  readonly details: string;
}

/** Where agents are compared. */
export interface EvaluationScenario {
  readonly market: MarketConfig;
  readonly env: EnvConfig;
  readonly weights: RewardWeights;
  /** That the episodes' seeds are derived from. */
  readonly seed: number;
}

/** What one press of Train starts: collect, clone, train, evaluate. */
export interface TrainRequest {
  /** Its dataset is collected unless the trainer holds it. */
  readonly config: RunConfig;
  readonly start: TrainingStart;
  /** Asked of a Decision Transformer while it is evaluated, see targetReturnOf. */
  readonly targetShare: number;
  /** Of its dataset, which storage may have; null for a run that never had one. */
  readonly datasetHash: string | null;
}

/** Where a run stands, so that it can go on from there whatever happens. */
export interface RunCheckpoint {
  readonly state: RunState;
  /** Null while only the critic of a Decision Transformer has been trained. */
  readonly policy: AnyPolicy | null;
  /** Null until the dataset was hashed. */
  readonly datasetHash: string | null;
}

/** Return of a policy in training, on episodes kept for that. */
export interface ValidationPoint {
  /** Optimiser updates behind the policy. */
  readonly updates: number;
  readonly return: Interval;
}

/** Return of a baseline on the same episodes. */
export interface ValidationBaseline {
  readonly name: string;
  readonly return: Interval;
}

/** What a Decision Transformer achieved for what it was asked. */
export interface TargetPoint {
  /** Of the range of returns in the data, see targetReturnOf. */
  readonly share: number;
  readonly asked: number;
  readonly achieved: Interval;
}

/** One run from Train to its end, in this order; pause and resume may come anywhere between. */
export type TrainingEvent =
  /** Episodes done of the dataset's total. */
  | { readonly kind: 'collecting'; readonly done: number; readonly total: number }
  /** The data is with the trainer: just collected, or there from before. */
  | { readonly kind: 'collected'; readonly dataset: DatasetSummary }
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'validated'; readonly point: ValidationPoint }
  /** What a policy has to beat on those episodes; comes once a run. */
  | { readonly kind: 'validatedBaselines'; readonly baselines: readonly ValidationBaseline[] }
  /** Every few seconds, and when training is over. */
  | { readonly kind: 'checkpoint'; readonly checkpoint: RunCheckpoint }
  /** The trainer died, and another goes on from the last checkpoint, at this update. */
  | {
      readonly kind: 'recovered';
      readonly update: number;
      readonly reason: string;
      readonly details: string;
    }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  /** Updates done of the clone's that the run is compared with. */
  | { readonly kind: 'comparing'; readonly done: number; readonly total: number }
  /** Evaluation episodes done of the total; the rows follow in `onEvaluation`. */
  | { readonly kind: 'evaluating'; readonly done: number; readonly total: number }
  | { readonly kind: 'targets'; readonly points: readonly TargetPoint[] }
  /** `state` is where another run can begin; null when the trainer could not say. */
  | { readonly kind: 'finished'; readonly policy: AnyPolicy; readonly state: RunState | null }
  /** `policy` is null when it was stopped before the first one. */
  | {
      readonly kind: 'stopped';
      readonly policy: AnyPolicy | null;
      readonly state: RunState | null;
    }
  /** A loss was not finite; `policy` is the last good one. */
  | { readonly kind: 'diverged'; readonly policy: AnyPolicy; readonly update: number }
  | { readonly kind: 'failed'; readonly message: string; readonly details: string };

export interface LabEvents {
  /** Copy what is needed: the buffer goes back to the worker when this returns. */
  onFrame(frame: Frame): void;
  /** An episode ended; the record is the page's to keep. */
  onEpisode(episode: EpisodeRecord): void;
  onStatus(status: WorkerStatus): void;
  onBackend(backend: BackendInfo): void;
  onTraining(event: TrainingEvent): void;
  /** The whole table, baselines included; replaces the one before. */
  onEvaluation(rows: readonly EvaluationRow[]): void;
}

/**
 * The live agent. 'trained' is the newest policy, now and after every update of
 * it; until there is one, the agent before it goes on trading.
 */
export type LiveAgent =
  | AgentSpec
  /** `targetShare` is asked of it where it is a Decision Transformer, see targetReturnOf. */
  | { readonly kind: 'trained'; readonly targetShare: number };

export interface Lab {
  /** Spawns the workers and starts trading. Call once. */
  start(session: MarketSessionConfig): void;
  /** Market, environment and seed from the next episode, which begins at once. */
  configure(settings: {
    readonly market: MarketConfig;
    readonly env: EnvConfig;
    readonly seed: number;
  }): void;
  setAgent(agent: LiveAgent): void;
  /** What the live agent is told that it earned, at once. */
  setWeights(weights: RewardWeights): void;
  /** Market seconds per wall second; Infinity runs as fast as it can. */
  setSpeed(speed: number): void;
  /** Who quotes in place of a trained agent that is out of distribution; null for nobody. */
  setFallback(fallback: Fallback | null): void;
  pause(): void;
  resume(): void;
  /** One decision while paused. */
  stepOnce(): void;
  /** The episode under way, as far as it has come. Rejects where there is no market to ask. */
  recordSoFar(): Promise<EpisodeRecord>;
  /** An episode of this seed, at once, in which a person quotes and the agent plays beside them; it ends with both records. */
  quoteManually(seed: number, quotes: ManualQuotes): void;
  /** From the next decision on. */
  setManualQuotes(quotes: ManualQuotes): void;
  /** The agent is back in its seat, in a new episode. */
  leaveManual(): void;
  /** Ignored while a run is in progress. */
  train(request: TrainRequest): void;
  /**
   * Takes a Parquet file as the data of every run whose config names the same
   * market, environment, mixture and seed; another run collects its own. Rejects
   * with the field that is wrong, and what was loaded stays.
   */
  importDataset(file: Blob): Promise<ImportedDataset>;
  /** The data of the last run, or the file's, as Parquet with rewards under these weights; null when there is none. */
  exportDataset(weights: RewardWeights): Promise<Blob | null>;
  /**
   * Watches sessions of a market without trading in them, beside whatever else runs.
   * @param onProgress share done, 0 to 1
   * @returns one sample per seed; rejects with the signal's reason when aborted
   */
  measureMarket(
    request: MarketMeasurement,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<readonly MarketSample[]>;
  /**
   * Plays every baseline on the episodes that runs of this scenario are evaluated on.
   * Rejects with the signal's reason when aborted.
   */
  evaluateBaselines(
    scenario: EvaluationScenario,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<readonly EvaluationRow[]>;
  /** The run under way, or the last one, as it is now: where it can go on. Null before the first. */
  runState(): Promise<RunState | null>;
  pauseTraining(): void;
  resumeTraining(): void;
  /** Ends with 'stopped', whatever the run was doing. */
  stopTraining(): void;
  /** Replaces a worker that failed. */
  restart(worker: WorkerName): void;
  /** Terminates every worker. */
  dispose(): void;
}

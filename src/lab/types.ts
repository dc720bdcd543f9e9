/**
 * The page sees the workers through two interfaces: commands go in through `Lab`, and everything
 * that happens comes back through `LabEvents`. No worker or port shows here, so that the page can
 * be read, and tested, without any of them.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { ExaminationModels } from '../agents/policies/examinationModels';
import type { AnyPolicy, PolicySnapshot } from '../agents/policies/policySnapshot';
import type { EnvConfig } from '../env/config';
import type { RewardWeights } from '../env/types';
import type { RecordingFit } from '../evaluation/fit/fitRecording';
import type { MarketMeasurement } from '../evaluation/facts/marketFacts';
import type { FactsSession } from '../evaluation/facts/factsSession';
import type { EpisodeMetrics, EvaluationRequest, EvaluationRow } from '../evaluation/metrics';
import type { ValidationBaseline, ValidationPoint } from '../protocol/validationHistory';
import type { Interval } from '../evaluation/statistics';
import type { DatasetSummary, ImportedDataset } from '../learning/data/dataset';
import type { RunState } from '../learning/runs/runState';
import type { SharedMarketConfig } from '../agents/rivals/sharedMarket';
import type { ReadProgress } from '../recordings/readRecording';
import type {
  BackendInfo,
  Fallback,
  MarketSessionConfig,
  TapeFitRequest,
  TapeOutcome,
  TapeRequest,
  TrainingProgress,
  TrainingStart,
} from '../protocol/api';
import type { BranchOutcome, BranchRequest } from '../protocol/branch';
import type {
  DecisionQuestion,
  SurfaceAnswer,
  SurfaceRequest,
  WhyAnswer,
} from '../protocol/decisions';
import type { Played } from '../protocol/episodePlayers';
import type { EpisodeRecord, Frame } from '../protocol/frames';
import type { RunConfig } from '../protocol/run';
import type { StoredTape } from './storage/types';

export type { EvaluationRow };

export const WORKER_NAMES = ['market', 'collector', 'trainer'] as const;
export type WorkerName = (typeof WORKER_NAMES)[number];

export interface WorkerStatus {
  readonly worker: WorkerName;
  readonly state: 'starting' | 'ready' | 'failed' | 'restarting';
  /** A sentence for a person; empty while all is well. */
  readonly message: string;
  /** The error, its stack and the browser, for a bug report; empty while all is well. */
  readonly details: string;
}

/** A market, an environment and the seed of the episodes in which agents are compared. */
export interface EvaluationScenario {
  readonly market: SharedMarketConfig;
  readonly env: EnvConfig;
  readonly weights: RewardWeights;
  /** Seed that the seeds of the episodes are derived from. */
  readonly seed: number;
}

/** A run to evaluate on episodes that nobody has seen. */
export interface FinalWordRequest {
  readonly config: RunConfig;
  readonly policy: AnyPolicy;
  /** Clone of the run's data; null where there is none. */
  readonly clone: PolicySnapshot | null;
  /** Share of the range of returns that a Decision Transformer is asked for. */
  readonly targetShare: number;
  /** Seed that the seeds of the episodes are derived from. */
  readonly seed: number;
}

/** A request to collect, clone, train and evaluate. */
export interface TrainRequest {
  /** Config of the run; its dataset is collected unless the trainer holds it. */
  readonly config: RunConfig;
  readonly start: TrainingStart;
  /**
   * Share of the range of returns that a Decision Transformer is asked for in evaluation, see
   * targetReturnOf.
   */
  readonly targetShare: number;
  /** Hash of its dataset, which storage or an imported file may have; null where none is known. */
  readonly datasetHash: string | null;
}

/** A policy that is evaluated after its run: the config gives market, environment and weights. */
export interface PolicyEvaluation extends Pick<TrainRequest, 'config' | 'targetShare'> {
  readonly policy: AnyPolicy;
  readonly models: ExaminationModels;
}

/** A state from which a run can go on, whatever happens. */
export interface RunCheckpoint {
  readonly state: RunState;
  /** Newest policy; null while only the critic of a Decision Transformer has been trained. */
  readonly policy: AnyPolicy | null;
  /** Hash of the dataset; null until it was hashed. */
  readonly datasetHash: string | null;
}

/** Return that a Decision Transformer achieved for what it was asked. */
export interface TargetPoint {
  /** Share of the range of returns in the data, see targetReturnOf. */
  readonly share: number;
  /** In dollars; NaN where no return is asked for, but a rank. */
  readonly asked: number;
  readonly achieved: Interval;
}

/** Events of a run in their order; pause and resume may come anywhere between. */
export type TrainingEvent =
  /** Counts the episodes done of the dataset's total. */
  | { readonly kind: 'collecting'; readonly done: number; readonly total: number }
  /** The data is with the trainer: it was just collected, or was there from before. */
  | { readonly kind: 'collected'; readonly dataset: DatasetSummary }
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'validated'; readonly point: ValidationPoint }
  /** Says what a policy has to beat on those episodes; comes once a run. */
  | { readonly kind: 'validatedBaselines'; readonly baselines: readonly ValidationBaseline[] }
  /** Comes every few seconds, and when training is over. */
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
  /** Counts the updates of the clone that the run is compared with. */
  | { readonly kind: 'comparing'; readonly done: number; readonly total: number }
  /** Counts the evaluation episodes done; the rows follow in `onEvaluation`. */
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
  /**
   * Called with each frame. Copy what is needed: its buffer goes back to the worker when this
   * returns.
   */
  onFrame(frame: Frame): void;
  /** Called when an episode ended; the record is the page's to keep. */
  onEpisode(episode: EpisodeRecord): void;
  onStatus(status: WorkerStatus): void;
  onBackend(backend: BackendInfo): void;
  onTraining(event: TrainingEvent): void;
  /**
   * Called with the whole table, baselines included, which replaces the one before, and with the
   * models that the policy was examined with.
   */
  onEvaluation(rows: readonly EvaluationRow[], models: ExaminationModels): void;
}

/**
 * The live agent. 'trained' is the newest policy, now and after every update of it; until there is
 * one, the agent before it goes on trading.
 */
export type LiveAgent =
  | AgentSpec
  /** A Decision Transformer is asked for `targetShare`, see targetReturnOf. */
  | {
      readonly kind: 'trained';
      readonly targetShare: number;
      /** Name of the run, under which its policies are recorded. */
      readonly title?: string;
      readonly run?: string;
    };

export interface Lab {
  /** Spawns the workers and starts trading. Call once. */
  start(session: MarketSessionConfig): void;
  /** Sets market, environment and seed of the next episode, which begins at once. */
  configure(settings: {
    readonly market: SharedMarketConfig;
    readonly env: EnvConfig;
    readonly seed: number;
  }): void;
  setAgent(agent: LiveAgent): void;
  /** Sets the weights of the reward that the live agent is told of, at once. */
  setWeights(weights: RewardWeights): void;
  /** Sets the market seconds per wall second; Infinity runs as fast as it can. */
  setSpeed(speed: number): void;
  /** Sets who quotes in place of a trained agent that is out of distribution; null is nobody. */
  setFallback(fallback: Fallback | null): void;
  pause(): void;
  resume(): void;
  /** Makes one decision while paused. */
  stepOnce(): void;
  /**
   * Records the episode under way, as far as it has come. Rejects where there is no market to ask.
   */
  recordSoFar(): Promise<EpisodeRecord>;
  /** Asks what an agent would quote over two features. Rejects where there is no market to ask. */
  surface(request: SurfaceRequest): Promise<SurfaceAnswer>;
  /**
   * Simulates a recorded episode again and plays on from one of its steps, beside the live market.
   * Rejects where there is no market to ask or the episode's recording is not stored, and with the
   * signal's reason when aborted.
   * @param onProgress called with the steps done
   */
  branch(
    request: BranchRequest,
    onProgress: (steps: number) => void,
    signal: AbortSignal,
  ): Promise<BranchOutcome>;
  /** Asks why an agent quotes what it does. Rejects where there is no market to ask. */
  why(question: DecisionQuestion): Promise<WhyAnswer>;
  /**
   * Begins an episode of this seed at once, in which a person quotes and the agent plays beside
   * them. It ends with both records, the agent's first.
   * @returns that agent; null where the market cannot say, which is reported. It never rejects.
   */
  quoteManually(seed: number, quotes: ManualQuotes, inOneBook: boolean): Promise<Played | null>;
  /** Sets the person's quotes from the next decision on. */
  setManualQuotes(quotes: ManualQuotes): void;
  /** Lets the agent trade again, in a new episode. */
  leaveManual(): void;
  /**
   * Starts a run; ignored while one is in progress. The live market follows no policy from then on,
   * until `setAgent` asks it to follow this run's.
   */
  train(request: TrainRequest): void;
  /**
   * Reads files of recorded data into storage, in a worker of its own, piece by piece. Rejects with
   * the signal's reason when aborted; nothing is stored then, but for what `TapeStorage.discard`
   * removes.
   */
  readTape(
    request: TapeRequest,
    onProgress: (progress: ReadProgress) => void,
    signal: AbortSignal,
  ): Promise<TapeOutcome<StoredTape>>;
  /**
   * Fits a market to a stored recording, in a worker of its own.
   * @param onProgress called with the share done, 0 to 1
   * @returns null where the recording is not stored; rejects with the signal's reason when aborted
   */
  fitTape(
    request: TapeFitRequest,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<RecordingFit | null>;
  /**
   * Takes a Parquet file as the data of every run whose config names the same market, environment,
   * mixture and seed; another run collects its own. Rejects with the field that is wrong, and what
   * was loaded stays.
   */
  importDataset(file: Blob): Promise<ImportedDataset>;
  /**
   * Writes the data of the last run, or the file's, as Parquet with rewards under these weights;
   * null when there is none.
   */
  exportDataset(weights: RewardWeights): Promise<Blob | null>;
  /**
   * Watches sessions of a market without trading in them, beside whatever else runs.
   * @param onProgress called with the share done, 0 to 1
   * @returns one sample per seed; rejects with the signal's reason when aborted
   */
  measureMarket(
    request: MarketMeasurement,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<readonly FactsSession[]>;
  /**
   * Plays every baseline on the episodes that runs of this scenario are evaluated on. Rejects with
   * the signal's reason when aborted.
   */
  evaluateBaselines(
    scenario: EvaluationScenario,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<readonly EvaluationRow[]>;
  /**
   * Plays a policy, its clone where there is one, and the baselines, on the episodes of its run's
   * evaluation, and examines it with the models that came with it.
   * @returns the policy's row first; rejects with the signal's reason when aborted
   */
  evaluatePolicy(
    request: PolicyEvaluation,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<readonly EvaluationRow[]>;
  /**
   * Plays a run's policy, its clone where there is one, and every baseline on fresh episodes.
   * Rejects with the signal's reason when aborted.
   */
  evaluateFinally(
    request: FinalWordRequest,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<readonly EvaluationRow[]>;
  /**
   * Plays an agent on episodes of these seeds under these weights, beside whatever else runs.
   * @param onProgress called with the episodes done
   * @returns one entry per seed, in their order; rejects with the signal's reason when aborted
   */
  evaluateAgent(
    request: EvaluationRequest,
    onProgress: (done: number) => void,
    signal: AbortSignal,
  ): Promise<readonly EpisodeMetrics[]>;
  /**
   * Gives the state from which the run under way, or the last one, can go on; null before the
   * first.
   */
  runState(): Promise<RunState | null>;
  pauseTraining(): void;
  resumeTraining(): void;
  /** Stops the run, whatever it is doing; it ends with 'stopped'. */
  stopTraining(): void;
  /** Replaces a worker that failed. */
  restart(worker: WorkerName): void;
  /** Terminates every worker. */
  dispose(): void;
}

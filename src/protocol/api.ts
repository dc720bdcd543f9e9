/**
 * Commands cross a worker boundary as comlink sees them. Streams go over their own ports
 * (frames.ts, PolicyMessage). Every argument and result is structured-cloneable; large arrays are
 * transferred.
 */
import type { BackendName } from '../learning/algorithms/engineChoice';
import type { AgentSpec } from '../agents/agentSpec';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { AnyPolicy, PolicySnapshot } from '../agents/policies/policySnapshot';
import type { EnvConfig } from '../env/config';
import type { RewardWeights } from '../env/types';
import type { ExaminationRequest, ExaminedEpisode } from '../evaluation/examinationRequest';
import type { FactsSession } from '../evaluation/facts/factsSession';
import type { RecordingFit } from '../evaluation/fit/fitRecording';
import type { EpisodeMetrics, EvaluationRequest } from '../evaluation/metrics';
import type {
  CollectionRequest,
  Dataset,
  DatasetOrigin,
  DatasetSummary,
  ImportedDataset,
} from '../learning/data/dataset';
import type { RunState } from '../learning/runs/runState';
import type {
  TrainingOutcome,
  BackendInfo,
  TrainingProgress,
  TrainingStart,
} from '../learning/runs/training';
import type { MarketConfig, MarketPreset } from '../market/config';
import type { MarketSource } from '../market/types';
import type { ReadProgress } from '../recordings/readRecording';
import type { SharedMarketConfig } from '../agents/rivals/sharedMarket';
import type { BranchOutcome, BranchRequest } from './branch';
import type { DecisionQuestion, SurfaceAnswer, SurfaceRequest, WhyAnswer } from './decisions';
import type { Fallback } from './episodeOrigin';
import type { Played } from './episodePlayers';
import type { EpisodeRecord } from './frames';
import type { RunConfig } from './run';

export type { CollectionRequest, EvaluationRequest, Fallback };

/** Settings that a live episode is played in. */
export interface EpisodeSettings {
  readonly market: SharedMarketConfig;
  readonly env: EnvConfig;
  readonly seed: number;
}

/**
 * Builds the market that a config names from a recording that was read.
 * @param seconds length of an episode
 */
export type PlayRecording = (market: MarketConfig, seconds: number) => MarketSource;

/**
 * What the market worker, which reads no policies, has to be told of a market beside its config.
 */
export interface PutTogether {
  /** Specs of the trained rivals, in their order; none where it is absent. */
  readonly trainedRivals?: readonly AgentSpec[];
  /** Builds the market of a recording, which the worker reads itself. */
  readonly playRecording?: PlayRecording | undefined;
}

/** A live session: an environment, an agent and a clock. */
export interface MarketSessionConfig extends EpisodeSettings {
  readonly agent: AgentSpec;
  /**
   * Weights of the reward that the agent is told of; one that was asked for a return listens, and
   * one of every weighting acts by them.
   */
  readonly weights: RewardWeights;
  /** Market seconds per wall second; Infinity runs as fast as it can. */
  readonly speed: number;
  /**
   * Agent that stands in out of distribution; where it is null or absent, the agent goes on
   * whatever it sees.
   */
  readonly fallback?: Fallback | null;
  /** Whether the clock stands still at first; absent where it runs. */
  readonly isPaused?: boolean;
}

export interface MarketApi {
  /**
   * Opens the stream and starts trading. Must be called once, first.
   * @param firstEpisode its number; a worker that takes over counts on
   */
  start(
    config: MarketSessionConfig & PutTogether,
    firstEpisode: number,
    stream: MessagePort,
  ): void | Promise<void>;
  /** Starts a new episode under new settings: at once, or when the recording was read. */
  configure(settings: EpisodeSettings & PutTogether): void | Promise<void>;
  /** The next decision is the new agent's. */
  setAgent(agent: AgentSpec): void;
  /**
   * The next decision is the newest policy's, if there is one, and so is every later one.
   * @param targetShare asked of a Decision Transformer, see targetReturnOf
   * @param title name of the run, under which its policies are recorded
   * @param run its id
   */
  followPolicies(targetShare: number, title?: string, run?: string): void;
  /**
   * Forgets the newest policy and follows no more, since the next one is another run's. Whoever
   * trades goes on.
   */
  forgetPolicies(): void;
  /** Changes the weights from the next step on, and the decisions of an agent that is told them. */
  setWeights(weights: RewardWeights): void;
  setSpeed(speed: number): void;
  /** Changes the fallback from the next decision on; null lets the agent go on whatever it sees. */
  setFallback(fallback: Fallback | null): void;
  pause(): void;
  resume(): void;
  /** Makes one decision while paused. */
  stepOnce(): void;
  /**
   * Starts a new episode of this seed, at once, in which a person quotes; the agent plays the same
   * one beside it, with the policy it has now. The session waits at its end.
   * @returns that agent
   */
  quoteManually(seed: number, quotes: ManualQuotes, inOneBook: boolean): Played;
  /** Changes the person's quotes from the next decision on. */
  setManualQuotes(quotes: ManualQuotes): void;
  /**
   * Lets the agent trade again, in a new episode, at once; one by hand that is under way is
   * dropped.
   */
  leaveManual(): void;
  /** Records the episode under way, as far as it has come; the session goes on. */
  recordSoFar(): EpisodeRecord;
  /** Asks what the agent would quote over two features. It is made in slices, between decisions. */
  surface(request: SurfaceRequest): Promise<SurfaceAnswer>;
  /** Asks why the agent quotes what it does. */
  why(question: DecisionQuestion): WhyAnswer;
  /**
   * Simulates a recorded episode again and plays on from one of its steps, in slices, beside the
   * live market. It rejects where the recording that the episode was played on is not there.
   * @param onProgress steps done; answers whether to go on
   */
  branch(
    request: BranchRequest & PutTogether,
    onProgress: (steps: number) => boolean | Promise<boolean>,
  ): Promise<BranchOutcome>;
  /** Policies arrive here straight from the trainer, as PolicyMessage. */
  connectPolicies(port: MessagePort): void;
  /** Answers at once: the heartbeat. */
  ping(): void;
}

/**
 * A policy on its way from the trainer to the market, which keeps the newest and trades it when it
 * follows policies.
 */
export interface PolicyMessage {
  readonly type: 'policy';
  readonly policy: AnyPolicy;
}

/** A session in which stylised facts are measured. */
interface FactsRequest {
  readonly market: MarketConfig;
  /** Seconds of market time. */
  readonly seconds: number;
  readonly seed: number;
}

export interface CollectorApi {
  /** @param onProgress episodes done */
  collect(request: CollectionRequest, onProgress: (episodes: number) => void): Promise<Dataset>;
  evaluate(
    request: EvaluationRequest,
    onProgress: (episodes: number) => void,
  ): Promise<EpisodeMetrics[]>;
  /** Evaluates a trained agent as `evaluate` does, and asks more of it. */
  examine(
    request: ExaminationRequest,
    onProgress: (episodes: number) => void,
  ): Promise<ExaminedEpisode[]>;
  /**
   * Measures the facts of one session of a market, reference makers' included.
   * @param onProgress share done, 0 to 1; answers whether to go on
   * @throws StoppedError when told not to
   */
  facts(
    request: FactsRequest,
    onProgress: (share: number) => boolean | Promise<boolean>,
  ): Promise<FactsSession>;
  ping(): void;
}

export {
  type BackendInfo,
  type TrainingOutcome,
  type TrainingProgress,
  type TrainingStart,
} from '../learning/runs/training';
export { BACKEND_NAMES, engineChoice, engineText } from '../learning/algorithms/engineChoice';

/** Files of one recording, to be read into storage. */
export interface TapeRequest {
  readonly files: readonly File[];
  /** Which instrument to read from files of several. */
  readonly instrument?: string;
  /** Name of the reading: no other has it, and what it leaves half-done is found by it. */
  readonly name: string;
}

/** What became of a reading. */
export type TapeOutcome<Stored> =
  | { readonly kind: 'stored'; readonly tape: Stored }
  /** The files hold several instruments: one of these has to be chosen. */
  | { readonly kind: 'choose'; readonly instruments: readonly string[] }
  /** A sentence that names the file, the place, the field, what was expected and what was found. */
  | { readonly kind: 'refused'; readonly message: string };

/** A stored recording that a market is to be fitted to. */
export interface TapeFitRequest {
  readonly hash: string;
  /** Market whose parameters stay where the recording does not tell them. */
  readonly preset: MarketPreset;
}

export interface TapeApi<Stored> {
  /** Reads once; whoever wants to stop it ends the worker. */
  read(
    request: TapeRequest,
    onProgress: (progress: ReadProgress) => void,
  ): Promise<TapeOutcome<Stored>>;
  /**
   * Fits a market to a stored recording; whoever wants to stop it ends the worker.
   * @param onProgress share done, 0 to 1
   * @returns null where the recording is not stored
   */
  fit(request: TapeFitRequest, onProgress: (share: number) => void): Promise<RecordingFit | null>;
}

/** What is known of a dataset beside its columns. */
export interface StoredDatasetContents {
  readonly summary: DatasetSummary;
  readonly origin: DatasetOrigin;
}

export interface StoredDatasetNote {
  readonly hash: string;
  /** Reason, for a person, why it was not stored; empty when it was, or where nothing can be. */
  readonly problem: string;
}

export interface TrainerApi {
  /** Chooses and self-tests a backend; call once. `only` forces one. */
  initialise(only: BackendName | null): Promise<BackendInfo>;
  /** Replaces the dataset. The shards' buffers are transferred. */
  loadDataset(shards: readonly Dataset[]): DatasetSummary;
  /** Replaces the dataset by a Parquet file's; when that is refused, the old one stays. */
  importDataset(file: ArrayBuffer): Promise<ImportedDataset>;
  /** Writes the dataset as a Parquet file in parts, its rewards under the weights of `origin`. */
  exportDataset(origin: DatasetOrigin): Promise<Uint8Array<ArrayBuffer>[]>;
  /**
   * Stores the dataset that is loaded under its hash, for a trainer that takes over or a later
   * visit, and keeps the newest few. Never rejects: training goes on.
   */
  storeDataset(origin: DatasetOrigin): Promise<StoredDatasetNote>;
  /** Replaces the dataset by a stored one; null, and the old one stays, where storage has none. */
  loadStoredDataset(hash: string): Promise<StoredDatasetContents | null>;
  /**
   * Trains what the config names on the dataset that is loaded; its own says only where that came
   * from.
   */
  train(
    config: RunConfig,
    start: TrainingStart,
    onProgress: (progress: TrainingProgress) => void | Promise<void>,
  ): Promise<TrainingOutcome>;
  /**
   * Clones the data that is loaded, for a run of this config to be compared with.
   * @param onProgress updates made of all
   * @returns null when it was stopped, or diverged
   */
  trainClone(
    config: RunConfig,
    onProgress: (done: number, total: number) => void | Promise<void>,
  ): Promise<PolicySnapshot | null>;
  /**
   * Records the run under way, or the last one: where it can go on, or another begin. Null before
   * the first.
   */
  state(): Promise<RunState | null>;
  /** Returns the newest policy of the run under way, or of the last one; null before the first. */
  policy(): AnyPolicy | null;
  pause(): void;
  resume(): void;
  /** The running `train` resolves with what it has. */
  stop(): void;
  /** Every new policy is posted here as PolicyMessage. */
  connectMarket(port: MessagePort): void;
  ping(): void;
}

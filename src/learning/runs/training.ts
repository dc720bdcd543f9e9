/**
 * What a training run is asked for and what it reports: plain data that crosses
 * worker boundaries. Imports no tfjs, so that the page can know it.
 */
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { AnyPolicy, PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { RewardWeights } from '../../env/types';
import type { Learner, LearningConfig } from '../algorithms/config';
import type { DecisionTransformerConfig } from '../algorithms/decisionTransformerConfig';
import type { ReportedMetric } from '../algorithms/trainingMetrics';
import type { BackendName, EngineName } from '../algorithms/engineChoice';
import type { RunState } from './runState';

export interface BackendInfo {
  readonly name: BackendName;
  /** Why faster backends were not chosen, one sentence each. */
  readonly rejected: readonly { readonly name: BackendName; readonly reason: string }[];
}

export interface TrainingRequest {
  readonly config: LearningConfig;
  readonly weights: RewardWeights;
  readonly seed: number;
  /** Continue from the weights of the run before instead of fresh ones. */
  readonly fineTune: boolean;
  /**
   * What a tick is worth a contract. When given, IQL learns from rewards without
   * luck (controlVariateRewards.ts); otherwise from the rewards as they are.
   */
  readonly dollarsPerTick?: number;
  /** For one experiment alone: IQL with NanoARB's fault, see IqlSettings. */
  readonly broadcastAdvantages?: boolean;
}

/** What a run trains and on what pay, whichever learner it is. */
export interface TrainingTask {
  /** Of cloning and IQL, and of the critic that a Decision Transformer may take its returns from. */
  readonly learning: LearningConfig;
  /** Null unless a Decision Transformer is trained. */
  readonly decisionTransformer: DecisionTransformerConfig | null;
  readonly weights: RewardWeights;
  readonly seed: number;
  readonly engine: EngineName;
  /** What a tick of one contract is worth. */
  readonly dollarsPerTick: number;
}

/** Where a run begins. */
export type TrainingStart =
  | { readonly kind: 'fresh' }
  /** From the weights and the standardisation of another run, with fresh optimisers. */
  | { readonly kind: 'fineTune'; readonly from: RunState }
  /** Where the same run was left, as if it had never stopped. */
  | { readonly kind: 'resume'; readonly from: RunState };

/** Progress since the previous report; metrics are means over its updates, NaN where there are none. */
export interface TrainingProgress extends Readonly<Record<ReportedMetric, number>> {
  /** Who reports; a Decision Transformer's critic is IQL. */
  readonly algorithm: Learner;
  /**
   * Cloning comes before IQL's own updates; the critic, with a cloning of its own,
   * before a Decision Transformer that takes its returns from one.
   */
  readonly phase: 'cloning' | 'critic' | 'training';
  /** Updates made and planned, over all phases. */
  readonly update: number;
  readonly totalUpdates: number;
  readonly updatesPerSecond: number;
  readonly secondsLeft: number;
  /** The version of the newest policy. */
  readonly policyVersion: number;
}

export type TrainingOutcome = (
  | { readonly status: 'finished' | 'stopped'; readonly policy: PolicySnapshot }
  | { readonly status: 'diverged'; readonly policy: PolicySnapshot; readonly update: number }
) &
  EvaluationInputs;

/** What an evaluation asks about a policy, and the policy itself does not need. */
export interface EvaluationInputs {
  /** Absent where nothing valued the actions of this data under these rewards. */
  readonly critics?: CriticSnapshot;
}

/** The same of any kind of learner. */
export type AnyTrainingOutcome = (
  | { readonly status: 'finished' | 'stopped'; readonly policy: AnyPolicy }
  | { readonly status: 'diverged'; readonly policy: AnyPolicy; readonly update: number }
) &
  EvaluationInputs;

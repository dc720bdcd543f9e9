/**
 * Defines what a training is asked for and what it reports: plain data that crosses
 * worker boundaries. Imports no tfjs, so that the page can know it.
 */
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import type { RewardWeights } from '../../env/types';
import type { Learner, LearningConfig } from '../algorithms/config';
import type { DecisionTransformerConfig } from '../algorithms/decisionTransformerConfig';
import type { ReportedMetric } from '../algorithms/trainingMetrics';
import type { BackendName, EngineName } from '../algorithms/engineChoice';
import type { RunState } from './runState';

export interface BackendInfo {
  readonly name: BackendName;
  /** Faster backends were not chosen for these reasons, one sentence each. */
  readonly rejected: readonly { readonly name: BackendName; readonly reason: string }[];
}

/**
 * A task is everything that decides the result of a training on given data, whichever
 * learner it is.
 */
export interface TrainingTask {
  /**
   * The settings of cloning and IQL, and of the critic that a Decision Transformer may
   * take its returns from.
   */
  readonly learning: LearningConfig;
  /** Null unless a Decision Transformer is trained. */
  readonly decisionTransformer: DecisionTransformerConfig | null;
  readonly weights: RewardWeights;
  readonly seed: number;
  readonly engine: EngineName;
  /**
   * The worth of a tick to one contract: what the control variate takes off the rewards
   * is in dollars (controlVariateRewards.ts). 0 takes off nothing.
   */
  readonly dollarsPerTick: number;
}

/** A start says where a run begins. */
export type TrainingStart =
  | { readonly kind: 'fresh' }
  /**
   * It begins with the weights and the standardisation of another run, under fresh
   * optimisers.
   */
  | { readonly kind: 'fineTune'; readonly from: RunState }
  /** It goes on where the same run was left, as if it had never stopped. */
  | { readonly kind: 'resume'; readonly from: RunState };

/**
 * A report tells the progress since the one before; metrics are means over its updates,
 * NaN where there are none.
 */
export interface TrainingProgress extends Readonly<Record<ReportedMetric, number>> {
  /** The learner that reports; a Decision Transformer's critic is IQL. */
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

/** Listeners hear of a training. */
export interface TrainingListeners<Policy = AnyPolicy> {
  onProgress(progress: TrainingProgress): void;
  /** Gets the initial policy, one about every two seconds, and the final one. */
  onPolicy(policy: Policy): void;
}

export type TrainingResult<Policy = AnyPolicy> =
  | { readonly status: 'finished' | 'stopped'; readonly policy: Policy }
  /** `policy` is the last one that was sound. */
  | { readonly status: 'diverged'; readonly policy: Policy; readonly update: number };

/** An evaluation asks for this about a policy, and the policy itself does not need it. */
interface EvaluationInputs {
  /** Absent where nothing valued the actions of this data under these rewards. */
  readonly critics?: CriticSnapshot;
}

export type TrainingOutcome = TrainingResult & EvaluationInputs;

/**
 * Defines what a training is asked for and what it reports: plain data that crosses worker
 * boundaries. Imports no tfjs, so that the page can know it.
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
  /** Reasons why faster backends were not chosen, one sentence each. */
  readonly rejected: readonly { readonly name: BackendName; readonly reason: string }[];
}

/** Everything that decides the result of a training on given data, whichever learner it is. */
export interface TrainingTask {
  /**
   * Settings of cloning and IQL, and of the critic that a Decision Transformer may take its returns
   * from.
   */
  readonly learning: LearningConfig;
  /** Settings of the Decision Transformer; null for other learners. */
  readonly decisionTransformer: DecisionTransformerConfig | null;
  readonly weights: RewardWeights;
  readonly seed: number;
  readonly engine: EngineName;
  /**
   * Worth of a tick to one contract: what the control variate takes off the rewards is in dollars
   * (controlVariateRewards.ts). 0 takes off nothing.
   */
  readonly dollarsPerTick: number;
}

/** The weights and the position that a run begins with. */
export type TrainingStart =
  | { readonly kind: 'fresh' }
  /** Begins with the weights and the standardisation of another run, under fresh optimisers. */
  | { readonly kind: 'fineTune'; readonly from: RunState }
  /** Goes on where the same run was left, as if it had never stopped. */
  | { readonly kind: 'resume'; readonly from: RunState };

/** Progress since the last report; metrics are means over its updates, NaN where there are none. */
export interface TrainingProgress extends Readonly<Record<ReportedMetric, number>> {
  /** Learner that reports; a Decision Transformer's critic is IQL. */
  readonly algorithm: Learner;
  /**
   * Cloning comes before IQL's own updates; the critic, with a cloning of its own, before a
   * Decision Transformer that takes its returns from one.
   */
  readonly phase: 'cloning' | 'critic' | 'training';
  /** Updates made and planned, over all phases. */
  readonly update: number;
  readonly totalUpdates: number;
  readonly updatesPerSecond: number;
  readonly secondsLeft: number;
  /** Version of the newest policy. */
  readonly policyVersion: number;
}

/** Callbacks of a training. */
export interface TrainingListeners<Policy = AnyPolicy> {
  onProgress(progress: TrainingProgress): void;
  /** Gets the initial policy, one about every two seconds, and the final one. */
  onPolicy(policy: Policy): void;
}

export type TrainingResult<Policy = AnyPolicy> =
  | { readonly status: 'finished' | 'stopped'; readonly policy: Policy }
  /** `policy` is the last one that was sound. */
  | { readonly status: 'diverged'; readonly policy: Policy; readonly update: number };

/** Data that an evaluation needs of a policy beside the policy itself. */
interface EvaluationInputs {
  /** Critics of this data under these rewards; absent where there are none. */
  readonly critics?: CriticSnapshot;
}

export type TrainingOutcome = TrainingResult & EvaluationInputs;

/**
 * Everything a run needs to go on as if it had never stopped, as plain data:
 * weights, moments of the optimisers, position in the random stream, statistics
 * of the data. What storage keeps and the trainer takes back. Imports no tfjs.
 */
import type { RngState } from '../../market/rng';
import type { DecisionTransformerRequest } from '../algorithms/decisionTransformerConfig';
import type { LearnerState } from '../algorithms/learnerState';
import type { TrainingRequest } from './training';

/** Of the training episodes, per feature. */
export interface ObservationStatistics {
  readonly mean: Float32Array;
  readonly std: Float32Array;
}

export const CHECKPOINT_FORMAT = 1;

/** Of a run of cloning or IQL. */
export interface Checkpoint {
  readonly format: typeof CHECKPOINT_FORMAT;
  readonly request: TrainingRequest;
  readonly phase: 'cloning' | 'training';
  /** Updates made and planned, over all phases. */
  readonly update: number;
  readonly cloningUpdates: number;
  readonly policyVersion: number;
  readonly observationKey: string;
  readonly datasetRows: number;
  readonly statistics: ObservationStatistics;
  readonly random: RngState;
  readonly learner: LearnerState;
}

/** The returns that actions are said to have led to, and how they decay while acting. */
export interface ReturnLabels {
  /** [rows]. */
  readonly returns: Float32Array;
  /** R ← (R − r)/discount. */
  readonly discount: number;
}

/** 2: returns to go are measured in their standard deviation. */
export const TRANSFORMER_CHECKPOINT_FORMAT = 2;

/** Of a run of the Decision Transformer. */
export interface DecisionTransformerCheckpoint {
  readonly format: typeof TRANSFORMER_CHECKPOINT_FORMAT;
  readonly request: DecisionTransformerRequest;
  readonly update: number;
  readonly policyVersion: number;
  readonly observationKey: string;
  readonly labels: ReturnLabels;
  readonly statistics: ObservationStatistics;
  readonly random: RngState;
  readonly learner: LearnerState;
}

/** Of either kind of learner. */
export type RunState =
  | { readonly kind: 'gaussianMlp'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'decisionTransformer'; readonly checkpoint: DecisionTransformerCheckpoint };

/**
 * A run's state is all that it needs to go on as if it had never stopped, as plain data: weights,
 * moments of the optimisers, position in the random stream, statistics of the data. Storage keeps
 * these records, so their fields stay what they are.
 */
import type { RewardWeights } from '../../env/types';
import type { WeightRanges } from '../../env/weightRanges';
import type { RngState } from '../../market/rng';
import type { LearningConfig } from '../algorithms/config';
import type { DecisionTransformerConfig } from '../algorithms/decisionTransformerConfig';
import type { ObservationStatistics, ReturnLabels } from '../data/dataset';
import type { LearnerState } from '../algorithms/learnerState';

export type PhaseName = 'cloning' | 'training';

export const CHECKPOINT_FORMAT = 1;

/** The state of a run of cloning or IQL. */
export interface Checkpoint {
  readonly format: typeof CHECKPOINT_FORMAT;
  readonly request: {
    readonly config: LearningConfig;
    readonly weights: RewardWeights;
    readonly seed: number;
    /** Whether it began with the weights of another run. */
    readonly fineTune: boolean;
    /** Control variate's dollars per tick; absent where rewards were learned from as they are. */
    readonly dollarsPerTick?: number;
  };
  readonly phase: PhaseName;
  /** Updates made and planned, over all phases. */
  readonly update: number;
  readonly cloningUpdates: number;
  readonly policyVersion: number;
  readonly observationKey: string;
  readonly datasetRows: number;
  readonly statistics: ObservationStatistics;
  /** Weights that the run learns for; absent where they are fixed. */
  readonly weightRanges?: WeightRanges;
  readonly random: RngState;
  readonly learner: LearnerState;
}

/** Units in which a Decision Transformer sees its returns. */
export interface ReturnUnits {
  readonly scale: number;
  /** Lowest and highest. */
  readonly range: readonly [number, number];
}

/** Format of the record; since 2, returns to go are measured in their standard deviation. */
export const TRANSFORMER_CHECKPOINT_FORMAT = 2;

/** The state of a run of the Decision Transformer. */
export interface DecisionTransformerCheckpoint {
  readonly format: typeof TRANSFORMER_CHECKPOINT_FORMAT;
  readonly request: {
    readonly config: DecisionTransformerConfig;
    readonly weights: RewardWeights;
    readonly dollarsPerTick: number;
    readonly seed: number;
  };
  readonly update: number;
  readonly policyVersion: number;
  readonly observationKey: string;
  readonly labels: ReturnLabels;
  /** Units of the returns; absent where held-out episodes counted among those that gave them. */
  readonly units?: ReturnUnits;
  readonly statistics: ObservationStatistics;
  /** Weights that the run learns for; absent where they are fixed. */
  readonly weightRanges?: WeightRanges;
  readonly random: RngState;
  readonly learner: LearnerState;
}

/** The state of a run of any learner. */
export type RunState =
  | { readonly kind: 'gaussianMlp'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'decisionTransformer'; readonly checkpoint: DecisionTransformerCheckpoint };

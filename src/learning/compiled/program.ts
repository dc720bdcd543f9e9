/**
 * A program is a learner's update as data: a list of instructions over one arena of floats, with
 * the gradients spelled out, so that it can run where nothing should stand between one kernel and
 * the next: as WebAssembly on a processor, or recorded once and replayed on a GPU. The learners on
 * tfjs are the reference, and differentiate themselves.
 *
 * All addresses and lengths count floats from the start of the arena.
 */
import type { TrainingMetric } from '../algorithms/trainingMetrics';
import type { Instruction } from './instructions/instructions';

export interface Region {
  readonly offset: number;
  readonly length: number;
}

/** Regions for a minibatch of transitions, which is written before every update, as in batch.ts. */
export interface BatchRegions {
  readonly size: number;
  readonly observations: Region;
  readonly actions: Region;
  readonly rewards: Region;
  readonly nextObservations: Region;
  readonly terminals: Region;
  readonly termWeights: Region;
}

/** Regions for a minibatch of windows, which is written before every update, as in sequences.ts. */
export interface WindowRegions {
  readonly size: number;
  /** Steps of a window. */
  readonly context: number;
  readonly returnsToGo: Region;
  readonly observations: Region;
  readonly actions: Region;
  readonly timesteps: Region;
  readonly mask: Region;
}

/** A trained vector with the moments of its Adam. */
export interface TrainedParameters {
  readonly parameters: Region;
  readonly mean: Region;
  readonly square: Region;
}

/** Floats of the schedule per optimiser, some unused: see `adam` and `adamW`. */
export const SCHEDULE_LENGTH = 4;

/** An optimiser is one Adam; its part of the schedule is at its place in `Program.optimisers`. */
export interface ProgramOptimiser {
  /** Names of the learner's optimisers that it stands for: both of a pair of twins. */
  readonly names: readonly string[];
  readonly weightDecay: number;
  /** Gives the rate of the next update of a learner that has made `updates`. */
  learningRate(updates: number): number;
}

/** A program as every executor runs it. A feed (feed.ts) knows where minibatches go. */
export interface Program {
  readonly arenaLength: number;
  readonly instructions: readonly Instruction[];
  /** SCHEDULE_LENGTH floats per optimiser, written before every update. */
  readonly schedule: Region;
  readonly optimisers: readonly ProgramOptimiser[];
  /** Sums of the training metrics over the updates, in the order of TRAINING_METRICS. */
  readonly statistics: Region;
  /** Metrics that the program's losses report. */
  readonly reports: readonly TrainingMetric[];
  /** Data written once, before the first update. */
  readonly constants: readonly { readonly region: Region; readonly value: number }[];
  /** Regions by the names of a checkpoint's parts: see algorithms/learnerState.ts. */
  readonly parameters: Readonly<Record<string, Region>>;
  readonly moments: Readonly<Record<string, { readonly mean: Region; readonly square: Region }>>;
}

/** The program of a learner that samples transitions and has a Gaussian policy. */
export interface PolicyProgram extends Program {
  readonly batch: BatchRegions;
  readonly policy: Region;
  /** logσ, a part of the policy. */
  readonly logStd: Region;
}

/** The program of a learner that samples windows. */
export interface SequenceProgram extends Program {
  readonly batch: WindowRegions;
  readonly model: Region;
}

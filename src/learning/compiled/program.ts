/**
 * A program is a learner's update as data: a list of instructions over one arena of
 * floats, with the gradients spelled out, so that it can run where nothing should stand
 * between one kernel and the next: as WebAssembly on a processor, or recorded once and
 * replayed on a GPU. The learners on tfjs are the reference, and differentiate themselves.
 *
 * All addresses and lengths count floats from the start of the arena.
 */
import type { TrainingMetric } from '../algorithms/trainingMetrics';
import type { Instruction } from './instructions/instructions';

export interface Region {
  readonly offset: number;
  readonly length: number;
}

/** A minibatch of transitions goes here before every update, as in batch.ts. */
export interface BatchRegions {
  readonly size: number;
  readonly observations: Region;
  readonly actions: Region;
  readonly rewards: Region;
  readonly nextObservations: Region;
  readonly terminals: Region;
}

/** A minibatch of windows goes here before every update, as in sequences.ts. */
export interface WindowRegions {
  readonly size: number;
  /** A window has this many steps. */
  readonly context: number;
  readonly returnsToGo: Region;
  readonly observations: Region;
  readonly actions: Region;
  readonly timesteps: Region;
  readonly mask: Region;
}

/** A trained vector comes with the moments of its Adam. */
export interface TrainedParameters {
  readonly parameters: Region;
  readonly mean: Region;
  readonly square: Region;
}

/** An optimiser has this many floats of the schedule, some unused: see `adam` and `adamW`. */
export const SCHEDULE_LENGTH = 4;

/** An optimiser is one Adam; its part of the schedule is at its place in `Program.optimisers`. */
export interface ProgramOptimiser {
  /** It stands for these optimisers of the learner: both of a pair of twins. */
  readonly names: readonly string[];
  readonly weightDecay: number;
  /** Gives the rate of the next update of a learner that has made `updates`. */
  learningRate(updates: number): number;
}

/** Every executor runs this. A feed (feed.ts) knows where minibatches go. */
export interface Program {
  readonly arenaLength: number;
  readonly instructions: readonly Instruction[];
  /** Every optimiser has SCHEDULE_LENGTH floats here, written before every update. */
  readonly schedule: Region;
  readonly optimisers: readonly ProgramOptimiser[];
  /** Every training metric is summed here over the updates, in the order of TRAINING_METRICS. */
  readonly statistics: Region;
  /** The program's losses report these. */
  readonly reports: readonly TrainingMetric[];
  /** These are written once, before the first update. */
  readonly constants: readonly { readonly region: Region; readonly value: number }[];
  /** What a checkpoint holds lies here, under the same names: see algorithms/learnerState.ts. */
  readonly parameters: Readonly<Record<string, Region>>;
  readonly moments: Readonly<Record<string, { readonly mean: Region; readonly square: Region }>>;
}

/** The program of a learner that samples transitions and has a Gaussian policy. */
export interface PolicyProgram extends Program {
  readonly batch: BatchRegions;
  readonly policy: Region;
  /** logσ is a part of the policy. */
  readonly logStd: Region;
}

/** The program of a learner that samples windows. */
export interface SequenceProgram extends Program {
  readonly batch: WindowRegions;
  readonly model: Region;
}

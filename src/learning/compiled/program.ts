/**
 * A learner's update as data: a list of instructions over one arena of floats, with the
 * gradients spelled out, so that it can run where nothing should stand between one
 * kernel and the next: as WebAssembly on a processor, or recorded once and replayed on a
 * GPU. The learners on tfjs are the reference, and differentiate themselves.
 *
 * All addresses and lengths count floats from the start of the arena.
 */
import type { TrainingMetric } from '../algorithms/trainingMetrics';
import type { Instruction } from './instructions/instructions';

export interface Region {
  readonly offset: number;
  readonly length: number;
}

/** Where a minibatch of transitions goes before every update, as in batch.ts. */
export interface BatchRegions {
  readonly size: number;
  readonly observations: Region;
  readonly actions: Region;
  readonly rewards: Region;
  readonly nextObservations: Region;
  readonly terminals: Region;
}

/** Where a minibatch of windows goes before every update, as in sequences.ts. */
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

/** A parameter vector with the moments of its Adam, both twins' where there are two. */
export interface TrainedParameters {
  readonly parameters: Region;
  readonly mean: Region;
  readonly square: Region;
}

/** Floats of the schedule that an optimiser has, some unused: see `adam` and `adamW`. */
export const SCHEDULE_LENGTH = 4;

/** One Adam; its part of the schedule is at its place in `Program.optimisers`. */
export interface ProgramOptimiser {
  /** The learner's optimisers that it stands for: both of a pair of twins. */
  readonly names: readonly string[];
  readonly weightDecay: number;
  /** Of the learner's next update, when it has made `updates`. */
  learningRate(updates: number): number;
}

/** What every executor runs; where minibatches go is known to a feed (feed.ts). */
export interface Program {
  readonly arenaLength: number;
  readonly instructions: readonly Instruction[];
  /** SCHEDULE_LENGTH floats per optimiser, written before every update. */
  readonly schedule: Region;
  readonly optimisers: readonly ProgramOptimiser[];
  /** A sum of every training metric over the updates, in the order of TRAINING_METRICS. */
  readonly statistics: Region;
  /** Which of them the program's losses report. */
  readonly reports: readonly TrainingMetric[];
  /** Constants to write once, before the first update. */
  readonly constants: readonly { readonly region: Region; readonly value: number }[];
  /** Places of what a checkpoint holds, under the same names: see checkpoint.ts. */
  readonly parameters: Readonly<Record<string, Region>>;
  readonly moments: Readonly<Record<string, { readonly mean: Region; readonly square: Region }>>;
}

/** Of a learner of single transitions, with a Gaussian policy. */
export interface PolicyProgram extends Program {
  readonly batch: BatchRegions;
  readonly policy: Region;
  /** logσ, a part of the policy. */
  readonly logStd: Region;
}

/** Of a learner of windows. */
export interface SequenceProgram extends Program {
  readonly batch: WindowRegions;
  readonly model: Region;
}

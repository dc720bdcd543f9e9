import type { RunConfig } from '../../protocol/run';

/** A run that is to be trained from fresh weights. */
export interface PlannedRun {
  readonly config: RunConfig;
  readonly name: string;
  readonly tags: readonly string[];
  /** Hash of its dataset, which storage may have; null where it never had one. */
  readonly datasetHash: string | null;
}

/** A run that waits for those before it. */
export interface QueuedRun extends Partial<Omit<PlannedRun, 'config'>> {
  readonly config: RunConfig;
}

/** Place of a run among those of one press of Train. */
export interface SeedPlace {
  readonly number: number;
  readonly count: number;
}

export const ALONE: SeedPlace = { number: 1, count: 1 };

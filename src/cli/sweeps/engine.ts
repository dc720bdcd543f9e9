/** Who performs units: the cores of this machine, or workers on many machines. */
import type { NamedUnit } from './units';

/** Computes a unit and writes what it leaves to the store. */
export interface Performer {
  perform(unit: NamedUnit): Promise<Uint8Array>;
}

/** Whether a unit was computed now or was in the store before. */
export type UnitOutcome = 'computed' | 'stored';

export interface SweepEngine {
  /**
   * Sees to it that the artefact of a unit is in the store.
   * @throws UnitFailedError when it was given up; SweepStoppedError when the engine was stopped;
   * StoreError
   */
  perform(unit: NamedUnit): Promise<UnitOutcome>;
  /** Ends it. What was not finished is lost, what is in the store stays. */
  close(): Promise<void>;
}

/** The sweep was stopped by whoever started it. */
export class SweepStoppedError extends Error {
  override readonly name = 'SweepStoppedError';

  constructor() {
    super('The sweep was stopped.');
  }
}

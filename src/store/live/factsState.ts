/** The measured stylised facts: the samples that are there, and the measurement under way. */
import type { FactsSession } from '../../evaluation/facts/factsSession';

export interface FactsState {
  /** Measurement under way and the share of it that is done, 0 to 1; null when there is none. */
  readonly running: { readonly key: string; readonly share: number } | null;
  /** Samples of each measurement, keyed by `measurementKey`. */
  readonly samples: Readonly<Record<string, readonly FactsSession[] | undefined>>;
  /** Reason why the newest measurement failed; null when it did not, or was cancelled. */
  readonly failure: { readonly key: string; readonly message: string } | null;
}

export const INITIAL_FACTS: FactsState = { running: null, samples: {}, failure: null };

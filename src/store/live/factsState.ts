/** The measured stylised facts: the samples that are there, and the measurement under way. */
import type { MarketSample } from '../../evaluation/marketSample';

export interface FactsState {
  /** Under way, 0 to 1 of it done; null when nothing is. */
  readonly running: { readonly key: string; readonly share: number } | null;
  /** By `measurementKey`. */
  readonly samples: Readonly<Record<string, readonly MarketSample[] | undefined>>;
  /** Why the newest measurement came to nothing; null when it did not, or was cancelled. */
  readonly failure: { readonly key: string; readonly message: string } | null;
}

export const INITIAL_FACTS: FactsState = { running: null, samples: {}, failure: null };

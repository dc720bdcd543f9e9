/** The baselines beside which runs are seen, and how far evaluations have come. */
import type { Baselines } from './scenarios';

export interface BaselinesState {
  /** Baselines that were found last; null before anybody looked. */
  readonly found: Baselines | null;
  /** Episodes done of the total while the baselines are evaluated; null otherwise. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Reason why they could not be evaluated; empty unless that is so. */
  readonly failure: string;
}

export const INITIAL_BASELINES: BaselinesState = { found: null, progress: null, failure: '' };

/** How far the evaluation of a run is: episodes done, of all. */
export interface RunEvaluationState {
  readonly id: string;
  readonly done: number;
  readonly total: number;
}

/** The baselines beside which runs are seen, and how far evaluations have come. */
import type { EpisodeMetrics } from '../../evaluation/metrics';
import type { RunConfig } from '../../protocol/run';
import type { Baselines } from './scenarios';

/** How an agent that comes with the page did on the episodes of the baselines. */
export interface BundledResult {
  readonly name: string;
  /** Key of the scenario, see scenarioKey. */
  readonly scenario: string;
  /** Its own config, with the scenario and the weights that it played under. */
  readonly config: RunConfig;
  readonly metrics: readonly EpisodeMetrics[];
}

export interface BaselinesState {
  /** Baselines that were found last; null before anybody looked. */
  readonly found: Baselines | null;
  /** Episodes done of the total while the baselines are evaluated; null otherwise. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Reason why they could not be evaluated; empty unless that is so. */
  readonly failure: string;
  /** The agent of a fresh lab among them; null until somebody asks for it. */
  readonly bundled: BundledResult | null;
  /** Episodes done of the total while that agent is evaluated; null otherwise. */
  readonly playing: { readonly name: string; readonly done: number; readonly total: number } | null;
}

export const INITIAL_BASELINES: BaselinesState = {
  found: null,
  progress: null,
  failure: '',
  bundled: null,
  playing: null,
};

/** How far the evaluation of a run is: episodes done, of all. */
export interface RunEvaluationState {
  readonly id: string;
  readonly done: number;
  readonly total: number;
}

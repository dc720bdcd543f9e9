/**
 * An experiment is a claim, a seeded procedure, and a verdict with its numbers. Anyone can run
 * it again with one command and get the same table.
 */
import type { EnvConfig } from '../../env/config';
import type { EngineName } from '../../learning/algorithms/engineChoice';
import type { BenchResult } from '../output/results';
import type { Terminal } from '../program/command';

export interface ExperimentSettings {
  /** The environment sets latency, fees and limits; a claim about episodes of another length changes it. */
  readonly env: EnvConfig;
  /** The seed determines data, training and evaluation together. */
  readonly seed: number;
  readonly engine: EngineName;
  /** So many policies are trained at the same time. */
  readonly threads: number;
  /** Each setting is trained with this many seeds. */
  readonly trainingSeeds: number;
  /** Each policy gets this many optimiser updates. */
  readonly updates: number;
  /** The dataset has this many episodes. */
  readonly episodes: number;
  readonly evaluationEpisodes: number;
}

interface ExperimentOutcome {
  readonly config: unknown;
  readonly results: readonly BenchResult[];
  /** It is true when the claim held. */
  readonly holds: boolean;
  /** The sentence has the numbers that decide the claim. */
  readonly conclusion: string;
}

export interface Experiment {
  readonly claim: string;
  /** The claim can be decided in minutes with these sizes; the command may say otherwise. */
  readonly defaults: Pick<ExperimentSettings, 'updates' | 'episodes' | 'evaluationEpisodes'>;
  run(settings: ExperimentSettings, terminal: Terminal): Promise<ExperimentOutcome>;
}

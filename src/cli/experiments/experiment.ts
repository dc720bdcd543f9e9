/**
 * An experiment is a claim, a seeded procedure, and a verdict with its numbers. Anyone can run it
 * again with one command and get the same table.
 */
import type { EnvConfig } from '../../env/config';
import type { EngineName } from '../../learning/algorithms/engineChoice';
import type { BenchResult } from '../output/results';
import type { Terminal } from '../program/command';
import type { ExperimentUnits } from './units';

export interface ExperimentSettings {
  /** Latency, fees and limits; a claim about episodes of another length changes it. */
  readonly env: EnvConfig;
  /** First data seed: of data, training and evaluation together. */
  readonly seed: number;
  /** Number of data seeds: `seed` and those that follow it. */
  readonly dataSeeds: number;
  readonly engine: EngineName;
  /** Policies trained in parallel. */
  readonly threads: number;
  /** Training seeds per setting and data seed. */
  readonly trainingSeeds: number;
  /** Optimiser updates per policy. */
  readonly updates: number;
  /** Episodes in the dataset. */
  readonly episodes: number;
  readonly evaluationEpisodes: number;
  /** Who trains and evaluates as units of work; absent for the threads of this process. */
  readonly units?: ExperimentUnits | undefined;
  /** Market seconds of a recorded session, of claims that record one. */
  readonly seconds?: number;
}

export interface ExperimentOutcome {
  readonly config: unknown;
  readonly results: readonly BenchResult[];
  /** Whether the claim held. */
  readonly holds: boolean;
  /** A sentence with the numbers that decide the claim. */
  readonly conclusion: string;
}

export interface Experiment {
  readonly claim: string;
  /** Sizes with which the claim is decided in minutes; the command may set others. */
  readonly defaults: Pick<
    ExperimentSettings,
    'dataSeeds' | 'trainingSeeds' | 'updates' | 'episodes' | 'evaluationEpisodes'
  >;
  run(settings: ExperimentSettings, terminal: Terminal): Promise<ExperimentOutcome>;
}

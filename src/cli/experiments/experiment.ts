/**
 * What an experiment is: a claim, a seeded procedure, and a verdict with its
 * numbers. Anyone can run it again with one command and get the same table.
 */
import type { EnvConfig } from '../../env/config';
import type { EngineName } from '../../learning/algorithms/engineChoice';
import type { BenchResult } from '../output/results';
import type { Terminal } from '../program/command';

export interface ExperimentSettings {
  /** Latency, fees and limits; a claim that is about episodes of another length changes that. */
  readonly env: EnvConfig;
  /** Of data, training and evaluation together. */
  readonly seed: number;
  readonly engine: EngineName;
  /** Policies trained at the same time. */
  readonly threads: number;
  /** Training seeds per setting. */
  readonly trainingSeeds: number;
  /** Optimiser updates per policy. */
  readonly updates: number;
  /** Episodes of the dataset. */
  readonly episodes: number;
  readonly evaluationEpisodes: number;
}

interface ExperimentOutcome {
  readonly config: unknown;
  readonly results: readonly BenchResult[];
  /** Whether the claim held. */
  readonly holds: boolean;
  /** One sentence with the numbers that decide it. */
  readonly conclusion: string;
}

export interface Experiment {
  readonly claim: string;
  /** What its claim needs to be decided in minutes, unless the command says otherwise. */
  readonly defaults: Pick<ExperimentSettings, 'updates' | 'episodes' | 'evaluationEpisodes'>;
  run(settings: ExperimentSettings, terminal: Terminal): Promise<ExperimentOutcome>;
}

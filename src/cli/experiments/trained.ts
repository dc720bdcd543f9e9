/** Experiments share these steps: one dataset, many training seeds, common episodes. */
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import { deriveSeeds } from '../../agents/seeds';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { mean, meanInterval, type Interval } from '../../evaluation/statistics';
import type { Dataset } from '../../learning/data/dataset';
import { DEFAULT_RUN_CONFIG, collectionOf, type RunConfig } from '../../protocol/run';
import { networkAgent } from '../evaluation/evaluationTable';
import type { Terminal } from '../program/command';
import { networkOf } from '../training/training';
import type { ExperimentJob } from '../work/work';
import { collectOnCores } from '../work/playing';
import { performAll } from '../work/workPool';
import type { Scenario } from '../program/settings';
import type { ExperimentSettings } from './experiment';

/** The advantage weights with which the claims were decided that docs/results.md has. */
const AS_MEASURED = { temperature: 20, advantageScaling: 'none' } as const;

/** Returns the lab's default run with these weights, sized by the experiment's settings. */
export function runConfigOf(settings: ExperimentSettings): RunConfig {
  return {
    ...DEFAULT_RUN_CONFIG,
    env: settings.env,
    dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: settings.episodes },
    learning: { ...DEFAULT_RUN_CONFIG.learning, ...AS_MEASURED, updates: settings.updates },
    engine: settings.engine,
    seed: settings.seed,
  };
}

/** Most experiments need the sizes of the lab's default run. */
export const DEFAULT_SIZES = {
  updates: DEFAULT_RUN_CONFIG.learning.updates,
  episodes: DEFAULT_RUN_CONFIG.dataset.episodes,
  evaluationEpisodes: 64,
} as const;

export async function collectFor(config: RunConfig, { progress }: Terminal): Promise<Dataset> {
  const collection = collectionOf(config);
  return await collectOnCores(collection, (done) =>
    progress.update(`Collecting: episode ${done} of ${collection.episodes.length}`),
  );
}

/** A trained policy and its results on the experiment's common episodes. */
export interface TrainedEvaluation {
  readonly trainingSeed: number;
  readonly policy: PolicySnapshot;
  readonly episodes: readonly EpisodeMetrics[];
}

export interface TrainingPlan {
  readonly scenario: Scenario;
  readonly job: ExperimentJob;
}

/**
 * Trains each plan with every training seed and evaluates the policies.
 * @returns evaluations per plan and training seed
 * @throws Error when a run diverges
 */
export async function trainAndEvaluate(
  plans: readonly TrainingPlan[],
  settings: ExperimentSettings,
  { progress }: Terminal,
): Promise<TrainedEvaluation[][]> {
  const trainingSeeds = seedsOf(settings);
  const jobs = plans.flatMap(({ job }) => trainingSeeds.map((seed) => ({ ...job, seed })));
  const reports = await performAll('train', jobs, settings.threads, (done) =>
    progress.update(`Training: ${done} of ${jobs.length} policies`),
  );
  const policies = reports.map(({ outcome }, index) => {
    if (outcome.status === 'diverged') {
      throw new Error(`Training seed ${jobs[index].seed} diverged at update ${outcome.update}.`);
    }
    return networkOf(outcome.policy);
  });
  const seeds = evaluationSeeds(settings);
  const requests = policies.map((policy, index) => {
    const { market, env, weights } = plans[Math.floor(index / trainingSeeds.length)].scenario;
    return { market, env, weights, agent: networkAgent(policy), seeds };
  });
  const evaluated = await performAll('evaluate', requests, settings.threads, (done) =>
    progress.update(`Evaluating: ${done} of ${requests.length} policies`),
  );
  return plans.map((_, plan) =>
    trainingSeeds.map((trainingSeed, index) => {
      const at = plan * trainingSeeds.length + index;
      return { trainingSeed, policy: policies[at], episodes: evaluated[at] };
    }),
  );
}

export function seedsOf({ seed, trainingSeeds }: ExperimentSettings): number[] {
  return Array.from({ length: trainingSeeds }, (_, index) => seed + index);
}

/** Returns the seeds of the episodes that every agent of an experiment is evaluated on. */
export function evaluationSeeds({ seed, evaluationEpisodes }: ExperimentSettings): number[] {
  return deriveSeeds(seed, 'evaluation', evaluationEpisodes);
}

/** Returns a metric per training seed, averaged over the episodes. */
export function perSeed(
  runs: readonly TrainedEvaluation[],
  metric: (episode: EpisodeMetrics) => number,
): number[] {
  return runs.map(({ episodes }) => mean(episodes.map(metric)));
}

export const returnOf = (episode: EpisodeMetrics): number => episode.return;

/**
 * Difference of returns from another agent on the same episodes has two sources of chance: the seed
 * that a policy was trained with, and the episodes that it was evaluated on. So there are two
 * Student intervals, over training seeds (of means over episodes) and over episodes (of means over
 * seeds). Both have to exclude 0.
 */
export interface TwoWayDifference {
  readonly overSeeds: Interval;
  readonly overEpisodes: Interval;
}

/** @param others a list of episodes per training seed, or one list for all */
export function returnDifference(
  runs: readonly Pick<TrainedEvaluation, 'episodes'>[],
  others: readonly (readonly EpisodeMetrics[])[],
): TwoWayDifference {
  const differences = runs.map(({ episodes }, seed) =>
    episodes.map((episode, index) => episode.return - others[seed % others.length][index].return),
  );
  const episodeCount = differences[0].length;
  return {
    overSeeds: meanInterval(differences.map((row) => mean(row))),
    overEpisodes: meanInterval(
      Array.from({ length: episodeCount }, (_, index) =>
        mean(differences.map((row) => row[index])),
      ),
    ),
  };
}

export function isAboveZero({ overSeeds, overEpisodes }: TwoWayDifference): boolean {
  return overSeeds.low > 0 && overEpisodes.low > 0;
}

/**
 * Experiments share these steps: a dataset per data seed, training seeds on each, common episodes.
 */
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import { deriveSeeds } from '../../agents/seeds';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import {
  hierarchicalInterval,
  type HierarchicalInterval,
  type HierarchicalValues,
} from '../../evaluation/hierarchicalBootstrap';
import type { Dataset } from '../../learning/data/dataset';
import { Rng } from '../../market/rng';
import { DEFAULT_RUN_CONFIG, collectionOf, type RunConfig } from '../../protocol/run';
import { networkAgent } from '../evaluation/evaluationTable';
import type { Terminal } from '../program/command';
import { networkOf } from '../training/training';
import type { ExperimentJob } from '../work/work';
import { collectOnCores } from '../work/playing';
import { performAll } from '../work/workPool';
import type { Scenario } from '../program/settings';
import type { ExperimentSettings } from './experiment';
import { evaluatedEpisodes, isEvaluatedAsTrained, runOfJob, trainedPolicy } from './units';
import { DivergedError } from '../training/divergedError';

/** Returns the lab's default run with these weights, sized by the experiment's settings. */
export function runConfigOf(settings: ExperimentSettings): RunConfig {
  return {
    ...DEFAULT_RUN_CONFIG,
    env: settings.env,
    dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: settings.episodes },
    learning: { ...DEFAULT_RUN_CONFIG.learning, updates: settings.updates },
    engine: settings.engine,
    seed: settings.seed,
  };
}

/**
 * Sizes of most experiments. Results of different datasets differ more than those of different
 * training seeds on one, so policies are spent on datasets, of one training seed each.
 */
export const DEFAULT_SEEDS = { dataSeeds: 6, trainingSeeds: 1 } as const;

/** Most experiments need the sizes of the lab's default run. */
export const DEFAULT_SIZES = {
  updates: DEFAULT_RUN_CONFIG.learning.updates,
  episodes: DEFAULT_RUN_CONFIG.dataset.episodes,
  evaluationEpisodes: 64,
  ...DEFAULT_SEEDS,
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
  terminal: Terminal,
): Promise<TrainedEvaluation[][]> {
  const jobs = plans.map(({ job }) => job);
  const policies = await trainPolicies(jobs, settings, terminal);
  const entries = plans.map(({ scenario, job }, plan) => ({
    scenario,
    job,
    policies: policies[plan],
  }));
  return await evaluatePolicies(entries, settings, terminal);
}

/**
 * Trains each job with every training seed.
 * @returns policies per job and training seed
 * @throws Error when a run diverges
 */
export async function trainPolicies(
  plans: readonly ExperimentJob[],
  settings: ExperimentSettings,
  { progress }: Terminal,
): Promise<PolicySnapshot[][]> {
  const trainingSeeds = seedsOf(settings);
  const jobs = plans.flatMap((job) => trainingSeeds.map((seed) => ({ ...job, seed })));
  const tell = (done: number) => progress.update(`Training: ${done} of ${jobs.length} policies`);
  const policies = await trainJobs(jobs, settings, tell);
  return plans.map((_, plan) =>
    policies.slice(plan * trainingSeeds.length, (plan + 1) * trainingSeeds.length),
  );
}

async function trainJobs(
  jobs: readonly ExperimentJob[],
  { units, threads }: ExperimentSettings,
  onProgress: (done: number) => void,
): Promise<PolicySnapshot[]> {
  const runs = units === undefined ? [] : jobs.map(runOfJob);
  if (units !== undefined && runs.every((run) => run !== null)) {
    let done = 0;
    return await Promise.all(
      runs.map(async (run) => {
        const policy = await trainedPolicy(units, run);
        done += 1;
        onProgress(done);
        return policy;
      }),
    );
  }
  const reports = await performAll('train', jobs, threads, onProgress);
  return reports.map(({ outcome }, index) => {
    if (outcome.status === 'diverged') {
      throw new DivergedError(`seed ${jobs[index].seed}`, outcome.update);
    }
    return networkOf(outcome.policy);
  });
}

/**
 * Evaluates the policies of each entry, one per training seed, in its scenario.
 * @returns evaluations per entry and training seed
 */
export async function evaluatePolicies(
  entries: readonly TrainedEntry[],
  settings: ExperimentSettings,
  { progress }: Terminal,
): Promise<TrainedEvaluation[][]> {
  const trainingSeeds = seedsOf(settings);
  const kept = await evaluateUnits(entries, settings);
  if (kept !== null) return kept;
  const seeds = evaluationSeeds(settings);
  const requests = entries.flatMap(({ scenario: { market, env, weights }, policies }) =>
    policies.map((policy) => ({ market, env, weights, agent: networkAgent(policy), seeds })),
  );
  const evaluated = await performAll('evaluate', requests, settings.threads, (done) =>
    progress.update(`Evaluating: ${done} of ${requests.length} policies`),
  );
  return entries.map(({ policies }, entry) =>
    trainingSeeds.map((trainingSeed, index) => {
      const at = entry * trainingSeeds.length + index;
      return { trainingSeed, policy: policies[index], episodes: evaluated[at] };
    }),
  );
}

/** Policies of a plan by training seed, and where they are evaluated. */
interface TrainedEntry {
  readonly scenario: Scenario;
  readonly policies: readonly PolicySnapshot[];
  /** Training of the policies, but for its seed; absent where they are evaluated elsewhere. */
  readonly job?: ExperimentJob;
}

/**
 * Evaluates as units; null where one of the policies is evaluated in another way than it was
 * trained.
 */
async function evaluateUnits(
  entries: readonly TrainedEntry[],
  settings: ExperimentSettings,
): Promise<TrainedEvaluation[][] | null> {
  const { units, seed, evaluationEpisodes } = settings;
  if (units === undefined) return null;
  const runs = entries.map(({ scenario, job }) => {
    const run = job === undefined ? null : runOfJob(job);
    return run !== null && isEvaluatedAsTrained(run, scenario, seed) ? run : null;
  });
  if (!runs.every((run) => run !== null)) return null;
  return await Promise.all(
    entries.map(({ policies }, entry) =>
      Promise.all(
        seedsOf(settings).map(async (trainingSeed, index) => {
          const run = { ...runs[entry], trainingSeed };
          const episodes = await evaluatedEpisodes(units, run, evaluationEpisodes);
          return { trainingSeed, policy: policies[index], episodes };
        }),
      ),
    ),
  );
}

/** Distance between the training seeds of a dataset; data seeds lie closer together. */
const TRAINING_SEED_STEP = 1000;

/** Returns the training seeds of the dataset of `seed`; another dataset has others. */
export function seedsOf({ seed, trainingSeeds }: ExperimentSettings): number[] {
  return Array.from({ length: trainingSeeds }, (_, index) => seed + TRAINING_SEED_STEP * index);
}

/**
 * Runs the steps of an experiment once per data seed: other data, other training seeds, other
 * episodes of evaluation.
 * @returns results in the order of the data seeds
 */
export async function overDataSeeds<Result>(
  settings: ExperimentSettings,
  work: (settings: ExperimentSettings) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < settings.dataSeeds; index += 1) {
    results.push(await work({ ...settings, seed: settings.seed + index }));
  }
  return results;
}

/** Returns the seeds of the episodes that every agent of a data seed is evaluated on. */
export function evaluationSeeds({ seed, evaluationEpisodes }: ExperimentSettings): number[] {
  return deriveSeeds(seed, 'evaluation', evaluationEpisodes);
}

export type EpisodeMetric = (episode: EpisodeMetrics) => number;

export const returnOf: EpisodeMetric = (episode) => episode.return;

/** Episodes by [training seed][episode], of policies of one dataset. */
export type PlayedEpisodes = readonly (readonly EpisodeMetrics[])[];

export const episodesOf = (runs: readonly Pick<TrainedEvaluation, 'episodes'>[]): PlayedEpisodes =>
  runs.map(({ episodes }) => episodes);

/** Seed of the bootstraps: the same measurements always have the same interval. */
const BOOTSTRAP_SEED = 1;

/** @param played an entry per data seed */
export function metricOver(
  played: readonly PlayedEpisodes[],
  metric: EpisodeMetric,
): HierarchicalInterval {
  return intervalOf(
    played.map((policies) => policies.map((episodes) => measuredOf(episodes.map(metric)))),
  );
}

/**
 * Compares agents on the same episodes: data seeds, training seeds and episodes all count as
 * chance.
 * @param one an entry per data seed
 * @param other likewise; policies are paired by their place, and a single one stands for all
 */
export function differenceOver(
  one: readonly PlayedEpisodes[],
  other: readonly PlayedEpisodes[],
  metric: EpisodeMetric = returnOf,
): HierarchicalInterval {
  return intervalOf(
    one.map((policies, data) =>
      policies.map((episodes, place) => {
        const rival = other[data][place % other[data].length];
        return measuredOf(episodes.map((episode, index) => metric(episode) - metric(rival[index])));
      }),
    ),
  );
}

/**
 * Leaves out episodes that lack a number: one in which nothing was quoted has no quoted spread. A
 * policy without any keeps one NaN, and so has its interval.
 */
function measuredOf(values: readonly number[]): readonly number[] {
  const measured = values.filter((value) => !Number.isNaN(value));
  return measured.length > 0 ? measured : [Number.NaN];
}

/** Gives the interval of a number that every policy has once, whatever it played. */
export const scoresOver = (scores: readonly (readonly number[])[]): HierarchicalInterval =>
  intervalOf(scores.map((policies) => policies.map((score) => [score])));

function intervalOf(values: HierarchicalValues): HierarchicalInterval {
  const rng = new Rng(BOOTSTRAP_SEED);
  return hierarchicalInterval(values, { random: () => rng.uniform() });
}

/** Says which sources of chance the intervals of an experiment count. */
export function seedsText({ dataSeeds, trainingSeeds }: ExperimentSettings): string {
  const training = `${trainingSeeds} training ${trainingSeeds === 1 ? 'seed' : 'seeds'}`;
  return dataSeeds === 1
    ? `one dataset, whose own chance is in no interval, and ${training}`
    : `${dataSeeds} data seeds with ${training} each`;
}

/**
 * Sums up several training seeds as one result: the interquartile mean (Agarwal et al. 2021) with
 * an interval that counts training seeds and episodes. One seed is shown as one seed, without an
 * interval over seeds. All seeds of a group learned from one dataset, whose chance is in no
 * interval.
 */
import { combined, resampledError } from '../../evaluation/hierarchicalBootstrap';
import {
  interquartileMean,
  mean,
  quantile,
  withoutLimits,
  type Interval,
} from '../../evaluation/statistics';
import { studentQuantile } from '../../evaluation/studentT';
import { Rng } from '../../market/rng';
import { groupKeyOf, trainingSeedOf, type RunSummary } from '../../protocol/run';
import { askedTarget } from './askedTarget';
import type { Metric } from './metrics';
import type { ComparedAgent } from './runs';

/** Runs that differ in their training seed alone. */
export interface RunGroup {
  readonly key: string;
  /** Members, newest first. */
  readonly members: readonly ComparedAgent[];
  /** Number of training seeds; a run that was repeated counts once. */
  readonly seeds: number;
}

/**
 * Key that is equal for runs that differ in their training seed alone, continue the same run if any,
 * and were asked for the same return if any.
 */
export function groupOf(run: RunSummary): string {
  const { config, parentId, evaluation } = run;
  const asked = evaluation.length === 0 ? null : askedTarget(run);
  return `${parentId ?? ''} ${groupKeyOf(config)}${asked === null ? '' : ` ${asked.toFixed(6)}`}`;
}

/** Finds the groups of two training seeds or more, the newest first. */
export function groupsOf(
  agents: readonly ComparedAgent[],
  keyOf: (run: RunSummary) => string = groupOf,
): RunGroup[] {
  const groups = new Map<string, ComparedAgent[]>();
  for (const agent of agents) {
    if (agent.run === null) continue;
    const key = keyOf(agent.run);
    groups.set(key, [...(groups.get(key) ?? []), agent]);
  }
  return [...groups]
    .map(([key, members]) => ({ key, members, seeds: seedsOf(members) }))
    .filter(({ seeds }) => seeds > 1);
}

const seedsOf = (members: readonly ComparedAgent[]): number =>
  new Set(members.flatMap(({ run }) => (run === null ? [] : trainingSeedOf(run.config)))).size;

/** Median and quartiles over runs, each counted with its own mean. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const known = values.filter((value) => !Number.isNaN(value));
  return {
    median: quantile(known, 0.5),
    low: quantile(known, 0.25),
    high: quantile(known, 0.75),
  };
}

/** Seed of the bootstrap, fixed so that the same runs always show the same interval. */
const BOOTSTRAP_SEED = 1;

export interface GroupResult {
  /** Number of training seeds that were evaluated. */
  readonly seeds: number;
  /** Result over training seeds; limits are NaN for one. */
  readonly value: Interval;
  /** Difference from the pinned agent on the same episodes; NaN where there is none. */
  readonly difference: Interval;
  /**
   * Number of training seeds with a higher mean than the pinned agent on the same episodes; null
   * for one seed, and where there is nothing to compare with.
   */
  readonly better: number | null;
}

/**
 * Finds the evaluated agents among the runs of one training, which differ in their training seed
 * alone: a run that was not evaluated has no result, and never that of another.
 */
export function membersOf(
  agents: readonly ComparedAgent[],
  runIds: readonly string[],
): ComparedAgent[] {
  return agents.filter(({ run, seeds }) => run !== null && seeds > 0 && runIds.includes(run.id));
}

/** Sums a group up. @param members the agents of one group, each with its mean over the episodes */
export function groupResult(members: readonly ComparedAgent[], metric: Metric): GroupResult {
  const values = members.map(({ metrics }) => metrics[metric].value);
  const compared = members.filter(
    ({ metrics }) => !Number.isNaN(metrics[metric].difference.estimate),
  );
  const differences = compared.map(({ metrics }) => metrics[metric].difference);
  const isCompared = compared.length === members.length && members.length > 1;
  return {
    seeds: members.length,
    value: overSeeds(values, members),
    difference: overSeeds(differences, compared),
    better: isCompared ? differences.filter(({ estimate }) => estimate > 0).length : null,
  };
}

/**
 * @param intervals per training seed, Student's over its episodes; all seeds play the same episodes
 * @param members the agents of the intervals
 */
function overSeeds(intervals: readonly Interval[], members: readonly ComparedAgent[]): Interval {
  const estimates = intervals.map(({ estimate }) => estimate);
  if (estimates.length < 2) return withoutLimits(estimates[0] ?? Number.NaN);
  const rng = new Rng(BOOTSTRAP_SEED);
  const degrees = Math.max(1, Math.min(...members.map(({ distinct }) => distinct)) - 1);
  const halfWidth = mean(intervals.map(({ low, high }) => (high - low) / 2));
  // Chance that the seeds share does not average out, so the seeds' own error is an upper bound.
  const episodes = { error: halfWidth / studentQuantile(0.975, degrees), degrees };
  const seeds = {
    error: resampledError(estimates, interquartileMean, { random: () => rng.uniform() }),
    degrees: estimates.length - 1,
  };
  // Metrics of all episodes together have no interval over them.
  const parts = Number.isNaN(episodes.error) ? [seeds] : [seeds, episodes];
  return combined(interquartileMean(estimates), parts);
}

/**
 * Names a group: "Runs 2–4" where the names are consecutive numbers, "Wide and 2 others" where they
 * are not.
 */
export function groupName(names: readonly string[]): string {
  if (names.length === 1) return names[0];
  const numbers = names.map((name) => Number(/^Run (\d+)$/.exec(name)?.[1] ?? Number.NaN));
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const isConsecutive = high - low === names.length - 1 && new Set(numbers).size === names.length;
  if (isConsecutive) return `Runs ${low}–${high}`;
  const others = names.length - 1;
  return `${names.at(-1) ?? ''} and ${others} ${others === 1 ? 'other' : 'others'}`;
}

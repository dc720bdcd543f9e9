/**
 * Sums up several training seeds as one result: the interquartile mean with a stratified percentile
 * bootstrap (Agarwal et al. 2021). A sample is a training seed, its episodes averaged; one seed is
 * shown as one seed, without an interval over seeds.
 */
import {
  interquartileMean,
  probabilityOfImprovement,
  quantile,
  stratifiedBootstrap,
  withoutLimits,
  type Interval,
} from '../../evaluation/statistics';
import { Rng } from '../../market/rng';
import { groupKeyOf, trainingSeedOf, type RunSummary } from '../../protocol/run';
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
 * Key that is equal for runs that differ in their training seed alone, and continue the same run if
 * any.
 */
export const groupOf = ({ config, parentId }: RunSummary): string =>
  `${parentId ?? ''} ${groupKeyOf(config)}`;

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
  /** Probability that a training seed does better than the pinned agent; NaN for one seed. */
  readonly improvement: Interval;
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
  const values = members.map(({ metrics }) => metrics[metric].value.estimate);
  const differences = members.map(({ metrics }) => metrics[metric].difference.estimate);
  const known = differences.filter((value) => !Number.isNaN(value));
  return {
    seeds: members.length,
    value: overSeeds(values),
    difference: overSeeds(known),
    improvement:
      known.length === members.length && known.length > 1
        ? improvementOf(values, differences)
        : withoutLimits(Number.NaN),
  };
}

/** Compares with the pinned agent as it did beside each run: a clone is each run's own. */
function improvementOf(values: readonly number[], differences: readonly number[]): Interval {
  const rng = new Rng(BOOTSTRAP_SEED);
  const others = values.map((value, index) => value - differences[index]);
  return probabilityOfImprovement([{ x: values, y: others }], { random: () => rng.uniform() });
}

function overSeeds(values: readonly number[]): Interval {
  if (values.length < 2) {
    return withoutLimits(values[0] ?? Number.NaN);
  }
  const rng = new Rng(BOOTSTRAP_SEED);
  return stratifiedBootstrap([values], interquartileMean, { random: () => rng.uniform() });
}

/** Names a group: "Runs 2–4" where the names are consecutive numbers, "Wide and 2 others" where they are not. */
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

/**
 * Lists the lines of the run table: agents in order, and the groups of runs that differ in their
 * training seed alone, each with its members under it.
 */
import type { RunSummary } from '../../protocol/run';
import { METRICS, type Metric } from './metrics';
import { groupOf, groupsOf, spreadOf, type RunGroup, type Spread } from './runGroups';
import { runSetting, type ComparedAgent } from './runs';
import type { SettingKey } from '../settings/settings';

export type SortColumn = 'name' | Metric | SettingKey;

export interface Sorting {
  readonly column: SortColumn;
  readonly direction: 'ascending' | 'descending';
}

export type TableLine =
  | { readonly kind: 'agent'; readonly agent: ComparedAgent; readonly isMember: boolean }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly members: readonly ComparedAgent[];
      readonly seeds: number;
      readonly metrics: (metric: Metric) => MetricSpread;
    };

/** Spread over the runs of a group, each counted with its own mean. */
interface MetricSpread {
  readonly value: Spread;
  readonly difference: Spread;
}

/** Lists all tags in use, in alphabetical order. */
export const tagsOf = (runs: readonly RunSummary[]): string[] =>
  [...new Set(runs.flatMap(({ tags }) => tags))].toSorted((a, b) => a.localeCompare(b));

/**
 * Puts agents and groups in order.
 * @param keyOf the key of a run's group
 * @param sorting null leaves the order of `agents`: newest first, then the baselines
 * @param showsDifference true when metrics stand for their difference from the pinned agent
 */
export function tableLines(
  agents: readonly ComparedAgent[],
  sorting: Sorting | null,
  showsDifference: boolean,
  keyOf: (run: RunSummary) => string = groupOf,
): TableLine[] {
  const groups = new Map(
    groupsOf(agents, keyOf).flatMap((group) => group.members.map((one) => [one, group])),
  );
  const blocks: TableLine[][] = [];
  const seen = new Set<RunGroup>();
  for (const agent of inOrder(agents, sorting, showsDifference)) {
    const group = groups.get(agent);
    if (group === undefined) {
      blocks.push([{ kind: 'agent', agent, isMember: false }]);
    } else if (!seen.has(group)) {
      seen.add(group);
      blocks.push([
        groupLine(group),
        ...inOrder(group.members, sorting, showsDifference).map((member): TableLine => ({
          kind: 'agent',
          agent: member,
          isMember: true,
        })),
      ]);
    }
  }
  return blocks.flat();
}

function groupLine({ key, members, seeds }: RunGroup): TableLine {
  const metrics = (metric: Metric): MetricSpread => ({
    value: spreadOf(members.map(({ metrics: own }) => own[metric].value.estimate)),
    difference: spreadOf(members.map(({ metrics: own }) => own[metric].difference.estimate)),
  });
  return { kind: 'group', key, members, seeds, metrics };
}

/** Sorts agents; those without a value come last, whatever the direction. */
function inOrder(
  agents: readonly ComparedAgent[],
  sorting: Sorting | null,
  showsDifference: boolean,
): readonly ComparedAgent[] {
  if (sorting === null) return agents;
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  const valueOf = (agent: ComparedAgent) => sortValue(agent, sorting.column, showsDifference);
  return agents.toSorted((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null);
    }
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * String(left).localeCompare(String(right), undefined, { numeric: true });
  });
}

function sortValue(
  { name, run, metrics }: ComparedAgent,
  column: SortColumn,
  showsDifference: boolean,
): number | string | null {
  if (column === 'name') return name;
  const metric = METRICS.find((one) => one === column);
  if (metric !== undefined) {
    const { value, difference } = metrics[metric];
    const { estimate } = showsDifference ? difference : value;
    return Number.isNaN(estimate) ? null : estimate;
  }
  if (run === null) return null;
  const text = runSetting(run.config, column as SettingKey);
  return text === '' ? null : text;
}

/** Gives the sorting after a press of a column's head: down, then up, then none. */
export function nextSorting(current: Sorting | null, column: SortColumn): Sorting | null {
  if (current?.column !== column) return { column, direction: 'descending' };
  return current.direction === 'descending' ? { column, direction: 'ascending' } : null;
}

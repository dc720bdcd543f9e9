/**
 * The table compares agents and can be sorted. Runs over several training seeds share a line that
 * opens.
 */
import { useState } from 'react';
import { agentLabel } from '../../content/agents';
import { episodesText } from '../../content/episodes';
import { marketTitle } from '../../content/markets';
import { RUN_TEXTS } from '../../content/runs';
import type { Metric } from '../../store/runs/metrics';
import { groupName, type Spread } from '../../store/runs/runGroups';
import type { ComparedAgent } from '../../store/runs/runs';
import type { Baselines } from '../../store/runs/scenarios';
import {
  nextSorting,
  tableLines,
  type SortColumn,
  type Sorting,
  type TableLine,
} from '../../store/runs/runTable';
import { SETTINGS, type SettingKey } from '../../store/settings/settings';
import { Explain } from '../ui/Explain';
import { useSession } from '../context';
import { RunRow } from './RunRow';
import { COLUMN_SET_NAMES, columnOf, type MetricColumn } from './metricColumns';
import { hideCovered, useWholeColumns } from './useWholeColumns';

/** Says what a column holds for the first agent of the table and for the pinned one. */
function columnNow(agents: readonly ComparedAgent[], metric: Metric): string {
  const format = columnOf(metric)?.format ?? String;
  return agents
    .filter(({ isPinned }, index) => index === 0 || isPinned)
    .map(({ name, seeds, distinct, metrics }) => {
      const { estimate } = metrics[metric].value;
      return `${agentLabel(name)} ${format(estimate)}, mean of ${episodesText(seeds, distinct)}`;
    })
    .join('; ');
}

/** Lines that are drawn at first; hundreds would take longer to draw than a weight to move. */
const PAGE_LINES = 60;

interface RunsTableProps {
  readonly agents: readonly ComparedAgent[];
  /** Settings in which the runs among them differ. */
  readonly settings: readonly SettingKey[];
  /** Number of others in which they differ. */
  readonly hiddenSettings: number;
  /** Baselines among the agents; null where there are none. */
  readonly baselines: Baselines | null;
  readonly showsDifference: boolean;
  readonly columns: readonly MetricColumn[];
  /** Ids of the runs whose curves are drawn. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

export function RunsTable({
  agents,
  settings,
  hiddenSettings,
  baselines,
  showsDifference,
  columns,
  selected,
  onSelect,
}: RunsTableProps) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(PAGE_LINES);
  const { comparisons } = useSession();
  const table = useWholeColumns();
  if (agents.length === 0) return null;
  const longest = agents.reduce((most, one) => (one.seeds > most.seeds ? one : most), agents[0]);
  const { seeds: episodes, distinct } = longest;
  const of = episodesText(episodes, distinct);
  const evaluated = agents.filter(({ seeds }) => seeds > 0);
  const isMixed = evaluated.some(({ scenario }) => scenario !== evaluated[0].scenario);
  const all = tableLines(agents, sorting, showsDifference, comparisons.groupOf);
  const hidden = new Set(
    all.flatMap((line) =>
      line.kind === 'group' && closed.has(line.key) ? line.members.map(({ key }) => key) : [],
    ),
  );
  const open = all.filter((line) => line.kind === 'group' || !hidden.has(line.agent.key));
  const lines = open.slice(0, limit);
  const toggle = (ids: readonly string[], isOn: boolean) => {
    const others = [...selected].filter((id) => !ids.includes(id));
    onSelect(new Set(isOn ? [...others, ...ids] : others));
  };
  return (
    // The table scrolls from the keyboard, too.
    <div
      ref={table}
      className="table-scroll"
      role="region"
      aria-label="Comparison of runs"
      tabIndex={0}
      onScroll={(event) => hideCovered(event.currentTarget)}
    >
      <table className="runs">
        <caption>
          <span>
            {episodes === 0
              ? 'No agent has been evaluated yet.'
              : `${
                  showsDifference
                    ? `Difference from the pinned agent, seed by seed, over ${of}`
                    : `Means over ${of}${isMixed ? '' : ' on the same seeds'}`
                }${distinct < 2 ? '; one episode has no interval.' : '; in brackets, 95 % intervals over episodes.'}`}
            {isMixed &&
              baselines !== null &&
              ` ${RUN_TEXTS.otherEpisodes(marketTitle(baselines.market))}`}
            {hiddenSettings > 0 &&
              ` The runs differ in ${hiddenSettings} more ${hiddenSettings === 1 ? 'setting' : 'settings'}: choose “${COLUMN_SET_NAMES.settings}”.`}
          </span>
        </caption>
        <thead>
          <tr>
            <SortHead column="name" sorting={sorting} onSort={setSorting}>
              Agent
            </SortHead>
            {columns.map(({ metric, term, name }) => (
              <SortHead key={metric} column={metric} sorting={sorting} onSort={setSorting}>
                <Explain metric={term} now={columnNow(agents, metric)}>
                  {name}
                </Explain>
              </SortHead>
            ))}
            {settings.map((key) => (
              <SortHead key={key} column={key} sorting={sorting} onSort={setSorting}>
                {SETTINGS[key].label}
              </SortHead>
            ))}
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) =>
            line.kind === 'group' ? (
              <GroupRow
                key={line.key}
                line={line}
                columns={columns}
                settings={settings}
                showsDifference={showsDifference}
                isOpen={!closed.has(line.key)}
                onToggle={() => setClosed(toggled(closed, line.key))}
                isSelected={line.members.every(({ key }) => selected.has(key))}
                onSelect={(isOn) =>
                  toggle(
                    line.members.map(({ key }) => key),
                    isOn,
                  )
                }
              />
            ) : (
              <RunRow
                key={line.agent.key}
                agent={line.agent}
                columns={columns}
                settings={settings}
                showsDifference={showsDifference}
                isElsewhere={line.agent.scenario !== baselines?.scenario}
                isMember={line.isMember}
                isSelected={selected.has(line.agent.key)}
                onSelect={(isOn) => toggle([line.agent.key], isOn)}
              />
            ),
          )}
        </tbody>
      </table>
      {open.length > limit && (
        <p className="more-lines muted">
          {limit} of {open.length} lines{' '}
          <button type="button" className="button" onClick={() => setLimit(limit + PAGE_LINES)}>
            Show {Math.min(PAGE_LINES, open.length - limit)} more
          </button>
        </p>
      )}
    </div>
  );
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

interface SortHeadProps {
  readonly column: SortColumn;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
  readonly children: React.ReactNode;
}

const ARROWS = { ascending: '▲', descending: '▼' } as const;

function SortHead({ column, sorting, onSort, children }: SortHeadProps) {
  const direction = sorting?.column === column ? sorting.direction : undefined;
  return (
    <th scope="col" aria-sort={direction ?? 'none'}>
      {children}
      <button
        type="button"
        className="button plain sort"
        aria-label={`Sort by ${columnName(column)}`}
        onClick={() => onSort(nextSorting(sorting, column))}
      >
        <span aria-hidden="true">{direction === undefined ? '↕' : ARROWS[direction]}</span>
      </button>
    </th>
  );
}

const columnName = (column: SortColumn): string =>
  column === 'name'
    ? 'name'
    : (columnOf(column as Metric)?.sortName ?? SETTINGS[column as SettingKey].label.toLowerCase());

interface GroupRowProps {
  readonly line: Extract<TableLine, { kind: 'group' }>;
  readonly columns: readonly MetricColumn[];
  readonly settings: readonly SettingKey[];
  readonly showsDifference: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly isSelected: boolean;
  readonly onSelect: (isOn: boolean) => void;
}

function GroupRow({
  line,
  columns,
  settings,
  showsDifference,
  isOpen,
  onToggle,
  isSelected,
  onSelect,
}: GroupRowProps) {
  const { members, metrics } = line;
  const name = groupName(members.map((member) => member.name));
  return (
    <tr className="group-row">
      <th scope="row">
        <input
          type="checkbox"
          aria-label={`Draw the curves of ${name}`}
          checked={isSelected}
          onChange={(event) => onSelect(event.target.checked)}
        />
        <button
          type="button"
          className="button plain"
          aria-expanded={isOpen}
          aria-label={`${name}, open or close`}
          onClick={onToggle}
        >
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        </button>
        {name}
        <span className="muted run-settings">{line.seeds} training seeds</span>
      </th>
      {columns.map(({ metric, format, formatDifference, isNegated = false }) => (
        <SpreadCell
          key={metric}
          isNegated={isNegated}
          spread={showsDifference ? metrics(metric).difference : metrics(metric).value}
          format={showsDifference ? formatDifference : format}
        />
      ))}
      {settings.map((key) => (
        <td key={key} />
      ))}
      <td className="muted group-note">median (quartiles)</td>
    </tr>
  );
}

interface SpreadCellProps {
  readonly spread: Spread;
  readonly format: (value: number) => string;
  readonly isNegated: boolean;
}

function SpreadCell({ spread: { median, low, high }, format, isNegated }: SpreadCellProps) {
  const [lower, upper] = isNegated ? [high, low] : [low, high];
  return (
    <td>
      {format(median)}
      {Number.isFinite(median) && (
        <span className="muted">
          {' '}
          ({format(lower)} to {format(upper)})
        </span>
      )}
    </td>
  );
}

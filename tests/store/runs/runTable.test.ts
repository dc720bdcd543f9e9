import { describe, expect, it } from 'vitest';
import { DEFAULT_RUN_CONFIG, summaryOf, type RunConfig } from '../../../src/protocol/run';
import { METRICS, type Metric } from '../../../src/store/runs/metrics';
import type { ComparedAgent } from '../../../src/store/runs/runs';
import { nextSorting, tableLines, tagsOf } from '../../../src/store/runs/runTable';
import { exampleRun } from './exampleRun';

const metricsOf = (profit: number, difference: number) =>
  Object.fromEntries(
    METRICS.map((metric) => [
      metric,
      {
        value: { estimate: profit, low: profit, high: profit },
        difference: { estimate: difference, low: difference, high: difference },
      },
    ]),
  ) as ComparedAgent['metrics'] & Record<Metric, unknown>;

const played = {
  baseline: null,
  isPinned: false,
  scenario: 'one',
  market: DEFAULT_RUN_CONFIG.market,
  seeds: 2,
  distinct: 2,
  unpaired: null,
};

const baseline = (name: string, profit: number): ComparedAgent => ({
  ...played,
  key: name,
  pinKey: name,
  name,
  run: null,
  metrics: metricsOf(profit, 0),
});

function trained(id: string, profit: number, difference: number, config: Partial<RunConfig> = {}) {
  const run = summaryOf(exampleRun(id, { config: { ...DEFAULT_RUN_CONFIG, ...config } }));
  return {
    ...played,
    key: id,
    pinKey: id,
    name: run.name,
    run,
    metrics: metricsOf(profit, difference),
  };
}

const agents = [
  trained('a', 5, -1, { trainingSeed: 1 }),
  trained('b', 9, 3, { seed: 7 }),
  trained('c', 7, Number.NaN, { trainingSeed: 2 }),
  baseline('random', -4),
];

const names = (lines: ReturnType<typeof tableLines>) =>
  lines.map((line) => (line.kind === 'group' ? `${line.members.length} seeds` : line.agent.name));

describe('the run table', () => {
  it('puts a group over its members, where the newest of them is', () => {
    expect(names(tableLines(agents, null, false))).toEqual([
      '2 seeds',
      'Run a',
      'Run c',
      'Run b',
      'random',
    ]);
  });

  it('sums a group up by the median and quartiles of its runs', () => {
    const [group] = tableLines(agents, null, false);
    if (group.kind !== 'group') throw new Error('expected a group first');
    // Of 5 and 7: median 6, quartiles 5.5 and 6.5.
    expect(group.metrics('profit').value).toEqual({ median: 6, low: 5.5, high: 6.5 });
    expect(group.metrics('profit').difference).toEqual({ median: -1, low: -1, high: -1 });
  });

  it('sorts by a metric, by its difference, and by a setting; what has no value comes last', () => {
    const sorted = (column: 'profit' | 'seed', isUp: boolean, showsDifference = false) =>
      names(
        tableLines(
          agents,
          { column, direction: isUp ? 'ascending' : 'descending' },
          showsDifference,
        ),
      );
    expect(sorted('profit', false)).toEqual(['Run b', '2 seeds', 'Run c', 'Run a', 'random']);
    expect(sorted('profit', true)).toEqual(['random', '2 seeds', 'Run a', 'Run c', 'Run b']);
    expect(sorted('profit', false, true)).toEqual(['Run b', 'random', '2 seeds', 'Run a', 'Run c']);
    expect(sorted('seed', false)).toEqual(['Run b', '2 seeds', 'Run a', 'Run c', 'random']);
  });

  it('goes from down to up to unsorted with each press of the same head', () => {
    const down = nextSorting(null, 'profit');
    const up = nextSorting(down, 'profit');
    expect([down?.direction, up?.direction, nextSorting(up, 'profit')]).toEqual([
      'descending',
      'ascending',
      null,
    ]);
    expect(nextSorting(up, 'name')).toEqual({ column: 'name', direction: 'descending' });
  });

  it('knows every tag once', () => {
    const runs = [
      exampleRun('a', { tags: ['toxic', 'es'] }),
      exampleRun('b', { tags: ['es', 'calm'] }),
    ];
    expect(tagsOf(runs)).toEqual(['calm', 'es', 'toxic']);
  });
});

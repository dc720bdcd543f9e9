import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { DEFAULT_RUN_CONFIG, type RunSummary } from '../../../src/protocol/run';
import { groupName, groupResult, membersOf } from '../../../src/store/runs/runGroups';
import { compareRuns } from '../../../src/store/runs/runs';
import { baselinesAmong } from '../../../src/store/runs/scenarios';
import { exampleMetrics } from '../../evaluation/exampleMetrics';
import { exampleRun } from './exampleRun';

const episode = (seed: number, profit: number) => exampleMetrics({ seed, profit });

/** A run whose two episodes earn `profit` on average, beside a baseline that earns 10. */
const run = (id: string, trainingSeed: number | null, profit: number): RunSummary =>
  exampleRun(id, {
    config: { ...DEFAULT_RUN_CONFIG, trainingSeed },
    evaluation: [
      {
        agentName: 'network',
        policyVersion: 3,
        metrics: [episode(1, profit - 1), episode(2, profit + 1)],
      },
      { agentName: 'base', policyVersion: null, metrics: [episode(1, 10), episode(2, 10)] },
    ],
  });

const compared = (
  runs: readonly RunSummary[],
  runIds: readonly string[] = runs.map(({ id }) => id),
) => membersOf(compareRuns(runs, DEFAULT_REWARD_WEIGHTS, 'base', baselinesAmong(runs)), runIds);

describe('the result of several training seeds', () => {
  it('is the interquartile mean over seeds, with an interval of seeds and episodes', () => {
    // Of 1, 2, 3, 4, 100 one is dropped at either end: the mean of 2, 3, 4.
    const runs = [1, 2, 3, 4, 100].map((profit, seed) => run(`${seed}`, seed, profit));
    const { seeds, value, difference } = groupResult(compared(runs), 'profit');
    expect([seeds, value.estimate, difference.estimate]).toEqual([5, 3, -7]);
    expect(value.low).toBeLessThan(1);
    expect(value.high).toBeGreaterThan(4);
  });

  it('is no surer of two equal seeds than their episodes allow', () => {
    // Each has the mean of 4 and 6: ± 12.7 by Student's t with one degree of freedom.
    const { value } = groupResult(compared([run('a', 1, 5), run('b', 2, 5)]), 'profit');
    expect(value.high - value.estimate).toBeCloseTo(12.706, 2);
  });

  it('shows the same interval every time', () => {
    const members = compared([run('a', 1, 5), run('b', 2, 9), run('c', 3, 7)]);
    expect(groupResult(members, 'profit')).toEqual(groupResult(members, 'profit'));
  });

  it('is shown as one seed when it is one, without an interval over seeds', () => {
    const { seeds, value } = groupResult(compared([run('a', null, 5)]), 'profit');
    expect([seeds, value.estimate, value.low, value.high]).toEqual([1, 5, NaN, NaN]);
  });

  it('takes in no run of another training, and none that was not evaluated', () => {
    const runs = [run('a', 1, 5), run('b', 1, 6), { ...run('c', 3, 7), evaluation: [] }];
    expect(compared(runs, ['b', 'c']).map(({ key }) => key)).toEqual(['b']);
    expect(compared(runs, ['c'])).toEqual([]);
  });
});

it('several training seeds say how many of them do better than the pinned agent', () => {
  const seeds = [8, 11, 12, 14].map((profit, index) => run(`${index}`, index, profit));
  expect(groupResult(compared(seeds), 'profit').better).toBe(3);
  expect(groupResult(compared(seeds.slice(0, 1)), 'profit').better).toBeNull();
});

describe('the name of a group', () => {
  it('is a range where the runs have consecutive numbers, in any order', () => {
    expect(groupName(['Run 4', 'Run 2', 'Run 3'])).toBe('Runs 2–4');
  });

  it('is that of the first run, and how many others there are, where they have not', () => {
    expect(groupName(['Run 4', 'Wide'])).toBe('Wide and 1 other');
    expect(groupName(['Run 4', 'Run 4', 'Wide'])).toBe('Wide and 2 others');
  });
});

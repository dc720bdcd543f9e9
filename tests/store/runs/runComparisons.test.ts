import { expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { METRICS } from '../../../src/store/runs/metrics';
import { RunComparisons } from '../../../src/store/runs/runComparisons';
import { compareRuns } from '../../../src/store/runs/runs';
import { baselinesAmong, defaultPin } from '../../../src/store/runs/scenarios';
import { exampleSummary } from '../../components/examples';

const runs = [exampleSummary('1', [11, 22, 33]), exampleSummary('2', [1, 2, 3])];
const given = { runs, weights: DEFAULT_REWARD_WEIGHTS, pinned: null, found: null, bundled: null };
const moved = { ...given, weights: { ...DEFAULT_REWARD_WEIGHTS, spreadCapture: 2 } };

it('gives what a comparison of everything gives, before and after a weight moves', () => {
  const comparisons = new RunComparisons();
  const baselines = baselinesAmong(runs);
  for (const { weights } of [given, moved, given]) {
    const { agents, pinned } = comparisons.compare({ ...given, weights });
    expect(pinned).toBe(defaultPin(baselines?.rows));
    const all = compareRuns(runs, weights, pinned, baselines);
    expect(agents.map(({ key }) => key)).toEqual(all.map(({ key }) => key));
    for (const [index, agent] of agents.entries()) {
      for (const metric of METRICS) {
        expect(agent.metrics[metric]).toEqual(all[index].metrics[metric]);
      }
    }
  }
});

it('computes again only what a weight changes, and nothing for the next panel that asks', () => {
  const comparisons = new RunComparisons();
  const before = comparisons.compare(given);
  expect(comparisons.compare({ ...given, weights: { ...given.weights } })).toBe(before);
  const [first] = before.agents;
  const [{ metrics }] = comparisons.compare(moved).agents;
  expect(metrics.profit).toBe(first.metrics.profit);
  expect(metrics.return).not.toEqual(first.metrics.return);
});

it('compares with another agent once it is pinned', () => {
  const comparisons = new RunComparisons();
  comparisons.compare(given);
  const { agents } = comparisons.compare({ ...given, pinned: '1' });
  expect(agents[0].metrics.profit.difference.estimate).toBe(-20);
});

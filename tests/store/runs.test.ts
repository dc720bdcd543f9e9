import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import type { EpisodeMetrics, EvaluationRow } from '../../src/evaluation/metrics';
import { compareRuns, defaultPin, describeSettings, type Run } from '../../src/store/runs';
import { DEFAULT_SETTINGS } from '../../src/store/settings';

const episode = (seed: number, profit: number, terms = [0, 0, 0, 0, 0, 0]): EpisodeMetrics => ({
  seed,
  steps: 600,
  return: 0,
  profit,
  maxDrawdown: 10,
  meanAbsInventory: 2,
  p95AbsInventory: 5,
  contractsTraded: 20,
  fillRate: 0.1,
  quotedSpread: 1.5,
  terms,
  markoutTicks: [0, 0, 0],
});

const row = (
  agentName: string,
  profits: readonly number[],
  policyVersion: number | null = null,
  firstSeed = 1,
): EvaluationRow => ({
  agentName,
  policyVersion,
  metrics: profits.map((profit, index) => episode(firstSeed + index, profit)),
});

const run = (id: number, evaluation: readonly EvaluationRow[]): Run => ({
  id,
  name: `Run ${id}`,
  settings: DEFAULT_SETTINGS,
  outcome: 'finished',
  policy: null,
  evaluation,
});

const baselines = [row('random', [-5, -7, -9]), row('inventory skewed', [10, 20, 30])];
const first = run(1, [row('network', [11, 22, 33], 8), ...baselines]);

describe('the comparison of runs', () => {
  it('puts the newest run on top and the baselines below', () => {
    const second = run(2, [row('network', [1, 2, 3], 9), ...baselines]);
    const names = compareRuns([first, second], DEFAULT_REWARD_WEIGHTS, null).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['Run 2', 'Run 1', 'random', 'inventory skewed']);
  });

  it('compares with the inventory-skewed maker until another is pinned', () => {
    expect(defaultPin([first])).toBe('inventory skewed');
    expect(defaultPin([])).toBeNull();
  });

  it('takes differences seed by seed', () => {
    // Differences 1, 2, 3: mean 2, and t(0.975, 2) · 1 / √3 = 4.30265 / 1.73205 = 2.48414.
    const [agent] = compareRuns([first], DEFAULT_REWARD_WEIGHTS, 'inventory skewed');
    expect(agent.difference.estimate).toBeCloseTo(2, 12);
    expect(agent.difference.high - 2).toBeCloseTo(2.48414, 4);
  });

  it('makes no difference of agents that saw other seeds', () => {
    const other = run(2, [row('network', [1, 2, 3], 9, 50)]);
    const [agent] = compareRuns([first, other], DEFAULT_REWARD_WEIGHTS, 'inventory skewed');
    expect(agent.difference.estimate).toBeNaN();
  });

  it('re-scores every agent under the weights on screen', () => {
    const metrics = [episode(1, 0, [10, -4, 0, 0, -2, 0]), episode(2, 0, [20, -8, 0, 0, 0, 0])];
    const scored = run(3, [{ agentName: 'network', policyVersion: 1, metrics }]);
    const returnUnder = (adverseSelection: number) =>
      compareRuns([scored], { ...DEFAULT_REWARD_WEIGHTS, adverseSelection }, null)[0].return
        .estimate;
    expect(returnUnder(1)).toBeCloseTo((10 - 4 - 40 + 20 - 8) / 2, 12);
    expect(returnUnder(2)).toBeCloseTo((10 - 8 - 40 + 20 - 16) / 2, 12);
  });

  it('shows a run that was never evaluated with no numbers', () => {
    const [agent] = compareRuns([run(4, [])], DEFAULT_REWARD_WEIGHTS, null);
    expect(agent.seeds).toBe(0);
    expect(agent.profit.estimate).toBeNaN();
  });

  it('describes a run by what is not default, and leaves the view out', () => {
    const settings = { ...DEFAULT_SETTINGS, expectile: 0.9, speed: 'max' as const };
    expect(describeSettings(settings)).toBe('Expectile τ 0.9');
  });
});

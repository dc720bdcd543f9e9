import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import type { EvaluationRow } from '../../../src/evaluation/metrics';
import { DEFAULT_RUN_CONFIG, type RunConfig, type RunSummary } from '../../../src/protocol/run';
import { MARKET_VERSION } from '../../../src/market/version';
import { runConfig } from '../../../src/store/settings/configs';
import { groupsOf, spreadOf } from '../../../src/store/runs/runGroups';
import {
  compareRuns,
  describeSettings,
  differingSettings,
  plannedUpdates,
  runSetting,
} from '../../../src/store/runs/runs';
import { baselinesAmong, defaultPin, scenarioKey } from '../../../src/store/runs/scenarios';
import { exampleMetrics } from '../../evaluation/exampleMetrics';
import { RUN_SETTINGS } from '../../../src/store/settings/sections';
import { DEFAULT_SETTINGS, SETTINGS } from '../../../src/store/settings/settings';

const episode = (seed: number, profit: number, terms = [0, 0, 0, 0, 0, 0]) =>
  exampleMetrics({ seed, profit, terms });

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

const run = (
  id: number,
  evaluation: readonly EvaluationRow[],
  config: RunConfig = DEFAULT_RUN_CONFIG,
): RunSummary => ({
  id: `id-${id}`,
  name: `Run ${id}`,
  notes: '',
  tags: [],
  status: 'finished',
  createdAt: id,
  config,
  parentId: null,
  datasetHash: null,
  update: 0,
  totalUpdates: 0,
  hasPolicy: true,
  evaluation,
  failure: '',
  marketVersion: MARKET_VERSION,
});

const baselines = [row('random', [-5, -7, -9]), row('inventory skewed', [10, 20, 30])];
const first = run(1, [row('network', [11, 22, 33], 8), ...baselines]);
const { market } = DEFAULT_RUN_CONFIG;
const found = { scenario: scenarioKey(DEFAULT_RUN_CONFIG), market, rows: baselines };
const onNq: RunConfig = { ...DEFAULT_RUN_CONFIG, market: { preset: 'nq', regime: 'base' } };

describe('the comparison of runs', () => {
  it('puts the newest run on top and the baselines below', () => {
    const second = run(2, [row('network', [1, 2, 3], 9), ...baselines]);
    const names = compareRuns([first, second], DEFAULT_REWARD_WEIGHTS, null, found).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['Run 2', 'Run 1', 'random', 'inventory skewed']);
  });

  it('lists the clone of every run by the runs whose it is, whichever was evaluated last', () => {
    const clone = (...profits: number[]) => row('behaviour cloning', profits);
    const earlier = run(1, [row('network', [11, 22, 33], 8), clone(1, 2, 4), ...baselines]);
    const later = run(2, [row('network', [12, 24, 36], 9), clone(2, 3, 4), ...baselines]);
    const same = run(3, [row('network', [12, 24, 36], 9), clone(2, 3, 4), ...baselines]);
    const unfinished = run(4, []);
    const runs = [earlier, later, same, unfinished];
    const agents = compareRuns(runs, DEFAULT_REWARD_WEIGHTS, 'clone id-1', found);
    expect(agents.map(({ name }) => name)).toEqual([
      'Run 4',
      'Run 3',
      'Run 2',
      'Run 1',
      'Clone of Run 3 and Run 2',
      'Clone of Run 1',
      'random',
      'inventory skewed',
    ]);
    const profit = agents.map(({ metrics }) => metrics.profit);
    expect([profit[4].value.estimate, profit[5].value.estimate]).toEqual([3, 7 / 3]);
    // (11 + 22 + 32)/3 and (10 + 20 + 29)/3, from the clone that is shown.
    expect(profit[2].difference.estimate).toBeCloseTo(65 / 3, 12);
    expect(profit[3].difference.estimate).toBeCloseTo(59 / 3, 12);
    expect(profit[5].difference.estimate).toBe(0);
    expect(baselinesAmong(runs)?.rows).toEqual(baselines);
  });

  it('compares with the inventory-skewed maker until another is pinned', () => {
    expect(defaultPin(found.rows)).toBe('inventory skewed');
    expect(defaultPin(baselinesAmong([first])?.rows)).toBe('inventory skewed');
    expect(defaultPin(baselinesAmong([])?.rows)).toBeNull();
  });

  it('takes differences seed by seed', () => {
    // Differences 1, 2, 3: mean 2, and t(0.975, 2) · 1 / √3 = 4.30265 / 1.73205 = 2.48414.
    const [agent] = compareRuns([first], DEFAULT_REWARD_WEIGHTS, 'inventory skewed', found);
    const { difference } = agent.metrics.profit;
    expect(difference.estimate).toBeCloseTo(2, 12);
    expect(difference.high - 2).toBeCloseTo(2.48414, 4);
  });

  it('takes differences from a run seed by seed, too', () => {
    const second = run(2, [row('network', [1, 2, 3], 9), ...baselines]);
    const agents = compareRuns([first, second], DEFAULT_REWARD_WEIGHTS, first.id, found);
    const estimates = agents.map(({ metrics }) => metrics.profit.difference.estimate);
    expect(estimates).toEqual([-20, 0, -29, -2]);
  });

  it('makes no difference of agents that saw other seeds', () => {
    const other = run(2, [row('network', [1, 2, 3], 9, 50)]);
    const [agent] = compareRuns([first, other], DEFAULT_REWARD_WEIGHTS, first.id, null);
    expect(agent.metrics.profit.difference.estimate).toBeNaN();
  });

  it('takes differences of agents that saw other things of the same episodes', () => {
    const full = runConfig({ ...DEFAULT_SETTINGS, observation: 'full' });
    expect(scenarioKey(full)).toBe(scenarioKey(DEFAULT_RUN_CONFIG));
  });

  it('makes no difference of agents that traded in other markets under the same seeds', () => {
    const other = run(2, [row('network', [1, 2, 3], 9)], onNq);
    const [agent] = compareRuns([first, other], DEFAULT_REWARD_WEIGHTS, first.id, null);
    expect(agent.metrics.profit.difference.estimate).toBeNaN();
    expect(agent.unpaired).toBe('market');
  });

  it('compares a run with the baseline as it played in the market of that run, which is listed', () => {
    const there = [row('network', [1, 2, 3], 9), row('inventory skewed', [1, 1, 1])];
    const other = run(2, there, onNq);
    const agents = compareRuns([first, other], DEFAULT_REWARD_WEIGHTS, 'inventory skewed', found);
    const shown = agents.map(({ name, market: on, isPinned, metrics }) => [
      name,
      on.preset,
      isPinned,
      metrics.profit.value.estimate,
      metrics.profit.difference.estimate,
    ]);
    expect(shown).toEqual([
      ['Run 2', 'nq', false, 2, 1],
      ['Run 1', 'es', false, 22, 2],
      ['random', 'es', false, -7, -27],
      ['inventory skewed', 'es', true, 20, 0],
      ['inventory skewed', 'nq', true, 1, 0],
    ]);
    expect(new Set(agents.map(({ unpaired }) => unpaired))).toEqual(new Set([null]));
  });

  it('takes every difference from values that are listed, whatever is pinned', () => {
    const tuned = [row('random', [3, 4, 5]), row('GLFT γ 0.5', [1, 1, 1])];
    const other = run(2, [row('network', [1, 2, 3], 9), ...tuned], onNq);
    const here = { ...found, rows: [...baselines, row('GLFT γ 0.1', [7, 7, 7])] };
    for (const pinned of ['id-1', 'id-2', 'random', 'GLFT γ 0.1', 'GLFT γ 0.5']) {
      const agents = compareRuns([first, other], DEFAULT_REWARD_WEIGHTS, pinned, here);
      const pins = agents.filter(({ isPinned }) => isPinned);
      expect(pins.length).toBeGreaterThan(0);
      for (const { scenario, unpaired, metrics } of agents) {
        const pin = pins.find((one) => one.scenario === scenario);
        const { value, difference } = metrics.profit;
        if (pin === undefined) {
          expect([unpaired, difference.estimate]).toEqual(['market', Number.NaN]);
        } else {
          const expected = value.estimate - pin.metrics.profit.value.estimate;
          expect(difference.estimate).toBeCloseTo(expected, 12);
        }
      }
    }
  });

  it('makes no difference of runs in two versions of the market, nor takes the older’s baselines', () => {
    const older = { ...run(2, [row('network', [1, 2, 3], 9), ...baselines]), marketVersion: 1 };
    const [agent] = compareRuns([first, older], DEFAULT_REWARD_WEIGHTS, first.id, found);
    expect([agent.unpaired, agent.metrics.profit.difference.estimate]).toEqual([
      'episodes',
      Number.NaN,
    ]);
    expect(baselinesAmong([older], found.scenario)).toBeNull();
  });

  it('leaves out of a mean what has no number in an episode', () => {
    const spreads = [2, Number.NaN, 3].map((quotedSpread, index) => ({
      ...episode(1 + index, 0),
      quotedSpread,
    }));
    const scored = run(3, [{ agentName: 'network', policyVersion: 1, metrics: spreads }]);
    const [agent] = compareRuns([scored], DEFAULT_REWARD_WEIGHTS, null, null);
    expect(agent.metrics.quotedSpread.value.estimate).toBe(2.5);
  });

  it('re-scores every agent under the weights on screen', () => {
    const metrics = [episode(1, 0, [10, -4, 0, 0, -2, 0]), episode(2, 0, [20, -8, 0, 0, 0, 0])];
    const scored = run(3, [{ agentName: 'network', policyVersion: 1, metrics }]);
    const returnUnder = (adverseSelection: number) =>
      compareRuns([scored], { ...DEFAULT_REWARD_WEIGHTS, adverseSelection }, null, null)[0].metrics
        .return.value.estimate;
    expect(returnUnder(1)).toBeCloseTo((10 - 4 - 40 + 20 - 8) / 2, 12);
    expect(returnUnder(2)).toBeCloseTo((10 - 8 - 40 + 20 - 16) / 2, 12);
  });

  it('shows a run that was never evaluated with no numbers', () => {
    const [agent] = compareRuns([run(4, [])], DEFAULT_REWARD_WEIGHTS, null, null);
    expect(agent.seeds).toBe(0);
    expect(agent.metrics.profit.value.estimate).toBeNaN();
  });

  it('describes a run by what is not default, and leaves the view out', () => {
    const settings = { ...DEFAULT_SETTINGS, expectile: 0.9, speed: 'max' as const };
    expect(describeSettings(runConfig(settings))).toBe('Expectile τ 0.9');
    const bc = runConfig({ ...DEFAULT_SETTINGS, algorithm: 'bc', postOnly: true });
    expect(describeSettings(bc)).toBe('Post only yes, Algorithm Cloning');
  });

  it('shows only the settings in which runs differ', () => {
    const slow = runConfig({ ...DEFAULT_SETTINGS, learningRate: 1e-4, seed: 2 });
    const runs = [run(1, [], runConfig(DEFAULT_SETTINGS)), run(2, [], slow)];
    expect(differingSettings(runs)).toEqual(['seed', 'learningRate']);
    expect(differingSettings(runs.slice(1))).toEqual([]);
    expect(runSetting(slow, 'learningRate')).toBe('0.0001');
  });

  it('leaves blank what a learner does not use, and gives every column a name of its own', () => {
    const dt = runConfig({ ...DEFAULT_SETTINGS, algorithm: 'dt', dtUpdates: 60 });
    const iql = runConfig({ ...DEFAULT_SETTINGS, updates: 500 });
    expect([runSetting(dt, 'updates'), runSetting(dt, 'dtUpdates')]).toEqual(['', '60']);
    expect([runSetting(iql, 'updates'), runSetting(iql, 'dtUpdates')]).toEqual(['500', '']);
    expect(differingSettings([run(1, [], dt), run(2, [], iql)])).toEqual([
      'algorithm',
      'updates',
      'dtUpdates',
      'dtWarmUp',
    ]);
    expect(describeSettings(dt)).toBe(
      'Algorithm Decision Transformer, Transformer updates 60, Warm-up 6',
    );
    const labels = RUN_SETTINGS.map((key) => SETTINGS[key].label);
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
  });

  it('counts what a run that did not end had made of the updates that were planned', () => {
    const config = runConfig({ ...DEFAULT_SETTINGS, updates: 3000, cloningUpdates: 300 });
    const stopped = { ...run(1, [], config), status: 'stopped', totalUpdates: 3300 } as const;
    const made = (update: number) =>
      (['cloningUpdates', 'updates', 'expectile'] as const).map((key) =>
        plannedUpdates({ ...stopped, update }, key),
      );
    expect(made(1600)).toEqual([null, { made: 1300, planned: 3000 }, null]);
    expect(made(120)).toEqual([{ made: 120, planned: 300 }, { made: 0, planned: 3000 }, null]);
    expect(plannedUpdates({ ...stopped, status: 'finished' }, 'updates')).toBeNull();
  });

  it('shows the critic’s settings of a Decision Transformer that had one', () => {
    const settings = { ...DEFAULT_SETTINGS, algorithm: 'dt', dtReturnLabel: 'critic' } as const;
    expect(runSetting(runConfig(settings), 'updates')).toBe('2000');
  });
});

describe('runs over several training seeds', () => {
  const withSeed = (id: number, trainingSeed: number | null, profit: number) =>
    run(id, [row('network', [profit, profit], 1)], { ...DEFAULT_RUN_CONFIG, trainingSeed });

  it('form a group, which a run of other settings does not join', () => {
    const other = { ...DEFAULT_RUN_CONFIG, seed: 9 };
    const runs = [withSeed(1, null, 1), withSeed(2, 8, 2), run(3, [], other)];
    const groups = groupsOf(compareRuns(runs, DEFAULT_REWARD_WEIGHTS, null, null));
    expect(groups.map(({ members }) => members.map(({ name }) => name))).toEqual([
      ['Run 2', 'Run 1'],
    ]);
  });

  it('are no group when the same run was repeated, or one of them continues another', () => {
    const continued = { ...withSeed(2, 8, 2), parentId: 'id-1' };
    for (const other of [withSeed(2, 1, 2), continued]) {
      const agents = compareRuns([withSeed(1, null, 1), other], DEFAULT_REWARD_WEIGHTS, null, null);
      expect(groupsOf(agents)).toEqual([]);
    }
  });

  it('are summed up by median and quartiles, as numpy takes them', () => {
    // numpy.percentile([1, 2, 4, 8], [25, 50, 75]) = [1.75, 3, 5].
    expect(spreadOf([4, 1, 8, 2])).toEqual({ low: 1.75, median: 3, high: 5 });
    expect(spreadOf([4, Number.NaN])).toEqual({ low: 4, median: 4, high: 4 });
  });
});

import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { meanInterval } from '../../../src/evaluation/statistics';
import { agentsOfRuns, agentsOfSweep } from '../../../src/store/sweeps/measuredAgents';
import { scenarioKey } from '../../../src/store/runs/scenarios';
import { DEFAULT_AXES, frontCertainty, tradeoffOf } from '../../../src/store/sweeps/tradeoff';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { exampleRow, exampleSummary } from '../../components/examples';
import { exampleEpisodes, examplePoint, exampleSweep } from '../../protocol/exampleSweep';

const namesOf = (points: readonly { readonly name: string }[]) => points.map(({ name }) => name);

describe('the trade-off of a sweep', () => {
  const sweep = exampleSweep();
  const agents = agentsOfSweep(sweep);

  it('has the front of its points, and the baselines beside it', () => {
    const { points, front, baselines, hypervolume } = tradeoffOf(
      agents,
      DEFAULT_AXES,
      DEFAULT_REWARD_WEIGHTS,
    );
    expect(namesOf(points)).toEqual(['Inv. penalty 0', 'Inv. penalty 20', 'Inv. penalty 500']);
    // At 0 more is held than at 20, and less is earned.
    expect(namesOf(front)).toEqual(['Inv. penalty 500', 'Inv. penalty 20']);
    expect(points.map(({ isCurrent }) => isCurrent)).toEqual([false, true, false]);
    expect(namesOf(baselines)).toEqual(['Inventory-skewed']);
    expect(points[1].y).toEqual(meanInterval([50, 70, 60, 60]));
    // Between the worst, $10 and 9 contracts: 20 adds (60 − 10)·(9 − 5), and 500 the corner itself.
    expect(hypervolume).toBe(200);
  });

  it('has its points in the order of the weight that varies, and calls them by its value', () => {
    const [first, second, third] = sweep.points;
    const shuffled = agentsOfSweep({ ...sweep, points: [third, first, second] });
    expect(shuffled.map(({ label }) => label)).toEqual(['0', '20', '500', undefined]);
  });

  it('names the baselines that dominate a point, on the front or not', () => {
    const still = { agentName: 'do nothing', metrics: exampleEpisodes([60, 60, 60, 60], 0) };
    const { points, front } = tradeoffOf(
      agentsOfSweep({ ...sweep, baselines: [...sweep.baselines, still] }),
      DEFAULT_AXES,
      DEFAULT_REWARD_WEIGHTS,
    );
    expect(front).toHaveLength(2);
    expect(points.map(({ beatenBy }) => beatenBy)).toEqual([
      ['Do nothing'],
      ['Do nothing'],
      ['Do nothing'],
    ]);
  });

  it('says how sure the front is, from resampled episodes', () => {
    const drawn = tradeoffOf(agents, DEFAULT_AXES, DEFAULT_REWARD_WEIGHTS);
    const sure = frontCertainty(drawn, DEFAULT_REWARD_WEIGHTS);
    // What is held is the same in every episode, and 0 earns $30 less in each.
    expect(sure?.support).toEqual([0, 1, 1]);
    expect(sure?.hypervolume.estimate).toBe(200);
    expect(sure?.hypervolume.low).toBeLessThan(200);
  });

  it('takes another order as soon as the weights on screen change', () => {
    const axes = { x: 'meanAbsInventory', y: 'return' } as const;
    const under = (inventoryPenalty: number) =>
      tradeoffOf(agents, axes, { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty });
    // The terms are the profit, and minus what is held: $10 a contract leave 10 − 10, 60 − 50, 30 − 90.
    expect(under(10).points.map(({ y }) => y.estimate)).toEqual([-60, 10, 0]);
    expect(namesOf(under(10).front)).toEqual(['Inv. penalty 500', 'Inv. penalty 20']);
    expect(namesOf(under(20).front)).toEqual(['Inv. penalty 500']);
    expect(under(500).points.map(({ isCurrent }) => isCurrent)).toEqual([false, false, true]);
  });

  it('knows which way is better of either axis', () => {
    const { front } = tradeoffOf(
      agents,
      { x: 'profit', y: 'meanAbsInventory' },
      DEFAULT_REWARD_WEIGHTS,
    );
    expect(namesOf(front)).toEqual(['Inv. penalty 500', 'Inv. penalty 20']);
  });

  it('has intervals for what is of all episodes together', () => {
    const { points } = tradeoffOf(
      agents,
      { x: 'meanAbsInventory', y: 'profitPerContract' },
      DEFAULT_REWARD_WEIGHTS,
    );
    // $60 of 20 contracts in every episode: Student's t(3, 0.975) = 3.182446, s = √(200/3) / 20.
    const { estimate, high } = points[1].y;
    expect(estimate).toBe(3);
    const halfWidth = (3.182446 * (Math.sqrt(200 / 3) / 20)) / 2;
    expect(high - 3).toBeGreaterThan(0.9 * halfWidth);
    expect(high - 3).toBeLessThan(1.1 * halfWidth);
  });

  it('leaves out points that were not measured, and names one beside the grid by all that differs', () => {
    const weights = { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 7, fees: 2 };
    const more = exampleSweep({
      points: [
        ...sweep.points,
        { weights, metrics: exampleEpisodes([1, 2, 3, 4], 2), runId: null, failure: '' },
        examplePoint(100, []),
      ],
    });
    expect(agentsOfSweep(more).map(({ name, label = name }) => [name, label])).toEqual([
      ['Inv. penalty 0', '0'],
      ['Fees 2, Inv. penalty 7', 'Fees 2, Inv. penalty 7'],
      ['Inv. penalty 20', '20'],
      ['Inv. penalty 500', '500'],
      ['Inventory-skewed', 'Inventory-skewed'],
    ]);
  });
});

describe('the trade-off of runs', () => {
  const scenario = scenarioKey(DEFAULT_RUN_CONFIG);
  const dear = { ...DEFAULT_RUN_CONFIG, weights: { ...DEFAULT_REWARD_WEIGHTS, fees: 2 } };
  const runs = [
    exampleSummary('1', [10, 20, 30]),
    exampleSummary('2', [20, 30, 40], { config: { ...DEFAULT_RUN_CONFIG, trainingSeed: 2 } }),
    exampleSummary('3', [1, 2, 3], { config: dear }),
    exampleSummary('4', [1, 2, 3], { config: { ...dear, seed: 9 } }),
    exampleSummary('5', [], { evaluation: [] }),
  ];
  const baselines = [
    exampleRow('random', [-5, -7, -9]),
    exampleRow('behaviour cloning', [1, 1, 1]),
  ];

  it('has those of the market on screen, training seeds together, and no clone', () => {
    const agents = agentsOfRuns(runs, baselines, scenario);
    expect(namesOf(agents)).toEqual(['Run 2 and 1 more seeds', 'Run 3', 'Random']);
    const { points } = tradeoffOf(agents, DEFAULT_AXES, DEFAULT_REWARD_WEIGHTS);
    expect(points[0].y.estimate).toBe(25);
    // The interval counts training seeds, of which two differ by $10, and episodes.
    expect(points[0].y.high).toBeGreaterThan(meanInterval([15, 25, 35]).high);
  });
});

import { describe, expect, it } from 'vitest';
import { parseAxis } from '../../../src/cli/sweeps/axes';
import { planPoints, type PlanKind } from '../../../src/cli/sweeps/plan';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';

const plan = (kind: PlanKind, axes: readonly string[], points = 8, seed = 1) =>
  planPoints(DEFAULT_RUN_CONFIG, { kind, axes: axes.map(parseAxis), points, seed });

describe('an axis', () => {
  it('takes the values that are listed', () => {
    expect(parseAxis('weights.inventoryPenalty=0,20,100').values).toEqual([0, 20, 100]);
    expect(parseAxis('market.regime=base,toxic').values).toEqual(['base', 'toxic']);
    expect(parseAxis('env.postOnly=true,false').values).toEqual([true, false]);
  });

  it('spaces values evenly, or evenly in the logarithm, with the ends as they were typed', () => {
    expect(parseAxis('learning.temperature=log:1:16:5').values).toEqual([1, 2, 4, 8, 16]);
    expect(parseAxis('makerFee=lin:-0.5:0.5:3').values).toEqual([-0.5, 0, 0.5]);
    expect(parseAxis('learning.updates=log:100:1000:3').values).toEqual([100, 316, 1000]);
  });

  it.each([
    ['inventoryPenalty', '--vary: expected PATH=VALUE,VALUE… or PATH=log:FROM:TO:COUNT'],
    ['weights.inventory=1', '--vary: expected a setting, such as weights.inventoryPnl'],
    ['weights.fees=1,x', '--vary weights.fees: expected a number from'],
    ['weights.fees=0x10', '--vary weights.fees: expected a number from'],
    ['weights.fees=lin:0:0x2:3', '--vary weights.fees: expected a number from'],
    ['weights.fees=1, 2e', '--vary weights.fees: expected a number from'],
    ['weights.fees=1,1', '--vary weights.fees: expected each value once'],
    ['learning.temperature=log:0:30:5', 'two ascending ends above 0'],
    ['learning.temperature=log:1:300:5', '--vary learning.temperature: expected a number from'],
    ['market.regime=lin:1:2:3', '--vary market.regime: expected values: it is no number'],
    ['seed=1,2', '--vary: expected one of'],
  ])('refuses %s', (text, words) => {
    expect(() => parseAxis(text)).toThrow(words);
  });
});

describe('a plan', () => {
  it('is every combination, the last axis fastest', () => {
    const points = plan('grid', ['weights.fees=0,1', 'learning.expectile=0.7,0.9']);
    expect(points.map(({ values }) => values)).toEqual([
      [0, 0.7],
      [0, 0.9],
      [1, 0.7],
      [1, 0.9],
    ]);
    expect(points[3].run).toEqual({
      ...DEFAULT_RUN_CONFIG,
      weights: { ...DEFAULT_RUN_CONFIG.weights, fees: 1 },
      learning: { ...DEFAULT_RUN_CONFIG.learning, expectile: 0.9 },
    });
  });

  it('is the run itself where nothing varies', () => {
    expect(plan('grid', [])).toEqual([{ values: [], run: DEFAULT_RUN_CONFIG }]);
  });

  it('changes what goes with a setting, as its flag does', () => {
    const [, nq] = plan('grid', ['market.preset=es,nq']);
    expect(nq.run.env).toMatchObject({ tickSize: 0.25, tickValueDollars: 5 });
    expect(nq.run.dataset.behaviours).not.toEqual(DEFAULT_RUN_CONFIG.dataset.behaviours);
  });

  it('draws Sobol’s points between the ends, and picks from lists', () => {
    const points = plan('sobol', ['learning.expectile=lin:0.5:0.9', 'market.regime=base,toxic'], 4);
    expect(points.map(({ values }) => values)).toEqual([
      [0.7, 'toxic'],
      [0.8, 'base'],
      [0.6, 'toxic'],
      [0.65, 'base'],
    ]);
  });

  it('draws other points at random with another seed, and the same with the same', () => {
    const axes = ['learning.temperature=log:1:30'];
    expect(plan('random', axes)).toEqual(plan('random', axes));
    expect(plan('random', axes, 8, 2)).not.toEqual(plan('random', axes));
    for (const { values } of plan('random', axes, 50)) {
      expect(values[0]).toBeGreaterThanOrEqual(1);
      expect(values[0]).toBeLessThanOrEqual(30);
    }
  });

  it('needs a count for a range in a grid', () => {
    expect(() => plan('grid', ['learning.temperature=log:1:30'])).toThrow(
      '--vary learning.temperature: expected a count behind the range',
    );
  });

  it('plans points once that come out equal', () => {
    expect(plan('random', ['env.maxInventory=lin:1:2'], 20)).toHaveLength(2);
  });
});

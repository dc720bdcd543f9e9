import { describe, expect, it } from 'vitest';
import { fileKindOf } from '../../../src/protocol/fileKind';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';
import { parseSweepResult, readSweepResult } from '../../../src/store/sweeps/sweepResult';
import {
  currentIn,
  settingsAt,
  tradeoffOfView,
  viewOfResult,
  viewOfSweep,
} from '../../../src/store/sweeps/sweepView';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { exampleSweep } from '../../protocol/exampleSweep';
import { exampleResult, type ExampleResult } from './exampleResult';

const blob = (value: unknown) => new Blob([JSON.stringify(value)]);
const changed = (change: (config: ExampleResult['config']) => object) => {
  const file = exampleResult();
  return () => parseSweepResult({ ...file, config: { ...file.config, ...change(file.config) } });
};
const view = () => {
  const result = parseSweepResult(exampleResult());
  return viewOfResult({ id: 'a', name: 'mine', result });
};

describe('the result of a sweep', () => {
  it('is told by its beginning, and read', async () => {
    const file = blob(exampleResult());
    expect(await fileKindOf(file)).toBe('sweepResult');
    expect((await readSweepResult(file)).config.points).toHaveLength(4);
  });

  it.each<[string, (config: ExampleResult['config']) => object, string]>([
    ['another version', () => ({ version: 2 }), 'config.version: expected 1, got 2'],
    ['a field of no name', () => ({ shell: 'rm' }), 'config.shell: expected no field'],
    [
      'a setting that no run has',
      () => ({ axes: [{ key: '__proto__', name: 'x', isLog: false }] }),
      'config.axes.0.key: expected a setting of a run',
    ],
    [
      'a value that its setting does not take',
      ({ points }) => ({ points: [{ ...points[0], values: ['much', 'base'] }] }),
      'inventoryPenalty: expected a number',
    ],
    [
      'a point of other axes',
      ({ points }) => ({ points: [{ ...points[0], values: [0] }] }),
      'points.0.values: expected 2 values, got 1',
    ],
    [
      'a metric of no name',
      ({ points }) => ({ points: [{ ...points[0], chosenOn: { luck: null } }] }),
      'points.0.chosenOn',
    ],
    ['a best point that is not there', () => ({ best: 4 }), 'expected one of 4 points, got 4'],
    ['a run that is none', () => ({ base: {} }), 'config.base'],
    [
      'more points than are shown',
      () => ({ points: Array.from({ length: 20_001 }) }),
      'at most 20000 points',
    ],
  ])('is refused for %s', (_, change, words) => {
    expect(changed(change)).toThrow(words);
  });

  it('says of another file what it is', async () => {
    await expect(readSweepResult(new Blob(['PAR1']))).rejects.toThrow('This is a dataset');
    await expect(readSweepResult(new Blob(['{"format":"nanoarb-sweep-result"']))).rejects.toThrow(
      'sweep result: expected JSON',
    );
  });
});

describe('a view of a result', () => {
  it('has the metrics that any point has, the choice, and what failed', () => {
    const { metrics, best, points, failures, axes } = view();
    expect(metrics).toEqual(['profit', 'meanAbsInventory', 'fillRate']);
    expect(axes).toEqual({ y: 'profit', x: 'meanAbsInventory' });
    expect(best).toBe(points[0].key);
    expect(points[3].failures).toEqual(['training diverged at update 7']);
    expect(failures[0]).toMatchObject({ tries: 3, points: 1 });
  });

  it('draws the front of its points, and knows where the settings stand', () => {
    const shown = view();
    const settings = { ...DEFAULT_SETTINGS, ...settingsAt(shown, shown.points[1]) };
    const tradeoff = tradeoffOfView(shown, shown.axes, currentIn(shown, settings));
    expect(tradeoff.front.map(({ name }) => name)).toEqual(['Point 2', 'Point 1']);
    expect(tradeoff.points.map(({ isCurrent }) => isCurrent)).toEqual([false, true, false]);
    expect(settings).toMatchObject({ inventoryPenalty: 20, regime: 'base' });
    const elsewhere = { ...settings, maxInventory: settings.maxInventory + 1 };
    expect(shown.points.some(currentIn(shown, elsewhere))).toBe(false);
  });

  it('is of a sweep of the page, too, scored under the weights on screen', () => {
    const sweep = exampleSweep();
    const { varied, points, metrics, base } = viewOfSweep(sweep, {
      ...DEFAULT_REWARD_WEIGHTS,
      inventoryPenalty: 2,
    });
    expect(varied.map(({ key }) => key)).toEqual(['inventoryPenalty']);
    expect(points.map(({ values }) => values)).toEqual([[0], [20], [500]]);
    expect(metrics).toContain('meanAbsInventory');
    // A mean profit of 30, and nine units of inventory that cost two each.
    expect(points[0].chosenOn?.return?.estimate).toBeCloseTo(12);
    expect(base).toEqual(sweep.config.weights);
  });
});

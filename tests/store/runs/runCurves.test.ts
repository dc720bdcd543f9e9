import { describe, expect, it } from 'vitest';
import { HISTORY_FIELDS, type ProgressHistory } from '../../../src/protocol/progressHistory';
import { DEFAULT_RUN_CONFIG, summaryOf } from '../../../src/protocol/run';
import { MAX_POINTS, curvesOf, type RunCurveSource } from '../../../src/store/runs/runCurves';
import { exampleRun } from './exampleRun';

function source(
  id: string,
  updates: readonly number[],
  policyLoss: readonly number[],
  trainingSeed: number | null = null,
  seed = 1,
): RunCurveSource {
  const nothing = () => new Float64Array(updates.length).fill(Number.NaN);
  const columns = {
    ...Object.fromEntries(HISTORY_FIELDS.map((field) => [field, nothing()])),
    update: Float64Array.from(updates),
    policyLoss: Float64Array.from(policyLoss),
  } as ProgressHistory['columns'];
  const config = { ...DEFAULT_RUN_CONFIG, trainingSeed, seed };
  const history: ProgressHistory = {
    algorithm: 'iql',
    phases: updates.map(() => 'training'),
    columns,
  };
  return { run: summaryOf(exampleRun(id, { config })), history };
}

describe('curves of runs', () => {
  it('share one axis, and no run is drawn where it did not report', () => {
    const short = source('a', [10, 20], [1, 2]);
    const long = source('b', [10, 30], [5, 9], null, 2);
    const { series, points } = curvesOf([short, long], 'policyLoss', 0);
    expect(series.map(({ name, isGroup }) => [name, isGroup])).toEqual([
      ['Run a', false],
      ['Run b', false],
    ]);
    expect(points.map(({ update, raw }) => [update, raw['a'], raw['b']])).toEqual([
      [10, 1, 5],
      [20, 2, 7],
      [30, undefined, 9],
    ]);
  });

  it('of runs that differ in the training seed alone become a median with quartiles', () => {
    const seeds = [1, 2, 4, 8].map((level, seed) =>
      source(`s${seed}`, [0, 10], [level, level], seed),
    );
    const { series, points } = curvesOf(seeds, 'policyLoss', 0);
    expect(series).toMatchObject([
      { key: 's0', name: 'Run s3 and 3 others', isGroup: true, lastSmoothed: 3 },
    ]);
    // numpy.percentile([1, 2, 4, 8], [25, 50, 75]) = [1.75, 3, 5].
    expect(points[0]).toMatchObject({ line: { s0: 3 }, quartiles: { s0: [1.75, 5] }, raw: {} });
  });

  it('of a run that was repeated under the same seed are drawn each on its own', () => {
    const { series } = curvesOf(
      [source('a', [0, 1], [1, 2]), source('b', [0, 1], [1, 2])],
      'policyLoss',
      0,
    );
    expect(series.map(({ name, isGroup }) => [name, isGroup])).toEqual([
      ['Run a', false],
      ['Run b', false],
    ]);
  });

  it('never have more points than a chart may have, and keep their ends', () => {
    const updates = Array.from({ length: 1000 }, (_, index) => index);
    const { points } = curvesOf([source('a', updates, updates)], 'policyLoss', 0);
    expect(points.length).toBeLessThanOrEqual(MAX_POINTS);
    expect([points[0].raw['a'], points.at(-1)?.raw['a']]).toEqual([0, 999]);
  });

  it('end with a run’s own last report, whichever runs are drawn beside it', () => {
    const updates = Array.from({ length: 200 }, (_, index) => 10 * index);
    const own = source('a', updates, updates);
    const alone = curvesOf([own], 'policyLoss', 0.6);
    const others = [3, 7.3, 11].map((step, index) => {
      const theirs = Array.from({ length: 290 }, (_, report) => step * report);
      return source(`b${index}`, theirs, theirs, null, 2 + index);
    });
    const beside = curvesOf([own, ...others], 'policyLoss', 0.6);
    expect(beside.series[0]).toEqual(alone.series[0]);
    expect(beside.series[0].lastRaw).toBe(1990);
    const last = (points: typeof beside.points) => points.findLast(({ raw }) => 'a' in raw);
    expect(last(beside.points)).toMatchObject({ update: 1990, raw: { a: 1990 } });
    expect(last(beside.points)?.line['a']).toBe(last(alone.points)?.line['a']);
  });

  it('are none for a metric that no run reported', () => {
    expect(curvesOf([source('a', [1, 2], [1, 2])], 'criticLoss', 0.6)).toEqual({
      series: [],
      points: [],
    });
  });
});

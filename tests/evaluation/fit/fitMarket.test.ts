import { describe, expect, it } from 'vitest';
import { clockDeviation, clockLevel } from '../../../src/evaluation/fit/clock';
import { requireEnough } from '../../../src/evaluation/fit/fitMarket';
import { MOMENT_NAMES, momentsOf } from '../../../src/evaluation/fit/flowMoments';
import { FlowObserver } from '../../../src/evaluation/fit/flowObserver';
import { addedUp, countsOf } from '../../../src/evaluation/fit/flowSums';
import { areaUnderBins, logitOfBins } from '../../../src/evaluation/fit/imbalanceBins';
import { isPositive, product, solve } from '../../../src/evaluation/fit/linear';
import { fitSurface, solveSurface } from '../../../src/evaluation/fit/responseSurface';
import { simulateFlow } from '../../../src/evaluation/fit/simulatedFlow';
import { flowRecordOf } from '../../../src/evaluation/fit/tapeFlow';
import { ES } from '../../../src/market/synthetic/presets';
import { Rng } from '../../../src/market/rng';
import { fileOf, readTape } from '../../recordings/dbn/dbnFiles';
import { recordSession } from '../../recordings/record/recordedSession';

describe('the response surface', () => {
  it('finds the parameters at which noisy moments are the target', () => {
    const rng = new Rng(3, 0);
    const truth = [0.3, -0.2];
    const momentsAt = (at: readonly number[], noise: number) =>
      Float64Array.of(
        1 + 2 * at[0] + noise * rng.normal(),
        at[0] - 3 * at[1] + noise * rng.normal(),
        5 - at[1] + noise * rng.normal(),
      );
    const points = Array.from({ length: 60 }, () => [rng.uniform() - 0.5, rng.uniform() - 0.5]);
    const surface = fitSurface(
      points,
      points.map((at) => momentsAt(at, 0.01)),
      [0, 0],
    );
    const prior = { centre: [0, 0], error: 2 };
    const { at, covariance } = solveSurface(surface, momentsAt(truth, 0), [0.01, 0.01, 0.01], {
      fixed: new Map(),
      prior,
    });
    for (const [i, value] of truth.entries()) {
      const error = Math.sqrt(covariance[i][i]);
      expect(Math.abs(at[i] - value)).toBeLessThan(3 * error);
      expect(error).toBeLessThan(0.02);
    }
    const fixed = new Map([[1, -0.2]]);
    const held = solveSurface(surface, momentsAt(truth, 0), [0.01, 0.01, 0.01], {
      fixed,
      prior,
    });
    expect(held.at[1]).toBe(-0.2);
    expect(held.at[0]).toBeCloseTo(0.3, 1);
  });

  it('leaves out a simulation that ran away', () => {
    const points = Array.from({ length: 30 }, (_, i) => [i / 30 - 0.5]);
    const moments = points.map(([x], i) => Float64Array.of(i === 4 ? 1e6 : 2 * x));
    const { slopes } = fitSurface(points, moments, [0]);
    expect(slopes[0][0]).toBeCloseTo(2, 2);
  });
});

it('solves linear systems, and tells positive matrices', () => {
  const a = [
    [0, 2],
    [3, 1],
  ];
  expect(product(a, solve(a, [[4], [5]]))).toEqual([[4], [5]]);
  expect(isPositive([[2, 1], [1, 2]])).toBe(true); // prettier-ignore
  expect(isPositive([[1, 2], [2, 1]])).toBe(false); // prettier-ignore
});

it('tells how a split imbalance predicts moves from counts in bins', () => {
  // All moves go the way of the imbalance, but for one in ten.
  const bins = Float64Array.of(100, 10, 100, 90);
  expect(areaUnderBins(bins)).toBeCloseTo(0.9, 10);
  expect(logitOfBins(bins)).toBeCloseTo(Math.log(9) / 0.5, 5);
});

it('finds the deviation of a clock of 90 s within its interval', () => {
  const rng = new Rng(9, 0);
  const decay = Math.exp(-10 / 90);
  let y = rng.normal();
  const counts = Array.from({ length: 720 }, () => {
    y = decay * y + Math.sqrt(1 - decay * decay) * rng.normal();
    return 5000 * Math.exp(0.7 * y);
  });
  const { estimate, low, high } = clockDeviation(counts);
  expect(low).toBeLessThan(0.7);
  expect(high).toBeGreaterThan(0.7);
  expect(Math.abs(estimate - 0.7)).toBeLessThan(0.2);
  const level = clockLevel(0.7, 720);
  expect(level.low).toBeLessThan(0);
  expect(level.high).toBeGreaterThan(0);
});

describe('the moments of a recording', () => {
  it('are those of the market that made it, event by event', async () => {
    const { bytes } = recordSession('base', 60, 5);
    const tape = await readTape([fileOf(bytes, 'es.dbn', 1 << 16)]);
    const record = flowRecordOf(tape, 4);
    const recorded = addedUp(record.blocks);
    const observer = new FlowObserver(record.eventsPerSecond, Infinity);
    const { events } = countsOf(recorded);
    // The clock of the recording moves; that of the simulation does not.
    for (const _ of simulateFlow({ ...ES, clockDeviation: 0 }, 5, observer, events));
    const [one, other] = [momentsOf(recorded), momentsOf(addedUp(observer.blocks))];
    for (const name of ['adds', 'trades', 'deepAdds', 'deepCancels', 'cancelPlace'] as const) {
      const at = MOMENT_NAMES.indexOf(name);
      expect(Math.abs(one[at] - other[at]), name).toBeLessThan(0.1);
    }
    expect(record.meanAddSize.low).toBeLessThan(2.6);
    expect(record.meanAddSize.high).toBeGreaterThan(2.6);
  });

  it('are refused where there are too few, with what is missing', async () => {
    const { bytes } = recordSession('base', 20, 5);
    const tape = await readTape([fileOf(bytes, 'es.dbn', 1 << 16)]);
    expect(() => requireEnough(flowRecordOf(tape, 4))).toThrow(
      /open trading of at least .*600 seconds, got ".*19 seconds"/,
    );
    const levels = { ...tape, header: { ...tape.header, queues: 'levels' as const } };
    expect(() => flowRecordOf(levels, 4)).toThrow(
      'recording: expected every order of the book, got "sizes per level only"',
    );
  });
});

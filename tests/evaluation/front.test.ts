import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  frontUncertainty,
  hypervolume,
  paretoFront,
  worstOf,
  type FrontPoint,
} from '../../src/evaluation/front';
import { Rng } from '../../src/market/rng';

/** Few values, so that points are often equal in one metric or in both. */
const coordinate = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN));
const point: fc.Arbitrary<FrontPoint> = fc.record({ gain: coordinate, cost: coordinate });
const points = fc.array(point, { maxLength: 12 });
const finitePoints = fc.array(
  fc.record({ gain: fc.integer({ min: -4, max: 4 }), cost: fc.integer({ min: -4, max: 4 }) }),
  { minLength: 1, maxLength: 12 },
);

/** The definition, point by point. */
const dominates = (a: FrontPoint, b: FrontPoint) =>
  a.gain >= b.gain && a.cost <= b.cost && (a.gain > b.gain || a.cost < b.cost);
const isNumber = ({ gain, cost }: FrontPoint) => !Number.isNaN(gain) && !Number.isNaN(cost);

/** Counts the unit squares between the points and the reference that a point dominates. */
function countedArea(all: readonly FrontPoint[], reference: FrontPoint): number {
  let squares = 0;
  for (let gain = reference.gain; gain < 5; gain += 1) {
    for (let cost = -5; cost < reference.cost; cost += 1) {
      const isDominated = all.some((one) => one.gain >= gain + 1 && one.cost <= cost);
      if (isDominated) squares += 1;
    }
  }
  return squares;
}

describe('the front', () => {
  it('is of the points that none dominates, in order of cost', () => {
    fc.assert(
      fc.property(points, (all) => {
        const front = paretoFront(all);
        const expected = all.flatMap((one, index) =>
          isNumber(one) && !all.some((other) => isNumber(other) && dominates(other, one))
            ? [index]
            : [],
        );
        expect([...front].sort((a, b) => a - b)).toEqual(expected);
        const costs = front.map((index) => all[index].cost);
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
      }),
    );
  });

  it('dominates the area between it and the worst of both metrics', () => {
    const all = [
      { gain: 1, cost: 1 },
      { gain: 3, cost: 2 },
      // Dominated.
      { gain: 2, cost: 3 },
    ];
    const worst = { gain: 0, cost: 4 };
    // (1 − 0)·(4 − 1) + (3 − 1)·(4 − 2).
    expect(hypervolume(all, worstOf([...all, worst]))).toBe(7);
    expect(hypervolume([worst], worst)).toBe(0);
    expect(hypervolume([], worst)).toBe(0);
    // Beyond the reference there is nothing to dominate.
    expect(
      hypervolume(
        [
          { gain: 9, cost: 5 },
          { gain: -1, cost: 1 },
        ],
        worst,
      ),
    ).toBe(0);
  });

  it('dominates as many unit squares as are counted one by one', () => {
    fc.assert(
      fc.property(finitePoints, finitePoints, (some, others) => {
        const reference = worstOf([...some, ...others]);
        expect(hypervolume(some, reference)).toBe(countedArea(some, reference));
      }),
    );
  });

  it('approaches the area below a curve, as its points do', () => {
    // The front gain = 1 − (1 − cost)² leaves 2/3 of the unit square; steps miss one of n of it.
    const steps = 1000;
    const curve = Array.from({ length: steps + 1 }, (_, index) => {
      const cost = index / steps;
      return { gain: 1 - (1 - cost) ** 2, cost };
    });
    expect(hypervolume(curve, { gain: 0, cost: 1 })).toBeCloseTo(2 / 3, 2);
  });

  it('never loses area when a point is added', () => {
    fc.assert(
      fc.property(finitePoints, finitePoints, (some, others) => {
        const reference = worstOf([...some, ...others]);
        expect(hypervolume([...some, ...others], reference)).toBeGreaterThanOrEqual(
          hypervolume(some, reference),
        );
      }),
    );
  });
});

describe('how sure a front is', () => {
  const options = { random: () => random.uniform() };
  let random = new Rng(7);
  /** Gains by point and episode; all cost the same where nothing is said. */
  const measured =
    (gains: readonly (readonly number[])[], costs: readonly number[]) =>
    (drawn: readonly number[]): FrontPoint[] =>
      gains.map((values, index) => ({
        gain: drawn.reduce((sum, episode) => sum + values[episode], 0) / drawn.length,
        cost: costs[index],
      }));

  it('is beyond doubt where one agent is better in every episode, however they vary', () => {
    random = new Rng(7);
    const luck = [-50, 10, 80, -20, 30, -70, 60, 0];
    const gains = [luck, luck.map((value) => value + 1)];
    const { support } = frontUncertainty(8, measured(gains, [2, 2]), options);
    expect(support).toEqual([0, 1]);
  });

  it('is a toss-up where two agents differ by luck alone', () => {
    random = new Rng(7);
    const luck = [-5, 1, 8, -2, 3, -7, 6, -4];
    const gains = [luck, luck.map((value) => -value)];
    const { support } = frontUncertainty(8, measured(gains, [2, 2]), options);
    expect(support[0]).toBeGreaterThan(0.35);
    expect(support[0]).toBeLessThan(0.65);
    expect(support[0] + support[1]).toBeGreaterThanOrEqual(1);
  });

  it('has the interval of a mean where the area is one', () => {
    random = new Rng(7);
    // One point of cost 0 beside the corner (0, 1): its area is its mean gain.
    const gains = [[4, 6, 5, 7, 3, 5, 6, 4, 5, 5], Array.from({ length: 10 }, () => 0)];
    const { hypervolume: area } = frontUncertainty(10, measured(gains, [0, 1]), {
      ...options,
      resamples: 20_000,
    });
    expect(area.estimate).toBeCloseTo(5, 12);
    // Student's: t(9, 0.975) = 2.262157, s = √(12/9).
    const halfWidth = (2.262157 * Math.sqrt(12 / 9)) / Math.sqrt(10);
    expect(area.high - 5).toBeGreaterThan(0.97 * halfWidth);
    expect(area.high - 5).toBeLessThan(1.03 * halfWidth);
    expect(5 - area.low).toBeCloseTo(area.high - 5, 12);
  });

  it('has no interval over a single episode', () => {
    random = new Rng(7);
    const { hypervolume: area } = frontUncertainty(1, measured([[3], [0]], [0, 1]), options);
    expect(area.estimate).toBe(3);
    expect(area.low).toBeNaN();
  });
});

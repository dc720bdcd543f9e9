import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REWARD_WEIGHT_FIELDS, DEFAULT_REWARD_WEIGHTS } from '../../src/env/rewardWeightFields';
import { REWARD_TERMS } from '../../src/env/types';
import { WEIGHT_RANGES } from '../../src/env/weightRanges';
import { spacedWeights, weightGrid } from '../../src/evaluation/weightPlan';

describe('values of a weight', () => {
  it('are even on a linear slider', () => {
    expect(spacedWeights('adverseSelection', 4)).toEqual([0, 1, 2, 3]);
    expect(spacedWeights('fees', 3, { from: 0.5, to: 1.5 })).toEqual([0.5, 1, 1.5]);
  });

  it('are even in the logarithm on a logarithmic one, from 0 on', () => {
    // (1 + 1000)^(k/3) − 1, to two digits: 9.003, 99.07.
    expect(spacedWeights('inventoryPenalty', 4)).toEqual([0, 9, 99, 1000]);
    // 0.05·((1 + 10/0.05)^(1/2) − 1) = 0.659, on a grid of 0.05.
    expect(spacedWeights('spreadPenalty', 3)).toEqual([0, 0.65, 10]);
  });

  it('are ascending, inside their span, on the grid and never repeated', () => {
    const span = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...REWARD_TERMS),
        fc.integer({ min: 2, max: 12 }),
        span,
        (term, count, [first, second]) => {
          const { min, max } = WEIGHT_RANGES[term];
          const { step } = REWARD_WEIGHT_FIELDS[term];
          const place = (share: number) =>
            Number((min + Math.round((share * (max - min)) / step) * step).toPrecision(12));
          const [from, to] = [place(first), place(second)];
          const values = spacedWeights(term, count, { from, to });
          expect(values.length).toBeLessThanOrEqual(count);
          expect(values[0]).toBe(Math.min(from, to));
          expect(values.at(-1)).toBe(Math.max(from, to));
          expect([...new Set(values)].sort((a, b) => a - b)).toEqual(values);
          for (const value of values) {
            const steps = (value - min) / step;
            expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
          }
        },
      ),
    );
  });
});

describe('a grid of weights', () => {
  const base = DEFAULT_REWARD_WEIGHTS;

  it('has every combination, and leaves the other weights as they are', () => {
    const grid = weightGrid(
      [
        { term: 'inventoryPenalty', values: [0, 20] },
        { term: 'adverseSelection', values: [0, 1, 2] },
      ],
      base,
    );
    expect(
      grid.map(({ inventoryPenalty, adverseSelection }) => [inventoryPenalty, adverseSelection]),
    ).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [20, 0],
      [20, 1],
      [20, 2],
    ]);
    expect(new Set(grid.map(({ fees, spreadPenalty }) => `${fees} ${spreadPenalty}`))).toEqual(
      new Set([`${base.fees} ${base.spreadPenalty}`]),
    );
  });

  it('of no weight is the base alone', () => {
    expect(weightGrid([], base)).toEqual([base]);
  });
});

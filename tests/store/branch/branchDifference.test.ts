import { assert, array, double, property } from 'fast-check';
import { expect, it } from 'vitest';
import { centsThatAddUp } from '../../../src/store/branch/branchDifference';

it('rounds parts to cents that add up to the rounded sum, each within a cent', () => {
  const dollars = double({ min: -1e6, max: 1e6, noNaN: true });
  assert(
    property(array(dollars, { minLength: 1, maxLength: 6 }), (parts) => {
      const cents = centsThatAddUp(parts);
      const sum = parts.reduce((total, part) => total + 100 * part, 0);
      expect(cents.reduce((total, part) => total + part, 0)).toBe(Math.round(sum) + 0);
      for (const [index, part] of parts.entries()) {
        expect(Math.abs(cents[index] - 100 * part)).toBeLessThanOrEqual(1.001);
      }
    }),
  );
});

it('gives the cent that is missing to the part that lost most', () => {
  expect(centsThatAddUp([0.004, 0.004, 0.002])).toEqual([1, 0, 0]);
  expect(centsThatAddUp([-0.004, -0.001, -0.004])).toEqual([-1, 0, 0]);
});

import { assert, array, double, property } from 'fast-check';
import { expect, it } from 'vitest';
import { roundedParts } from '../../src/charts/roundedParts';

it('rounds parts to whole numbers that add up to the rounded sum, each within one', () => {
  const number = double({ min: -1e8, max: 1e8, noNaN: true });
  assert(
    property(array(number, { minLength: 1, maxLength: 6 }), (parts) => {
      const rounded = roundedParts(parts);
      const sum = parts.reduce((total, part) => total + part, 0);
      expect(rounded.reduce((total, part) => total + part, 0)).toBe(Math.round(sum) + 0);
      for (const [index, part] of parts.entries()) {
        expect(Math.abs(rounded[index] - part)).toBeLessThanOrEqual(1.001);
      }
    }),
  );
});

it('gives the one that is missing to the part that lost most', () => {
  expect(roundedParts([0.4, 0.4, 0.2])).toEqual([1, 0, 0]);
  expect(roundedParts([-0.4, -0.1, -0.4])).toEqual([-1, 0, 0]);
});

import { expect, it } from 'vitest';
import { quantileAmong } from '../../../src/learning/data/returnLabels';

it('a quantile is the share of numbers below, those equal to it counting half', () => {
  const sorted = Float32Array.of(1, 2, 2, 3);
  const quantiles = [0, 1, 1.5, 2, 3, 4].map((value) => quantileAmong(sorted, value));
  expect(quantiles).toEqual([0, 0.125, 0.25, 0.5, 0.875, 1]);
});

import { expect, it } from 'vitest';
import { BIN_COUNT, profitDistribution } from '../../../src/store/live/profitDistribution';

it('has every profit in one bin, with the mean and the quantiles of all', () => {
  const profits = Array.from({ length: 101 }, (_, index) => 100 - index);
  const found = profitDistribution(profits);
  expect(found).toMatchObject({
    count: 101,
    mean: 50,
    quantiles: [5, 25, 50, 75, 95],
    range: [0, 100],
  });
  expect(found?.bins).toHaveLength(BIN_COUNT);
  expect(found?.bins.reduce((sum, count) => sum + count, 0)).toBe(101);
});

it('has one bin for profits that are all the same, and nothing for none', () => {
  expect(profitDistribution([7, 7])?.bins.filter((count) => count > 0)).toEqual([2]);
  expect(profitDistribution([])).toBeNull();
});

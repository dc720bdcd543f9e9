import { expect, it } from 'vitest';
import { rangeAfterStart } from '../../src/charts/rangeAfterStart';

const around = (estimate: number, margin = 10) => ({
  estimate,
  low: estimate - margin,
  high: estimate + margin,
});

it('leaves out a first value that would flatten the others', () => {
  const points = [around(-11_000, 9000), around(-300), around(-71), around(20)];
  expect(rangeAfterStart(points, Number.NaN)).toEqual([-400, 200]);
  expect(rangeAfterStart(points, 194)).toEqual([-400, 200]);
});

it('leaves a curve whole that begins within the others, or has hardly begun', () => {
  expect(rangeAfterStart([around(-100), around(-300), around(20)], 0)).toBeNull();
  expect(rangeAfterStart([around(-11_000), around(20)], 0)).toBeNull();
  expect(rangeAfterStart([], 0)).toBeNull();
});

it('passes over intervals that are not known', () => {
  const unknown = (estimate: number) => ({ estimate, low: Number.NaN, high: Number.NaN });
  expect(rangeAfterStart([unknown(-900), unknown(-3), unknown(5)], Number.NaN)).toEqual([-5, 5]);
});

import { expect, it } from 'vitest';
import {
  areaUnderCurve,
  autocorrelation,
  increments,
  kurtosis,
  logisticRegression,
  meanSquareIncrement,
} from '../../../src/evaluation/facts/series';
import { Markouts } from '../../../src/evaluation/facts/markouts';
import { Rng } from '../../../src/market/rng';

const COUNT = 200_000;

it('a normal sample has kurtosis 3, an exponential one 9', () => {
  const rng = new Rng(1);
  const normal = Float64Array.from({ length: COUNT }, () => rng.normal());
  const exponential = Float64Array.from({ length: COUNT }, () => rng.exponential());
  expect(Math.abs(kurtosis(normal) - 3)).toBeLessThan(0.06);
  expect(Math.abs(kurtosis(exponential) - 9)).toBeLessThan(0.9);
});

it('an autoregression with coefficient 0.6 has autocorrelations 0.6 and 0.36', () => {
  const rng = new Rng(2);
  const series = new Float64Array(COUNT);
  for (let i = 1; i < COUNT; i++) series[i] = 0.6 * series[i - 1] + rng.normal();
  expect(Math.abs(autocorrelation(series, 1) - 0.6)).toBeLessThan(0.01);
  expect(Math.abs(autocorrelation(series, 2) - 0.36)).toBeLessThan(0.01);
});

it('the increments of a random walk grow with the lag', () => {
  const rng = new Rng(3);
  const walk = new Float64Array(COUNT);
  for (let i = 1; i < COUNT; i++) walk[i] = walk[i - 1] + rng.normal();
  expect(Math.abs(meanSquareIncrement(walk, 1) - 1)).toBeLessThan(0.02);
  expect(Math.abs(meanSquareIncrement(walk, 10) / 10 - 1)).toBeLessThan(0.05);
  expect(increments([0, 1, 4, 9, 16], 2)).toEqual(Float64Array.of(4, 12));
});

it('logistic regression finds the coefficients that made the outcomes', () => {
  const rng = new Rng(4);
  const x = Float64Array.from({ length: COUNT }, () => 2 * rng.uniform() - 1);
  const y = x.map((value) => (rng.uniform() < 1 / (1 + Math.exp(-(0.3 + 2.2 * value))) ? 1 : 0));
  const fit = logisticRegression(x, y);
  expect(Math.abs(fit.intercept - 0.3)).toBeLessThan(0.03);
  expect(Math.abs(fit.slope - 2.2)).toBeLessThan(0.05);
});

it('the area under the curve counts pairs, ties as half', () => {
  // Pairs (1 against 0): 3>1, 3>2, 2>1 and 2=2.
  expect(areaUnderCurve([1, 2, 2, 3], [0, 0, 1, 1])).toBe(3.5 / 4);
  expect(areaUnderCurve([5, 5, 5], [0, 1, 0])).toBe(0.5);
});

it('a markout is taken at the mid that holds when it is due', () => {
  const markouts = new Markouts([0, 1]);
  markouts.add(10e9, 1, 100, 2);
  markouts.midHeldUntil(10e9, 201); // the mid before the fill
  markouts.midHeldUntil(10.5e9, 199); // right after it
  markouts.midHeldUntil(11.5e9, 206); // one second later
  expect(markouts.means).toEqual([-0.5, 3]);
});

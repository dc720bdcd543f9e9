import { describe, expect, it } from 'vitest';
import { cancelExponent } from '../../../src/evaluation/fit/cancelExponent';
import type { Fitted } from '../../../src/evaluation/fit/fitted';
import { signMemoryExponent, volatilityPerSecond } from '../../../src/evaluation/fit/memory';
import { fillIntensity, poissonRegression } from '../../../src/evaluation/fit/poissonRegression';
import { meanSize, paretoTail, unitShare } from '../../../src/evaluation/fit/sizeDistribution';
import { ES } from '../../../src/market/synthetic/presets';
import { OrderSizes } from '../../../src/market/synthetic/orderSizes';
import { Rng } from '../../../src/market/rng';

const contains = ({ low, high }: Fitted, value: number) => low <= value && value <= high;
const ones = (length: number) => new Float64Array(length).fill(1);

/** How many of a hundred samples have the value in their interval: 95 within four errors. */
function coverage(value: number, fit: (rng: Rng) => Fitted): number {
  let covered = 0;
  for (let seed = 1; seed <= 100; seed++) if (contains(fit(new Rng(seed, 3)), value)) covered++;
  return covered;
}

describe('the exponent of cancels', () => {
  it('is 3.6 where their mean position is 0.781, and 1 where any contract goes', () => {
    expect(cancelExponent([0.781, 0.781], [1, 1]).estimate).toBeCloseTo(3.566, 3);
    expect(cancelExponent([0.2, 0.8], [3, 3]).estimate).toBeCloseTo(1, 12);
  });

  it('weighs a cancel by its contracts', () => {
    expect(cancelExponent([0.25, 0.75], [1, 3]).estimate).toBeCloseTo(0.625 / 0.375, 12);
  });

  it('is found within its interval in 95 of 100 samples', () => {
    const n = 3.6;
    const covered = coverage(n, (rng) => {
      const positions = Float64Array.from({ length: 2000 }, () => rng.uniform() ** (1 / n));
      return cancelExponent(positions, ones(2000));
    });
    expect(covered).toBeGreaterThanOrEqual(87);
  });
});

describe('sizes', () => {
  const parameters = ES;

  it('of orders and trades give back what the synthetic market drew them with', () => {
    const sizes = new OrderSizes(new Rng(5, 1), parameters);
    const adds = Float64Array.from({ length: 20_000 }, () => sizes.add());
    const trades = Float64Array.from({ length: 20_000 }, () => sizes.uninformedTrade());
    // A geometric draw that is cut at 40 has a mean smaller by less than the error.
    expect(contains(meanSize(adds), parameters.meanAddSize)).toBe(true);
    expect(contains(unitShare(trades), parameters.unitTradeProbability)).toBe(true);
    const tail = paretoTail(trades, 2, parameters.maxTradeSize);
    expect(contains(tail, parameters.tradeSizeTail)).toBe(true);
    expect(tail.observations).toBe(trades.filter((size) => size > 1).length);
  });

  it('have a tail that is Hill’s where they are large', () => {
    const rng = new Rng(9, 1);
    const large = Float64Array.from({ length: 5000 }, () =>
      Math.floor(1000 * Math.exp(rng.exponential() / 1.5)),
    );
    const hill = 1 / (large.reduce((sum, size) => sum + Math.log(size / 1000), 0) / large.length);
    const tail = paretoTail(large, 1000);
    expect(tail.estimate).toBeCloseTo(hill, 2);
    // The error of Hill's estimator is α / √k.
    expect((tail.high - tail.low) / 2 / 1.96).toBeCloseTo(hill / Math.sqrt(5000), 3);
  });
});

describe('rates of fills', () => {
  it('are exact where the counts are those of the law', () => {
    const distances = [0, 1, 2, 3];
    const seconds = [1e6, 1e6, 2e6, 3e6];
    // Of those that reach a distance, e^−0.8 reach the next.
    const stopping = 1 - Math.exp(-0.8);
    const trades = distances.map(
      (distance, at) => seconds[at] * 1.5 * Math.exp(-0.8 * distance) * stopping,
    );
    const { A, k } = fillIntensity(distances, trades, seconds);
    expect(A.estimate).toBeCloseTo(1.5, 9);
    expect(k.estimate).toBeCloseTo(0.8, 9);
  });

  it('solve the equations of the maximum, with the errors of the Fisher information', () => {
    const { intercept, slope } = poissonRegression([0, 1, 2, 3], [20, 11, 7, 3], ones(4));
    const means = [0, 1, 2, 3].map((x) => Math.exp(intercept.estimate + slope.estimate * x));
    const [h00, h01, h11] = [0, 1, 2].map((power) =>
      means.reduce((sum, mean, x) => sum + mean * x ** power, 0),
    );
    // Sums of the counts, and of the counts times x.
    expect(h00).toBeCloseTo(41, 8);
    expect(h01).toBeCloseTo(11 + 14 + 9, 8);
    const error = Math.sqrt(h00 / (h00 * h11 - h01 * h01));
    expect((slope.high - slope.low) / 2).toBeCloseTo(1.959964 * error, 5);
  });

  it('are within their intervals in 95 of 100 samples', () => {
    const distances = [0.5, 1.5, 2.5, 3.5, 4.5];
    const covered = coverage(0.6, (rng) => {
      const fills = distances.map((distance) => poisson(rng, 200 * Math.exp(-0.6 * distance)));
      return fillIntensity(distances, fills, ones(5)).k;
    });
    expect(covered).toBeGreaterThanOrEqual(87);
  });
});

describe('memory and volatility', () => {
  it('of signs falls with the tail of the stretches in which they stay the same', () => {
    const rng = new Rng(3, 1);
    const signs = new Float64Array(200_000);
    // Each sign lasts for a time with a Pareto tail of 1.5: C(τ) falls as τ^−0.5.
    for (let i = 0; i < signs.length;) {
      const stretch = Math.ceil((1 - rng.uniform()) ** (-1 / 1.5));
      const drawn = rng.coin() ? 1 : -1;
      signs.fill(drawn, i, Math.min(signs.length, i + stretch));
      i += stretch;
    }
    const { estimate } = signMemoryExponent(signs, [4, 8, 16, 32, 64]);
    expect(estimate).toBeGreaterThan(0.35);
    expect(estimate).toBeLessThan(0.65);
  });

  it('of the price is what a random walk was made with, by the clock of its activity', () => {
    const covered = coverage(2, (rng) => {
      const seconds = Float64Array.from({ length: 100 }, () => 30 + 60 * rng.uniform());
      return volatilityPerSecond(
        seconds.map((time) => 2 * Math.sqrt(time) * rng.normal()),
        seconds,
      );
    });
    expect(covered).toBeGreaterThanOrEqual(87);
  });
});

/** Draws a Poisson count by the times between events. */
function poisson(rng: Rng, mean: number): number {
  let count = 0;
  for (let time = rng.exponential(); time < mean; time += rng.exponential()) count++;
  return count;
}

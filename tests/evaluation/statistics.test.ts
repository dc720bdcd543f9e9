import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  interquartileMean,
  meanInterval,
  normalisedScore,
  pairedDifference,
  quantile,
  rankCorrelation,
  sharpeRatio,
  sortinoRatio,
  standardDeviation,
} from '../../src/evaluation/statistics';
import { studentCdf, studentQuantile } from '../../src/evaluation/studentT';

/** Park and Miller 1988: enough randomness for a bootstrap, and the same everywhere. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function normals(count: number, random: () => number): number[] {
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

describe("Student's t", () => {
  it('has the quantiles of the printed tables', () => {
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062, 4);
    expect(studentQuantile(0.975, 4)).toBeCloseTo(2.77645, 5);
    expect(studentQuantile(0.95, 10)).toBeCloseTo(1.81246, 5);
    expect(studentQuantile(0.975, 100000)).toBeCloseTo(1.95999, 4);
    expect(studentQuantile(0.025, 4)).toBeCloseTo(-2.77645, 5);
  });

  it('is the Cauchy distribution with one degree of freedom', () => {
    for (const t of [-3, -0.5, 0, 0.1, 2, 40]) {
      expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 10);
    }
  });
});

describe('descriptive statistics', () => {
  it('interpolates quantiles as numpy does', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([7], 0.95)).toBe(7);
  });

  it('takes the interquartile mean as scipy.stats.trim_mean(x, 0.25)', () => {
    expect(interquartileMean(Array.from({ length: 20 }, (_, index) => index))).toBe(9.5);
    // 10 values: two are cut at either end.
    expect(interquartileMean([1000, 1, 2, 3, 4, 5, 6, 7, 8, -1000])).toBe(4.5);
    // 5 values: one at either end.
    expect(interquartileMean([5, 1, 100, 3, 4])).toBe(4);
    expect(interquartileMean([2, 4])).toBe(3);
  });

  it('is not moved by one wild value, however wild', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 30 }),
        fc.double({ min: 1e3, max: 1e9, noNaN: true }),
        (values, wild) => {
          const estimate = interquartileMean([...values, wild]);
          expect(estimate).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
          expect(estimate).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        },
      ),
    );
  });

  it('computes Sharpe and Sortino from their definitions', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.13809, 5);
    expect(sharpeRatio([1, 2, 3])).toBe(2);
    expect(sortinoRatio([3, -1, 1])).toBeCloseTo(1 / Math.sqrt(1 / 3), 12);
    expect(sortinoRatio([1, 2])).toBe(Infinity);
  });

  it('scores random 0 and the reference 100', () => {
    expect(normalisedScore(-50, -50, 30)).toBe(0);
    expect(normalisedScore(30, -50, 30)).toBe(100);
    expect(normalisedScore(70, -50, 30)).toBe(150);
    expect(normalisedScore(1, 2, 2)).toBeNaN();
  });
});

describe('rank correlation', () => {
  it('is −29/165 for intelligence and hours of television, the textbook example', () => {
    const intelligence = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    expect(rankCorrelation(intelligence, hours)).toBeCloseTo(-29 / 165, 12);
  });

  it('gives ties their mean rank, as scipy.stats.spearmanr does', () => {
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(0.9486832980505138, 12);
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
  });
});

describe('intervals', () => {
  it("gives Student's interval of a mean", () => {
    // 4 degrees of freedom, sd √2.5, so ± 2.77645 · √0.5.
    const interval = meanInterval([1, 2, 3, 4, 5]);
    expect(interval.estimate).toBe(3);
    expect(interval.high - 3).toBeCloseTo(1.96325, 4);
    expect(3 - interval.low).toBeCloseTo(1.96325, 4);
    expect(meanInterval([4]).low).toBeNaN();
  });

  it('counts values that say the same again as few as they are', () => {
    // Each value twice: 4 degrees of freedom stay, and √5 of the deviation over ten, which is
    // √(20/9).
    const twice = meanInterval([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], 0.95, 5);
    expect(twice.high - 3).toBeCloseTo((2.77645 * Math.sqrt(20 / 9)) / Math.sqrt(5), 4);
    expect(meanInterval([1, 2, 3], 0.95, 1)).toEqual({ estimate: 2, low: NaN, high: NaN });
    expect(pairedDifference([2, 3, 4], [1, 1, 1], 0.95, 1).low).toBeNaN();
  });

  it('cancels what paired episodes have in common', () => {
    const market = normals(50, uniform(3)).map((value) => 1000 * value);
    const better = market.map((value, index) => value + 5 + (index % 2));
    const difference = pairedDifference(better, market);
    expect(difference.estimate).toBeCloseTo(5.5, 9);
    expect(difference.low).toBeGreaterThan(5.3);
    expect(() => pairedDifference([1, 2], [1])).toThrow('expected 2 values to pair, got 1');
  });
});

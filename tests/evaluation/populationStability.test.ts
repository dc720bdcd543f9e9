import { expect, it } from 'vitest';
import { stabilityIndex, stabilityIndices } from '../../src/evaluation/populationStability';

it('is 0 when every bin holds its share', () => {
  expect(stabilityIndex([0.25, 0.75], [10, 30])).toBeCloseTo(0, 12);
});

it('is Σ (a − e)·ln(a/e)', () => {
  // Expected 50:50, actual 75:25: ¼·ln 1.5 + (−¼)·ln 0.5 = ¼·ln 3.
  expect(stabilityIndex([0.5, 0.5], [75, 25])).toBeCloseTo(0.25 * Math.log(3), 12);
  // It is symmetric in the two distributions.
  expect(stabilityIndex([0.75, 0.25], [50, 50])).toBeCloseTo(0.25 * Math.log(3), 12);
});

it('is 0.1 and 0.25 where 15.5 and 24.0 points have moved between two equal bins', () => {
  // With a = ½ ± d it is d·ln((½ + d)/(½ − d)).
  const moved = (d: number) => stabilityIndex([0.5, 0.5], [1e6 * (0.5 + d), 1e6 * (0.5 - d)]);
  expect(moved(0.155475)).toBeCloseTo(0.1, 5);
  expect(moved(0.239549)).toBeCloseTo(0.25, 5);
});

it('is finite, and large, when what was never seen is all there is', () => {
  const index = stabilityIndex([1, 0], [0, 50]);
  expect(index).toBeGreaterThan(10);
  expect(Number.isFinite(index)).toBe(true);
});

it('ignores bins that are empty on both sides, as where deciles meet', () => {
  expect(stabilityIndex([1, 0, 0], [7, 0, 0])).toBe(0);
});

it('is not a number without observations', () => {
  expect(stabilityIndex([0.5, 0.5], [0, 0])).toBeNaN();
});

it('is counted feature by feature over ten bins', () => {
  const shares = new Float32Array(20).fill(0.1);
  const counts = new Float64Array(20).fill(5);
  counts[10] = 15;
  const [same, moved] = stabilityIndices(shares, counts);
  expect(same).toBeCloseTo(0, 6);
  // One bin has 15 among nine of 5.
  const [a, b] = [15 / 60, 5 / 60];
  expect(moved).toBeCloseTo((a - 0.1) * Math.log(a / 0.1) + 9 * (b - 0.1) * Math.log(b / 0.1), 6);
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smooth } from '../../src/charts/smooth';

describe('a smoothed curve', () => {
  it('weighs each earlier value by as much less: 1, 2, 3 at ½ are 1, 5/3, 17/7', () => {
    const [first, second, third] = smooth([1, 2, 3], 0.5);
    expect(first).toBe(1);
    expect(second).toBeCloseTo(5 / 3, 12);
    expect(third).toBeCloseTo(17 / 7, 12);
  });

  it('weighs the past as the debiased exponential average of TensorBoard does', () => {
    // w = 0.5: 0.5·1 / 0.5 = 1; (0.25·1 + 0.5·3) / 0.75 = 7/3; (0.125·1 + 0.25·3 + 0.5·5) / 0.875 =
    // 27/7.
    const smoothed = smooth([1, 3, 5], 0.5);
    [1, 7 / 3, 27 / 7].forEach((value, index) => expect(smoothed[index]).toBeCloseTo(value, 12));
  });

  it('is the curve itself when the newest value has all the weight', () => {
    expect(smooth([1, 3, 5], 1)).toEqual([1, 3, 5]);
  });

  it('starts at the first value, stays within the range, and leaves a constant alone', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
    const weight = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, weight, (raw, newest) => {
        const curve = smooth(raw, newest);
        expect(curve[0]).toBeCloseTo(raw[0], 5);
        expect(Math.min(...curve)).toBeGreaterThanOrEqual(Math.min(...raw) - 1e-6);
        expect(Math.max(...curve)).toBeLessThanOrEqual(Math.max(...raw) + 1e-6);
      }),
    );
  });

  it('shows a gap where there is one, and goes on after it', () => {
    const curve = smooth([4, Number.NaN, 4], 0.3);
    expect([curve[0], curve[1]]).toEqual([4, Number.NaN]);
    expect(curve[2]).toBeCloseTo(4, 12);
  });
});

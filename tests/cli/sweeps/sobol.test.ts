import { describe, expect, it } from 'vitest';
import { sobolPoints } from '../../../src/cli/sweeps/sobol';

describe('Sobol’s sequence', () => {
  it('is that of Joe and Kuo, as SciPy’s qmc.Sobol without scrambling gives it', () => {
    expect(sobolPoints(5, 8)).toEqual([
      [0.5, 0.5, 0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25, 0.25, 0.75],
      [0.25, 0.75, 0.75, 0.75, 0.25],
      [0.375, 0.375, 0.625, 0.875, 0.375],
      [0.875, 0.875, 0.125, 0.375, 0.875],
      [0.625, 0.125, 0.875, 0.625, 0.625],
      [0.125, 0.625, 0.375, 0.125, 0.125],
      [0.1875, 0.3125, 0.9375, 0.4375, 0.5625],
    ]);
    // The 63rd point has every direction number up to the sixth in it.
    expect(sobolPoints(16, 63).at(-1)).toEqual([
      0.015625, 0.796875, 0.359375, 0.453125, 0.859375, 0.140625, 0.578125, 0.140625, 0.828125,
      0.578125, 0.421875, 0.671875, 0.546875, 0.765625, 0.328125, 0.765625,
    ]);
  });

  it('has one point in each of 2ᵏ equal intervals of every dimension', () => {
    const points = [Array.from({ length: 16 }, () => 0), ...sobolPoints(16, 255)];
    for (let dimension = 0; dimension < 16; dimension += 1) {
      const cells = points.map((point) => Math.floor(256 * point[dimension]));
      expect(new Set(cells).size).toBe(256);
    }
  });

  it('refuses more dimensions than there are direction numbers', () => {
    expect(() => sobolPoints(17, 1)).toThrow('dimensions: expected 1 to 16, got 17');
  });
});

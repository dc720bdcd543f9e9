import { describe, expect, it } from 'vitest';
import { choleskyFactor, ledoitWolf } from '../../../src/learning/data/covariance';
import { Rng } from '../../../src/market/rng';

/** By numpy, with the sums of sklearn.covariance.ledoit_wolf, for the rows of the test below. */
const SHRINKAGE = 0.14445151510238494;
const NUMPY = [
  32.231345960538, 15.720703409994, -2.459701894081, 15.720703409994, 11.056520959322,
  -1.92498409102, -2.459701894081, -1.92498409102, 4.212133080141,
];

const samples = (rows: readonly (readonly number[])[]) => ({
  rows: rows.length,
  width: rows[0].length,
  values: Float64Array.from(rows.flat()),
});

describe('the shrunk covariance', () => {
  it('is that of the closed form for four points on the axes', () => {
    // S = diag(2, ½), m = 5/4, d² = 9/16, b̄² = (2⁴ + 1⁴)/32 = 17/32, so δ = 17/18.
    const { matrix, shrinkage } = ledoitWolf(
      samples([
        [2, 0],
        [-2, 0],
        [0, 1],
        [0, -1],
      ]),
    );
    expect(shrinkage).toBeCloseTo(17 / 18, 12);
    const expected = [2 / 18 + (17 / 18) * 1.25, 0, 0, 0.5 / 18 + (17 / 18) * 1.25];
    expected.forEach((value, index) => expect(matrix[index]).toBeCloseTo(value, 12));
  });

  it('is what scikit-learn’s formula gives in numpy', () => {
    const { matrix, shrinkage } = ledoitWolf(
      samples([
        [-9, -5, 2],
        [-7, -3, -1],
        [-4, -3, 1],
        [-1, 0, -2],
        [2, 1, 2],
        [4, 2, 0],
        [7, 5, -2],
        [8, 3, 0],
      ]),
    );
    expect(shrinkage).toBeCloseTo(SHRINKAGE, 10);
    NUMPY.forEach((value, index) => expect(matrix[index]).toBeCloseTo(value, 9));
  });

  it('shrinks less the more samples there are, and finds the covariance they came from', () => {
    const rng = new Rng(4);
    const draw = (rows: number) =>
      ledoitWolf(
        samples(
          Array.from({ length: rows }, () => {
            const [a, b] = [rng.normal(), rng.normal()];
            return [a, 0.8 * a + 0.6 * b, 2 * rng.normal()];
          }),
        ),
      );
    const few = draw(12);
    const many = draw(20_000);
    expect(few.shrinkage).toBeGreaterThan(0.05);
    expect(many.shrinkage).toBeLessThan(0.001);
    // Twenty thousand samples: a standard error of at most 4·√(2/20 000) = 0.04.
    [1, 0.8, 0, 0.8, 1, 0, 0, 0, 4].forEach((value, index) =>
      expect(Math.abs(many.matrix[index] - value)).toBeLessThan(0.16),
    );
  });

  it('can be inverted when there are fewer samples than features', () => {
    const rng = new Rng(9);
    const width = 12;
    const rows = Array.from({ length: 5 }, () => Array.from({ length: width }, () => rng.normal()));
    const { matrix } = ledoitWolf(samples(rows));
    expect(choleskyFactor(matrix, width).every(Number.isFinite)).toBe(true);
  });
});

describe('the Cholesky factor', () => {
  it('is that of a matrix made from whole numbers', () => {
    // [[4, 12, −16], [12, 37, −43], [−16, −43, 98]] = L·Lᵀ with L = [[2], [6, 1], [−8, 5, 3]].
    const matrix = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
    expect([...choleskyFactor(matrix, 3)]).toEqual([2, 6, 1, -8, 5, 3]);
  });

  it('is refused for a matrix that is not positive definite', () => {
    expect(() => choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toThrow('positive pivot 1');
  });
});

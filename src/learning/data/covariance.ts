/**
 * Estimates the covariance of few samples of many correlated numbers: shrunk towards a multiple of
 * the identity, so that it can be inverted and its small eigenvalues are not believed (Ledoit and
 * Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices"). Plain
 * TypeScript, float64.
 */

/** n rows of p numbers. */
export interface Samples {
  readonly rows: number;
  readonly width: number;
  /** [n × p]; the mean of every column is taken away here. */
  readonly values: Float64Array;
}

export interface ShrunkCovariance {
  /** [p × p] (1 − δ)·S + δ·m·I. */
  readonly matrix: Float64Array;
  /** Shrinkage δ, 0 to 1. */
  readonly shrinkage: number;
}

/**
 * Σ* = (b²/d²)·m·I + (a²/d²)·S (Ledoit and Wolf 2004, equation 14), with m = ⟨S, I⟩, d² = ‖S −
 * m·I‖², b̄² = n⁻² Σₖ ‖xₖxₖᵀ − S‖², b² = min(b̄², d²), a² = d² − b² and ‖A‖² = tr(A·Aᵀ)/p. S has
 * the divisor n. n·p²/2 multiply-adds.
 * @param samples at least one row
 */
export function ledoitWolf({ rows, width, values }: Samples): ShrunkCovariance {
  const centred = centre(values, rows, width);
  const matrix = secondMoments(centred, rows, width);
  let trace = 0;
  for (let i = 0; i < width; i += 1) trace += matrix[i * width + i];
  const mean = trace / width;
  const squares = matrix.reduce((sum, value) => sum + value * value, 0);
  const dispersion = (squares - 2 * mean * trace + width * mean * mean) / width;
  let fourth = 0;
  for (let row = 0; row < rows; row += 1) {
    let length = 0;
    for (let i = row * width; i < (row + 1) * width; i += 1) length += centred[i] * centred[i];
    fourth += length * length;
  }
  // Σₖ‖xxᵀ − S‖² = Σₖ‖xₖ‖⁴ − n·‖S‖².
  const error = (fourth - rows * squares) / (rows * rows * width);
  const shrinkage = dispersion > 0 ? Math.min(1, Math.max(0, error) / dispersion) : 1;
  for (let i = 0; i < matrix.length; i += 1) matrix[i] *= 1 - shrinkage;
  for (let i = 0; i < width; i += 1) matrix[i * width + i] += shrinkage * mean;
  return { matrix, shrinkage };
}

/**
 * Computes L of L·Lᵀ = A, lower triangular, packed row by row.
 * @param matrix [p × p] symmetric
 * @throws RangeError when it is not positive definite
 */
export function choleskyFactor(matrix: Float64Array, width: number): Float64Array {
  const factor = new Float64Array((width * (width + 1)) / 2);
  for (let row = 0, rowAt = 0; row < width; row += 1, rowAt += row) {
    for (let column = 0, columnAt = 0; column <= row; column += 1, columnAt += column) {
      let rest = matrix[row * width + column];
      for (let k = 0; k < column; k += 1) rest -= factor[rowAt + k] * factor[columnAt + k];
      if (column < row) {
        factor[rowAt + column] = rest / factor[columnAt + column];
        continue;
      }
      if (!(rest > 0)) {
        throw new RangeError(`cholesky: expected a positive pivot ${row}, got ${rest}`);
      }
      factor[rowAt + column] = Math.sqrt(rest);
    }
  }
  return factor;
}

function centre(values: Float64Array, rows: number, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let at = 0; at < rows * width; at += 1) means[at % width] += values[at] / rows;
  return values.map((value, at) => value - means[at % width]);
}

/** Computes XᵀX/n, [p × p]. */
function secondMoments(values: Float64Array, rows: number, width: number): Float64Array {
  const matrix = new Float64Array(width * width);
  for (let row = 0; row < rows; row += 1) {
    const at = row * width;
    for (let i = 0; i < width; i += 1) {
      const value = values[at + i];
      const target = i * width;
      for (let j = i; j < width; j += 1) matrix[target + j] += value * values[at + j];
    }
  }
  for (let i = 0; i < width; i += 1) {
    for (let j = i; j < width; j += 1) {
      matrix[i * width + j] /= rows;
      matrix[j * width + i] = matrix[i * width + j];
    }
  }
  return matrix;
}

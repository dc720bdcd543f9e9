/** Small dense linear algebra: matrices are lists of rows. */
export type Matrix = readonly (readonly number[])[];

/**
 * Solves A·X = B by Gauss-Jordan elimination with partial pivoting.
 * @param a [n, n]
 * @param b [n, m]
 * @returns [n, m]; not finite for a singular matrix
 */
export function solve(a: Matrix, b: Matrix): number[][] {
  const rows = a.map((row, i) => [...row, ...b[i]]);
  const n = a.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    const scale = rows[column][column];
    rows[column] = rows[column].map((value) => value / scale);
    for (let row = 0; row < n; row++) {
      const factor = rows[row][column];
      if (row === column || factor === 0) continue;
      rows[row] = rows[row].map((value, at) => value - factor * rows[column][at]);
    }
  }
  return rows.map((row) => row.slice(n));
}

export const transposed = (a: Matrix): number[][] =>
  a[0].map((_, column) => a.map((row) => row[column]));

export function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) =>
    b[0].map((_, column) => row.reduce((sum, value, at) => sum + value * b[at][column], 0)),
  );
}

export const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));

/**
 * Factors a symmetric matrix into L·Lᵀ with L lower triangular, as Cholesky did.
 * @returns L; NaN from the row on in which the matrix is not positive definite
 */
export function lowerFactor(a: Matrix): number[][] {
  const lower = a.map((row) => row.map(() => 0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      lower[i][j] = i === j ? (sum > 0 ? Math.sqrt(sum) : NaN) : sum / lower[j][j];
    }
  }
  return lower;
}

/** Whether a symmetric matrix is positive definite. */
export const isPositive = (a: Matrix): boolean =>
  lowerFactor(a).every((row, i) => Number.isFinite(row[i]));

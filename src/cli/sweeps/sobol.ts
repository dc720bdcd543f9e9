/**
 * Sobol's low-discrepancy sequence with the direction numbers of Joe and Kuo 2008, "Constructing
 * Sobol sequences with better two-dimensional projections" (new-joe-kuo-6), in Gray-code order
 * (Antonov and Saleev 1979). Points are not scrambled: the same index is the same point everywhere.
 */
import { InvalidInputError } from '../../market/validation';

/** Bits of a coordinate: 2³² − 1 points are distinct. */
const BITS = 32;

/**
 * Primitive polynomials and initial direction numbers of the dimensions from the second on: degree
 * s, coefficients a, and m₁ … mₛ.
 */
const JOE_KUO: readonly (readonly [s: number, a: number, m: readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
];

/** Most dimensions of a sequence. */
export const MOST_DIMENSIONS = JOE_KUO.length + 1;

/**
 * Gives the first points of the sequence, the origin left out.
 * @param count of points
 * @returns [count][dimensions], each number in (0, 1)
 * @throws InvalidInputError for more dimensions than there are direction numbers
 */
export function sobolPoints(dimensions: number, count: number): number[][] {
  if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
    throw new InvalidInputError('dimensions', `1 to ${MOST_DIMENSIONS}`, dimensions);
  }
  const directions = Array.from({ length: dimensions }, (_, index) => directionsOf(index));
  const state = new Uint32Array(dimensions);
  return Array.from({ length: count }, (_, index) => {
    const changed = trailingOnes(index);
    for (const [dimension, numbers] of directions.entries()) {
      state[dimension] ^= numbers[changed];
    }
    return Array.from(state, (value) => value / 2 ** BITS);
  });
}

/** Gives v₁ … v₃₂ of a dimension, as integers whose highest bit is a half. */
function directionsOf(dimension: number): Uint32Array {
  const numbers = new Uint32Array(BITS);
  if (dimension === 0) {
    for (let bit = 0; bit < BITS; bit += 1) numbers[bit] = 2 ** (BITS - 1 - bit);
    return numbers;
  }
  const [s, a, m] = JOE_KUO[dimension - 1];
  for (let bit = 0; bit < BITS; bit += 1) {
    if (bit < s) {
      numbers[bit] = m[bit] * 2 ** (BITS - 1 - bit);
      continue;
    }
    let value = numbers[bit - s] ^ (numbers[bit - s] >>> s);
    for (let k = 1; k < s; k += 1) {
      if (((a >>> (s - 1 - k)) & 1) === 1) value ^= numbers[bit - k];
    }
    numbers[bit] = value >>> 0;
  }
  return numbers;
}

/** Counts the ones at the low end of a number: the bit that its Gray code changes next. */
function trailingOnes(value: number): number {
  let ones = 0;
  for (let rest = value; rest % 2 === 1; rest = Math.floor(rest / 2)) ones += 1;
  return ones;
}

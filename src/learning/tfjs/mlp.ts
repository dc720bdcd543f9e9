/**
 * Multilayer perceptrons as functions of one flat parameter vector. Keeping all
 * weights of a network in one tensor makes the optimiser, the target update, a
 * checkpoint and a policy snapshot one operation each, whatever the depth.
 * Layout per layer: weights [in][out] row-major, then biases [out].
 */
import { type LayerSizes, mlpParameterCount } from '../algorithms/layerSizes';
import type { Rng } from '../../market/rng';
import { dense } from './dense';
import * as tf from './tf';

/**
 * Orthogonal weights of gain √2 and zero biases, as in the reference
 * implementation of IQL (`default_init`).
 */
export function initialiseMlp(sizes: LayerSizes, random: Rng): Float32Array {
  const parameters = new Float32Array(mlpParameterCount(sizes));
  let offset = 0;
  for (let layer = 1; layer < sizes.length; layer += 1) {
    const weights = orthogonal(sizes[layer - 1], sizes[layer], Math.SQRT2, random);
    parameters.set(weights, offset);
    offset += weights.length + sizes[layer];
  }
  return parameters;
}

/**
 * @param parameters [mlpParameterCount(sizes)]
 * @param input [batch × sizes[0]]; no gradient flows into it
 * @returns [batch × last size], linear
 */
export function applyMlp(
  parameters: tf.Tensor,
  sizes: LayerSizes,
  input: tf.Tensor2D,
): tf.Tensor2D {
  const lengths: number[] = [];
  for (let layer = 1; layer < sizes.length; layer += 1) {
    lengths.push(sizes[layer - 1] * sizes[layer], sizes[layer]);
  }
  const pieces = tf.split(parameters, lengths);
  let hidden = input;
  for (let layer = 1; layer < sizes.length; layer += 1) {
    const weights = tf.reshape(pieces[2 * layer - 2], [sizes[layer - 1], sizes[layer]]);
    hidden = dense(hidden, weights as tf.Tensor2D, pieces[2 * layer - 1] as tf.Tensor1D, {
      activation: layer < sizes.length - 1 ? 'relu' : 'linear',
      inputGradient: layer > 1,
    });
  }
  return hidden;
}

/**
 * A matrix with orthonormal columns, or rows where it is wider than high, times
 * `gain`; Haar distributed (Mezzadri 2007: Gram-Schmidt of a Gaussian matrix).
 * @returns [rows × columns], row-major
 */
export function orthogonal(rows: number, columns: number, gain: number, random: Rng): Float64Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    // Twice is enough for orthogonality to rounding (Kahan and Parlett).
    for (let pass = 0; pass < 2; pass += 1) {
      for (const other of basis) {
        const overlap = dot(vector, other);
        for (let index = 0; index < length; index += 1) vector[index] -= overlap * other[index];
      }
    }
    const norm = Math.sqrt(dot(vector, vector));
    if (norm > 1e-6) basis.push(vector.map((value) => value / norm));
  }
  const matrix = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = rows >= columns ? basis[column][row] : basis[row][column];
      matrix[row * columns + column] = gain * value;
    }
  }
  return matrix;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index] * right[index];
  return sum;
}

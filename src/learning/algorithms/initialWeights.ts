/** Draws initial weights from a seeded generator, as the reference implementations do. */
import {
  decisionTransformerLayout,
  decisionTransformerParameterCount,
  type DecisionTransformerSizes,
} from '../../agents/policies/decisionTransformerLayout';
import type { Rng } from '../../market/rng';
import { gaussianPolicyParameterCount, mlpParameterCount, type LayerSizes } from './layerSizes';

/** Standard deviation of a Decision Transformer's weights. */
const INITIAL_STD = 0.02;

/**
 * Orthogonal weights of gain √2 and zero biases, as in the reference implementation of IQL
 * (`default_init`).
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

/** Orthogonal network, logσ = 0. @returns the network's parameters, then logσ */
export function initialiseGaussianPolicy(sizes: LayerSizes, random: Rng): Float32Array {
  const parameters = new Float32Array(gaussianPolicyParameterCount(sizes));
  parameters.set(initialiseMlp(sizes, random));
  return parameters;
}

/** Normal with std 0.02, biases 0, norms 1 and 0, as in the reference implementation's GPT. */
export function initialiseDecisionTransformer(
  sizes: DecisionTransformerSizes,
  random: Rng,
): Float32Array {
  const parameters = new Float32Array(decisionTransformerParameterCount(sizes));
  for (const { name, offset, length } of decisionTransformerLayout(sizes)) {
    const part = parameters.subarray(offset, offset + length);
    if (name.endsWith('.scale')) part.fill(1);
    else if (name.endsWith('.w') || name === 'embedTimestep') {
      part.forEach((_, index) => {
        part[index] = INITIAL_STD * random.normal();
      });
    }
  }
  return parameters;
}

/**
 * A matrix with orthonormal columns, or rows where it is wider than high, times `gain`; Haar
 * distributed (Mezzadri 2007: Gram-Schmidt of a Gaussian matrix).
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

import { gaussianPolicyParameterCount } from '../../../src/learning/algorithms/layerSizes';
import { beforeAll, describe, expect, it } from 'vitest';
import { Adam } from '../../../src/learning/tfjs/adam';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import {
  initialiseGaussianPolicy,
  initialiseMlp,
  orthogonal,
} from '../../../src/learning/algorithms/initialWeights';
import { logDensity } from '../../../src/learning/tfjs/gaussianPolicy';
import { applyMlp } from '../../../src/learning/tfjs/mlp';
import { dense } from '../../../src/learning/tfjs/dense';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';

const values = (tensor: tf.Tensor) => [...tensor.dataSync<'float32'>()];
const noise = (length: number, random: Rng) => Float32Array.from({ length }, () => random.normal());

describe.each(['cpu', 'wasm'] as const)('on the %s backend', (backend) => {
  beforeAll(async () => {
    await chooseBackend({ only: backend, wasmPaths: null });
  });

  it("a dense layer has the gradients of tfjs's own operations", () => {
    const random = new Rng(1);
    const x = tf.tensor2d(noise(7 * 5, random), [7, 5]);
    const w = tf.tensor2d(noise(5 * 6, random), [5, 6]);
    const b = tf.tensor1d(noise(6, random));
    const target = tf.tensor2d(noise(7 * 6, random), [7, 6]);
    const squared = (y: tf.Tensor): tf.Scalar => tf.mean(tf.square(tf.sub(y, target)));
    const gradients = (layer: typeof dense, inputGradient: boolean) =>
      tf.grads((x1, w1, b1) =>
        squared(
          layer(x1 as tf.Tensor2D, w1 as tf.Tensor2D, b1 as tf.Tensor1D, {
            activation: 'relu',
            inputGradient,
          }),
        ),
      )([x, w, b]);
    const reference: typeof dense = (x1, w1, b1) => tf.relu(tf.add(tf.matMul(x1, w1), b1));
    const ours = gradients(dense, true);
    gradients(reference, true).forEach((expected, index) => {
      const difference = values(tf.max(tf.abs(tf.sub(expected, ours[index]))))[0];
      expect(difference).toBeLessThan(1e-6);
    });
    const weightsOnly = tf.grads((w1, b1) =>
      squared(
        dense(x, w1 as tf.Tensor2D, b1 as tf.Tensor1D, {
          activation: 'relu',
          inputGradient: false,
        }),
      ),
    )([w, b]);
    expect(values(weightsOnly[0])).toEqual(values(ours[1]));
    expect(values(weightsOnly[1])).toEqual(values(ours[2]));
  });

  it('the gradient of the log-likelihood agrees with finite differences', () => {
    const sizes = [3, 8, 6, 2];
    const random = new Rng(2);
    const parameters = initialiseGaussianPolicy(sizes, random).map(
      (value) => value + 0.1 * random.normal(),
    );
    const observations = tf.tensor2d(noise(5 * 3, random), [5, 3]);
    const actions = tf.tensor2d(noise(5 * 2, random), [5, 2]);
    const loss = (policy: tf.Tensor): tf.Scalar =>
      tf.mean(logDensity(policy, sizes, observations, actions));
    const gradient = values(tf.grad(loss)(tf.tensor1d(parameters)));
    // Short enough that no ReLU turns within it, as one does within 1e-2.
    const step = 2e-3;
    for (let index = 0; index < parameters.length; index += 7) {
      const at = (shift: number) => {
        const shifted = parameters.slice();
        shifted[index] += shift;
        return tf.tidy(() => values(loss(tf.tensor1d(shifted)))[0]);
      };
      const difference = (at(step) - at(-step)) / (2 * step);
      expect(Math.abs(difference - gradient[index])).toBeLessThan(
        2e-3 + 0.02 * Math.abs(gradient[index]),
      );
    }
  });
});

describe('the Gaussian policy', () => {
  it('has the density of independent normals around tanh of the network', () => {
    const sizes = [1, 2];
    // Weights 0, biases 0.3 and −0.2, log σ −0.5 and 0.25.
    const parameters = tf.tensor1d([0, 0, 0.3, -0.2, -0.5, 0.25]);
    const actions = [0.1, -0.7];
    const isManual = actions.reduce((sum, action, index) => {
      const mean = Math.tanh([0.3, -0.2][index]);
      const std = Math.exp([-0.5, 0.25][index]);
      return sum - 0.5 * ((action - mean) / std) ** 2 - Math.log(std * Math.sqrt(2 * Math.PI));
    }, 0);
    const density = logDensity(parameters, sizes, tf.tensor2d([[5]]), tf.tensor2d([actions]));
    expect(values(density)[0]).toBeCloseTo(isManual, 5);
  });

  it('clips log σ to [−5, 2]', () => {
    const density = (logStd: number) =>
      values(
        logDensity(tf.tensor1d([0, 0, logStd]), [1, 1], tf.tensor2d([[1]]), tf.tensor2d([[0]])),
      )[0];
    expect(density(9)).toBe(density(2));
    expect(density(-30)).toBe(density(-5));
    expect(density(-4)).not.toBe(density(-5));
  });

  it('counts its parameters: weights, biases, and one log σ per action', () => {
    expect(gaussianPolicyParameterCount([64, 256, 256, 5])).toBe(
      64 * 256 + 256 + 256 * 256 + 256 + 256 * 5 + 5 + 5,
    );
  });
});

describe('initial weights', () => {
  it.each([
    [12, 5],
    [5, 12],
    [8, 8],
  ])('of a %i × %i layer are √2 times orthonormal', (rows, columns) => {
    const matrix = orthogonal(rows, columns, Math.SQRT2, new Rng(3));
    const count = Math.min(rows, columns);
    const vector = (index: number) =>
      Array.from({ length: Math.max(rows, columns) }, (_, place) =>
        rows >= columns ? matrix[place * columns + index] : matrix[index * columns + place],
      );
    for (let left = 0; left < count; left += 1) {
      for (let right = 0; right < count; right += 1) {
        const product = vector(left).reduce(
          (sum, value, place) => sum + value * vector(right)[place],
          0,
        );
        expect(product).toBeCloseTo(left === right ? 2 : 0, 10);
      }
    }
  });

  it('lie in one vector, layer by layer, weights before biases', () => {
    const sizes = [2, 3, 1];
    const parameters = initialiseMlp(sizes, new Rng(4));
    expect(parameters).toHaveLength(2 * 3 + 3 + 3 * 1 + 1);
    expect([...parameters.subarray(6, 9), parameters[12]]).toEqual([0, 0, 0, 0]);
    const input = [0.4, -1.1];
    const hidden = [0, 1, 2].map((unit) =>
      Math.max(0, input[0] * parameters[unit] + input[1] * parameters[3 + unit]),
    );
    const expected = hidden.reduce((sum, value, unit) => sum + value * parameters[9 + unit], 0);
    const output = applyMlp(tf.tensor1d(parameters), sizes, tf.tensor2d([input]));
    expect(values(output)[0]).toBeCloseTo(expected, 5);
  });
});

const freshMoments = (length: number) => ({
  step: 0,
  mean: new Float32Array(length),
  square: new Float32Array(length),
});

describe('Adam', () => {
  it('has an ε of 10⁻⁸: a gradient of that size moves by half the rate', () => {
    const parameters = tf.vectorVariable(new Float32Array([0]));
    const adam = new Adam(freshMoments(1));
    tf.tidy(() => adam.apply(parameters, tf.tensor1d([1e-8]), 0.01));
    expect(values(parameters)[0]).toBeCloseTo(-0.005, 6);
  });

  it("moves by the learning rate against a steady gradient's sign, and settles in a bowl", () => {
    const parameters = tf.vectorVariable(new Float32Array([1, -2]));
    const adam = new Adam(freshMoments(2));
    tf.tidy(() => adam.apply(parameters, tf.tensor1d([0.5, -40]), 0.01));
    expect(values(parameters)[0]).toBeCloseTo(0.99, 6);
    expect(values(parameters)[1]).toBeCloseTo(-1.99, 6);
    for (let step = 0; step < 600; step += 1) {
      tf.tidy(() => adam.apply(parameters, tf.mul(parameters, 2), 0.01));
    }
    expect(Math.max(...values(parameters).map(Math.abs))).toBeLessThan(0.05);
  });
});

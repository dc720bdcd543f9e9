/**
 * The forward pass of a trained policy in plain TypeScript: standardise,
 * multiply, ReLU, tanh. Typed arrays made once, nothing allocated per call, no
 * tfjs. It must agree with the trainer's network to rounding.
 */
import { exp } from '../market/elementary';
import { InvalidInputError } from '../market/validation';
import { ACTION_LENGTH } from '../env/types';
import type { PolicySnapshot } from './policySnapshot';

/** Bounds of log σ, as in the learners. */
export const LOG_STD_MIN = -5;
export const LOG_STD_MAX = 2;

export class NetworkPolicy {
  /** [5] tanh μ(s): the mean of the scaled action, after `forward`. */
  readonly mean = new Float64Array(ACTION_LENGTH);
  /** [5] standard deviation of the scaled action. */
  readonly std = new Float64Array(ACTION_LENGTH);
  private readonly activations: Float64Array[];
  private readonly weights: Float32Array[] = [];
  private readonly biases: Float32Array[] = [];
  private readonly observationMean: Float64Array;
  private readonly inverseStd: Float64Array;

  /** @throws InvalidInputError when sizes do not fit together */
  constructor(snapshot: PolicySnapshot) {
    checkSnapshot(snapshot);
    const { layerSizes } = snapshot;
    this.activations = layerSizes.map((size) => new Float64Array(size));
    for (let layer = 0; layer + 1 < layerSizes.length; layer++) {
      this.weights.push(new Float32Array(layerSizes[layer] * layerSizes[layer + 1]));
      this.biases.push(new Float32Array(layerSizes[layer + 1]));
    }
    this.observationMean = new Float64Array(layerSizes[0]);
    this.inverseStd = new Float64Array(layerSizes[0]);
    this.load(snapshot);
  }

  /** Whether `snapshot` has the layers of this network, so that `load` can take it in place. */
  fits(snapshot: PolicySnapshot): boolean {
    return (
      snapshot.layerSizes.length === this.activations.length &&
      snapshot.layerSizes.every((size, layer) => size === this.activations[layer].length)
    );
  }

  /** Copies the parameters of a snapshot that fits. */
  load(snapshot: PolicySnapshot): void {
    checkSnapshot(snapshot);
    let offset = 0;
    for (const [layer, weights] of this.weights.entries()) {
      const biases = this.biases[layer];
      weights.set(snapshot.parameters.subarray(offset, offset + weights.length));
      offset += weights.length;
      biases.set(snapshot.parameters.subarray(offset, offset + biases.length));
      offset += biases.length;
    }
    for (let i = 0; i < this.observationMean.length; i++) {
      this.observationMean[i] = snapshot.observationMean[i];
      this.inverseStd[i] = 1 / snapshot.observationStd[i];
    }
    for (let i = 0; i < ACTION_LENGTH; i++) {
      const logStd = Math.min(LOG_STD_MAX, Math.max(LOG_STD_MIN, snapshot.logStd[i]));
      this.std[i] = exp(logStd);
    }
  }

  /** Fills `mean` for an observation, [layerSizes[0]]. About one multiply-add per weight. */
  forward(observation: Float32Array): void {
    const { activations, weights, biases, observationMean, inverseStd, mean } = this;
    const input = activations[0];
    for (let i = 0; i < input.length; i++) {
      input[i] = (observation[i] - observationMean[i]) * inverseStd[i];
    }
    const last = weights.length - 1;
    for (let layer = 0; layer <= last; layer++) {
      const output = activations[layer + 1];
      denseLayer(activations[layer], weights[layer], biases[layer], output);
      if (layer === last) break;
      for (let j = 0; j < output.length; j++) if (output[j] < 0) output[j] = 0;
    }
    const output = activations[last + 1];
    for (let i = 0; i < ACTION_LENGTH; i++) mean[i] = Math.tanh(output[i]);
  }
}

/** output = bias + input · weights, with weights [in][out] row-major; four rows at a time. */
export function denseLayer(
  input: Float64Array,
  weights: Float32Array,
  bias: Float32Array,
  output: Float64Array,
): void {
  const rows = input.length;
  const width = output.length;
  for (let j = 0; j < width; j++) output[j] = bias[j];
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const x0 = input[i];
    const x1 = input[i + 1];
    const x2 = input[i + 2];
    const x3 = input[i + 3];
    const row0 = i * width;
    const row1 = row0 + width;
    const row2 = row1 + width;
    const row3 = row2 + width;
    for (let j = 0; j < width; j++) {
      output[j] +=
        x0 * weights[row0 + j] +
        x1 * weights[row1 + j] +
        x2 * weights[row2 + j] +
        x3 * weights[row3 + j];
    }
  }
  for (; i < rows; i++) {
    const x = input[i];
    const row = i * width;
    for (let j = 0; j < width; j++) output[j] += x * weights[row + j];
  }
}

/** @throws InvalidInputError naming the first part whose length or values cannot be right */
function checkSnapshot(snapshot: PolicySnapshot): void {
  const { layerSizes, parameters, logStd, observationMean, observationStd } = snapshot;
  if (layerSizes.length < 2 || !layerSizes.every((size) => Number.isInteger(size) && size > 0)) {
    throw new InvalidInputError('policy.layerSizes', 'at least two positive widths', layerSizes);
  }
  if (layerSizes[layerSizes.length - 1] !== ACTION_LENGTH) {
    throw new InvalidInputError(
      'policy.layerSizes',
      `a last layer of ${ACTION_LENGTH}`,
      layerSizes[layerSizes.length - 1],
    );
  }
  let parameterCount = 0;
  for (let layer = 0; layer + 1 < layerSizes.length; layer++) {
    parameterCount += (layerSizes[layer] + 1) * layerSizes[layer + 1];
  }
  expectLength('parameters', parameters, parameterCount);
  expectLength('logStd', logStd, ACTION_LENGTH);
  expectLength('observationMean', observationMean, layerSizes[0]);
  expectLength('observationStd', observationStd, layerSizes[0]);
  const flat = observationStd.find((value) => value <= 0);
  if (flat !== undefined) {
    throw new InvalidInputError('policy.observationStd', 'positive numbers', flat);
  }
}

function expectLength(name: string, array: Float32Array, length: number): void {
  if (array.length !== length) {
    throw new InvalidInputError(`policy.${name}`, `${length} numbers`, `${array.length} numbers`);
  }
  const bad = array.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new InvalidInputError(`policy.${name}`, 'finite numbers', bad);
}

/**
 * Runs the forward pass of a trained policy: standardise, multiply, ReLU, tanh, for one observation
 * or for those of several episodes at once. Memory is made once, nothing is allocated per call, and
 * there is no tfjs. It must agree with the trainer's network to rounding; how many rows a call has
 * changes no bit of any.
 */
import { DEFAULT_REWARD_WEIGHTS } from '../../env/rewardWeightFields';
import type { WeightRanges } from '../../env/weightRanges';
import { exp } from '../../market/elementary';
import { InvalidInputError } from '../../market/validation';
import { ACTION_LENGTH, type RewardWeights } from '../../env/types';
import {
  createDenseLayers,
  rowStride,
  type DenseLayer,
  type DenseLayers,
  type DenseSizes,
} from './kernels/denseLayers';
import type { PolicySnapshot } from './policySnapshot';
import { describeWeights, weightInputsOf } from './weightInputs';

/** log σ is kept within these bounds, as in the learners. */
export const LOG_STD_MIN = -5;
export const LOG_STD_MAX = 2;

export class NetworkPolicy {
  /** [rows × 5] tanh μ(s), the means of the scaled actions after a forward pass. */
  readonly mean: Float64Array;
  /** [5] the standard deviation of the scaled action. */
  readonly std = new Float64Array(ACTION_LENGTH);
  /** Arrays for activations, one per width, [rows × rowStride(width)]. */
  private readonly activations: Float64Array[];
  private readonly layers: DenseLayer[];
  private readonly layerSizes: readonly number[];
  private readonly observationMean: Float64Array;
  private readonly inverseStd: Float64Array;
  /** Description of the weights in force; empty for a policy that is not told them. */
  private readonly weightInputs: Float64Array;
  private ranges: WeightRanges | undefined;
  private weights: RewardWeights = DEFAULT_REWARD_WEIGHTS;

  /**
   * @param rows of the largest batch
   * @param create where it computes
   * @throws InvalidInputError when sizes do not fit together
   */
  constructor(
    snapshot: PolicySnapshot,
    private readonly rows = 1,
    create: (sizes: DenseSizes) => DenseLayers = createDenseLayers,
  ) {
    checkSnapshot(snapshot);
    const { layerSizes } = snapshot;
    this.layerSizes = layerSizes;
    const arrays = layerSizes.map((size) => rows * rowStride(size));
    const layers = layerSizes.slice(1).map((size, layer) => [layerSizes[layer], size] as const);
    const dense = create({ layers, arrays });
    this.activations = arrays.map((length) => dense.doubles(length));
    this.layers = layers.map(([inputs, outputs]) => dense.layer(inputs, outputs));
    this.mean = new Float64Array(rows * ACTION_LENGTH);
    const { length } = snapshot.observationMean;
    this.observationMean = new Float64Array(length);
    this.inverseStd = new Float64Array(length);
    this.weightInputs = new Float64Array(layerSizes[0] - length);
    this.load(snapshot);
  }

  /** Whether `snapshot` has the layers of this network, so that `load` can take it in place. */
  fits(snapshot: PolicySnapshot): boolean {
    return (
      snapshot.observationMean.length === this.observationMean.length &&
      snapshot.layerSizes.length === this.layerSizes.length &&
      snapshot.layerSizes.every((size, layer) => size === this.layerSizes[layer])
    );
  }

  /** Whether it acts by the weights that it is told. */
  get isToldWeights(): boolean {
    return this.ranges !== undefined;
  }

  /** Copies the parameters of a snapshot that fits. */
  load(snapshot: PolicySnapshot): void {
    checkSnapshot(snapshot);
    const { parameters } = snapshot;
    let offset = 0;
    for (const layer of this.layers) {
      const end = offset + layer.inputs * layer.outputs;
      layer.load(parameters.subarray(offset, end), parameters.subarray(end, end + layer.outputs));
      offset = end + layer.outputs;
    }
    for (let i = 0; i < this.observationMean.length; i++) {
      this.observationMean[i] = snapshot.observationMean[i];
      this.inverseStd[i] = 1 / snapshot.observationStd[i];
    }
    for (let i = 0; i < ACTION_LENGTH; i++) {
      const logStd = Math.min(LOG_STD_MAX, Math.max(LOG_STD_MIN, snapshot.logStd[i]));
      this.std[i] = exp(logStd);
    }
    this.ranges = snapshot.weightRanges;
    this.describe();
  }

  /** Sets the weights that the next decisions are made for; the defaults until then. */
  setWeights(weights: RewardWeights): void {
    if (weights === this.weights) return;
    this.weights = weights;
    this.describe();
  }

  /** Fills the first row of `mean` for an observation. About one multiply-add per weight. */
  forward(observation: Float32Array): void {
    this.forwardRows(observation, 1);
  }

  /**
   * Fills as many rows of `mean`.
   * @param observations [rows × observation]
   * @param rows no more than the policy was made for
   */
  forwardRows(observations: Float32Array, rows: number): void {
    const { activations, layers, observationMean, inverseStd, weightInputs, mean } = this;
    if (rows > this.rows) throw new RangeError(`forwardRows: expected at most ${this.rows} rows`);
    const width = observationMean.length;
    const [input] = activations;
    const stride = rowStride(this.layerSizes[0]);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) {
        const centred = observations[row * width + i] - observationMean[i];
        input[row * stride + i] = centred * inverseStd[i];
      }
      for (let i = 0; i < weightInputs.length; i++) {
        input[row * stride + width + i] = weightInputs[i];
      }
    }
    const last = layers.length - 1;
    for (let layer = 0; layer <= last; layer++) {
      const output = activations[layer + 1];
      layers[layer].apply(rows, activations[layer], 0, output, 0, layer < last);
    }
    const output = activations[last + 1];
    const outputStride = rowStride(ACTION_LENGTH);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < ACTION_LENGTH; i++) {
        mean[row * ACTION_LENGTH + i] = Math.tanh(output[row * outputStride + i]);
      }
    }
  }

  private describe(): void {
    const { ranges, weights, weightInputs } = this;
    if (ranges !== undefined) describeWeights(ranges, weights, weightInputs);
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
  const observationLength = layerSizes[0] - weightInputsOf(snapshot.weightRanges);
  expectLength('observationMean', observationMean, observationLength);
  expectLength('observationStd', observationStd, observationLength);
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

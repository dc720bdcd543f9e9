/**
 * The critics of a trained agent run without tfjs: they say what it expects of an
 * action, and how far they disagree. Only evaluations ask for it; an agent acts
 * without.
 */
import { ACTION_LENGTH } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import { createDenseLayers, type DenseLayer, type DenseLayers } from './kernels/denseLayers';

/** The target networks of IQL as plain data. */
export interface CriticSnapshot {
  /** [observation + action, hidden…, 1], with a ReLU between two layers. */
  readonly layerSizes: readonly number[];
  /** Per critic: the weights [in][out] of each layer, row-major, then its biases [out]. */
  readonly critics: readonly [Float32Array, Float32Array];
  /** The observation is standardised as (o − mean) / std. */
  readonly observationMean: Float32Array;
  readonly observationStd: Float32Array;
  /** Units of a critic per dollar. */
  readonly rewardScale: number;
  /** The discount γ of the learner. */
  readonly discount: number;
  /**
   * Dollars per tick and contract where the control variate was subtracted from the
   * rewards they learned; null where it was not.
   */
  readonly dollarsPerTick: number | null;
}

export class CriticPair {
  /** The values of the last pair, in dollars. */
  first = Number.NaN;
  second = Number.NaN;
  private readonly input: Float64Array;
  private readonly networks: readonly Network[];

  /** @throws InvalidInputError when the parts do not fit together */
  constructor(private readonly snapshot: CriticSnapshot) {
    const { layerSizes, critics, observationMean, observationStd } = snapshot;
    if (observationStd.length !== observationMean.length) {
      const expected = `${observationMean.length} numbers`;
      throw new InvalidInputError('critics.observationStd', expected, observationStd.length);
    }
    if (layerSizes[0] !== observationMean.length + ACTION_LENGTH || layerSizes.at(-1) !== 1) {
      const expected = `${observationMean.length + ACTION_LENGTH} inputs and 1 output`;
      throw new InvalidInputError('critics.layerSizes', expected, layerSizes);
    }
    const sizes = layerSizes.slice(1).map((size, layer) => [layerSizes[layer], size] as const);
    // Memory is taken for what is there, not for what is claimed.
    const count = sizes.reduce((sum, [inputs, outputs]) => sum + (inputs + 1) * outputs, 0);
    for (const { length } of critics) {
      if (length === count) continue;
      throw new InvalidInputError('critics.critics', `${count} numbers each`, length);
    }
    const dense = createDenseLayers({
      layers: critics.flatMap(() => sizes),
      arrays: [layerSizes[0], ...critics.flatMap(() => layerSizes.slice(1))],
    });
    this.input = dense.doubles(layerSizes[0]);
    this.networks = critics.map((parameters) => new Network(dense, sizes, parameters));
  }

  /** Values an action by min(Q₁, Q₂), in dollars. */
  get value(): number {
    return Math.min(this.first, this.second);
  }

  /**
   * Fills `first` and `second`.
   * @param action [5] scaled to [−1, 1]
   */
  judge(observation: Float32Array, action: ArrayLike<number>): void {
    const { input, networks, snapshot } = this;
    const { observationMean, observationStd, rewardScale } = snapshot;
    const width = observationMean.length;
    for (let i = 0; i < width; i += 1) {
      input[i] = (observation[i] - observationMean[i]) / observationStd[i];
    }
    for (let i = 0; i < ACTION_LENGTH; i += 1) input[width + i] = action[i];
    this.first = networks[0].forward(input) / rewardScale;
    this.second = networks[1].forward(input) / rewardScale;
  }
}

class Network {
  private readonly layers: DenseLayer[] = [];
  private readonly outputs: Float64Array[] = [];

  constructor(
    dense: DenseLayers,
    sizes: readonly (readonly [number, number])[],
    parameters: Float32Array,
  ) {
    let offset = 0;
    for (const [inputs, outputs] of sizes) {
      const layer = dense.layer(inputs, outputs);
      const end = offset + inputs * outputs;
      layer.load(parameters.subarray(offset, end), parameters.subarray(end, end + outputs));
      offset = end + outputs;
      this.layers.push(layer);
      this.outputs.push(dense.doubles(outputs));
    }
  }

  forward(input: Float64Array): number {
    const { layers, outputs } = this;
    const last = layers.length - 1;
    let from = input;
    for (let layer = 0; layer <= last; layer += 1) {
      layers[layer].apply(1, from, 0, outputs[layer], 0, layer < last);
      from = outputs[layer];
    }
    return from[0];
  }
}

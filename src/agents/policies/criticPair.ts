/**
 * The critics of a trained agent run without tfjs: they say what it expects of an action, and how
 * far they disagree. Only evaluations ask for it; an agent acts without.
 */
import { DEFAULT_REWARD_WEIGHTS } from '../../env/rewardWeightFields';
import type { WeightRanges } from '../../env/weightRanges';
import { ACTION_LENGTH, REWARD_TERM_COUNT, type RewardWeights } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import { createDenseLayers, type DenseLayer, type DenseLayers } from './kernels/denseLayers';
import { describeWeights, weightInputsOf, weightsInBasis } from './weightInputs';

/** The target networks of IQL as plain data. */
export interface CriticSnapshot {
  /**
   * [observation + action, hidden…, 1], with a ReLU between two layers. Critics that are told the
   * weights have its description (weightInputs.ts) between the two, and an output for each reward
   * term.
   */
  readonly layerSizes: readonly number[];
  /** Per critic: the weights [in][out] of each layer, row-major, then its biases [out]. */
  readonly critics: readonly [Float32Array, Float32Array];
  /** The observation is standardised as (o − mean) / std. */
  readonly observationMean: Float32Array;
  readonly observationStd: Float32Array;
  /** Units of a critic per dollar; 1 for critics that are told the weights. */
  readonly rewardScale: number;
  /** The discount γ of the learner. */
  readonly discount: number;
  /**
   * Dollars per tick and contract where the control variate was subtracted from the rewards they
   * learned; null where it was not.
   */
  readonly dollarsPerTick: number | null;
  /** What critics need that are told the weights; absent where those were fixed. */
  readonly weighting?: CriticWeighting | undefined;
}

export interface CriticWeighting {
  readonly ranges: WeightRanges;
  /** L of terms r = L·r′, in dollars at weights of 1, whose values r′ the outputs are: [6 × 6]. */
  readonly basis: readonly number[];
}

export class CriticPair {
  /** The values of the last pair, in dollars. */
  first = Number.NaN;
  second = Number.NaN;
  private readonly input: Float64Array;
  private readonly networks: readonly Network[];
  /** Dollars of a unit of each term's value; empty for critics of fixed weights. */
  private readonly worths: Float64Array;
  private weights: RewardWeights | null = null;

  /** @throws InvalidInputError when the parts do not fit together */
  constructor(private readonly snapshot: CriticSnapshot) {
    const { layerSizes, critics, observationMean, observationStd } = snapshot;
    if (observationStd.length !== observationMean.length) {
      const expected = `${observationMean.length} numbers`;
      throw new InvalidInputError('critics.observationStd', expected, observationStd.length);
    }
    const outputs = snapshot.weighting === undefined ? 1 : REWARD_TERM_COUNT;
    const inputs =
      observationMean.length + weightInputsOf(snapshot.weighting?.ranges) + ACTION_LENGTH;
    if (layerSizes[0] !== inputs || layerSizes.at(-1) !== outputs) {
      const expected = `${inputs} inputs and ${outputs} ${outputs === 1 ? 'output' : 'outputs'}`;
      throw new InvalidInputError('critics.layerSizes', expected, layerSizes);
    }
    const sizes = layerSizes.slice(1).map((size, layer) => [layerSizes[layer], size] as const);
    // Memory is taken for what is there, not for what is claimed.
    const count = sizes.reduce((sum, [from, to]) => sum + (from + 1) * to, 0);
    for (const { length } of critics) {
      if (length === count) continue;
      throw new InvalidInputError('critics.critics', `${count} numbers each`, length);
    }
    const dense = createDenseLayers({
      layers: critics.flatMap(() => sizes),
      arrays: [layerSizes[0], ...critics.flatMap(() => layerSizes.slice(1))],
    });
    this.worths = new Float64Array(snapshot.weighting === undefined ? 0 : outputs);
    this.input = dense.doubles(layerSizes[0]);
    this.networks = critics.map((parameters) => new Network(dense, sizes, parameters));
    this.setWeights(DEFAULT_REWARD_WEIGHTS);
  }

  /** Values an action by min(Q₁, Q₂), in dollars. */
  get value(): number {
    return Math.min(this.first, this.second);
  }

  /** Sets the weights under which actions are valued; critics of fixed weights know no others. */
  setWeights(weights: RewardWeights): void {
    const { weighting, observationMean } = this.snapshot;
    if (weighting === undefined || weights === this.weights) return;
    this.weights = weights;
    this.worths.set(weightsInBasis(weighting.basis, weights));
    describeWeights(weighting.ranges, weights, this.input, observationMean.length);
  }

  /**
   * Fills `first` and `second`.
   * @param action [5] scaled to [−1, 1]
   */
  judge(observation: Float32Array, action: ArrayLike<number>): void {
    const { input, networks, snapshot } = this;
    const { observationMean, observationStd } = snapshot;
    const width = observationMean.length;
    for (let i = 0; i < width; i += 1) {
      input[i] = (observation[i] - observationMean[i]) / observationStd[i];
    }
    const actionAt = input.length - ACTION_LENGTH;
    for (let i = 0; i < ACTION_LENGTH; i += 1) input[actionAt + i] = action[i];
    this.first = this.worthOf(networks[0].forward(input));
    this.second = this.worthOf(networks[1].forward(input));
  }

  /** Gives the dollars of a critic's outputs. */
  private worthOf(outputs: Float64Array): number {
    if (this.worths.length === 0) return outputs[0] / this.snapshot.rewardScale;
    let worth = 0;
    for (let output = 0; output < this.worths.length; output += 1) {
      worth += outputs[output] * this.worths[output];
    }
    return worth;
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

  forward(input: Float64Array): Float64Array {
    const { layers, outputs } = this;
    const last = layers.length - 1;
    let from = input;
    for (let layer = 0; layer <= last; layer += 1) {
      layers[layer].apply(1, from, 0, outputs[layer], 0, layer < last);
      from = outputs[layer];
    }
    return from;
  }
}

/**
 * The weightings that a learner of every weighting is paid under: each transition of a minibatch
 * comes with one of them (Abels et al. 2019; Yang, Sun and Narasimhan 2019). They are drawn once,
 * from a stream of their own, so that every backend and a run that is resumed have the same.
 */
import {
  describeWeights,
  deviationUnder,
  WEIGHT_INPUTS,
  weightsInBasis,
} from '../../agents/policies/weightInputs';
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { weightAt, type WeightRanges } from '../../env/weightRanges';
import {
  REWARD_TERMS,
  REWARD_TERM_COUNT,
  type RewardTerm,
  type RewardWeights,
} from '../../env/types';
import { Rng } from '../../market/rng';

/** Weightings of a run. They are drawn again and again, and lie densely in six dimensions. */
const WEIGHTINGS = 4096;
/** Stream of the weightings, apart from that of minibatches and initial weights. */
const WEIGHTING_STREAM = 7;
/** Share of the weights that are not default which are 0. */
const ZERO_SHARE = 0.15;

export interface Weightings {
  readonly count: number;
  /**
   * Weights of the terms in their basis, [count × 6]: ordinary returns have the same variance under
   * each.
   */
  readonly weights: Float32Array;
  /** Descriptions that networks take, [count × WEIGHT_INPUTS]. */
  readonly inputs: Float32Array;
}

/**
 * Draws the weightings of a run.
 * @param basis of the reward terms, which makes the scale of every weighting exact: see termBasis
 */
export function drawWeightings(
  seed: number,
  ranges: WeightRanges,
  basis: readonly number[],
  count = WEIGHTINGS,
): Weightings {
  const random = new Rng(seed, WEIGHTING_STREAM);
  const scaled = new Float32Array(count * REWARD_TERM_COUNT);
  const inputs = new Float32Array(count * WEIGHT_INPUTS);
  for (let index = 0; index < count; index += 1) {
    const weights = drawWeights(random, ranges);
    const own = weightsInBasis(basis, weights);
    const deviation = deviationUnder(basis, weights);
    for (const [term, weight] of own.entries()) {
      scaled[index * REWARD_TERM_COUNT + term] = weight / deviation;
    }
    describeWeights(ranges, weights, inputs, index * WEIGHT_INPUTS);
  }
  return { count, weights: scaled, inputs };
}

/**
 * Draws one weighting. From none to all of the weights are moved away from their defaults, each
 * number as often as another, since a person moves a few; a weight that is moved is 0 or lies
 * anywhere on its slider, log-uniformly where that is logarithmic.
 */
export function drawWeights(random: Rng, ranges: WeightRanges): RewardWeights {
  const moved = random.uniform();
  const draw = (term: RewardTerm): number => {
    if (random.uniform() >= moved) return DEFAULT_REWARD_WEIGHTS[term];
    const isZero = random.uniform() < ZERO_SHARE;
    const position = random.uniform();
    return isZero ? 0 : weightAt(ranges[term], position);
  };
  return Object.fromEntries(REWARD_TERMS.map((term) => [term, draw(term)])) as Record<
    RewardTerm,
    number
  >;
}

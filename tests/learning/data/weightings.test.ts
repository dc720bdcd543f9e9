import { describe, expect, it } from 'vitest';
import { WEIGHT_INPUTS } from '../../../src/agents/policies/weightInputs';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { weightedReward } from '../../../src/env/reward';
import { REWARD_TERMS, REWARD_TERM_COUNT, type RewardWeights } from '../../../src/env/types';
import { WEIGHT_RANGES, weightPosition } from '../../../src/env/weightRanges';
import { collectEpisodes } from '../../../src/learning/data/collect';
import { controlVariateRewards } from '../../../src/learning/data/controlVariateRewards';
import { episodeRanges, relabel } from '../../../src/learning/data/datasetOperations';
import {
  inBasis,
  learnedTerms,
  termBasis,
  termMoments,
  termReturnsToGo,
} from '../../../src/learning/data/termReturns';
import { drawWeightings, drawWeights } from '../../../src/learning/data/weightings';
import { Rng } from '../../../src/market/rng';
import { collectionOf, DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';

const DRAWS = 4000;
/** Eight short episodes of the default mixture. */
const dataset = collectEpisodes(
  collectionOf({
    ...DEFAULT_RUN_CONFIG,
    env: { ...DEFAULT_RUN_CONFIG.env, episodeLength: 100 },
    dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 8 },
  }),
);

function draws(): RewardWeights[] {
  const random = new Rng(3);
  return Array.from({ length: DRAWS }, () => drawWeights(random, WEIGHT_RANGES));
}

const share = (all: readonly RewardWeights[], holds: (weights: RewardWeights) => boolean) =>
  all.filter(holds).length / all.length;

describe('weightings', () => {
  it('leave any number of the weights at their defaults, each as often as another', () => {
    const moved = (weights: RewardWeights) =>
      REWARD_TERMS.filter((term) => weights[term] !== DEFAULT_REWARD_WEIGHTS[term]).length;
    const all = draws();
    // Four standard errors of a share of 1/7 among so many draws are 0.022.
    for (let count = 0; count <= REWARD_TERM_COUNT; count += 1) {
      expect(Math.abs(share(all, (weights) => moved(weights) === count) - 1 / 7)).toBeLessThan(
        0.03,
      );
    }
  });

  it('are 0 now and then, and lie evenly on their sliders otherwise', () => {
    const all = draws();
    for (const term of REWARD_TERMS) {
      const own = all.filter((weights) => weights[term] !== DEFAULT_REWARD_WEIGHTS[term]);
      expect(Math.abs(share(own, (weights) => weights[term] === 0) - 0.15)).toBeLessThan(0.03);
      const places = own
        .filter((weights) => weights[term] !== 0)
        .map((weights) => weightPosition(WEIGHT_RANGES[term], weights[term]));
      for (const place of [0.25, 0.5, 0.75]) {
        const below = places.filter((one) => one < place).length / places.length;
        expect(Math.abs(below - place), term).toBeLessThan(0.05);
      }
    }
  });

  it('are the same for the same seed, and others for another', () => {
    const basis = Array.from({ length: 36 }, (_, at) => Number(at % 7 === 0));
    const drawn = (seed: number) => drawWeightings(seed, WEIGHT_RANGES, basis, 20);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1).weights).not.toEqual(drawn(2).weights);
    expect(drawn(1).inputs).toHaveLength(20 * WEIGHT_INPUTS);
  });

  it('give returns of the same spread under every one of them', () => {
    const episodes = episodeRanges(dataset);
    const terms = learnedTerms(dataset, 12.5, 0.95);
    const returns = termReturnsToGo(terms, episodes, 0.95);
    const moments = termMoments(returns, episodes);
    const basis = termBasis(moments);
    const own = inBasis(returns, basis);
    const { weights } = drawWeightings(1, WEIGHT_RANGES, basis, 25);
    for (let index = 0; index < 25; index += 1) {
      const worths = Array.from({ length: dataset.rows }, (_, row) => {
        let sum = 0;
        for (let term = 0; term < REWARD_TERM_COUNT; term += 1) {
          const weight = weights[index * REWARD_TERM_COUNT + term];
          sum += weight * own[row * REWARD_TERM_COUNT + term];
        }
        return sum;
      });
      const mean = worths.reduce((sum, value) => sum + value, 0) / worths.length;
      const squares = worths.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      expect(squares / worths.length).toBeCloseTo(1, 2);
    }
  });

  it('pay the same as a dataset that is relabelled without luck', () => {
    const terms = learnedTerms(dataset, 12.5, 0.95);
    const weights = { ...DEFAULT_REWARD_WEIGHTS, inventoryPnl: 2.5, inventoryPenalty: 300 };
    const { rewards } = controlVariateRewards(relabel(dataset, weights), weights, 12.5, 0.95);
    for (let row = 0; row < dataset.rows; row += 1) {
      const own = weightedReward(terms, weights, row * REWARD_TERM_COUNT);
      expect(Math.abs(own - rewards[row])).toBeLessThan(1e-3 * (1 + Math.abs(rewards[row])));
    }
  });
});

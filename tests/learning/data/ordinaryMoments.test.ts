import { describe, expect, it } from 'vitest';
import { REWARD_TERM_COUNT } from '../../../src/env/types';
import { ordinaryMoments } from '../../../src/learning/data/ordinaryMoments';
import { Rng } from '../../../src/market/rng';

const ROWS = 4000;
const EPISODES = Array.from({ length: 40 }, (_, index) => ({
  start: 100 * index,
  end: 100 * (index + 1),
}));

/**
 * Independent terms of deviations 1 to 6; a share of the episodes has a last term that is far off.
 */
function returnsOf(outlying: number): Float32Array {
  const random = new Rng(5);
  return Float32Array.from({ length: ROWS * REWARD_TERM_COUNT }, (_, at) => {
    const term = at % REWARD_TERM_COUNT;
    const episode = Math.floor(at / REWARD_TERM_COUNT / 100);
    const far = term === REWARD_TERM_COUNT - 1 && episode < 40 * outlying ? -1000 : 0;
    return (term + 1) * random.normal() + far;
  });
}

const deviations = (returns: Float32Array) => {
  const { covariance } = ordinaryMoments(returns, EPISODES);
  return Array.from({ length: REWARD_TERM_COUNT }, (_, term) =>
    Math.sqrt(covariance[term * (REWARD_TERM_COUNT + 1)]),
  );
};

describe('the moments of ordinary rows', () => {
  it('do not count the tenth of the data that holds a hundred times as much', () => {
    const clean = deviations(returnsOf(0));
    const mixed = deviations(returnsOf(0.1));
    for (const [term, deviation] of mixed.entries()) {
      expect(deviation / clean[term]).toBeGreaterThan(0.9);
      expect(deviation / clean[term]).toBeLessThan(1.2);
    }
  });

  it('of Gaussian rows are in proportion to those of all of them', () => {
    const own = deviations(returnsOf(0));
    // P(χ²₆ ≤ 8.558) = 0.8, and P(χ²₈ ≤ 8.558) / 0.8 = 0.7738 = 0.8797² is left of the variance.
    for (const [term, deviation] of own.entries()) {
      expect(Math.abs(deviation / (term + 1) - 0.88)).toBeLessThan(0.07);
    }
  });

  it('are those of all rows where all are alike', () => {
    const { mean, covariance } = ordinaryMoments(new Float32Array(ROWS * 6).fill(3), EPISODES);
    expect(mean[0]).toBeCloseTo(3, 6);
    expect(covariance.every((value) => Math.abs(value) < 1e-12)).toBe(true);
  });
});

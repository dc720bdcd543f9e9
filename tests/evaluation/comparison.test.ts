import { describe, expect, it } from 'vitest';
import { compareAgents } from '../../src/evaluation/comparison';
import type { EpisodeMetrics } from '../../src/evaluation/metrics';

function episodes(returns: readonly number[], firstSeed = 1): EpisodeMetrics[] {
  return returns.map((value, index) => ({
    seed: firstSeed + index,
    steps: 10,
    return: value,
    profit: value,
    maxDrawdown: 0,
    meanAbsInventory: 1,
    p95AbsInventory: 2,
    contractsTraded: 3,
    fillRate: 0.1,
    quotedSpread: 1,
    terms: [value, 0, 0, 0, 0, 0],
    markoutTicks: [0, 0, 0],
  }));
}

const OPTIONS = { random: 'random', reference: 'reference', baseline: 'clone' };

describe('the comparison of agents', () => {
  it('scores between random and reference, and compares in pairs', () => {
    const [random, reference, clone, trained] = compareAgents(
      [
        { name: 'random', episodes: episodes([-100, -120]) },
        { name: 'reference', episodes: episodes([100, 80]) },
        { name: 'clone', episodes: episodes([500, -500]) },
        { name: 'trained', episodes: episodes([611, -391]) },
      ],
      OPTIONS,
    );
    expect(random.score).toBe(0);
    expect(reference.score).toBe(100);
    expect(clone.score).toBe(55);
    expect(trained.score).toBe(110);
    // The episodes differ by 1000, the two agents by 110 ± 1.
    expect(trained.difference.estimate).toBe(110);
    expect(trained.difference.high - trained.difference.low).toBeCloseTo(2 * 12.7062, 3);
    expect(clone.difference).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it('has no score and no difference without the agents that define them', () => {
    const [only] = compareAgents([{ name: 'trained', episodes: episodes([1, 2]) }], OPTIONS);
    expect(only.score).toBeNaN();
    expect(only.difference.estimate).toBeNaN();
  });

  it('refuses agents that did not play the same episodes', () => {
    expect(() =>
      compareAgents(
        [
          { name: 'random', episodes: episodes([1, 2]) },
          { name: 'clone', episodes: episodes([1, 2], 5) },
        ],
        OPTIONS,
      ),
    ).toThrow('clone: expected the 2 seeds of random, got others');
  });
});

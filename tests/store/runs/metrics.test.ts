import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { REWARD_TERMS } from '../../../src/env/types';
import type { EpisodeMetrics } from '../../../src/evaluation/metrics';
import { compareMetrics } from '../../../src/store/runs/metrics';
import { exampleMetrics } from '../../evaluation/exampleMetrics';

const episode = (seed: number, change: Partial<EpisodeMetrics> = {}) =>
  exampleMetrics({ seed, ...change });
const weights = { ...DEFAULT_REWARD_WEIGHTS, spreadCapture: 2, inventoryPenalty: 10, fees: 0 };
const measure = (
  metrics: readonly EpisodeMetrics[],
  reference: readonly EpisodeMetrics[] = [],
  beside: Parameters<typeof compareMetrics>[0]['beside'] = [],
) => compareMetrics({ metrics, reference, beside, weights });

describe('a compared agent', () => {
  it('has the ratios of its profits, without an interval, and their difference from another’s', () => {
    // Mean 2, standard deviation 2, root mean square loss 0.
    const profits = [0, 2, 4].map((profit, seed) => episode(seed, { profit }));
    // Mean 1, standard deviation 3, root mean square loss √(4/3).
    const others = [-2, 1, 4].map((profit, seed) => episode(seed, { profit }));
    const { sharpe, sortino } = measure(others, profits);
    expect(sharpe.value.estimate).toBeCloseTo(1 / 3, 12);
    expect(sharpe.difference.estimate).toBeCloseTo(1 / 3 - 1, 12);
    expect(sharpe.value.low).toBeNaN();
    expect(sortino.value.estimate).toBeCloseTo(Math.sqrt(3 / 4), 12);
  });

  it('has markouts weighed by contracts, and none where nothing was traded', () => {
    const traded = [
      episode(1, { contractsTraded: 10, markoutTicks: [1, 2, 3] }),
      episode(2, { contractsTraded: 30, markoutTicks: [0, -2, 1] }),
      episode(3, { contractsTraded: 0, markoutTicks: [NaN, NaN, NaN] }),
    ];
    const { markout100ms, markout1s, markout10s } = measure(traded);
    expect(markout100ms.value.estimate).toBe(0.25);
    expect(markout1s.value.estimate).toBe(-1);
    expect(markout10s.value.estimate).toBe(1.5);
    expect(measure(traded.slice(2)).markout1s.value.estimate).toBeNaN();
  });

  it('is paid each term by its weight, and the terms add up to the return', () => {
    const metrics = measure([
      episode(1, { terms: [10, -3, 1, -2, -0.5, -4] }),
      episode(2, { terms: [20, -5, 3, -4, -0.1, -2] }),
    ]);
    expect(metrics.spreadCaptureTerm.value.estimate).toBe(30);
    expect(metrics.inventoryPenaltyTerm.value.estimate).toBeCloseTo(-3, 12);
    expect(metrics.feesTerm.value.estimate).toBe(0);
    const sum = REWARD_TERMS.reduce(
      (total, term) => total + metrics[`${term}Term`].value.estimate,
      0,
    );
    expect(metrics.return.value.estimate).toBeCloseTo(sum, 10);
  });

  it('is scored between random quoting and Avellaneda-Stoikov under the weights on screen', () => {
    const earning = (spread: number) => [
      episode(1, { terms: [spread, 0, 0, 0, 0, 0] }),
      episode(2, { terms: [spread, 0, 0, 0, 0, 0] }),
    ];
    const row = (agentName: string, spread: number) => ({
      agentName,
      policyVersion: null,
      metrics: earning(spread),
    });
    const beside = [row('random', -10), row('Avellaneda-Stoikov γ 0.002', 30)];
    expect(measure(earning(20), [], beside).score.value.estimate).toBeCloseTo(75, 12);
    expect(measure(earning(30), [], beside).score.value.estimate).toBeCloseTo(100, 12);
    expect(measure(earning(20)).score.value.estimate).toBeNaN();
  });

  it('is compared only on the same seeds', () => {
    const own = [episode(1), episode(2)];
    const { profit, sharpe } = measure(own, [episode(1), episode(3)]);
    expect([profit.difference.estimate, sharpe.difference.estimate]).toEqual([NaN, NaN]);
  });
});

import { expect, it } from 'vitest';
import { cardEvaluation } from '../../src/evaluation/cardEvaluation';
import type { EpisodeMetrics } from '../../src/evaluation/metrics';

const episode = (seed: number, profit: number, quotedSpread: number): EpisodeMetrics => ({
  seed,
  steps: 10,
  return: profit,
  profit,
  maxDrawdown: 1,
  meanAbsInventory: 2,
  p95AbsInventory: 3,
  contractsTraded: 4,
  fillRate: 0.5,
  quotedSpread,
  terms: [],
  markoutTicks: [],
});

it('a card keeps means with their intervals, and null where there is no number', () => {
  // Student's t with 2 degrees of freedom: 4.3027 · 1/√3 = 2.4842 either side.
  const metrics = [episode(1, 1, NaN), episode(2, 2, NaN), episode(3, 3, NaN)];
  const { episodes, rows } = cardEvaluation([{ agentName: 'A', policyVersion: 1, metrics }], 9);
  expect(episodes).toBe(3);
  const { profit, quotedSpread } = rows[0].metrics;
  expect(profit.estimate).toBe(2);
  expect(profit.low).toBeCloseTo(2 - 2.4842, 3);
  expect(profit.high).toBeCloseTo(2 + 2.4842, 3);
  expect(quotedSpread).toEqual({ estimate: null, low: null, high: null });
});

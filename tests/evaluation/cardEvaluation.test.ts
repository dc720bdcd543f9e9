import { expect, it } from 'vitest';
import { cardEvaluation } from '../../src/evaluation/cardEvaluation';
import { compareAgents } from '../../src/evaluation/comparison';
import type { EpisodeMetrics } from '../../src/evaluation/metrics';

const episode = (seed: number, profit: number): EpisodeMetrics => ({
  seed,
  steps: 10,
  return: profit,
  profit,
  maxDrawdown: 1,
  meanAbsInventory: 2,
  p95AbsInventory: 3,
  contractsTraded: 10,
  fillRate: 0.5,
  quotedSpread: NaN,
  terms: [8, -3, 0, -1, -2, 0],
  markoutTicks: [0.5, 0.25, profit],
});

it('a card keeps its own agent first, means with their intervals, and null for what is no number', () => {
  const agents = [
    { name: 'BC', episodes: [1, 2, 3].map((seed) => episode(seed, 1)) },
    { name: 'IQL', episodes: [1, 2, 3].map((seed) => episode(seed, seed)) },
  ];
  const rows = compareAgents(agents, { random: 'random', reference: 'none', baseline: 'BC' });
  const card = cardEvaluation(rows, 'IQL', 9);
  expect(card.episodes).toBe(3);
  expect(card.rows.map(({ agent }) => agent)).toEqual(['IQL', 'BC']);
  const { profit, difference, score, quotedSpread, maxDrawdown } = card.rows[0].metrics;
  // Student's t with 2 degrees of freedom: 4.3027 · 1/√3 = 2.4842 either side.
  expect(profit.low).toBeCloseTo(2 - 2.4842, 3);
  expect(profit.high).toBeCloseTo(2 + 2.4842, 3);
  expect(difference.estimate).toBe(1);
  expect(maxDrawdown).toEqual({ estimate: 1, low: null, high: null });
  expect(score.estimate).toBeNull();
  const { markout1s, markout10s, spreadCapture, inventoryPenalty } = card.rows[0].metrics;
  expect([markout1s.estimate, markout10s.estimate]).toEqual([0.25, 2]);
  expect([spreadCapture.estimate, inventoryPenalty.estimate]).toEqual([8, -2]);
  expect(quotedSpread.estimate).toBeNull();
});

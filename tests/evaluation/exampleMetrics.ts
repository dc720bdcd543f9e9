/** The example is a minute of quoting that earned nothing, but for what a test changes. */
import type { EpisodeMetrics } from '../../src/evaluation/metrics';

export const exampleMetrics = (change: Partial<EpisodeMetrics> = {}): EpisodeMetrics => ({
  seed: 1,
  steps: 600,
  return: 0,
  profit: 0,
  maxDrawdown: 10,
  meanAbsInventory: 2,
  p95AbsInventory: 5,
  contractsTraded: 20,
  fillRate: 0.1,
  quotedSpread: 1.5,
  terms: [0, 0, 0, 0, 0, 0],
  markoutTicks: [0, 0, 0],
  ...change,
});

/** A sweep of the inventory penalty over three weights, on four episodes each. */
import { DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import type { EpisodeMetrics } from '../../src/evaluation/metrics';
import { DEFAULT_RUN_CONFIG } from '../../src/protocol/run';
import { parseSweep, sweepJson, type SweepPoint, type SweepRecord } from '../../src/protocol/sweep';
import { exampleMetrics } from '../evaluation/exampleMetrics';

/** Episodes of these profits, on the seeds 1, 2, 3 …, which hold so much. */
export const exampleEpisodes = (
  profits: readonly number[],
  meanAbsInventory: number,
): EpisodeMetrics[] =>
  profits.map((profit, index) =>
    exampleMetrics({
      seed: index + 1,
      profit,
      return: profit,
      meanAbsInventory,
      terms: [profit, 0, 0, 0, -meanAbsInventory, 0],
      // Nothing was traded at some horizon: a file has null for it.
      markoutTicks: [0, 0, Number.NaN],
    }),
  );

export const examplePoint = (
  inventoryPenalty: number,
  metrics: readonly EpisodeMetrics[],
  change: Partial<SweepPoint> = {},
): SweepPoint => ({
  weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty },
  metrics,
  runId: null,
  failure: '',
  ...change,
});

/** The more inventory costs, the less is held and earned; 0 earns less than 20 and holds more. */
export const exampleSweep = (change: Partial<SweepRecord> = {}): SweepRecord => {
  const sweep: SweepRecord = {
    version: 1,
    id: 'sweep-1',
    name: 'Sweep 1',
    createdAt: 1_000,
    status: 'finished',
    method: 'evaluation',
    agentName: 'IQL, ES',
    source: { kind: 'bundled', name: 'pretrainedEs', hash: '0123456789abcdef' },
    config: DEFAULT_RUN_CONFIG,
    axes: [{ term: 'inventoryPenalty', values: [0, 20, 500] }],
    episodes: 4,
    points: [
      examplePoint(0, exampleEpisodes([20, 40, 30, 30], 9)),
      examplePoint(20, exampleEpisodes([50, 70, 60, 60], 5)),
      examplePoint(500, exampleEpisodes([0, 20, 10, 10], 1)),
    ],
    baselines: [{ agentName: 'inventory skewed', metrics: exampleEpisodes([15, 25, 20, 20], 3) }],
    ...change,
  };
  // What a file does not say is undefined in what is read.
  return parseSweep(sweepJson(sweep));
};

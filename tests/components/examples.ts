/** Runs, reports and episodes as small as component tests need them. */
import { recordOf } from '../store/live/frames';
import { DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import type { EpisodeMetrics, EvaluationRow } from '../../src/evaluation/metrics';
import { MARKET_VERSION } from '../../src/market/version';
import { DEFAULT_RUN_CONFIG, type RunConfig, type RunSummary } from '../../src/protocol/run';
import type { EpisodeOrigin } from '../../src/protocol/episodeOrigin';
import { SAMPLE_LENGTH, SAMPLE_TERMS } from '../../src/protocol/frames';
import { withScores, type EpisodeScore } from '../../src/store/live/scores';
import { storeEpisode, type StoredEpisode } from '../../src/store/replay/episodes';
import {
  beginTraining,
  IDLE_TRAINING,
  type TrainingState,
} from '../../src/store/training/training';

export { exampleQuality } from '../learning/data/exampleDataset';

const episodeMetrics = (seed: number, profit: number): EpisodeMetrics => ({
  seed,
  steps: 600,
  return: profit,
  profit,
  maxDrawdown: 10,
  meanAbsInventory: 2,
  p95AbsInventory: 5,
  contractsTraded: 20,
  fillRate: 0.1,
  quotedSpread: 1.5,
  terms: [profit, 0, 0, 0, 0, 0],
  markoutTicks: [0, 0, 0],
});

/** @param profits per episode, on the seeds 1, 2, 3 … */
export const exampleRow = (
  agentName: string,
  profits: readonly number[],
  change: Partial<EvaluationRow> = {},
): EvaluationRow => ({
  agentName,
  policyVersion: agentName === 'network' ? 3 : null,
  metrics: profits.map((profit, index) => episodeMetrics(index + 1, profit)),
  ...change,
});

const baselines = [
  exampleRow('random', [-5, -7, -9]),
  exampleRow('inventory skewed', [10, 20, 30]),
];

/** @param profits of its policy, beside the inventory-skewed maker's 10, 20 and 30 */
export const exampleSummary = (
  id: string,
  profits: readonly number[],
  change: Partial<RunSummary> = {},
): RunSummary => ({
  id,
  name: `Run ${id}`,
  notes: '',
  tags: [],
  status: 'finished',
  createdAt: Number(id),
  config: DEFAULT_RUN_CONFIG,
  parentId: null,
  datasetHash: null,
  update: 2000,
  totalUpdates: 2300,
  hasPolicy: true,
  evaluation: [exampleRow('network', profits), ...baselines],
  failure: '',
  marketVersion: MARKET_VERSION,
  ...change,
});

export const withTrainingSeed = (trainingSeed: number): RunConfig => ({
  ...DEFAULT_RUN_CONFIG,
  trainingSeed,
});

export function trainingState(change: Partial<TrainingState>): TrainingState {
  return { ...beginTraining(IDLE_TRAINING, DEFAULT_RUN_CONFIG), ...change };
}

/** Three steps, a buy at the second and a sale at the third. */
export function exampleEpisode(id = 'episode-1', agentName = 'Inventory-skewed'): StoredEpisode {
  const samples = [1, 2, 3].map((step) => ({
    step,
    timeSeconds: step / 10,
    bestBid: 100,
    bestAsk: 101,
    inventory: [0, 2, -3][step - 1],
    equityDollars: 10 * step,
  }));
  const fill = { size: 2, isMaker: 1, aheadContracts: 4, levelContracts: 9, midTicks: 100.5 };
  const record = recordOf(
    samples,
    [
      { ...fill, step: 2, timeSeconds: 0.2, side: 1, priceTicks: 100 },
      { ...fill, step: 3, timeSeconds: 0.3, side: -1, priceTicks: 101, size: 5 },
    ],
    { id, agentName },
  );
  // Every dollar comes from the spread.
  for (let row = 0; row < samples.length; row++) {
    record.samples[row * SAMPLE_LENGTH + SAMPLE_TERMS] = 10;
  }
  return storeEpisode(record);
}

/** Where the example of a live episode comes from. @param playKey of who played where */
export const exampleOrigin = (
  playKey: number,
  weights = DEFAULT_REWARD_WEIGHTS,
): EpisodeOrigin => ({
  playKey,
  agent: { kind: 'doNothing' },
  fallback: null,
  weights,
  actsOnWeights: false,
});

/** The example's score, as the live market's episode. */
export function exampleScores(
  ids: readonly string[],
  playKey: number,
  agentName?: string,
): readonly EpisodeScore[] {
  const origin = exampleOrigin(playKey);
  return withScores(
    [],
    ids.map((id) => ({ ...exampleEpisode(id, agentName), origin })),
  );
}

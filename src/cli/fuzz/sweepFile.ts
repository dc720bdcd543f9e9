/**
 * A sweep of the reward weights that is fuzzed as a file, and what must hold of one that is read.
 */
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import type { SweepRecord } from '../../protocol/sweep';
import { readSweepFile, writeSweepFile } from '../../store/sweeps/sweepFiles';
import { must } from './judgement';

const episode = (seed: number) => ({
  seed,
  steps: 600,
  return: 12.5,
  profit: 10 * seed,
  maxDrawdown: 3,
  meanAbsInventory: 2,
  p95AbsInventory: 5,
  contractsTraded: 40,
  fillRate: 0.2,
  quotedSpread: 1.5,
  terms: [1, 2, 3, 4, -5, 0],
  // Nothing was traded at some horizon: a file has null for it.
  markoutTicks: [0.1, 0.2, Number.NaN],
});

const EXAMPLE: SweepRecord = {
  version: 1,
  id: 'sweep-1',
  name: 'Sweep 1',
  createdAt: 1_760_000_000_000,
  status: 'finished',
  method: 'evaluation',
  agentName: 'IQL, ES',
  source: { kind: 'bundled', name: 'pretrainedEs', hash: '0123456789abcdef' },
  config: DEFAULT_RUN_CONFIG,
  axes: [{ term: 'inventoryPenalty', values: [0, 20] }],
  episodes: 2,
  points: [0, 20].map((inventoryPenalty) => ({
    weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty },
    metrics: [episode(1), episode(2)],
    runId: null,
    failure: '',
  })),
  baselines: [{ agentName: 'inventory skewed', metrics: [episode(1), episode(2)] }],
};

export const exampleSweepFile = (): string => writeSweepFile(EXAMPLE);

export async function judgeSweep(input: Uint8Array): Promise<void> {
  const sweep = await readSweepFile(new Blob([Uint8Array.from(input)]));
  const once = writeSweepFile(sweep);
  const twice = writeSweepFile(await readSweepFile(new Blob([once])));
  must(once === twice, 'it is another sweep when it is written and read');
  must(!/-0[,\s\]}]/.test(once), 'it holds -0');
  must(!Number.isNaN(new Date(sweep.createdAt).getTime()), 'createdAt is no date');
  for (const { values } of sweep.axes) {
    must(values.every(Number.isFinite), 'a value of an axis is not finite');
  }
  for (const { weights } of sweep.points) {
    must(Object.values(weights).every(Number.isFinite), 'a weight is not finite');
  }
  must(once.length <= 20 * input.length + 100_000, 'it grows');
}

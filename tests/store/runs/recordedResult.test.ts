import { expect, it } from 'vitest';
import type { EpisodeMetrics } from '../../../src/evaluation/metrics';
import { recordedResult } from '../../../src/store/runs/recordedResult';
import { fittingRun } from './exampleRun';

const tape = { hash: '0123456789abcdef', instrument: 'ESH4', split: 'training' } as const;

function runWith(episode: Partial<EpisodeMetrics>, onTape = true) {
  const run = fittingRun();
  const metrics = [1, 3].map((profit, seed) => ({
    ...run.evaluation[0].metrics[0],
    seed,
    profit,
    contractsTraded: 4,
    marketContracts: 100,
    queueShare: 0.01,
    ...episode,
  }));
  const own = { ...run.evaluation[0], policyVersion: 3, metrics };
  const market = onTape ? { ...run.config.market, tape } : run.config.market;
  return { config: { ...run.config, market }, evaluation: [own] };
}

it('says how large an agent was on a recording, and when that was too large', () => {
  expect(recordedResult(runWith({}, false))).toBeNull();
  expect(recordedResult({ ...runWith({}), evaluation: [] })).toBeNull();
  expect(recordedResult(runWith({}))).toMatchObject({
    shareOfVolume: 0.04,
    queueShare: 0.01,
    isLarge: false,
    profits: null,
  });
  expect(recordedResult(runWith({ marketContracts: 79 }))?.isLarge).toBe(true);
  expect(recordedResult(runWith({ queueShare: 0.06 }))?.isLarge).toBe(true);
});

it('gives the profit under three assumptions of queues where orders are not known', () => {
  const run = runWith({ queueExponent: 3.6 });
  const [own] = run.evaluation;
  const queueProfits = { even: [2, 4], behind: [0, 1] };
  const result = recordedResult({ ...run, evaluation: [{ ...own, queueProfits }] });
  expect(result?.profits).toMatchObject({
    even: { estimate: 3 },
    measured: { estimate: 2 },
    exponent: 3.6,
    behind: { estimate: 0.5 },
  });
});

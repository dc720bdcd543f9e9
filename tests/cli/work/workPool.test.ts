import { describe, expect, it } from 'vitest';
import { planEpisodes } from '../../../src/agents/baselines/behaviours';
import type { TrainingJob } from '../../../src/cli/training/training';
import { performAll } from '../../../src/cli/work/workPool';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { evaluateAgent } from '../../../src/evaluation/evaluateAgent';
import type { EvaluationRequest } from '../../../src/evaluation/metrics';
import { collectEpisodes } from '../../../src/learning/data/collect';
import { DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';

const dataset = collectEpisodes({
  market: DEFAULT_MARKET_CONFIG,
  env: { ...DEFAULT_ENV_CONFIG, episodeLength: 50 },
  weights: DEFAULT_REWARD_WEIGHTS,
  episodes: planEpisodes([{ agent: { kind: 'random' }, weight: 1 }], 4, 1),
});

function jobOf(seed: number, hiddenSizes = [8]): TrainingJob {
  return {
    shards: [dataset],
    decisionTransformer: null,
    learning: {
      ...DEFAULT_LEARNING_CONFIG,
      hiddenSizes,
      batchSize: 16,
      updates: 3,
      cloningUpdates: 2,
    },
    engine: 'compiled',
    weights: DEFAULT_REWARD_WEIGHTS,
    seed,
    dollarsPerTick: DEFAULT_ENV_CONFIG.tickValueDollars,
  };
}

describe('work on several threads', () => {
  // Starting tsx and wasm in a thread takes a second or two on a busy machine.
  const timeout = 60_000;

  it(
    'gives the policies that one thread gives, in the order of the jobs',
    async () => {
      const jobs = [1, 2, 1].map((seed) => jobOf(seed));
      const seen: number[] = [];
      const [first, second, third] = await performAll('train', jobs, 2, (done) => seen.push(done));
      expect(seen).toEqual([1, 2, 3]);
      expect(first.outcome.status).toBe('finished');
      expect(third.outcome.policy.parameters).toEqual(first.outcome.policy.parameters);
      expect(second.outcome.policy.parameters).not.toEqual(first.outcome.policy.parameters);
    },
    timeout,
  );

  it(
    'evaluates as this thread does',
    async () => {
      const request: EvaluationRequest = {
        market: DEFAULT_MARKET_CONFIG,
        env: { ...DEFAULT_ENV_CONFIG, episodeLength: 50 },
        weights: DEFAULT_REWARD_WEIGHTS,
        agent: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 1 },
        seeds: [3, 4],
      };
      const [there] = await performAll('evaluate', [request], 2);
      expect(there).toEqual(evaluateAgent(request));
      expect(there[0].return).not.toBe(there[1].return);
    },
    timeout,
  );

  it(
    'fails with the error of the job that failed',
    async () => {
      const broken = { ...jobOf(1), shards: [] };
      await expect(performAll('train', [jobOf(1), broken], 1)).rejects.toThrow('shards');
    },
    timeout,
  );
});

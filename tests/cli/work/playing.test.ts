import { describe, expect, it } from 'vitest';
import { planEpisodes } from '../../../src/agents/baselines/behaviours';
import { collectOnCores, evaluateOnCores, examineOnCores } from '../../../src/cli/work/playing';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { collectEpisodes } from '../../../src/learning/data/collect';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { examplePolicy } from '../../agents/policies/examplePolicy';

const scenario = {
  market: DEFAULT_MARKET_CONFIG,
  env: { ...DEFAULT_ENV_CONFIG, episodeLength: 2500 },
  weights: DEFAULT_REWARD_WEIGHTS,
};

describe('playing on two threads', () => {
  // Starting tsx and wasm in a thread takes a second or two on a busy machine.
  const timeout = 120_000;

  it(
    'collects the dataset that one thread collects, to its hash',
    async () => {
      const mixture = [
        { agent: { kind: 'random' }, weight: 1 },
        { agent: { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 1 }, weight: 1 },
      ] as const;
      const request = { ...scenario, episodes: planEpisodes(mixture, 5, 1) };
      const seen: number[] = [];
      const shared = await collectOnCores(request, (done) => seen.push(done), 2);
      const alone = collectEpisodes(request);
      expect(shared).toEqual(alone);
      expect(datasetHash([shared])).toBe(datasetHash([alone]));
      expect(seen.at(-1)).toBe(5);
    },
    timeout,
  );

  it(
    'evaluates and examines each agent as one thread does, in the order of the seeds',
    async () => {
      const policy = examplePolicy();
      const fixed = { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 1 } as const;
      const trained = { kind: 'network', policy, stochastic: false } as const;
      const seeds = [3, 4, 5];
      const requests = [fixed, trained].map((agent) => ({ ...scenario, agent, seeds }));
      expect(await evaluateOnCores(requests, () => {}, 2)).toEqual(
        await evaluateOnCores(requests, () => {}, 1),
      );
      const examined = requests.map((request) => ({
        ...request,
        critics: null,
        clone: policy,
        exported: null,
      }));
      expect(await examineOnCores(examined, () => {}, 2)).toEqual(
        await examineOnCores(examined, () => {}, 1),
      );
    },
    timeout,
  );
});

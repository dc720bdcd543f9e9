import { describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import { defaultBehaviours, planEpisodes } from '../../../src/agents/baselines/behaviours';
import { createAgent } from '../../../src/agents/createAgent';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { REWARD_TERMS } from '../../../src/env/types';
import { evaluateAgent } from '../../../src/evaluation/evaluateAgent';
import { collectEpisodes } from '../../../src/learning/data/collect';
import type { CollectionRequest } from '../../../src/learning/data/dataset';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { createMarket } from '../../../src/market/createMarket';

const random: AgentSpec = { kind: 'random' };

function requestOf(changes: Partial<CollectionRequest> = {}, env = {}): CollectionRequest {
  return {
    market: DEFAULT_MARKET_CONFIG,
    env: { ...DEFAULT_ENV_CONFIG, episodeLength: 50, ...env },
    weights: DEFAULT_REWARD_WEIGHTS,
    episodes: planEpisodes(defaultBehaviours(), 12, 5),
    ...changes,
  };
}

describe('collecting a dataset', () => {
  it('gives the same hash for the same config and seed, another for another', () => {
    const hash = datasetHash([collectEpisodes(requestOf())]);
    expect(datasetHash([collectEpisodes(requestOf())])).toBe(hash);
    const other = requestOf({ episodes: planEpisodes(defaultBehaviours(), 12, 6) });
    expect(datasetHash([collectEpisodes(other)])).not.toBe(hash);
  });

  it('gives the same rows however the episodes are shared out', () => {
    const { episodes } = requestOf();
    const pieces = [episodes.slice(0, 5), episodes.slice(5, 6), episodes.slice(6)];
    const shards = pieces.map((piece) => collectEpisodes(requestOf({ episodes: piece })));
    expect(datasetHash(shards)).toBe(datasetHash([collectEpisodes(requestOf())]));
  });

  it('gives the same data under any weights, and rewards that follow them', () => {
    const plain = collectEpisodes(requestOf());
    const weights = { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 500 };
    const averse = collectEpisodes(requestOf({ weights }));
    expect(datasetHash([averse])).toBe(datasetHash([plain]));
    for (let row = 0; row < averse.rows; row++) {
      const reward = REWARD_TERMS.reduce(
        (sum, term, index) => sum + weights[term] * averse.terms[row * 6 + index],
        0,
      );
      expect(averse.rewards[row]).toBeCloseTo(reward, 3);
    }
  });

  it('replays: the stored actions lead through the stored observations', () => {
    const request = requestOf({ episodes: [{ agent: random, seed: 99 }] });
    const data = collectEpisodes(request);
    const env = new MarketMakingEnv(
      createMarket(request.market),
      request.env,
      DEFAULT_REWARD_WEIGHTS,
    );
    const agent = createAgent(random, request.env);
    agent.reset(99);
    let { observation } = env.reset({ seed: 99 });
    const action = new Float64Array(5);
    const width = data.observationLength;
    for (let row = 0; row < data.rows; row++) {
      expect(data.observations.slice(row * width, (row + 1) * width)).toEqual(observation);
      expect(data.inventory[row]).toBe(env.inventory);
      expect(data.midTicks[row]).toBe(env.midTicks);
      agent.act(env.context, action);
      const result = env.step(action);
      observation = result.observation;
      expect(data.rewards[row]).toBe(Math.fround(result.reward));
      expect(data.truncated[row]).toBe(Number(row === data.rows - 1));
    }
    expect(data.finalObservations).toEqual(observation);
    expect(data.actions.every((value) => value >= -1 && value <= 1)).toBe(true);
  });

  it('names each behaviour once, and every row has one', () => {
    const request = requestOf();
    const data = collectEpisodes(request);
    expect(new Set(data.behaviours).size).toBe(data.behaviours.length);
    expect(data.episodeSeeds).toHaveLength(12);
    expect(data.episode[data.rows - 1]).toBe(11);
    request.episodes.forEach(({ agent }, index) => {
      const row = data.episode.indexOf(index);
      const { name } = createAgent(agent, request.env);
      expect(data.behaviours[data.behaviour[row]]).toBe(name);
    });
  });

  it('keeps only the rows of episodes that end early, terminated and not truncated', () => {
    const episodes = Array.from({ length: 4 }, (_, seed) => ({ agent: random, seed }));
    const data = collectEpisodes(
      requestOf({ episodes }, { maxLossDollars: 40, episodeLength: 400 }),
    );
    const last = data.rows - 1;
    expect(data.rows).toBeLessThan(4 * 400);
    expect(data.terminated[last] + data.truncated[last]).toBe(1);
    const ends = data.terminated.reduce((sum, flag, row) => sum + flag + data.truncated[row], 0);
    expect(ends).toBe(4);
    expect(data.observations).toHaveLength(data.rows * data.observationLength);
    expect(data.terminated.reduce((sum, flag) => sum + flag, 0)).toBeGreaterThan(0);
  });

  it('reports every episode as it is done', () => {
    const seen: number[] = [];
    collectEpisodes(requestOf(), (done) => seen.push(done));
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

describe('evaluating an agent', () => {
  it('plays the given seeds in order, the same every time', () => {
    const { market, env, weights } = requestOf();
    const request = { market, env, weights, agent: random, seeds: [3, 1, 2] };
    const metrics = evaluateAgent(request);
    expect(metrics.map(({ seed }) => seed)).toEqual([3, 1, 2]);
    expect(evaluateAgent({ ...request, seeds: [2, 3] })).toEqual([metrics[2], metrics[0]]);
  });

  it('finds the profit in the four money terms, to the cent', () => {
    const { market, env, weights } = requestOf();
    const seeds = [11, 12, 13, 14];
    for (const episode of evaluateAgent({ market, env, weights, agent: random, seeds })) {
      const money = episode.terms.slice(0, 4).reduce((sum, term) => sum + term, 0);
      expect(money).toBeCloseTo(episode.profit, 6);
    }
  });

  it('loses nothing and earns nothing by doing nothing', () => {
    const { market, env, weights } = requestOf();
    const agent = { kind: 'doNothing' } as const;
    const [episode] = evaluateAgent({ market, env, weights, agent, seeds: [4] });
    expect(episode).toMatchObject({ profit: 0, contractsTraded: 0, maxDrawdown: 0, fillRate: 0 });
  });
});

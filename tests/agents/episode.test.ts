import { describe, expect, it } from 'vitest';
import { createAgent } from '../../src/agents/createAgent';
import { episodeInSteps, runEpisode, type EpisodeListener } from '../../src/agents/episode';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { DEFAULT_MARKET_CONFIG } from '../../src/market/config';
import { createMarket } from '../../src/market/createMarket';

const CONFIG = { ...DEFAULT_ENV_CONFIG, episodeLength: 300 };

function setUp() {
  const rewards: number[] = [];
  const listener: EpisodeListener = {
    onStart() {},
    onDecision() {},
    onStep: (_env, { reward }) => void rewards.push(reward),
  };
  const market = createMarket(DEFAULT_MARKET_CONFIG);
  const env = new MarketMakingEnv(market, CONFIG, DEFAULT_REWARD_WEIGHTS);
  return { rewards, listener, env, agent: createAgent({ kind: 'random' }, CONFIG) };
}

describe('an episode in pieces', () => {
  it('is the same episode, and stops often enough for a worker to answer', () => {
    const whole = setUp();
    runEpisode(whole.env, whole.agent, 7, whole.listener);
    const pieces = setUp();
    const stops = [...episodeInSteps(pieces.env, pieces.agent, 7, pieces.listener)];
    expect(pieces.rewards).toEqual(whole.rewards);
    expect(pieces.rewards).toHaveLength(300);
    expect(stops).toEqual([64, 128, 192, 256]);
  });
});

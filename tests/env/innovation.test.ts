/**
 * What is taken off rewards as luck must have mean zero under every policy. A trend follower is the
 * policy that would show a trend among the innovations. The slowest market takes about a second.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { meanInterval } from '../../src/evaluation/statistics';
import { MARKET_PRESETS, PRESET_REGIMES, type MarketConfig } from '../../src/market/config';
import { createMarket } from '../../src/market/createMarket';

const NO_QUOTES = [0, 0, 1, 0, 0];
const SECONDS = 60;
/** Seconds over which the follower looks back. */
const MEMORY = 10;

interface Followed {
  /** Σ q·innovation of each episode, in ticks × contracts. */
  readonly innovations: number[];
  /** Σ q·Δv of each episode: the same with the trend. */
  readonly moves: number[];
}

/** Holds a contract in the direction in which the mid went in the last seconds. */
function followTrend(market: MarketConfig, episodes: number): Followed {
  const config = {
    ...DEFAULT_ENV_CONFIG,
    decisionIntervalSeconds: 1,
    episodeLength: SECONDS,
    flattenAtEnd: false,
  };
  const env = new MarketMakingEnv(createMarket(market), config, DEFAULT_REWARD_WEIGHTS);
  const followed: Followed = { innovations: [], moves: [] };
  for (let episode = 0; episode < episodes; episode += 1) {
    env.reset({ seed: 1000 + episode });
    const mids: number[] = [];
    let innovation = 0;
    let move = 0;
    while (env.isActive) {
      mids.push(env.midTicks);
      const before = mids[Math.max(0, mids.length - 1 - MEMORY)];
      const held = Math.sign(env.midTicks - before);
      env.step(NO_QUOTES);
      innovation += held * env.midInnovationTicks;
      move += held * (env.midInnovationTicks + env.midDriftTicks);
    }
    followed.innovations.push(innovation);
    followed.moves.push(move);
  }
  return followed;
}

const markets = MARKET_PRESETS.flatMap((preset) =>
  PRESET_REGIMES[preset].map((regime): MarketConfig => ({ preset, regime })),
);

describe('the innovations that a trend follower holds', () => {
  it.each(markets)('have mean zero in $preset $regime', (market) => {
    const isTrending = market.regime === 'trending';
    const { innovations, moves } = followTrend(market, isTrending ? 60 : 20);
    const { low, high } = meanInterval(innovations, 0.999);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    // So many episodes show a trend if it is there.
    if (isTrending) expect(meanInterval(moves, 0.999).low).toBeGreaterThan(0);
  });
});

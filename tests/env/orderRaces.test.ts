/**
 * Races between orders under way that other simulators were reported to lose: a cancel and a new
 * order that overlap at the position limit, and a position that is taken out at a stale price.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { createMarket } from '../../src/market/createMarket';
import { FILL, FILL_LENGTH, SAMPLE, SAMPLE_LENGTH } from '../../src/protocol/frames';
import { playedEpisode } from '../protocol/playedEpisode';
import { randomActions } from './episodes';

const SLOW: Partial<EnvConfig> = {
  episodeLength: 100,
  orderLatencyMicroseconds: 500_000,
  latencyJitterMicroseconds: 100_000,
};
const envOf = (changes: Partial<EnvConfig>, regime: 'base' | 'volatile' = 'base') =>
  new MarketMakingEnv(
    createMarket({ preset: 'es', regime }),
    { ...DEFAULT_ENV_CONFIG, ...changes },
    DEFAULT_REWARD_WEIGHTS,
  );

describe('orders that are half a second under way', () => {
  it('never carry the position past its limit, not even between two fills of a step', () => {
    const env = envOf({ ...SLOW, maxInventory: 5, maxOrderSize: 5 });
    let fillsSeen = 0;
    for (let seed = 1; seed <= 30; seed += 1) {
      env.reset({ seed });
      let position = 0;
      for (const action of randomActions(seed, 100, 10)) {
        if (!env.isActive) break;
        env.step(action);
        for (let fill = 0; fill < env.fills.count; fill += 1) {
          position += env.fills.side[fill] * env.fills.size[fill];
          fillsSeen += 1;
          if (Math.abs(position) > 5) expect.fail(`seed ${seed}: ${position} contracts`);
        }
        expect(position).toBe(env.inventory);
      }
    }
    expect(fillsSeen).toBeGreaterThan(100);
  });

  it('end an episode in exactly one way, also where both come at once', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const env = envOf({ ...SLOW, maxLossDollars: 100, episodeLength: 20 }, 'volatile');
      env.reset({ seed });
      for (const action of randomActions(seed, 20, 10)) {
        if (!env.isActive) break;
        const { terminated, truncated } = env.step(action);
        expect(terminated && truncated).toBe(false);
        expect(terminated || truncated).toBe(!env.isActive);
      }
      expect(env.isActive).toBe(false);
    }
  });

  it('take the position out when they arrive, at the price of then', () => {
    let taken = 0;
    for (let seed = 1; seed <= 10; seed += 1) {
      const { samples, fills, steps } = playedEpisode(
        { kind: 'random' },
        { seed, env: { ...SLOW, latencyJitterMicroseconds: 0, episodeLength: 50 } },
      );
      const last = (steps - 1) * SAMPLE_LENGTH;
      const [bid, ask] = [samples[last + SAMPLE.bestBid], samples[last + SAMPLE.bestAsk]];
      for (let at = 0; at < fills.length; at += FILL_LENGTH) {
        const time = fills[at + FILL.timeSeconds];
        // Episodes end at 5 s, and the order that takes the position out arrives half a second
        // later.
        if (time <= 5.45 || fills[at + FILL.isMaker] === 1) continue;
        taken += 1;
        expect(time).toBeCloseTo(samples[last + SAMPLE.timeSeconds], 6);
        const price = fills[at + FILL.priceTicks];
        if (fills[at + FILL.side] > 0) expect(price).toBeLessThanOrEqual(ask);
        else expect(price).toBeGreaterThanOrEqual(bid);
      }
      expect(samples[last + SAMPLE.inventory]).toBe(0);
    }
    expect(taken).toBeGreaterThan(0);
  });
});

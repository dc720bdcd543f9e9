import { describe, expect, it } from 'vitest';
import { QueueProbe } from '../../../src/evaluation/facts/queueProbe';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { createMarket } from '../../../src/market/createMarket';
import { BUY, SELL } from '../../../src/market/types';
import { ScriptedMarket, ladder } from '../../env/scriptedMarket';

const MS = 1e6;
const silent = { onFill: () => undefined, onMid: () => undefined, onTrade: () => undefined };

describe('a probe of the queue', () => {
  it('notes what was ahead at joining and at the last look, and how long the order waited', () => {
    const market = new ScriptedMarket(() => ({
      book: ladder(100, 1, 3, 10),
      events: [
        { at: 200 * MS, kind: 'trade', side: SELL, size: 6 },
        { at: 450 * MS, kind: 'trade', side: SELL, size: 5 },
      ],
    }));
    const probe = new QueueProbe(market);
    probe.setListener(silent);
    probe.advanceTo(100 * MS);
    probe.submitLimit(BUY, 100, 2);
    // An order that goes again unfilled has joined, and no more.
    probe.cancelOrder(probe.submitLimit(SELL, 101, 1));
    probe.advanceTo(300 * MS);
    probe.look();
    probe.advanceTo(500 * MS);
    const { secondsToFill, ...record } = probe.record;
    expect(record).toEqual({ joined: 2, aheadAtJoin: 20, filled: 1, aheadAtFill: 4 });
    expect(secondsToFill).toHaveLength(1);
    expect(secondsToFill[0]).toBeCloseTo(0.35, 9);
  });

  it('counts an order that fills in parts once, and a taker not at all', () => {
    const market = new ScriptedMarket(() => ({
      book: ladder(100, 1, 3, 10),
      events: [
        { at: 200 * MS, kind: 'trade', side: SELL, size: 11 },
        { at: 300 * MS, kind: 'trade', side: SELL, size: 1 },
      ],
    }));
    const probe = new QueueProbe(market);
    probe.setListener(silent);
    probe.submitLimit(BUY, 100, 2);
    probe.submitLimit(BUY, 101, 3);
    probe.advanceTo(500 * MS);
    expect(probe.record).toMatchObject({ joined: 1, aheadAtJoin: 10, filled: 1, aheadAtFill: 10 });
    probe.reset(1);
    expect(probe.record).toMatchObject({ joined: 0, aheadAtJoin: 0, filled: 0, secondsToFill: [] });
  });

  it('changes nothing of an episode', () => {
    const action = [0, 0, 1, 0.3, 0.3];
    const equities = [false, true].map((isProbed) => {
      const market = createMarket({ preset: 'es', regime: 'base' });
      const env = new MarketMakingEnv(
        isProbed ? new QueueProbe(market) : market,
        DEFAULT_ENV_CONFIG,
        DEFAULT_REWARD_WEIGHTS,
      );
      env.reset({ seed: 3 });
      return Array.from({ length: 100 }, () => env.step(action).info.equityDollars);
    });
    expect(equities[1]).toEqual(equities[0]);
    expect(new Set(equities[0]).size).toBeGreaterThan(10);
  });
});

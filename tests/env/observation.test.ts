import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMPACT_OBSERVATION,
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  FULL_OBSERVATION,
  type EnvConfig,
  type ObservationConfig,
} from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { observationLayout, observationLayoutOf } from '../../src/env/observationLayout';
import { BUY, SELL, type BookView } from '../../src/market/types';
import { actions, scripts } from './arbitraries';
import { ladder, ScriptedMarket, type ScriptedEvent } from './scriptedMarket';

const MS = 1e6;

function envOf(events: readonly ScriptedEvent[], changes: Partial<EnvConfig> = {}) {
  const market = new ScriptedMarket(() => ({ book: ladder(100, 1, 5, 10), events }));
  const config = { ...DEFAULT_ENV_CONFIG, episodeLength: 20, ...changes };
  const env = new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
  const { names } = env.layout;
  const { observation } = env.reset({ seed: 1 });
  const read = (name: string) => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`no ${name} in the layout`);
    return observation[index];
  };
  return { env, read, observation };
}

/** The book as level features, from the definition. */
function snapshotOf(book: BookView, levels: number): number[] {
  const mid = book.midHalfTicks / 2;
  const occupied = (start: number, direction: number) => {
    const prices: number[] = [];
    for (let price = start, skipped = 0; prices.length < levels; price += direction) {
      if (book.sizeAt(price) > 0 || skipped >= 64) prices.push(price);
      else skipped++;
    }
    return prices;
  };
  const bids = occupied(book.bestBid, -1);
  const asks = occupied(book.bestAsk, 1);
  return bids.flatMap((bid, level) => [
    mid - bid,
    Math.log(1 + book.sizeAt(bid)),
    asks[level] - mid,
    Math.log(1 + book.sizeAt(asks[level])),
  ]);
}

describe('observationLayout', () => {
  it('names every index once, and groups cover all of them in order', () => {
    for (const config of [COMPACT_OBSERVATION, FULL_OBSERVATION]) {
      const layout = observationLayout(config);
      expect(layout.names).toHaveLength(layout.length);
      expect(new Set(layout.names).size).toBe(layout.length);
      let end = 0;
      for (const group of Object.values(layout.groups)) {
        expect(group.start).toBe(end);
        ({ end } = group);
      }
      expect(end).toBe(layout.length);
    }
  });

  it("has NanoARB's ten snapshots of ten levels of four numbers in the full preset", () => {
    const { groups, length } = observationLayout(FULL_OBSERVATION);
    expect(groups.lobFeatures).toEqual({ start: 0, end: 400 });
    // Inventory, unrealised profit, time since trade, spread, imbalance, ten returns.
    expect(length).toBe(415);
  });

  it('has a key per meaning', () => {
    const configs: ObservationConfig[] = [
      COMPACT_OBSERVATION,
      FULL_OBSERVATION,
      { ...COMPACT_OBSERVATION, levels: 4 },
      { ...COMPACT_OBSERVATION, snapshots: 2 },
      { ...COMPACT_OBSERVATION, volatility: false },
      { ...COMPACT_OBSERVATION, microprice: false },
    ];
    expect(new Set(configs.map((config) => observationLayout(config).key)).size).toBe(6);
    expect(observationLayout({ ...FULL_OBSERVATION }).key).toBe(
      observationLayout(FULL_OBSERVATION).key,
    );
  });
});

/** Takes one step in a market whose latent price is given. */
function stepUnder(efficientPrice: (timeNs: number) => number) {
  const market = new ScriptedMarket(() => ({
    book: ladder(100, 1, 5, 10),
    events: [{ at: 50 * MS, kind: 'trade', side: BUY, size: 12 }],
    efficientPrice,
  }));
  const env = new MarketMakingEnv(market, DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS);
  env.reset({ seed: 1 });
  const { observation, info } = env.step([0, 0, 1, 1, 1]);
  return { observation: [...observation], shown: info.efficientPriceTicks };
}

describe('observations', () => {
  it('have their full length from the first step, repeating the first snapshot', () => {
    const { observation, env } = envOf([], {
      observation: { ...FULL_OBSERVATION, snapshots: 3, levels: 2 },
    });
    const first = [0.5, Math.log(11), 0.5, Math.log(11), 1.5, Math.log(11), 1.5, Math.log(11)];
    const window = [...observation.subarray(0, env.layout.groups.lobFeatures.end)];
    expect(window).toHaveLength(24);
    [...first, ...first, ...first].forEach((value, i) => expect(window[i]).toBeCloseTo(value, 6));
  });

  it('hold the newest returns, newest last', () => {
    const { env, read } = envOf([
      { at: 50 * MS, kind: 'trade', side: BUY, size: 10 },
      { at: 150 * MS, kind: 'add', side: BUY, price: 101, size: 1 },
    ]);
    env.step([0, 0, 1, 0, 0]);
    expect(read('recentReturn[0]')).toBe(0.5);
    env.step([0, 0, 1, 0, 0]);
    expect(read('recentReturn[0]')).toBe(0.5);
    expect(read('recentReturn[-1]')).toBe(0.5);
    for (let step = 0; step < 8; step++) env.step([0, 0, 1, 0, 0]);
    expect(read('recentReturn[-9]')).toBe(0.5);
    expect(read('recentReturn[0]')).toBe(0);
    env.step([0, 0, 1, 0, 0]);
    expect(read('recentReturn[-9]')).toBe(0.5);
    env.step([0, 0, 1, 0, 0]);
    expect(read('recentReturn[-9]')).toBe(0);
  });

  it('measure time, spread and imbalance, which move', () => {
    const { env, read } = envOf([
      { at: 50 * MS, kind: 'trade', side: SELL, size: 12 },
      { at: 150 * MS, kind: 'pull', price: 101, size: 10 },
    ]);
    expect(read('imbalance')).toBe(0);
    expect(read('spread')).toBe(1);
    env.step([0, 0, 1, 0.3, 0]);
    // A contract is left at 100 against ten at 101.
    expect(read('imbalance')).toBeCloseTo(-9 / 11, 6);
    expect(read('timeSinceTrade')).toBeCloseTo(0.05 / 10.05, 6);
    expect(read('inventory')).toBeCloseTo(2 / 50, 6);
    expect(read('unrealizedPnl')).toBeCloseTo((2 * 0.5) / 50, 6);
    expect(read('timeLeft')).toBeCloseTo(19 / 20, 6);
    env.step([0, 0, 1, 0.3, 0]);
    expect(read('spread')).toBe(2);
    expect(read('timeSinceTrade')).toBeCloseTo(0.15 / 10.15, 6);
  });

  it('show the own quotes: distance, place in the queue, size', () => {
    const { env, read } = envOf([]);
    expect(read('ownBidQueue')).toBe(1);
    expect(read('ownBidSize')).toBe(0);
    env.step([0, 0, 1, 0.5, 0]);
    expect(read('ownBidDistance')).toBe(0.5);
    expect(read('ownBidQueue')).toBeCloseTo(10 / 15, 6);
    expect(read('ownBidSize')).toBe(0.5);
    expect(read('ownAskSize')).toBe(0);
  });

  it('sign flow by who pushes: Cont, Kukanov and Stoikov, equation 3', () => {
    const { env, read } = envOf([
      { at: 50 * MS, kind: 'add', side: BUY, price: 100, size: 5 },
      { at: 60 * MS, kind: 'trade', side: BUY, size: 4 },
    ]);
    env.step([0, 0, 1, 0, 0]);
    // e = (15 − 10) − (6 − 10) = 9 over the mean depth (10 + 10 + 15 + 6) / 4.
    const weight = 1 - Math.exp(-0.1);
    expect(read('quoteFlow')).toBeCloseTo((weight * 9) / 10.25, 6);
    expect(read('tradeFlow')).toBeCloseTo((weight * 4) / 10.25, 6);
  });

  it('never contain the efficient price', () => {
    const low = stepUnder(() => 90);
    const high = stepUnder((timeNs) => 110 + timeNs / 1e9);
    expect(low.shown).toBe(90);
    expect(high.shown).toBeCloseTo(110.1, 9);
    expect(high.observation).toEqual(low.observation);
  });

  it('written incrementally equal those rebuilt from the history of books', () => {
    const observation = { ...FULL_OBSERVATION, snapshots: 4, levels: 3 };
    fc.assert(
      fc.property(
        scripts(2),
        fc.array(actions, { minLength: 15, maxLength: 15 }),
        (script, moves) => {
          const market = new ScriptedMarket(() => script);
          const config = { ...DEFAULT_ENV_CONFIG, observation, flattenAtEnd: false };
          const env = new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
          let shown = env.reset({ seed: 1 }).observation;
          const history = Array.from({ length: 4 }, () => snapshotOf(market.book, 3));
          for (const action of moves) {
            history
              .slice(-4)
              .flat()
              .forEach((value, i) => expect(shown[i]).toBeCloseTo(value, 5));
            const result = env.step(action);
            if (result.terminated) return;
            shown = result.observation;
            history.push(snapshotOf(market.book, 3));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a layout’s key', () => {
  it.each([COMPACT_OBSERVATION, FULL_OBSERVATION, { ...FULL_OBSERVATION, volatility: true }])(
    'leads back to the layout: %o',
    (config) => {
      const layout = observationLayout(config);
      expect(observationLayoutOf(layout.key)).toEqual(layout);
    },
  );

  it.each(['', 'v1', 'v1+0x5', 'v1+axb', 'v9+1x5', 'v1+1x5+tea'])('“%s” is none', (key) => {
    expect(observationLayoutOf(key)).toBeNull();
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualAgent } from '../../../src/agents/manual/manualAgent';
import {
  manualLimit,
  nearestResting,
  NO_QUOTES,
  placeManually,
  quotesOnHold,
  restingReach,
  type ManualQuotes,
  type QuotingMarket,
  type Touch,
} from '../../../src/agents/manual/manualQuotes';
import { quotesFromAction, validate, type QuotePair } from '../../../src/env/actionMap';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { ACTION_LENGTH, type DecisionContext } from '../../../src/env/types';
import { BUY, SELL } from '../../../src/market/types';
import { ladder, ScriptedMarket, type ScriptedEvent } from '../../env/scriptedMarket';

const emptyPair = (): QuotePair => ({ bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 });

const wanted = (bid: number | null, ask: number | null, size = 5): ManualQuotes => ({
  bid: { isOn: bid !== null, priceTicks: bid ?? 0, size },
  ask: { isOn: ask !== null, priceTicks: ask ?? 0, size },
  isFlattening: false,
});

const marketOf = (touch: Touch, inventory = 0): QuotingMarket => ({
  ...touch,
  inventory,
  maxInventory: 50,
});

const placed = (quotes: ManualQuotes, touch: Touch, inventory = 0): QuotePair => {
  const out = emptyPair();
  placeManually(quotes, marketOf(touch, inventory), out);
  return out;
};

/** Quotes that the environment makes of the agent's action in a book with this touch. */
function quoted(quotes: ManualQuotes, touch: Touch, maxOrderSize = 10): QuotePair {
  const midHalfTicks = touch.bestBid + touch.bestAsk;
  const action = new Float64Array(ACTION_LENGTH);
  const context = {
    midTicks: midHalfTicks / 2,
    book: touch,
    inventory: 0,
    maxInventory: 50,
  } as DecisionContext;
  new ManualAgent({ ...DEFAULT_ENV_CONFIG, maxOrderSize }, quotes).act(context, action);
  validate(action);
  const out = emptyPair();
  quotesFromAction(action, midHalfTicks, maxOrderSize, out);
  return out;
}

/**
 * Every pair of resting prices that some action asks for, on a grid fine enough to find them all.
 */
function pairsOfTheBox(touch: Touch): Set<string> {
  const midHalfTicks = touch.bestBid + touch.bestAsk;
  const pairs = new Set<string>();
  const out = emptyPair();
  for (let spread = 0.5; spread <= 5; spread += 0.25) {
    for (let bidSkew = -1; bidSkew <= 1; bidSkew += 0.125) {
      for (let askSkew = -1; askSkew <= 1; askSkew += 0.125) {
        quotesFromAction([bidSkew, askSkew, spread, 1, 1], midHalfTicks, 10, out);
        const rests = out.bidPrice < touch.bestAsk && out.askPrice > touch.bestBid;
        if (rests) pairs.add(`${out.bidPrice} ${out.askPrice}`);
      }
    }
  }
  return pairs;
}

const touches = fc.record({
  bestBid: fc.integer({ min: 100, max: 40_000 }),
  spread: fc.integer({ min: 1, max: 12 }),
});

describe('quotes by hand', () => {
  it('ask for exactly the price that was set, whenever a quote can rest there', () => {
    fc.assert(
      fc.property(
        touches,
        fc.integer({ min: -8, max: 20 }),
        fc.integer({ min: -8, max: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (market, bid, ask, size) => {
          const touch = { bestBid: market.bestBid, bestAsk: market.bestBid + market.spread };
          const quotes = wanted(touch.bestBid + bid, touch.bestBid + ask, size);
          const stands = placed(quotes, touch);
          const made = quoted(quotes, touch, 40);
          for (const side of ['bid', 'ask'] as const) {
            expect(made[`${side}Size`]).toBe(stands[`${side}Size`]);
            expect(stands[`${side}Price`]).toBe(quotes[side].priceTicks);
            const isOut = manualLimit(quotes, side, marketOf(touch)) !== null;
            expect(stands[`${side}Size`]).toBe(isOut ? 0 : size);
            if (!isOut) expect(made[`${side}Price`]).toBe(quotes[side].priceTicks);
          }
          if (stands.bidSize > 0) expect(stands.bidPrice).toBeLessThan(touch.bestAsk);
          if (stands.askSize > 0) expect(stands.askPrice).toBeGreaterThan(touch.bestBid);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('keep every pair of prices that the action box holds, and no other, at mids on and between ticks', () => {
    for (const spread of [1, 2, 3, 4]) {
      const touch = { bestBid: 100, bestAsk: 100 + spread };
      const box = pairsOfTheBox(touch);
      const kept = new Set<string>();
      for (let bid = 90; bid <= 115; bid += 1) {
        for (let ask = 90; ask <= 115; ask += 1) {
          const { bidSize, askSize } = placed(wanted(bid, ask), touch);
          if (bidSize > 0 && askSize > 0) kept.add(`${bid} ${ask}`);
        }
      }
      expect([...kept].sort()).toEqual([...box].sort());
    }
  });

  it('go no farther than four ticks from the mid, rounded outward', () => {
    const out = { low: 0, high: 0 };
    expect(restingReach('bid', { bestBid: 100, bestAsk: 101 }, out)).toEqual({
      low: 97,
      high: 100,
    });
    expect(restingReach('ask', { bestBid: 100, bestAsk: 101 }, out)).toEqual({
      low: 101,
      high: 104,
    });
    expect(restingReach('bid', { bestBid: 100, bestAsk: 102 }, out)).toEqual({
      low: 97,
      high: 101,
    });
  });

  it('let the farther of a lopsided pair wait, and leave the nearer alone', () => {
    const touch = { bestBid: 100, bestAsk: 101 };
    expect(placed(wanted(97, 101), touch)).toMatchObject({ bidSize: 0, askPrice: 101, askSize: 5 });
    expect(placed(wanted(100, 104), touch)).toMatchObject({
      bidPrice: 100,
      bidSize: 5,
      askSize: 0,
    });
    expect(placed(wanted(97, null), touch)).toMatchObject({ bidPrice: 97, bidSize: 5, askSize: 0 });
  });

  it('never chase the market: what cannot rest at its price is out of it, and says why', () => {
    const quotes = wanted(98, 101);
    const up = { bestBid: 103, bestAsk: 104 };
    expect(placed(quotes, up)).toMatchObject({ bidSize: 0, askSize: 0 });
    expect(quotesOnHold(quotes, marketOf(up))).toEqual([
      { side: 'ask', why: 'crosses' },
      { side: 'bid', why: 'far' },
    ]);
    expect(placed(quotes, { bestBid: 99, bestAsk: 100 })).toMatchObject({
      bidPrice: 98,
      bidSize: 5,
      askPrice: 101,
      askSize: 5,
    });
  });

  it('are not held back by a quote that is out of the market', () => {
    const touch = { bestBid: 100, bestAsk: 101 };
    // Short of the limit by two contracts, the ask has room for two; at the limit for none.
    expect(placed(wanted(97, 101), touch, -48)).toMatchObject({ bidSize: 0, askSize: 2 });
    expect(placed(wanted(97, 101), touch, -50)).toMatchObject({ bidSize: 5, askSize: 0 });
    expect(quotesOnHold(wanted(97, 101), marketOf(touch, -50))).toEqual([
      { side: 'ask', why: 'full' },
    ]);
    expect(nearestResting(wanted(97, 101), 'bid', marketOf(touch, -48))).toBe(98);
    expect(nearestResting(wanted(97, 101), 'bid', marketOf(touch, -50))).toBe(97);
    expect(nearestResting(wanted(97, 90), 'bid', marketOf(touch))).toBe(97);
  });
});

describe('the manual agent in a market', () => {
  const buys = (size: number): readonly ScriptedEvent[] => [
    { at: 0.25e9, kind: 'trade', side: BUY, size },
    { at: 0.32e9, kind: 'add', side: SELL, price: 101, size: 4 },
  ];
  const open = (agent: ManualAgent, events: readonly ScriptedEvent[]) => {
    const market = new ScriptedMarket(() => ({ book: ladder(100, 1, 4, 6), events }));
    const env = new MarketMakingEnv(market, DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS);
    env.reset({ seed: 1 });
    const action = new Float64Array(ACTION_LENGTH);
    return {
      env,
      decide: () => {
        agent.act(env.context, action);
        env.step(action);
      },
    };
  };

  it('stays at its price while the market rises, and is taken out four ticks from the mid', () => {
    const rising: ScriptedEvent[] = [];
    for (let tick = 1; tick <= 5; tick += 1) {
      const at = tick * 0.2e9 + 0.05e9;
      rising.push(
        { at, kind: 'trade', side: BUY, size: 6 },
        { at: at + 1e6, kind: 'add', side: BUY, price: 100 + tick, size: 6 },
      );
    }
    const { env, decide } = open(new ManualAgent(DEFAULT_ENV_CONFIG, wanted(99, null)), rising);
    const seen: (readonly [number, number])[] = [];
    for (let step = 0; step < 14; step += 1) {
      decide();
      if (env.bidQuote.size > 0) seen.push([env.midTicks, env.bidQuote.price]);
    }
    expect(new Set(seen.map(([, price]) => price))).toEqual(new Set([99]));
    expect(Math.max(...seen.map(([mid]) => mid))).toBeGreaterThan(101);
    expect(env.midTicks).toBeGreaterThan(103);
    expect(env.bidQuote.size).toBeNaN();
  });

  it('keeps its place in the queue while the mid moves', () => {
    const { env, decide } = open(new ManualAgent(DEFAULT_ENV_CONFIG, wanted(100, null)), buys(6));
    decide();
    decide();
    const before = { ...env.bidQuote };
    expect(before).toMatchObject({ price: 100, size: 5 });
    const mid = env.midTicks;
    decide();
    expect(env.midTicks).not.toBe(mid);
    expect(env.bidQuote).toMatchObject({ price: 100, size: 5, ahead: before.ahead });
  });

  it('flattens across the spread, and then quotes nothing', () => {
    const agent = new ManualAgent(DEFAULT_ENV_CONFIG, wanted(null, 101, 3));
    const { env, decide } = open(agent, buys(9));
    decide();
    decide();
    decide();
    expect(env.inventory).toBe(-3);
    agent.setQuotes({ ...NO_QUOTES, isFlattening: true });
    decide();
    decide();
    expect(env.inventory).toBe(0);
    decide();
    expect(env.inventory).toBe(0);
    expect([env.bidQuote.size, env.askQuote.size]).toEqual([Number.NaN, Number.NaN]);
  });
});

import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import type { RewardWeights } from '../../src/env/types';
import { BUY, SELL } from '../../src/market/types';
import { ladder, ScriptedMarket, type ScriptedEvent } from './scriptedMarket';

const MS = 1e6;
/** This action quotes one tick wide, at the best on both sides, `size` of maxOrderSize. */
const atBest = (size: number) => [0, 0, 1, size, size];
const NO_QUOTES = [0, 0, 1, 0, 0];

/** Fills a bid of three at 100 and leaves the mid where it is. */
const BOUGHT_THREE: readonly ScriptedEvent[] = [
  { at: 40 * MS, kind: 'add', side: BUY, price: 100, size: 5 },
  { at: 50 * MS, kind: 'trade', side: SELL, size: 13 },
];

function envOf(events: readonly ScriptedEvent[], changes: Partial<EnvConfig> = {}) {
  const market = new ScriptedMarket(() => ({ book: ladder(100, 1, 5, 10), events }));
  const config = {
    ...DEFAULT_ENV_CONFIG,
    episodeLength: 10,
    latencyJitterMicroseconds: 0,
    ...changes,
  };
  const env = new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
  env.reset({ seed: 1 });
  return { env, market };
}

describe('MarketMakingEnv', () => {
  it('queues a quote behind what rests there, after the latency', () => {
    const { env } = envOf([{ at: 0.1 * MS, kind: 'add', side: BUY, price: 100, size: 7 }]);
    env.step(atBest(0.3));
    // The other order came 50 µs before ours.
    expect(env.bidQuote).toEqual({ price: 100, size: 3, ahead: 17, levelSize: 20 });
    expect(env.askQuote).toEqual({ price: 101, size: 3, ahead: 10, levelSize: 13 });
  });

  it('pays a partial fill into position, fees and reward', () => {
    const { env } = envOf([{ at: 50 * MS, kind: 'trade', side: SELL, size: 12 }]);
    const { rewardTerms } = env.step(atBest(0.3));
    expect(env.inventory).toBe(2);
    expect(env.fills.count).toBe(1);
    expect(env.fills.size[0]).toBe(2);
    expect(env.fills.midTicks[0]).toBe(100.5);
    // Two contracts, half a tick each, 12.50 a tick; 0.25 a contract.
    expect(rewardTerms[0]).toBe(12.5);
    expect(rewardTerms[3]).toBe(-0.5);
    expect(env.equityDollars).toBe(12);
    expect(env.bidQuote.size).toBe(1);
  });

  it('counts the contracts of everybody, the own ones once, from the reset on', () => {
    const { env } = envOf([
      { at: 50 * MS, kind: 'trade', side: SELL, size: 12 },
      { at: 150 * MS, kind: 'trade', side: BUY, size: 4 },
    ]);
    env.step(atBest(0.3));
    expect(env.marketContracts).toBe(12);
    env.step(NO_QUOTES);
    expect(env.marketContracts).toBe(16);
    expect(env.snapshot().seats[0].recorder.times.marketContracts).toBe(16);
    env.reset({ seed: 1 });
    expect(env.marketContracts).toBe(0);
  });

  it('keeps the place of an unchanged and of a shrunk quote, and loses it for a larger one', () => {
    const { env } = envOf([{ at: 50 * MS, kind: 'add', side: BUY, price: 100, size: 9 }]);
    env.step(atBest(0.5));
    expect(env.bidQuote.ahead).toBe(10);
    env.step(atBest(0.5));
    expect(env.bidQuote.ahead).toBe(10);
    env.step(atBest(0.2));
    expect(env.bidQuote).toMatchObject({ size: 2, ahead: 10 });
    env.step(atBest(0.4));
    expect(env.bidQuote).toMatchObject({ size: 4, ahead: 19 });
  });

  it('lets a fill win the race against a cancel that is under way', () => {
    const { env } = envOf([{ at: 100.1 * MS, kind: 'trade', side: SELL, size: 15 }]);
    env.step(atBest(0.5));
    env.step(NO_QUOTES);
    expect(env.inventory).toBe(5);
  });

  it('lets a cancel win when it arrives first', () => {
    const { env } = envOf([{ at: 100.2 * MS, kind: 'trade', side: SELL, size: 15 }]);
    env.step(atBest(0.5));
    env.step(NO_QUOTES);
    expect(env.inventory).toBe(0);
  });

  it('takes with a taker fee when a quote crosses the market', () => {
    const { env } = envOf([]);
    // Bid at mid − 0.25 + 1 = 101.25, down to 101: the best ask.
    const { rewardTerms } = env.step([1, 1, 0.5, 0.2, 0]);
    expect(env.inventory).toBe(2);
    expect(env.fills.isMaker[0]).toBe(0);
    expect(rewardTerms[0]).toBe(-12.5);
    expect(rewardTerms[3]).toBe(-1.7);
  });

  it('reprices instead when post-only', () => {
    const { env } = envOf([], { postOnly: true });
    env.step([1, 1, 0.5, 0.2, 0]);
    expect(env.inventory).toBe(0);
    expect(env.bidQuote).toMatchObject({ price: 100, size: 2 });
  });

  it('takes the position out at the end with a real order', () => {
    const { env } = envOf(BOUGHT_THREE);
    env.step(atBest(0.3));
    let last = env.step(NO_QUOTES);
    while (!last.truncated) last = env.step(NO_QUOTES);
    expect(env.inventory).toBe(0);
    expect(env.fills.isMaker[0]).toBe(0);
    // Bought 3 at 100 as maker, sold 3 at 100 as taker: fees only.
    expect(env.equityDollars).toBeCloseTo(-3 * 0.25 - 3 * 0.85, 10);
    expect(last.terminated).toBe(false);
  });

  it('marks the position at mid at the end when asked to', () => {
    const { env } = envOf(BOUGHT_THREE, { flattenAtEnd: false });
    env.step(atBest(0.3));
    let last = env.step(NO_QUOTES);
    while (!last.truncated) last = env.step(NO_QUOTES);
    expect(env.inventory).toBe(3);
    expect(env.equityDollars).toBe(3 * 6.25 - 3 * 0.25);
  });

  it('throws when stepped after the end or before the first reset', () => {
    const { env, market } = envOf([]);
    for (let i = 0; i < 10; i++) env.step(NO_QUOTES);
    expect(() => env.step(NO_QUOTES)).toThrow(/reset/);
    const fresh = new MarketMakingEnv(market, DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS);
    expect(() => fresh.step(NO_QUOTES)).toThrow(/reset/);
  });

  it('names the dimension of an action that is not a number', () => {
    const { env } = envOf([]);
    expect(() => env.step([0, 0, Number.NaN, 1, 1])).toThrow(/action\.spread/);
  });
});

describe('weights of an environment', () => {
  const { fees: _, ...feeless } = DEFAULT_REWARD_WEIGHTS;
  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['null', null, 'weights: expected an object with a number per reward term, got null'],
    ['a list', [1, 1], 'weights: expected an object with a number per reward term, got [1,1]'],
    ['a term too few', feeless, 'weights.fees: expected a number from -1000 to 1000, got nothing'],
    [
      'an unknown name',
      { ...DEFAULT_REWARD_WEIGHTS, fee: 1 },
      'weights.fee: expected one of spreadCapture, adverseSelection, inventoryPnl, fees, inventoryPenalty, spreadPenalty, got 1',
    ],
    [
      'NaN',
      { ...DEFAULT_REWARD_WEIGHTS, fees: Number.NaN },
      'weights.fees: expected a number from -1000 to 1000, got NaN',
    ],
    [
      'a number out of range',
      { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: -1001 },
      'weights.inventoryPenalty: expected a number from -$1000 to $1000, got -1001',
    ],
    [
      'a text',
      { ...DEFAULT_REWARD_WEIGHTS, spreadCapture: '1' },
      'weights.spreadCapture: expected a number from -1000 to 1000, got "1"',
    ],
  ];

  it.each(wrong)(
    'may not be %s: the field is named, and those before stay',
    (_name, weights, message) => {
      const { env, market } = envOf([]);
      expect(() => env.setWeights(weights as RewardWeights)).toThrow(message);
      expect(env.context.weights).toEqual(DEFAULT_REWARD_WEIGHTS);
      const given = weights as RewardWeights;
      expect(() => new MarketMakingEnv(market, DEFAULT_ENV_CONFIG, given)).toThrow(message);
    },
  );

  it('may be negative, as on a slider, and count from the next step on', () => {
    const { env } = envOf([{ at: 50 * MS, kind: 'trade', side: SELL, size: 12 }]);
    env.setWeights({ ...DEFAULT_REWARD_WEIGHTS, spreadCapture: -2, inventoryPenalty: 0 });
    const { reward, rewardTerms } = env.step(atBest(0.3));
    const [, adverse, inventory, fees] = rewardTerms;
    expect(reward).toBeCloseTo(-2 * 12.5 + adverse + inventory + fees, 10);
  });
});

import { describe, expect, it } from 'vitest';
import {
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  type EnvConfig,
} from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import {
  ANALYTIC,
  AvellanedaStoikovMarket,
} from '../../../src/market/analytic/avellanedaStoikovMarket';
import { PUBLISHED_PARAMETERS } from '../../../src/market/analytic/avellanedaStoikovPaths';
import { createMarket } from '../../../src/market/createMarket';
import { BUY, NO_ORDER, SELL, type MarketListener } from '../../../src/market/types';

/** Everything that a listener hears, as numbers. */
function taped(market: AvellanedaStoikovMarket): number[] {
  const tape: number[] = [];
  const listener: MarketListener = {
    onFill: (...[time, , side, price, size]) => tape.push(1, time, side, price, size),
    onMid: (...mid) => tape.push(2, ...mid),
    onTrade: (...trade) => tape.push(3, ...trade),
  };
  market.setListener(listener);
  return tape;
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(mean(values.map((value) => value * value)) - mean(values) ** 2);

describe('the analytic market', () => {
  it('is the same for the same seed, and moves alike whether the agent trades or not', () => {
    const tapeOf = (seed: number, quotes: boolean) => {
      const market = new AvellanedaStoikovMarket(ANALYTIC);
      market.reset(seed);
      const tape = taped(market);
      for (let second = 1; second <= 60; second++) {
        if (quotes) market.submitLimit(BUY, market.book.bestBid, 2);
        market.advanceTo(second * 1e9);
      }
      return tape;
    };
    const silent = tapeOf(3, false);
    expect(silent.length).toBeGreaterThan(20);
    expect(tapeOf(3, false)).toEqual(silent);
    expect(tapeOf(4, false)).not.toEqual(silent);
    const traded = tapeOf(3, true);
    expect(traded).toEqual(tapeOf(3, true));
    expect(traded.length).toBeGreaterThan(silent.length);
    // The moves of the mid are those of the silent session once the fills are left out.
    const midsOf = (tape: readonly number[]) => {
      const mids: number[] = [];
      for (let i = 0; i < tape.length; i += tape[i] === 2 ? 4 : 5) {
        if (tape[i] === 2) mids.push(...tape.slice(i + 1, i + 4));
      }
      return mids;
    };
    expect(midsOf(traded)).toEqual(midsOf(silent));
  });

  it('moves as a Brownian motion does, on the grid: variance σ²t and no memory', () => {
    const market = new AvellanedaStoikovMarket(ANALYTIC);
    const seconds = 20_000;
    const mids: number[] = [];
    for (let second = 0; second <= seconds; second++) {
      market.advanceTo(second * 1e9);
      mids.push(market.book.midHalfTicks / 2);
      expect(market.book.bestAsk - market.book.bestBid).toBe(1);
      expect(Math.abs(market.efficientPriceTicks - mids[second])).toBeLessThan(1);
    }
    for (const lag of [1, 10]) {
      const returns = Array.from(
        { length: seconds / lag },
        (_, i) => mids[(i + 1) * lag] - mids[i * lag],
      );
      const variance = deviation(returns) ** 2;
      // Standard error of a variance: √((kurtosis − 1) / n), and the kurtosis of lattice moves.
      const fourth = mean(returns.map((r) => r ** 4)) / variance ** 2;
      const error = 4 * Math.sqrt((fourth - 1) / returns.length);
      expect(Math.abs(variance / (ANALYTIC.volatility ** 2 * lag) - 1)).toBeLessThan(error);
      const products = returns.slice(1).map((r, i) => (r * returns[i]) / variance);
      expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(products.length));
    }
  });

  it('fills an order as a Poisson process of rate A·e^(−kδ)', () => {
    const still = { ...ANALYTIC, volatility: 0 };
    const seconds = 2000;
    for (const distance of [0.5, 1.5, 3.5]) {
      for (const side of [BUY, SELL] as const) {
        const market = new AvellanedaStoikovMarket(still);
        const times: number[] = [];
        market.setListener({
          onFill: (timeNs, _id, filledSide, _price, size, isMaker) => {
            expect([filledSide, size, isMaker]).toEqual([side, 1, true]);
            times.push(timeNs);
          },
          onMid: () => undefined,
          onTrade: (_time, aggressor) => expect(aggressor).toBe(-side),
        });
        const id = market.submitLimit(side, ANALYTIC.initialMid - side * distance, 100_000);
        market.advanceTo(seconds * 1e9);
        const expected = seconds * ANALYTIC.arrivalRate * Math.exp(-ANALYTIC.decay * distance);
        expect(Math.abs(times.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
        expect(market.book.orderSize(id)).toBe(100_000 - times.length);
        // Waits of a Poisson process deviate as much as they last.
        const waits = times.slice(1).map((time, i) => time - times[i]);
        expect(deviation(waits) / mean(waits)).toBeGreaterThan(0.8);
        expect(deviation(waits) / mean(waits)).toBeLessThan(1.2);
      }
    }
  });

  it('takes marketable orders whole at the best price, and cancels what would meet itself', () => {
    const market = new AvellanedaStoikovMarket(ANALYTIC);
    const { bestBid, bestAsk } = market.book;
    const own = market.submitLimit(SELL, bestAsk, 3);
    const far = market.submitLimit(SELL, bestAsk + 4, 3);
    const fills: unknown[] = [];
    market.setListener({
      onFill: (_time, _id, ...fill) => fills.push(fill),
      onMid: () => undefined,
      onTrade: () => undefined,
    });
    expect(market.submitLimit(BUY, bestAsk + 2, 7)).toBe(NO_ORDER);
    expect(market.submitMarket(SELL, 200)).toBe(200);
    expect(fills).toEqual([
      [BUY, bestAsk, 7, false],
      [SELL, bestBid, 200, false],
    ]);
    expect(market.book.isResting(own)).toBe(false);
    expect(market.book.isResting(far)).toBe(true);
  });

  it('shows the agent in the book, ahead of nobody and behind nobody', () => {
    const market = new AvellanedaStoikovMarket(ANALYTIC);
    const { book } = market;
    const shown = book.sizeAt(book.bestBid - 1);
    const id = market.submitLimit(BUY, book.bestBid - 1, 5);
    expect(book.sizeAt(book.bestBid - 1)).toBe(shown + 5);
    expect(book.ordersAt(book.bestBid - 1)).toBe(2);
    expect(book.quantityAhead(id)).toBe(0);
    expect(book.sizeAt(book.bestBid - 40)).toBe(0);
    market.reduceOrder(id, 2);
    expect(book.orderSize(id)).toBe(2);
    const other = market.submitLimit(SELL, book.bestAsk + 30, 1);
    expect(market.cancelOrder(id)).toBe(2);
    expect(market.cancelOrder(id)).toBe(0);
    expect(book.orderPrice(other)).toBe(book.bestAsk + 30);
    expect(book.sizeAt(book.bestBid - 1)).toBe(shown);
    expect(() => book.orderSize(id)).toThrow('expected a resting order');
    expect(() => market.submitLimit(BUY, book.bestBid, 1.5)).toThrow(
      'size: expected a whole number from 1 to 1000000, got 1.5',
    );
  });

  it('refuses a fill probability above 1', () => {
    const sure = { ...ANALYTIC, volatility: 0, arrivalRate: 2, decay: 1, stepTime: 1 };
    const market = new AvellanedaStoikovMarket(sure);
    market.submitLimit(BUY, market.book.bestBid, 1);
    // 2·e^(−0.5) = 1.21.
    expect(() => market.advanceTo(1e9)).toThrow('order at 0.5 ticks from the mid');
    market.reset(1);
    market.submitLimit(BUY, market.book.bestBid - 1, 1);
    // 2·e^(−1.5) = 0.45.
    expect(() => market.advanceTo(1e9)).not.toThrow();
  });

  it('goes on from a snapshot, here or in another market, as it went on before', () => {
    const market = new AvellanedaStoikovMarket(ANALYTIC);
    market.submitLimit(BUY, market.book.bestBid, 100);
    market.submitLimit(SELL, market.book.bestAsk + 1, 100);
    market.advanceTo(5e9);
    const state = structuredClone(market.snapshot());
    const goOn = (from: AvellanedaStoikovMarket) => {
      const tape = taped(from);
      from.advanceTo(60e9);
      return [...tape, from.timeNs, from.efficientPriceTicks];
    };
    const before = goOn(market);
    expect(before.length).toBeGreaterThan(100);
    market.restore(state);
    expect(goOn(market)).toEqual(before);
    const other = new AvellanedaStoikovMarket(ANALYTIC);
    other.restore(state);
    expect(goOn(other)).toEqual(before);
  });
});

describe('a symmetric quoter in the environment', () => {
  // The paper's market with a tick as its unit of price: a decision at every step, no latency, no
  // fees.
  const { arrivalRate, decay, stepTime } = PUBLISHED_PARAMETERS;
  const STEPS = 200;
  const EPISODES = 2000;
  const config: EnvConfig = {
    ...DEFAULT_ENV_CONFIG,
    maxInventory: 10_000,
    maxOrderSize: 1,
    tickValueDollars: 1,
    makerFeeDollars: 0,
    takerFeeDollars: 0,
    episodeLength: STEPS,
    decisionIntervalSeconds: stepTime,
    orderLatencyMicroseconds: 0,
    marketDataLatencyMicroseconds: 0,
    latencyJitterMicroseconds: 0,
    flattenAtEnd: false,
  };

  /** About three seconds each on an idle core: 400 000 decisions. */
  it.each([0.5, 1.5])(
    'earns what the closed form says at %s ticks from the mid',
    (distance) => {
      const market = new AvellanedaStoikovMarket({ ...PUBLISHED_PARAMETERS, initialMid: 1000.5 });
      const env = new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
      const profits: number[] = [];
      const inventories: number[] = [];
      const action = [0, 0, 2 * distance, 1, 1];
      for (let seed = 1; seed <= EPISODES; seed++) {
        env.reset({ seed });
        while (env.isActive) env.step(action);
        profits.push(env.equityDollars);
        inventories.push(env.inventory);
      }
      const p = arrivalRate * stepTime * Math.exp(-decay * distance);
      const profit = 2 * STEPS * p * distance;
      const spreadOfInventory = Math.sqrt(2 * STEPS * p * (1 - p));
      // Four standard errors: of a mean σ / √n, of a normal standard deviation σ / √(2n).
      const error = (4 * deviation(profits)) / Math.sqrt(EPISODES);
      expect(error).toBeLessThan(0.05 * profit);
      expect(Math.abs(mean(profits) - profit)).toBeLessThan(error);
      expect(Math.abs(deviation(inventories) / spreadOfInventory - 1)).toBeLessThan(
        4 / Math.sqrt(2 * EPISODES),
      );
    },
    60_000,
  );

  it('trades in the preset as in any other market', () => {
    const env = new MarketMakingEnv(
      createMarket({ preset: 'avellanedaStoikov', regime: 'base' }),
      DEFAULT_ENV_CONFIG,
      DEFAULT_REWARD_WEIGHTS,
    );
    env.reset({ seed: 1 });
    let fills = 0;
    while (env.isActive) {
      const { observation } = env.step([0, 0, 3, 0.1, 0.1]);
      expect(observation.every(Number.isFinite)).toBe(true);
      fills += env.fills.count;
    }
    // A minute of two quotes at 1.5 ticks: 2·60·A·e^(−1.5·k) is 91.
    expect(fills).toBeGreaterThan(50);
    expect(fills).toBeLessThan(140);
    expect(env.inventory).toBe(0);
  });
});

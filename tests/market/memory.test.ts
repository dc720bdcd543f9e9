/**
 * The market may cost no more as a session goes on: neither memory that stays, nor memory touched
 * per event.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { OrderBook } from '../../src/market/book/orderBook';
import { ES } from '../../src/market/synthetic/presets';
import type { ExchangeMarket } from '../../src/market/exchange/exchangeMarket';
import { queueReactiveMarket } from '../../src/market/synthetic/queueReactiveFlow';
import { Rng } from '../../src/market/rng';
import { AGENT_OWNER, BUY, MARKET_OWNER, SELL } from '../../src/market/types';

const MEGABYTE = 2 ** 20;

/** Bytes that are still in use after a full collection, those of typed arrays among them. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * Puts counters around the typed arrays of an object.
 * @returns how often they were touched so far
 */
function countTouches(...owners: readonly object[]): () => number {
  let touches = 0;
  for (const owner of owners) {
    for (const key of Object.keys(owner)) {
      const array: unknown = Reflect.get(owner, key);
      if (!ArrayBuffer.isView(array)) continue;
      const counted = new Proxy(array, {
        get(target, property) {
          touches++;
          return Reflect.get(target, property, target) as unknown;
        },
        set(target, property, value) {
          touches++;
          return Reflect.set(target, property, value, target);
        },
      });
      Reflect.set(owner, key, counted);
    }
  }
  return () => touches;
}

function countBookTouches(book: object): () => number {
  return countTouches(Reflect.get(book, 'pool') as object, Reflect.get(book, 'levels') as object);
}

describe('the market over ten million events', () => {
  it('keeps less than a megabyte more than at the start', () => {
    const market = queueReactiveMarket([ES]);
    market.advanceTo(600e9);
    const before = bytesInUse();
    const start = market.eventCount;
    for (let time = 601e9; market.eventCount - start < 10_000_000; time += 1e9) {
      market.advanceTo(time);
    }
    expect(bytesInUse() - before).toBeLessThan(MEGABYTE);
    expect(market.tradeCount).toBeGreaterThan(200_000);
  }, 60_000);
});

describe('what the book touches per operation', () => {
  /**
   * Adds, cancels and trades at the best prices of a book with so many orders behind each other.
   */
  function touchesWith(ordersPerLevel: number): number {
    const book = new OrderBook({ onExecution: () => undefined });
    for (let level = 0; level < 10; level++) {
      for (let order = 0; order < ordersPerLevel; order++) {
        book.rest(BUY, 1000 - level, 1);
        book.rest(SELL, 1001 + level, 1);
      }
    }
    const touched = countBookTouches(book);
    const rng = new Rng(1);
    for (let round = 0; round < 200; round++) {
      const depth = rng.below(10);
      book.rest(BUY, 1000 - depth, 1);
      book.rest(SELL, 1001, 1);
      book.cancelMarketOrder(1000 - depth, rng.below(book.marketOrdersAt(1000 - depth)));
      book.take(BUY, 1001, 1, MARKET_OWNER);
      const own = book.submit(BUY, 1000, 3, AGENT_OWNER);
      book.modify(own, 1000, 2);
      book.cancel(own);
    }
    return touched();
  }

  it('is as much whether 40 orders rest or 40 000', () => {
    const few = touchesWith(2);
    expect(few).toBeGreaterThan(200 * 7);
    // The counts differ a little: the ends of a queue have one neighbour, and short queues are
    // mostly ends.
    for (const many of [20, 200, 2000]) {
      expect(touchesWith(many) / few).toBeGreaterThan(0.97);
      expect(touchesWith(many) / few).toBeLessThan(1.03);
    }
  });
});

describe('what an event of the flow touches', () => {
  /** The mean over the events of some seconds. */
  function touchesPerEvent(market: ExchangeMarket, seconds: number): number {
    const touched = countBookTouches(market.book);
    const events = market.eventCount;
    const before = touched();
    market.advanceTo(market.timeNs + seconds * 1e9);
    return (touched() - before) / (market.eventCount - events);
  }

  it('does not grow as the session goes on', () => {
    const fresh = queueReactiveMarket([ES]);
    const first = touchesPerEvent(fresh, 60);
    const old = queueReactiveMarket([ES]);
    old.advanceTo(3600e9);
    expect(old.eventCount).toBeGreaterThan(1_000_000);
    const later = touchesPerEvent(old, 60);
    expect(later / first).toBeGreaterThan(0.9);
    expect(later / first).toBeLessThan(1.1);
  }, 30_000);

  it('is exactly the same with a thousand orders of the agent behind the market', () => {
    const touchesBehind = (orders: number) => {
      const market = queueReactiveMarket([ES]);
      for (let order = 0; order < orders; order++) {
        // Fifty ticks down: nothing of the market reaches there in ten seconds.
        market.submitLimit(BUY, market.book.bestBid - 50 - (order % 20), 1);
      }
      return touchesPerEvent(market, 10);
    };
    expect(touchesBehind(1000)).toBe(touchesBehind(1));
  }, 30_000);
});

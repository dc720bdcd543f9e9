import { describe, expect, it } from 'vitest';
import { OrderBook } from '../../../src/market/book/orderBook';
import { Rng } from '../../../src/market/rng';
import { LEAVE_BID, JOIN_BID, MakerReactions } from '../../../src/market/synthetic/makerReactions';
import { ES, type QueueReactiveParameters } from '../../../src/market/synthetic/presets';
import { queueReactiveMarket } from '../../../src/market/synthetic/queueReactiveFlow';
import { AGENT_OWNER, BUY, MARKET_OWNER, SELL } from '../../../src/market/types';
import { EventHash } from '../eventHash';

const SECOND = 1e9;
const MILLISECOND = 1e6;
const SESSION_SECONDS = 120;

/** Book with one queue a side, and reactions to it. */
function reactionsTo(bidSize: number, askSize: number) {
  const book = new OrderBook({ onExecution: () => undefined });
  for (let i = 0; i < bidSize; i++) book.rest(BUY, 100, 1);
  for (let i = 0; i < askSize; i++) book.rest(SELL, 101, 1);
  return { book, reactions: new MakerReactions(book, new Rng(1)) };
}

/** Mean contracts at the new best prices of a session, some time after each became the best. */
function newQueue(parameters: QueueReactiveParameters, afterNs: number): number {
  const market = queueReactiveMarket([parameters]);
  let total = 0;
  let count = 0;
  const { book } = market;
  market.reset(1);
  let bid = book.bestBid;
  for (let time = 0; time < SESSION_SECONDS * SECOND; time += MILLISECOND) {
    market.advanceTo(time);
    // A higher bid is a created one; a lower one stood there already.
    if (book.bestBid > bid) {
      const price = book.bestBid;
      market.advanceTo(time + afterNs);
      total += book.sizeAt(price);
      count++;
    }
    bid = book.bestBid;
  }
  return total / count;
}

describe('the rush', () => {
  it('fills a new best queue within a millisecond', () => {
    const none = newQueue({ ...ES, rushOrders: 0 }, MILLISECOND / 2);
    const some = newQueue(ES, MILLISECOND / 2);
    // Eight orders of 2.6 contracts on a queue of ten, of a room for 58.
    expect(some - none).toBeGreaterThan(8);
    expect(some - none).toBeLessThan(8 * ES.meanAddSize);
  });

  it('sends fewer to a longer queue, and nobody to one of two reference queues', () => {
    const rushTo = (size: number) => {
      const { reactions } = reactionsTo(size, 1);
      let sent = 0;
      for (let i = 0; i < 2000; i++) {
        reactions.rush(BUY, 100, ES);
        sent += reactions.total;
      }
      return sent / 2000;
    };
    // Whole numbers, rounded from an exponential draw: its mean to a tenth.
    expect(rushTo(1)).toBeCloseTo(ES.rushOrders * (1 - 1 / 58), 0);
    expect(rushTo(29)).toBeCloseTo(ES.rushOrders / 2, 0);
    expect(rushTo(58)).toBe(0);
  });

  it('is off once another price is the best', () => {
    const { book, reactions } = reactionsTo(1, 1);
    for (let i = 0; reactions.total === 0 && i < 100; i++) reactions.rush(BUY, 100, ES);
    expect(reactions.total).toBeGreaterThan(0);
    expect(reactions.next()).toBe(JOIN_BID);
    for (let i = 0; i < 100; i++) book.rest(BUY, 100, 1);
    reactions.rush(BUY, 100, ES);
    expect(reactions.total).toBe(0);
  });
});

describe('fading', () => {
  it('makes makers leave a queue that is about to go, and no other', () => {
    const leaving = (bidSize: number, askSize: number) => {
      const { reactions } = reactionsTo(bidSize, askSize);
      let total = 0;
      for (let i = 0; i < 200; i++) {
        reactions.fade(BUY, 100, 101, ES);
        if (reactions.total > 0) {
          total += reactions.total;
          expect(reactions.next()).toBe(LEAVE_BID);
        }
      }
      return total;
    };
    expect(leaving(2, 40)).toBeGreaterThan(100);
    expect(leaving(20, 20)).toBe(0);
    expect(leaving(40, 2)).toBe(0);
  });

  it('takes the last of the market’s orders, wherever an agent’s stand', () => {
    const { book } = reactionsTo(2, 1);
    const first = book.submit(BUY, 100, 5, MARKET_OWNER);
    const own = [1, 2].map(() => book.submit(BUY, 100, 3, AGENT_OWNER));
    expect(book.cancelNewestMarketOrder(100)).toBe(5);
    expect(book.isResting(first)).toBe(false);
    expect(own.map((id) => book.quantityAhead(id))).toEqual([2, 5]);
    expect(book.agentSizeAt(100)).toBe(6);
  });
});

describe('the reaction to displayed size', () => {
  /** Hash of what others did after an agent showed an order a tick behind and at the best. */
  function tape(parameters: QueueReactiveParameters, shown: number): number {
    const market = queueReactiveMarket([parameters]);
    market.reset(4);
    // Far behind the queue: it is seen and does not trade in this time.
    if (shown > 0) market.submitLimit(BUY, market.book.bestBid, shown);
    const hash = new EventHash();
    market.setListener(hash);
    market.advanceTo(2 * SECOND);
    return hash.value;
  }

  it('is none of a market that does not look, but for what trades meet', () => {
    const blind = { ...ES, agentWeight: 0, fadeOrders: 0, imbalanceTaking: 0, rushOrders: 0 };
    const rates = (parameters: QueueReactiveParameters, shown: number) => {
      const market = queueReactiveMarket([parameters]);
      market.reset(4);
      if (shown > 0) market.submitLimit(BUY, market.book.bestBid, shown);
      const before = market.eventCount;
      market.advanceTo(30 * MILLISECOND);
      return market.eventCount - before;
    };
    expect(rates(blind, 500)).toBe(rates(blind, 0));
    expect(tape(ES, 500)).not.toBe(tape(ES, 0));
  });
});

it('moves the efficient price by trades, and counts that as what could be foretold', () => {
  const market = queueReactiveMarket([{ ...ES, volatility: 0, jumpRate: 0 }]);
  market.reset(2);
  const before = market.efficientPriceTicks - market.efficientDriftTicks;
  const start = market.efficientPriceTicks;
  market.advanceTo(10 * SECOND);
  expect(Math.abs(market.efficientPriceTicks - start)).toBeGreaterThan(0.01);
  expect(market.efficientPriceTicks - market.efficientDriftTicks).toBeCloseTo(before, 6);
});

describe('the place of cancels', () => {
  it('is at the back where the newest of many goes, and anywhere where any does', () => {
    // A first-in order of the market keeps its place when cancels come from the back.
    const ahead = (newestProbability: number) => {
      let left = 0;
      for (let seed = 1; seed <= 40; seed++) {
        const market = queueReactiveMarket([{ ...ES, newestProbability, impact: 0 }]);
        market.reset(seed);
        const { book } = market;
        const id = market.submitLimit(BUY, book.bestBid - 1, 1);
        const joined = book.quantityAhead(id);
        market.advanceTo(SECOND / 5);
        if (book.isResting(id)) left += book.quantityAhead(id) / joined;
      }
      return left / 40;
    };
    expect(ahead(1)).toBeGreaterThan(ahead(0));
  });
});

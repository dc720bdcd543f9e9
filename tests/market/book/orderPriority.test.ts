/** Who is first at a price, and what a book keeps of its orders, case by case. */
import { describe, expect, it } from 'vitest';
import { OrderBook } from '../../../src/market/book/orderBook';
import { AGENT_OWNER, BUY, MARKET_OWNER, SELL } from '../../../src/market/types';
import { Recorder, queueAt } from './bookPrograms';

describe('priority', () => {
  const book = () => new OrderBook(new Recorder());

  it('a size decrease keeps its place in the queue', () => {
    const b = book();
    const first = b.submit(BUY, 100, 5, AGENT_OWNER);
    const second = b.submit(BUY, 100, 5, AGENT_OWNER);
    expect(b.modify(first, 100, 2)).toBe(first);
    expect(queueAt(b, [second, first], 100)).toEqual([first, second]);
    expect(b.quantityAhead(second)).toBe(2);
  });

  it('a size increase loses its place in the queue', () => {
    const b = book();
    const first = b.submit(BUY, 100, 5, AGENT_OWNER);
    const second = b.submit(BUY, 100, 5, AGENT_OWNER);
    const moved = b.modify(first, 100, 6);
    expect(b.isResting(first)).toBe(false);
    expect(queueAt(b, [moved, second], 100)).toEqual([second, moved]);
  });

  it('an id that has gone names nothing, even when its memory is in use again', () => {
    const b = book();
    const gone = b.submit(BUY, 100, 5, AGENT_OWNER);
    b.cancel(gone);
    b.submit(BUY, 100, 7, MARKET_OWNER);
    expect(b.isResting(gone)).toBe(false);
    expect(b.cancel(gone)).toBe(0);
    expect(() => b.orderSize(gone)).toThrow(`order ${gone}: expected a resting order`);
    expect(b.sizeAt(100)).toBe(7);
  });

  it('cancels the own resting order rather than trade with it, and goes on behind it', () => {
    const recorder = new Recorder();
    const b = new OrderBook(recorder);
    b.submit(SELL, 101, 1, MARKET_OWNER);
    const own = b.submit(SELL, 101, 4, AGENT_OWNER);
    b.submit(SELL, 101, 2, MARKET_OWNER);
    expect(b.take(BUY, 101, 3, AGENT_OWNER)).toBe(3);
    expect(b.isResting(own)).toBe(false);
    expect(recorder.executions.map((execution) => execution.size)).toEqual([1, 2]);
  });

  it('has no mid while a side is empty', () => {
    const b = book();
    expect(b.midHalfTicks).toBeNaN();
    b.submit(BUY, 100, 1, MARKET_OWNER);
    expect(b.midHalfTicks).toBeNaN();
    b.submit(SELL, 103, 1, MARKET_OWNER);
    expect(b.midHalfTicks).toBe(203);
  });

  it('grows its memory instead of losing orders', () => {
    const b = book();
    const ids = Array.from({ length: 10_000 }, (_, i) =>
      b.submit(BUY, 100 - (i % 3), 1 + (i % 5), i % 7 === 0 ? AGENT_OWNER : MARKET_OWNER),
    );
    expect(ids.every((id) => b.isResting(id))).toBe(true);
    expect(b.ordersAt(100) + b.ordersAt(99) + b.ordersAt(98)).toBe(10_000);
    expect(queueAt(b, ids, 99)).toEqual(ids.filter((_, i) => i % 3 === 1));
  });

  it('picks every one of the market orders at a price, and never the agent', () => {
    const b = book();
    const own = b.submit(BUY, 100, 1, AGENT_OWNER);
    const others = Array.from({ length: 5 }, () => b.submit(BUY, 100, 1, MARKET_OWNER));
    const gone = new Set<number>();
    while (b.marketOrdersAt(100) > 0) {
      b.cancelMarketOrder(100, 0);
      for (const id of others) if (!b.isResting(id)) gone.add(id);
    }
    expect(gone.size).toBe(5);
    expect(b.isResting(own)).toBe(true);
  });
});

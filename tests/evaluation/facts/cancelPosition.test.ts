import { describe, expect, it } from 'vitest';
import { CancelPosition } from '../../../src/evaluation/facts/cancelPosition';
import { OrderBook } from '../../../src/market/book/orderBook';
import { createMarket } from '../../../src/market/createMarket';
import { AGENT_OWNER, BUY, SELL } from '../../../src/market/types';

const silent = { onExecution: () => undefined };

/** A book whose best bid, at 100, has one order of the market for each size. */
function bookOf(sizes: readonly number[]): OrderBook {
  const book = new OrderBook(silent);
  book.rest(SELL, 101, 5);
  for (const size of sizes) book.rest(BUY, 100, size);
  return book;
}

function watched(sizes: readonly number[]) {
  const book = bookOf(sizes);
  const position = new CancelPosition();
  book.cancelListener = position;
  return { book, position };
}

describe('the place of cancels in the queue', () => {
  it('is the middle of the cancelled order, as a share of its level', () => {
    const { book, position } = watched([2, 3, 5]);
    book.cancelMarketOrder(100, 1);
    expect(position.mean).toBeCloseTo((2 + 1.5) / 10, 12);
  });

  it('weighs cancels by their contracts', () => {
    const { book, position } = watched([2, 3, 5]);
    // The last of the row has the last place, 5 of 10; then 3 of the 5 that are left.
    book.cancelMarketOrder(100, 2);
    book.cancelMarketOrder(100, 1);
    expect(position.mean).toBeCloseTo((5 * (7.5 / 10) + 3 * (3.5 / 5)) / 8, 12);
  });

  it('is a half where every order of a queue is cancelled as often as any', () => {
    const sizes = [1, 4, 2, 7, 3];
    const positions = sizes.map((_, place) => {
      const { book, position } = watched(sizes);
      book.cancelMarketOrder(100, place);
      return position.mean;
    });
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const mean = positions.reduce((sum, each, place) => sum + (each * sizes[place]) / total, 0);
    expect(mean).toBeCloseTo(0.5, 12);
  });

  it('counts the contracts of an agent among those ahead, but not what the agent cancels', () => {
    const { book, position } = watched([]);
    const own = book.submit(BUY, 100, 10, AGENT_OWNER);
    book.rest(BUY, 100, 10);
    book.rest(BUY, 99, 10);
    book.cancelMarketOrder(100, 0);
    expect(position.mean).toBeCloseTo(0.75, 12);
    book.cancel(own);
    expect(position.mean).toBeCloseTo(0.75, 12);
  });

  it('counts behind the best prices too', () => {
    const { book, position } = watched([4]);
    book.rest(BUY, 99, 4);
    book.cancelMarketOrder(99, 0);
    expect(position.mean).toBeCloseTo(0.5, 12);
  });

  it('leaves the tape of a market as it was', () => {
    const tapeOf = (isWatched: boolean) => {
      const market = createMarket({ preset: 'es', regime: 'base' });
      market.reset(5);
      const position = new CancelPosition();
      if (isWatched) market.setCancelListener?.(position);
      market.advanceTo(20e9);
      return { mean: position.mean, state: market.snapshot() };
    };
    const watchedTape = tapeOf(true);
    expect(watchedTape.mean).toBeGreaterThan(0.5);
    expect(watchedTape.state).toEqual(tapeOf(false).state);
  });
});

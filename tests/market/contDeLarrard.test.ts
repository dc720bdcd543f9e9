import { expect, it } from 'vitest';
import { OrderBook } from '../../src/market/orderBook';
import { Rng } from '../../src/market/rng';
import { BUY, MARKET_OWNER, SELL, type Side } from '../../src/market/types';

/**
 * Cont and de Larrard, "Price Dynamics in a Markovian Limit Order Market", SIAM
 * J. Fin. Math. 4, 2013, proposition 3: unit orders come and go at equal rates
 * at the best queues; the ask empties first, so that the price goes up, with
 * probability (1/π)∫₀^π (2 − cos t − √((2 − cos t)² − 1))^p · sin(nt)cos(t/2) / sin(t/2) dt.
 */
function probabilityUp(bid: number, ask: number): number {
  const intervals = 20_000;
  const width = Math.PI / intervals;
  let sum = 0;
  for (let i = 0; i < intervals; i++) {
    const t = (i + 0.5) * width;
    const c = 2 - Math.cos(t);
    const decay = (c - Math.sqrt(c * c - 1)) ** ask;
    sum += (decay * Math.sin(bid * t) * Math.cos(t / 2)) / Math.sin(t / 2);
  }
  return (sum * width) / Math.PI;
}

const SEQUENCES = 8000;

/** Plays the race on a real book: unit adds, and unit removals half cancels and half trades. */
function simulatedUp(bid: number, ask: number, seed: number): number {
  const book = new OrderBook({ onExecution: () => undefined });
  const rng = new Rng(seed);
  let ups = 0;
  for (let sequence = 0; sequence < SEQUENCES; sequence++) {
    book.clear();
    for (let i = 0; i < bid; i++) book.rest(BUY, 100, 1);
    for (let i = 0; i < ask; i++) book.rest(SELL, 101, 1);
    while (book.bestBid === 100 && book.bestAsk === 101) {
      const side: Side = rng.uniform() < 0.5 ? BUY : SELL;
      const price = side === BUY ? 100 : 101;
      const kind = rng.below(4);
      if (kind < 2) book.rest(side, price, 1);
      else if (kind === 2) book.cancelMarketOrder(price, rng.below(book.ordersAt(price)));
      else book.take(side === BUY ? SELL : BUY, price, 1, MARKET_OWNER);
    }
    if (book.bestBid === 100) ups++;
  }
  return ups / SEQUENCES;
}

it.each([
  { bid: 2, ask: 1, up: 0.69765 },
  { bid: 5, ask: 1, up: 0.87287 },
  { bid: 5, ask: 3, up: 0.65476 },
  { bid: 3, ask: 10, up: 0.18599 },
])(
  'with $bid bid and $ask offered the next move is up with probability $up',
  ({ bid, ask, up }) => {
    expect(Math.abs(probabilityUp(bid, ask) - up)).toBeLessThan(1e-5);
    // Four standard errors.
    const error = 4 * Math.sqrt((up * (1 - up)) / SEQUENCES);
    expect(Math.abs(simulatedUp(bid, ask, 5) - up)).toBeLessThan(error);
  },
  60_000,
);

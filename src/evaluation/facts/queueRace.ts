/**
 * Tells which best queue empties first. Cont and de Larrard, "Price Dynamics in a Markovian Limit
 * Order Market", SIAM J. Fin. Math. 4, 2013: unit orders come and go at equal rates at the best
 * queues. It is told once by their integral, and once by a race on the order book that everything
 * here trades on.
 */
import { OrderBook } from '../../market/book/orderBook';
import { Rng } from '../../market/rng';
import { BUY, MARKET_OWNER, SELL, type Side } from '../../market/types';

const INTERVALS = 20_000;

/**
 * Gives the probability that the ask empties before the bid, proposition 3 with equal rates:
 * (1/π)∫₀^π (2 − cos t − √((2 − cos t)² − 1))^ask · sin(bid·t)·cos(t/2) / sin(t/2) dt.
 * @param bid the orders in the best bid, 1 or more, and `ask` likewise
 */
export function probabilityUp(bid: number, ask: number): number {
  const width = Math.PI / INTERVALS;
  let sum = 0;
  for (let i = 0; i < INTERVALS; i++) {
    const t = (i + 0.5) * width;
    const c = 2 - Math.cos(t);
    const decay = (c - Math.sqrt(c * c - 1)) ** ask;
    sum += (decay * Math.sin(bid * t) * Math.cos(t / 2)) / Math.sin(t / 2);
  }
  return (sum * width) / Math.PI;
}

/**
 * Returns the share of races that the bid survives: adds are of one unit, and removals are half
 * cancels and half trades.
 */
export function simulateRaces(bid: number, ask: number, races: number, seed: number): number {
  const book = new OrderBook({ onExecution: () => undefined });
  const rng = new Rng(seed);
  let ups = 0;
  for (let race = 0; race < races; race++) {
    book.clear();
    for (let i = 0; i < bid; i++) book.rest(BUY, 100, 1);
    for (let i = 0; i < ask; i++) book.rest(SELL, 101, 1);
    while (book.bestBid === 100 && book.bestAsk === 101) {
      const side: Side = rng.coin() ? BUY : SELL;
      const price = side === BUY ? 100 : 101;
      const kind = rng.below(4);
      if (kind < 2) book.rest(side, price, 1);
      else if (kind === 2) book.cancelMarketOrder(price, rng.below(book.ordersAt(price)));
      else book.take(side === BUY ? SELL : BUY, price, 1, MARKET_OWNER);
    }
    if (book.bestBid === 100) ups++;
  }
  return ups / races;
}

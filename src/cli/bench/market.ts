/**
 * How fast the market is, on one thread: order-flow events, book operations,
 * steps of the analytic market, and a plain loop to relate them to on a machine
 * that is busy or slow.
 */
import { AvellanedaStoikovPaths, PUBLISHED_PARAMETERS } from '../../market/avellanedaStoikovPaths';
import { OrderBook } from '../../market/orderBook';
import { ES } from '../../market/presets';
import { QueueReactiveMarket } from '../../market/queueReactiveMarket';
import { Rng } from '../../market/rng';
import { BUY, MARKET_OWNER, SELL } from '../../market/types';
import { judged, type BenchResult } from '../results';

const REFERENCE_ROUNDS = 20_000_000;
const BOOK_ROUNDS = 500_000;
const MARKET_SECONDS = 1500;
const PATHS = 1000;
const PATH_STEPS = 3000;

/** @returns seconds that `work` took, the best of three runs: the first also compiles */
function seconds(work: () => void): number {
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    work();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

/** Nanoseconds of a round of xorshift with two dependent reads of a small table. */
function referenceNs(): number {
  const table = new Float64Array(1024);
  const time = seconds(() => {
    let word = 1;
    for (let i = 0; i < REFERENCE_ROUNDS; i++) {
      word ^= word << 13;
      word ^= word >>> 17;
      word ^= word << 5;
      table[word & 1023] += table[(word >>> 3) & 1023] * 0.5 + 1;
    }
  });
  return (time / REFERENCE_ROUNDS) * 1e9;
}

/** Six operations a round, which leave as much as they found: three adds, a cancel and two matches. */
function bookOperationNs(): number {
  const book = new OrderBook({ onExecution: () => undefined });
  const rng = new Rng(1);
  for (let i = 0; i < 400; i++) {
    book.rest(BUY, 1000 - (i % 10), 1);
    book.rest(SELL, 1001 + (i % 10), 2);
  }
  const time = seconds(() => {
    for (let i = 0; i < BOOK_ROUNDS; i++) {
      const depth = rng.below(10);
      book.rest(BUY, 1000 - depth, 1);
      book.rest(SELL, 1001 + depth, 2);
      book.cancelMarketOrder(1000 - depth, rng.below(book.marketOrdersAt(1000 - depth)));
      book.take(BUY, 1010, 2, MARKET_OWNER);
      book.rest(BUY, 1000, 1);
      book.take(SELL, book.bestBid, 1, MARKET_OWNER);
    }
  });
  return (time / (6 * BOOK_ROUNDS)) * 1e9;
}

function eventsPerSecond(): number {
  const market = new QueueReactiveMarket([ES]);
  const time = seconds(() => {
    market.reset(1);
    market.advanceTo(MARKET_SECONDS * 1e9);
  });
  return market.eventCount / time;
}

function analyticStepsPerSecond(): number {
  const paths = new AvellanedaStoikovPaths(PATHS, PUBLISHED_PARAMETERS, 1);
  const distances = new Float64Array(PATHS).fill(0.7);
  const time = seconds(() => {
    for (let step = 0; step < PATH_STEPS; step++) paths.step(distances, distances);
  });
  return (PATHS * PATH_STEPS) / time;
}

export function benchMarket(): BenchResult[] {
  const reference = referenceNs();
  const operationNs = bookOperationNs();
  const events = eventsPerSecond();
  return [
    { name: 'market.referenceLoopNs', value: reference, unit: 'ns per round' },
    judged('market.book.operationsPerSecond', 1e9 / operationNs, 'operations/s', [10e6, null]),
    judged('market.book.updateNs', operationNs, 'ns', [null, 60]),
    {
      name: 'market.book.updatePerReference',
      value: operationNs / reference,
      unit: 'reference rounds',
    },
    judged('market.es.eventsPerSecond', events, 'events/s', [4e6, null]),
    {
      name: 'market.es.eventPerReference',
      value: 1e9 / events / reference,
      unit: 'reference rounds',
    },
    judged('market.analytic.stepsPerSecond', analyticStepsPerSecond(), 'steps/s', [20e6, null]),
  ];
}

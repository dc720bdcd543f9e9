/**
 * Measures how fast the market is on one thread: operations on a book with few orders and with
 * many, order-flow events early and late in a session, and steps of the analytic market. Each is
 * the best of many short rounds. It is also given in rounds of a plain loop of the same run, for
 * machines that are slow.
 */
import {
  AvellanedaStoikovPaths,
  PUBLISHED_PARAMETERS,
} from '../../market/analytic/avellanedaStoikovPaths';
import { OrderBook } from '../../market/book/orderBook';
import { ES } from '../../market/synthetic/presets';
import { queueReactiveMarket } from '../../market/synthetic/queueReactiveFlow';
import { Rng } from '../../market/rng';
import { AGENT_OWNER, BUY, MARKET_OWNER, SELL } from '../../market/types';
import { judged, type BenchResult } from '../output/results';
import { garbageCollector, heapGrowth } from './heap';
import { bestNs, referenceNs } from './timing';

const BOOK_ROUNDS = 5000;
const LEVELS = 10;
const FEW_PER_LEVEL = 40;
const MANY_PER_LEVEL = 4000;
/** Length of a stretch in nanoseconds of market time; it holds some thousand events. */
const STRETCH_NS = 20e9;
const LATE_NS = 4 * 3600e9;
const MEMORY_EVENTS = 10_000_000;
const PATHS = 1000;
const PATH_STEPS = 20;
const READS = 20_000;

/**
 * Measures an operation on a book, in rounds of six that leave as much as they found: three adds, a
 * cancel and two matches.
 */
function bookOperation(ordersPerLevel: number): number {
  const book = new OrderBook({ onExecution: () => undefined });
  const rng = new Rng(1);
  for (let order = 0; order < ordersPerLevel; order++) {
    for (let level = 0; level < LEVELS; level++) {
      book.rest(BUY, 1000 - level, 1);
      book.rest(SELL, 1001 + level, 2);
    }
  }
  return bestNs(6 * BOOK_ROUNDS, () => {
    for (let i = 0; i < BOOK_ROUNDS; i++) {
      const depth = rng.below(LEVELS);
      book.rest(BUY, 1000 - depth, 1);
      book.rest(SELL, 1001 + depth, 2);
      book.cancelMarketOrder(1000 - depth, rng.below(book.marketOrdersAt(1000 - depth)));
      book.take(BUY, 1010, 2, MARKET_OWNER);
      book.rest(BUY, 1000, 1);
      book.take(SELL, book.bestBid, 1, MARKET_OWNER);
    }
  });
}

/** Measures a read of the quantity ahead of an own order that stands behind this many others. */
function queueRead(ordersAhead: number): number {
  const book = new OrderBook({ onExecution: () => undefined });
  for (let order = 0; order < ordersAhead; order++) book.rest(BUY, 1000, 1);
  const own = book.submit(BUY, 1000, 1, AGENT_OWNER);
  const sum = new Float64Array(1);
  return bestNs(READS, () => {
    for (let i = 0; i < READS; i++) sum[0] += book.quantityAhead(own);
  });
}

/**
 * Measures an event, playing the same seconds of market again and again, from `fromNs` into the
 * session.
 */
function flowEvent(fromNs: number): number {
  const market = queueReactiveMarket([ES]);
  market.reset(1);
  market.advanceTo(fromNs);
  const state = market.snapshot();
  const before = market.eventCount;
  market.advanceTo(fromNs + STRETCH_NS);
  const events = market.eventCount - before;
  return bestNs(events, () => {
    market.restore(state);
    market.advanceTo(fromNs + STRETCH_NS);
  });
}

/**
 * Measures what a run keeps after a full collection, and what it leaves to be collected in between.
 */
function flowMemory(): { readonly keptBytes: number; readonly garbagePerEvent: number } {
  const collect = garbageCollector();
  const inUse = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const market = queueReactiveMarket([ES]);
  market.advanceTo(600e9);
  const before = inUse();
  const start = market.eventCount;
  let garbagePerEvent = Infinity;
  while (market.eventCount - start < MEMORY_EVENTS) {
    const events = market.eventCount;
    const growth = heapGrowth(() => market.advanceTo(market.timeNs + 100e9));
    const perEvent = (growth ?? Infinity) / (market.eventCount - events);
    garbagePerEvent = Math.min(garbagePerEvent, perEvent);
  }
  return { keptBytes: inUse() - before, garbagePerEvent };
}

function analyticStep(): number {
  const paths = new AvellanedaStoikovPaths(PATHS, PUBLISHED_PARAMETERS, 1);
  const distances = new Float64Array(PATHS).fill(0.7);
  return bestNs(PATHS * PATH_STEPS, () => {
    for (let step = 0; step < PATH_STEPS; step++) paths.step(distances, distances);
  });
}

/** Gives a rate, which is judged, and its cost in rounds of the reference loop. */
function rate(name: string, unit: string, eachNs: number, atLeast: number, reference: number) {
  return [
    judged(`${name}PerSecond`, 1e9 / eachNs, `${unit}/s`, [atLeast, null]),
    { name: `${name}Cost`, value: eachNs / reference, unit: 'reference rounds each' },
  ];
}

export function benchMarket(): BenchResult[] {
  const reference = referenceNs();
  const operation = bookOperation(FEW_PER_LEVEL);
  const early = flowEvent(0);
  const memory = flowMemory();
  return [
    { name: 'market.referenceLoopNs', value: reference, unit: 'ns per round' },
    ...rate('market.book.operations', 'operations', operation, 10e6, reference),
    judged('market.book.updateNs', operation, 'ns', [null, 60]),
    {
      name: 'market.book.updateNs with 80 000 orders',
      value: bookOperation(MANY_PER_LEVEL),
      unit: 'ns',
    },
    judged('market.book.queueReadNs behind 10', queueRead(10), 'ns', [null, 20]),
    judged('market.book.queueReadNs behind 100 000', queueRead(100_000), 'ns', [null, 20]),
    ...rate('market.es.events', 'events', early, 4e6, reference),
    judged('market.es.eventCostAfter4Hours', flowEvent(LATE_NS) / early, 'of the first', [
      null,
      1.5,
    ]),
    judged('market.es.keptBytesIn10MEvents', memory.keptBytes, 'bytes', [null, 2 ** 20]),
    judged('market.es.garbagePerEvent', memory.garbagePerEvent, 'bytes', [null, 4]),
    ...rate('market.analytic.steps', 'steps', analyticStep(), 20e6, reference),
  ];
}

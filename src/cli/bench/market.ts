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

interface Seconds {
  /** Of processor time: what the work costs, whoever else is on the machine. */
  readonly cpu: number;
  readonly wall: number;
}

/** @returns what `work` took, the best of three runs: the first also compiles */
function seconds(work: () => void): Seconds {
  let cpu = Infinity;
  let wall = Infinity;
  for (let run = 0; run < 3; run++) {
    const before = process.cpuUsage();
    const start = performance.now();
    work();
    wall = Math.min(wall, (performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(before);
    cpu = Math.min(cpu, (user + system) / 1e6);
  }
  return { cpu, wall };
}

/** Each of so many things that took this long together, in nanoseconds. */
function nanosecondsEach({ cpu, wall }: Seconds, count: number) {
  return { cpu: (cpu / count) * 1e9, wall: (wall / count) * 1e9 };
}
type Nanoseconds = ReturnType<typeof nanosecondsEach>;

/** Nanoseconds of a round of xorshift with two dependent reads of a small table. */
function referenceRound(): Nanoseconds {
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
  return nanosecondsEach(time, REFERENCE_ROUNDS);
}

/** Six operations a round, which leave as much as they found: three adds, a cancel and two matches. */
function bookOperation(): Nanoseconds {
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
  return nanosecondsEach(time, 6 * BOOK_ROUNDS);
}

function flowEvent(): Nanoseconds {
  const market = new QueueReactiveMarket([ES]);
  const time = seconds(() => {
    market.reset(1);
    market.advanceTo(MARKET_SECONDS * 1e9);
  });
  return nanosecondsEach(time, market.eventCount);
}

function analyticStep(): Nanoseconds {
  const paths = new AvellanedaStoikovPaths(PATHS, PUBLISHED_PARAMETERS, 1);
  const distances = new Float64Array(PATHS).fill(0.7);
  const time = seconds(() => {
    for (let step = 0; step < PATH_STEPS; step++) paths.step(distances, distances);
  });
  return nanosecondsEach(time, PATHS * PATH_STEPS);
}

/**
 * A rate by processor time, which is judged, and by the clock on the wall, which
 * on a busy machine says more about the others; and what one of them costs in
 * rounds of the reference loop.
 */
function rate(
  name: string,
  unit: string,
  each: Nanoseconds,
  atLeast: number,
  reference: Nanoseconds,
): BenchResult[] {
  return [
    judged(`${name}PerSecond`, 1e9 / each.cpu, `${unit}/s`, [atLeast, null]),
    { name: `${name}PerSecondWall`, value: 1e9 / each.wall, unit: `${unit}/s` },
    { name: `${name}Cost`, value: each.cpu / reference.cpu, unit: 'reference rounds each' },
  ];
}

export function benchMarket(): BenchResult[] {
  const reference = referenceRound();
  const operation = bookOperation();
  return [
    { name: 'market.referenceLoopNs', value: reference.cpu, unit: 'ns per round' },
    ...rate('market.book.operations', 'operations', operation, 10e6, reference),
    judged('market.book.updateNs', operation.cpu, 'ns', [null, 60]),
    ...rate('market.es.events', 'events', flowEvent(), 4e6, reference),
    ...rate('market.analytic.steps', 'steps', analyticStep(), 20e6, reference),
  ];
}

/**
 * Measures how fast others join a price that becomes the best: its contracts 1, 10 and 100 ms
 * later. Somebody who is told of it after that stands behind them. A level is created inside the
 * spread, or uncovered when the better one empties; a level that is no longer there has no
 * contracts.
 */
import {
  BUY,
  NANOSECONDS_PER_SECOND,
  SELL,
  type BookView,
  type MarketSource,
  type Side,
} from '../../market/types';
import { mean } from '../statistics';

export const LEVEL_AGES_MS = [1, 10, 100] as const;
const MILLISECOND_NS = NANOSECONDS_PER_SECOND / 1000;

interface Level {
  readonly side: Side;
  readonly priceTicks: number;
  readonly sinceNs: number;
  /** Contracts by LEVEL_AGES_MS, as far as they are known. */
  readonly volumes: number[];
}

export class LevelGrowth {
  private readonly created: Level[] = [];
  private readonly uncovered: Level[] = [];
  /** Levels that wait to be looked at, by the age at which they are. */
  private readonly waiting: Level[][] = LEVEL_AGES_MS.map(() => []);
  private bid: number;
  private ask: number;

  constructor(private readonly book: BookView) {
    this.bid = book.bestBid;
    this.ask = book.bestAsk;
  }

  /** Notes the levels that became the best, after every move of the mid. */
  onMid(timeNs: number): void {
    const { bestBid, bestAsk } = this.book;
    if (bestBid !== this.bid) this.begin(timeNs, BUY, bestBid, bestBid > this.bid);
    if (bestAsk !== this.ask) this.begin(timeNs, SELL, bestAsk, bestAsk < this.ask);
    this.bid = bestBid;
    this.ask = bestAsk;
  }

  /**
   * Advances the market, and looks at every level at the very time that it is due.
   * @param untilNs a millisecond from the market's clock or less, so that a level that becomes the
   * best on the way is not due before
   */
  advance(market: MarketSource, untilNs: number): void {
    for (let due = this.nextDueNs(); due <= untilNs; due = this.nextDueNs()) {
      market.advanceTo(due);
      this.look(due);
    }
    market.advanceTo(untilNs);
  }

  /** Returns mean contracts of a created level by LEVEL_AGES_MS; NaN where none was seen. */
  get createdVolumes(): number[] {
    return meansByAge(this.created);
  }

  /** Returns mean contracts of an uncovered level by LEVEL_AGES_MS; NaN where none was seen. */
  get uncoveredVolumes(): number[] {
    return meansByAge(this.uncovered);
  }

  private begin(sinceNs: number, side: Side, priceTicks: number, isCreated: boolean): void {
    const level: Level = { side, priceTicks, sinceNs, volumes: [] };
    (isCreated ? this.created : this.uncovered).push(level);
    for (const queue of this.waiting) queue.push(level);
  }

  /** Time at which the next level is due; Infinity when none waits. */
  private nextDueNs(): number {
    let soonest = Infinity;
    for (const [age, queue] of this.waiting.entries()) {
      if (queue.length > 0) soonest = Math.min(soonest, dueNs(queue[0], age));
    }
    return soonest;
  }

  private look(timeNs: number): void {
    for (const [age, queue] of this.waiting.entries()) {
      while (queue.length > 0 && dueNs(queue[0], age) <= timeNs) {
        const level = queue.shift();
        if (level !== undefined) level.volumes.push(this.volumeOf(level));
      }
    }
  }

  private volumeOf({ side, priceTicks }: Level): number {
    const { book } = this;
    const isThere = side === BUY ? priceTicks <= book.bestBid : priceTicks >= book.bestAsk;
    return isThere ? book.sizeAt(priceTicks) : 0;
  }
}

const dueNs = ({ sinceNs }: Level, age: number) => sinceNs + LEVEL_AGES_MS[age] * MILLISECOND_NS;

/** Levels that a session ends before are left out at the ages that they did not reach. */
function meansByAge(levels: readonly Level[]): number[] {
  return LEVEL_AGES_MS.map((_, age) =>
    mean(levels.filter(({ volumes }) => volumes.length > age).map(({ volumes }) => volumes[age])),
  );
}

/**
 * Measures what it earns to stand in the queue: an agent keeps one contract at the back of each
 * best queue, and its fills are held against the mid some time later. This is adverse selection as
 * a market maker meets it.
 */
import {
  BUY,
  NO_ORDER,
  SELL,
  NANOSECONDS_PER_SECOND,
  type MarketListener,
  type MarketSource,
  type Side,
} from '../../market/types';
import { Markouts } from './markouts';
import { finish } from '../../market/steps';

/** Nanoseconds that it takes to follow a moved price. */
const REACTION_NS = NANOSECONDS_PER_SECOND / 1000;

class Joiner implements MarketListener {
  readonly markouts: Markouts;
  private bidId = NO_ORDER;
  private askId = NO_ORDER;

  constructor(
    private readonly market: MarketSource,
    horizonsSeconds: readonly number[],
  ) {
    this.markouts = new Markouts(horizonsSeconds);
  }

  /** Joins the best queues, or stays where it stands in them. */
  join(): void {
    this.bidId = this.follow(this.bidId, BUY);
    this.askId = this.follow(this.askId, SELL);
  }

  onFill(timeNs: number, _orderId: number, side: Side, priceTicks: number, size: number): void {
    this.markouts.add(timeNs, side, priceTicks, size);
  }

  onMid(timeNs: number, beforeHalfTicks: number): void {
    this.markouts.midHeldUntil(timeNs, beforeHalfTicks);
  }

  onTrade(): void {
    // Fills of others do not matter here.
  }

  private follow(orderId: number, side: Side): number {
    const { book } = this.market;
    const best = side === BUY ? book.bestBid : book.bestAsk;
    if (book.isResting(orderId)) {
      if (book.orderPrice(orderId) === best) return orderId;
      this.market.cancelOrder(orderId);
    }
    return this.market.submitLimit(side, side === BUY ? book.bestBid : book.bestAsk, 1);
  }
}

/** @returns ticks per contract by horizon, side · (mid then − price) */
export function passiveMarkouts(
  market: MarketSource,
  seconds: number,
  seed: number,
  horizonsSeconds: readonly number[],
): number[] {
  return finish(passiveMarkoutsInSteps(market, seconds, seed, horizonsSeconds));
}

/** Does the same as `passiveMarkouts` in pieces of a market second; yields the seconds done. */
export function* passiveMarkoutsInSteps(
  market: MarketSource,
  seconds: number,
  seed: number,
  horizonsSeconds: readonly number[],
): Generator<number, number[]> {
  const joiner = new Joiner(market, horizonsSeconds);
  market.reset(seed);
  market.setListener(joiner);
  for (let time = 0; time <= seconds * NANOSECONDS_PER_SECOND; time += REACTION_NS) {
    market.advanceTo(time);
    joiner.join();
    if (time % NANOSECONDS_PER_SECOND === 0) yield time / NANOSECONDS_PER_SECOND;
  }
  market.setListener(null);
  return joiner.markouts.means;
}

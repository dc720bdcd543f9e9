/**
 * The market of Avellaneda and Stoikov, "High-frequency trading in a limit order book", Quant.
 * Finance 8(3), 2008, as one that an environment can trade in: prices on a grid of ticks, and a
 * book to look at. The mid is an arithmetic Brownian motion; an order at distance δ from it trades
 * one contract in a step with probability A·dt·e^(−kδ). Fills know nothing of the mid's next move,
 * so nobody is adversely selected: what closed forms promise can be checked here.
 *
 * Each step fills first and then moves the mid, as `avellanedaStoikovPaths.ts` does for many paths
 * without a book. On the grid, the mid stays until the motion has left it by a tick, and then
 * follows: that makes it a random walk without the bounce that rounding to the nearest price would
 * give it. An order that the mid has passed has a negative distance and fills all the sooner.
 */
import type { AvellanedaStoikovParameters } from './avellanedaStoikovPaths';
import { log } from '../elementary';
import { Rng, type RngState } from '../rng';
import { SyntheticBook, type SyntheticBookState } from './syntheticBook';
import {
  AGENT_OWNER,
  BUY,
  NANOSECONDS_PER_SECOND,
  NO_ORDER,
  SELL,
  type BookView,
  type MarketListener,
  type MarketSeat,
  type MarketSource,
  type Side,
} from '../types';
import { FARTHEST_TICKS, InvalidInputError, MOST_CONTRACTS, requireWhole } from '../validation';

/**
 * Section 3.3 of the paper with two ticks to its unit of price and a minute to its unit of time, so
 * that the best quotes are 2.7 ticks apart and an episode of a minute is the paper's session. Ticks
 * and seconds.
 */
export const ANALYTIC: AvellanedaStoikovParameters = {
  initialMid: 20_000.5,
  volatility: (2 * 2) / Math.sqrt(60),
  arrivalRate: 140 / 60,
  decay: 1.5 / 2,
  stepTime: 0.001,
};

/** Levels shown on each side; the best takes whatever a marketable order brings. */
const LEVELS = 10;
const DEPTH = 50;
/** Stream of the agent's fills: without orders nothing is drawn. */
const FILL_STREAM = 1;

/** State that `snapshot` copies; it is structured-cloneable. */
export interface AvellanedaStoikovState {
  readonly book: SyntheticBookState;
  readonly motion: RngState;
  readonly fills: RngState;
  readonly numbers: readonly [clockNs: number, nextStepNs: number, price: number];
}

export class AvellanedaStoikovMarket implements MarketSource {
  private readonly orders = new SyntheticBook(LEVELS, DEPTH);
  private readonly motion = new Rng(0);
  private readonly fills = new Rng(0, FILL_STREAM);
  private readonly stepNs: number;
  private readonly stepDeviation: number;
  /** ln of the fill probability at the mid. */
  private readonly logProbabilityAtMid: number;
  private listener: MarketListener | null = null;
  private clockNs = 0;
  private nextStepNs = 0;
  /** Brownian motion of the price, in ticks. */
  private price = 0;

  /** @param parameters in ticks and seconds; `stepTime` is a whole number of nanoseconds */
  constructor(private readonly parameters: AvellanedaStoikovParameters) {
    const { stepTime, volatility, arrivalRate } = parameters;
    this.stepNs = Math.round(stepTime * NANOSECONDS_PER_SECOND);
    this.stepDeviation = volatility * Math.sqrt(stepTime);
    this.logProbabilityAtMid = log(arrivalRate * stepTime);
    this.reset(0);
  }

  get book(): BookView {
    return this.orders;
  }

  get timeNs(): number {
    return this.clockNs;
  }

  get efficientPriceTicks(): number {
    return this.price;
  }

  /** The price has no trend. */
  get efficientDriftTicks(): number {
    return 0;
  }

  /** In the closed forms one agent trades: nobody queues, so nothing is there to compete for. */
  seat(owner: number): MarketSeat {
    if (owner === AGENT_OWNER) return this;
    const expected = `${AGENT_OWNER}: without queues, the analytic market has one seat`;
    throw new InvalidInputError('owner', expected, owner);
  }

  setListener(listener: MarketListener | null): void {
    this.listener = listener;
  }

  reset(seed: number): void {
    this.motion.seed(seed);
    this.fills.seed(seed, FILL_STREAM);
    this.orders.clear();
    this.orders.bestBid = Math.floor(this.parameters.initialMid);
    this.price = this.orders.midHalfTicks / 2;
    this.clockNs = 0;
    this.nextStepNs = this.stepNs;
  }

  /**
   * @throws RangeError when the mid has passed an order so far that its fill probability exceeds 1
   */
  advanceTo(untilNs: number): void {
    while (this.nextStepNs <= untilNs) this.step();
    if (untilNs > this.clockNs) this.clockNs = untilNs;
  }

  submitLimit(side: Side, priceTicks: number, size: number): number {
    const { orders } = this;
    requireWhole('size', size, 1, MOST_CONTRACTS);
    const nearest = orders.bestBid;
    requireWhole('priceTicks', priceTicks, nearest - FARTHEST_TICKS, nearest + FARTHEST_TICKS);
    const best = side === BUY ? orders.bestAsk : orders.bestBid;
    if ((priceTicks - best) * side >= 0) {
      this.take(side, size);
      return NO_ORDER;
    }
    this.cancelOpposite(side, priceTicks);
    return orders.add(side, priceTicks, size);
  }

  submitMarket(side: Side, size: number): number {
    requireWhole('size', size, 1, MOST_CONTRACTS);
    this.take(side, size);
    return size;
  }

  cancelOrder(orderId: number): number {
    if (!this.orders.isResting(orderId)) return 0;
    const size = this.orders.orderSize(orderId);
    this.orders.shrink(orderId, size);
    return size;
  }

  reduceOrder(orderId: number, size: number): void {
    if (!this.orders.isResting(orderId)) return;
    const before = this.orders.orderSize(orderId);
    requireWhole('size', size, 0, before);
    if (size < before) this.orders.shrink(orderId, before - size);
  }

  snapshot(): AvellanedaStoikovState {
    return {
      book: this.orders.snapshot(),
      motion: this.motion.snapshot(),
      fills: this.fills.snapshot(),
      numbers: [this.clockNs, this.nextStepNs, this.price],
    };
  }

  restore(state: unknown): void {
    const { book, motion, fills, numbers } = state as AvellanedaStoikovState;
    this.orders.restore(book);
    this.motion.restore(motion);
    this.fills.restore(fills);
    [this.clockNs, this.nextStepNs, this.price] = numbers;
  }

  private step(): void {
    const { orders } = this;
    this.clockNs = this.nextStepNs;
    this.nextStepNs += this.stepNs;
    // The last order goes first: nobody takes its place when it is gone.
    for (let place = orders.agentOrders - 1; place >= 0; place--) this.mayFill(place);
    this.price += this.stepDeviation * this.motion.normal();
    const before = orders.midHalfTicks;
    const moved = Math.trunc(this.price - before / 2);
    if (moved === 0) return;
    orders.bestBid += moved;
    this.listener?.onMid(this.clockNs, before, orders.midHalfTicks);
  }

  private mayFill(place: number): void {
    const { orders, clockNs, listener } = this;
    const side = orders.sideAt(place);
    const price = orders.priceAt(place);
    const distance = side * (orders.midHalfTicks / 2 - price);
    // An exponential draw exceeds −ln p with probability p.
    const hurdle = this.parameters.decay * distance - this.logProbabilityAtMid;
    if (hurdle < 0) this.refuse(distance);
    if (this.fills.exponential() <= hurdle) return;
    const orderId = orders.idAt(place);
    orders.shrink(orderId, 1);
    listener?.onFill(clockNs, orderId, side, price, 1, true);
    listener?.onTrade(clockNs, side === BUY ? SELL : BUY, price, 1);
  }

  /** Takes all of it at the best price. */
  private take(side: Side, size: number): void {
    const { clockNs, listener, orders } = this;
    const price = side === BUY ? orders.bestAsk : orders.bestBid;
    this.cancelOpposite(side, price);
    listener?.onFill(clockNs, NO_ORDER, side, price, size, false);
    listener?.onTrade(clockNs, side, price, size);
  }

  /** Cancels the agent's own orders that an order at this price would meet. */
  private cancelOpposite(side: Side, priceTicks: number): void {
    const { orders } = this;
    for (let place = orders.agentOrders - 1; place >= 0; place--) {
      const meets = (priceTicks - orders.priceAt(place)) * side >= 0;
      if (orders.sideAt(place) !== side && meets) this.cancelOrder(orders.idAt(place));
    }
  }

  private refuse(distance: number): never {
    const closest = this.logProbabilityAtMid / this.parameters.decay;
    throw new RangeError(
      `order at ${distance} ticks from the mid: expected at least ${closest}, ` +
        'where the fill probability is 1',
    );
  }
}

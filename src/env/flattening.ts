/**
 * Takes a position out at the end of an episode: everything is cancelled and the position goes to
 * the market, both after the latency, while resting quotes can still fill. What the book cannot
 * absorb goes out one interval later, and after MAX_ORDERS of them is left marked at mid.
 */
import { BUY, SELL, type MarketSeat } from '../market/types';
import type { Account } from './accounting';
import type { QuoteGateway } from './quoteGateway';

const MAX_ORDERS = 1000;

/** State that `snapshot` copies. */
export interface FlatteningState {
  readonly nextNs: number;
  readonly orders: number;
}

export class Flattening {
  /** Time at which the next order arrives; Infinity when none is under way. */
  nextNs = Infinity;
  private orders = 0;

  constructor(
    private readonly seat: MarketSeat,
    private readonly gateway: QuoteGateway,
    private readonly account: Account,
    private readonly intervalNs: number,
  ) {}

  reset(): void {
    this.nextNs = Infinity;
    this.orders = 0;
  }

  /** Sends the first order at the time of the last decision. */
  send(nowNs: number): void {
    this.nextNs = this.gateway.arrival(nowNs);
    this.orders = 0;
  }

  /** Executes the order that has arrived, and sends another where a position is left. */
  deliver(): void {
    const { account, seat } = this;
    if (this.orders === 0) this.gateway.cancelAll();
    const { position } = account;
    const isLast = position === 0 || this.orders === MAX_ORDERS;
    if (!isLast) seat.submitMarket(position > 0 ? SELL : BUY, Math.abs(position));
    this.orders++;
    if (isLast || account.position === 0) this.nextNs = Infinity;
    else this.nextNs += this.intervalNs;
  }

  snapshot(): FlatteningState {
    const { nextNs, orders } = this;
    return { nextNs, orders };
  }

  restore(state: FlatteningState): void {
    this.nextNs = state.nextNs;
    this.orders = state.orders;
  }
}

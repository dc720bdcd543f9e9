/**
 * A market made of an exchange and a flow. The orders of those who trade in it stand in the same
 * queues as the flow's and are hit by the same trades.
 */
import {
  AGENT_OWNER,
  MOST_SEATS,
  type BookView,
  type CancelListener,
  type MarketListener,
  type MarketSeat,
  type MarketSource,
  type Side,
} from '../types';
import { requireWhole } from '../validation';
import type { OrderBook, OrderListener } from '../book/orderBook';
import { Exchange, type ExchangeState } from './exchange';
import type { OrderFlow } from './orderFlow';
import { Seat } from './seat';

/** State that `snapshot` copies; it is structured-cloneable. */
export interface ExchangeMarketState {
  readonly exchange: ExchangeState;
  readonly flow: unknown;
}

export class ExchangeMarket implements MarketSource {
  private readonly exchange = new Exchange();
  private readonly flow: OrderFlow;
  private readonly agent: MarketSeat;
  private readonly seats: readonly MarketSeat[];

  /** @param createFlow builds what trades on the exchange; the market is reset with seed 0 */
  constructor(createFlow: (exchange: Exchange) => OrderFlow) {
    const { exchange } = this;
    const flow = createFlow(exchange);
    this.flow = flow;
    this.seats = Array.from({ length: MOST_SEATS }, (_, i) => new Seat(exchange, flow, i + 1));
    this.agent = this.seat(AGENT_OWNER);
    this.reset(0);
  }

  get book(): BookView {
    return this.exchange.orders;
  }

  /** Reports what happens to resting orders, from the next event on; a reset reports nothing. */
  setOrderListener(listener: OrderListener | null): void {
    this.exchange.orders.orderListener = listener;
  }

  /** @see OrderBook.visitOrders */
  visitOrders(visit: Parameters<OrderBook['visitOrders']>[0]): void {
    this.exchange.orders.visitOrders(visit);
  }

  get timeNs(): number {
    return this.exchange.timeNs;
  }

  /** Time of the next event of the flow; Infinity once nothing more will happen. */
  get nextEventNs(): number {
    return this.flow.nextEventNs;
  }

  get efficientPriceTicks(): number {
    return this.flow.efficientPriceTicks;
  }

  get efficientDriftTicks(): number {
    return this.flow.efficientDriftTicks;
  }

  get eventCount(): number {
    return this.flow.eventCount;
  }

  get tradeCount(): number {
    return this.flow.tradeCount;
  }

  seat(owner: number): MarketSeat {
    requireWhole('owner', owner, 1, MOST_SEATS);
    return this.seats[owner - 1];
  }

  setListener(listener: MarketListener | null): void {
    this.agent.setListener(listener);
  }

  submitLimit(side: Side, priceTicks: number, size: number): number {
    return this.agent.submitLimit(side, priceTicks, size);
  }

  submitMarket(side: Side, size: number): number {
    return this.agent.submitMarket(side, size);
  }

  cancelOrder(orderId: number): number {
    return this.agent.cancelOrder(orderId);
  }

  reduceOrder(orderId: number, size: number): void {
    this.agent.reduceOrder(orderId, size);
  }

  /** Orders that lapse far from the best prices count as cancelled, too. */
  setCancelListener(listener: CancelListener | null): void {
    this.exchange.orders.cancelListener = listener;
  }

  reset(seed: number): void {
    const { tape, orders } = this.exchange;
    const { cancelListener, orderListener } = orders;
    tape.isSilent = true;
    orders.cancelListener = null;
    orders.orderListener = null;
    this.flow.reset(seed);
    tape.isSilent = false;
    orders.cancelListener = cancelListener;
    orders.orderListener = orderListener;
  }

  advanceTo(untilNs: number): void {
    const { exchange, flow } = this;
    while (flow.nextEventNs <= untilNs) {
      exchange.timeNs = flow.nextEventNs;
      flow.step();
    }
    if (untilNs > exchange.timeNs) exchange.timeNs = untilNs;
  }

  snapshot(): ExchangeMarketState {
    return { exchange: this.exchange.snapshot(), flow: this.flow.snapshot() };
  }

  restore(state: unknown): void {
    const { exchange, flow } = state as ExchangeMarketState;
    this.exchange.restore(exchange);
    this.flow.restore(flow);
  }
}

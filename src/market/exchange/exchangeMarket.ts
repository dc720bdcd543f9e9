/**
 * A market made of an exchange and a flow. An agent's orders stand in the same queues as the
 * flow's and are hit by the same trades.
 */
import { Exchange, type ExchangeState } from './exchange';
import type { OrderFlow } from './orderFlow';
import {
  AGENT_OWNER,
  BUY,
  type BookView,
  type CancelListener,
  type MarketListener,
  type MarketSource,
  type Side,
} from '../types';
import { FARTHEST_TICKS, MOST_CONTRACTS, requireWhole } from '../validation';

/** State that `snapshot` copies; it is structured-cloneable. */
export interface ExchangeMarketState {
  readonly exchange: ExchangeState;
  readonly flow: unknown;
}

export class ExchangeMarket implements MarketSource {
  private readonly exchange = new Exchange();
  private readonly flow: OrderFlow;

  /** @param createFlow builds what trades on the exchange; the market is reset with seed 0 */
  constructor(createFlow: (exchange: Exchange) => OrderFlow) {
    this.flow = createFlow(this.exchange);
    this.reset(0);
  }

  get book(): BookView {
    return this.exchange.orders;
  }

  get timeNs(): number {
    return this.exchange.timeNs;
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

  setListener(listener: MarketListener | null): void {
    this.exchange.tape.listener = listener;
  }

  /** Orders that lapse far from the best prices count as cancelled, too. */
  setCancelListener(listener: CancelListener | null): void {
    this.exchange.orders.cancelListener = listener;
  }

  reset(seed: number): void {
    const { tape, orders } = this.exchange;
    const { listener } = tape;
    const { cancelListener } = orders;
    tape.listener = null;
    orders.cancelListener = null;
    this.flow.reset(seed);
    tape.listener = listener;
    orders.cancelListener = cancelListener;
  }

  advanceTo(untilNs: number): void {
    const { exchange, flow } = this;
    while (flow.nextEventNs <= untilNs) {
      exchange.timeNs = flow.nextEventNs;
      flow.step();
    }
    if (untilNs > exchange.timeNs) exchange.timeNs = untilNs;
  }

  submitLimit(side: Side, priceTicks: number, size: number): number {
    const { orders, bid, ask } = this.exchange;
    const middle = Math.floor((bid + ask) / 2);
    requireWhole('size', size, 1, MOST_CONTRACTS);
    requireWhole('priceTicks', priceTicks, middle - FARTHEST_TICKS, middle + FARTHEST_TICKS);
    return this.act(side, () => orders.submit(side, priceTicks, size, AGENT_OWNER));
  }

  submitMarket(side: Side, size: number): number {
    const { orders, bid, ask } = this.exchange;
    requireWhole('size', size, 1, MOST_CONTRACTS);
    const limit = side === BUY ? ask + FARTHEST_TICKS : bid - FARTHEST_TICKS;
    return this.act(side, () => orders.take(side, limit, size, AGENT_OWNER));
  }

  cancelOrder(orderId: number): number {
    return this.act(null, () => this.exchange.orders.cancel(orderId));
  }

  reduceOrder(orderId: number, size: number): void {
    const { orders } = this.exchange;
    if (!orders.isResting(orderId)) return;
    requireWhole('size', size, 0, orders.orderSize(orderId));
    const price = orders.orderPrice(orderId);
    this.act(null, () => orders.modify(orderId, price, size));
  }

  snapshot(): ExchangeMarketState {
    return { exchange: this.exchange.snapshot(), flow: this.flow.snapshot() };
  }

  restore(state: unknown): void {
    const { exchange, flow } = state as ExchangeMarketState;
    this.exchange.restore(exchange);
    this.flow.restore(flow);
  }

  /**
   * Everything that an agent does to the book happens in here.
   * @param side of an order that may trade; null when nothing can
   * @returns what `work` returns
   */
  private act(side: Side | null, work: () => number): number {
    const { orders } = this.exchange;
    this.flow.beforeAgent();
    const filled = orders.contractsFilled;
    const result = work();
    this.flow.afterAgent(side, (orders.contractsFilled - filled) / 2);
    return result;
  }
}

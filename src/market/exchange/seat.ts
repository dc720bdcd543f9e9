/**
 * The seat of one owner on an exchange. Whatever the owner does to the book, the flow hears of
 * before and after.
 */
import { BUY, type MarketListener, type MarketSeat, type Side } from '../types';
import { FARTHEST_TICKS, MOST_CONTRACTS, requireWhole } from '../validation';
import type { Exchange } from './exchange';
import type { OrderFlow } from './orderFlow';

export class Seat implements MarketSeat {
  /** @param owner from 1 to MOST_SEATS */
  constructor(
    private readonly exchange: Exchange,
    private readonly flow: OrderFlow,
    private readonly owner: number,
  ) {}

  setListener(listener: MarketListener | null): void {
    this.exchange.tape.setListener(this.owner, listener);
  }

  submitLimit(side: Side, priceTicks: number, size: number): number {
    const { orders, bid, ask } = this.exchange;
    const middle = Math.floor((bid + ask) / 2);
    requireWhole('size', size, 1, MOST_CONTRACTS);
    requireWhole('priceTicks', priceTicks, middle - FARTHEST_TICKS, middle + FARTHEST_TICKS);
    this.flow.beforeAgent();
    const filled = orders.contractsFilled;
    const id = orders.submit(side, priceTicks, size, this.owner);
    this.flow.afterAgent(side, (orders.contractsFilled - filled) / 2);
    return id;
  }

  submitMarket(side: Side, size: number): number {
    const { orders, bid, ask } = this.exchange;
    requireWhole('size', size, 1, MOST_CONTRACTS);
    const limit = side === BUY ? ask + FARTHEST_TICKS : bid - FARTHEST_TICKS;
    this.flow.beforeAgent();
    const filled = orders.contractsFilled;
    const taken = orders.take(side, limit, size, this.owner);
    this.flow.afterAgent(side, (orders.contractsFilled - filled) / 2);
    return taken;
  }

  cancelOrder(orderId: number): number {
    const { orders } = this.exchange;
    const isOwn = orders.isRestingOf(this.owner, orderId);
    this.flow.beforeAgent();
    const cancelled = isOwn ? orders.cancel(orderId) : 0;
    this.flow.afterAgent(null, 0);
    return cancelled;
  }

  reduceOrder(orderId: number, size: number): void {
    const { orders } = this.exchange;
    if (!orders.isRestingOf(this.owner, orderId)) return;
    requireWhole('size', size, 0, orders.orderSize(orderId));
    const price = orders.orderPrice(orderId);
    this.flow.beforeAgent();
    orders.modify(orderId, price, size);
    this.flow.afterAgent(null, 0);
  }
}

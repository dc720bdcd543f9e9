/**
 * From market-by-order records, as Databento and exchanges tell them, to rows of a tape: which
 * order a record is about, what is left of it, and what is no order at all.
 *
 * A trade comes as a record of the aggressor, fills of the orders it met, and cancels or modifies
 * that say what is left of them. A fill of the aggressor's own order is its other side, and a fill
 * of an id that never rested is of hidden size; neither is in anybody's queue.
 */
import { BUY, SELL, type Side } from '../market/types';
import { LiveOrders } from './liveOrders';
import type { RowSide, TapeBuilder } from './tapeBuilder';

export class MboRows {
  private readonly orders = new LiveOrders();
  /** Id of the aggressor of the event; 0 where the exchange does not say. */
  private aggressorHigh = 0;
  private aggressorLow = 0;
  /** Lots that each order traded in the event. */
  private readonly fills = new Map<number, number>();

  constructor(private readonly builder: TapeBuilder) {}

  /** @param id of the order in two halves; prices and sizes are in the builder's quanta */
  add(high: number, low: number, side: Side, price: number, size: number): void {
    const { orders, builder } = this;
    if (orders.find(high, low) >= 0) {
      builder.skip('repeatedAdds');
      this.modify(high, low, side, price, size);
      return;
    }
    if (size === 0) return builder.skip('emptyOrders');
    const number = orders.insert(high, low);
    this.keep(number, side, price, size);
    builder.add(number, side, price, size);
  }

  /** `size` leaves an order. */
  cancel(high: number, low: number, size: number): void {
    const { orders, builder } = this;
    const number = orders.find(high, low);
    if (number < 0) return builder.skip('cancelsOfUnknownOrders');
    const left = orders.sizes[number];
    const taken = Math.min(size, left);
    builder.cancel(number, orders.sides[number] === BUY ? BUY : SELL, orders.prices[number], taken);
    orders.sizes[number] = left - taken;
    if (left === taken) orders.remove(number);
  }

  modify(high: number, low: number, side: Side, price: number, size: number): void {
    const { orders, builder } = this;
    const number = orders.find(high, low);
    if (number < 0) {
      builder.skip('modifiesOfUnknownOrders');
      this.add(high, low, side, price, size);
      return;
    }
    if (size === 0) {
      this.cancel(high, low, orders.sizes[number]);
      return;
    }
    const shown = orders.sizes[number];
    const traded = this.fills.get(number) ?? 0;
    const isSamePlace = orders.prices[number] === price && orders.sides[number] === side;
    if (isSamePlace && traded > 0 && size < shown && size > shown - traded) {
      // All that was shown traded, and less than that of the hidden rest is shown now, at the back.
      builder.cancel(number, side, price, shown);
      builder.add(number, side, price, size);
    } else builder.modify(number, side, price, size);
    this.keep(number, side, price, size);
  }

  /** @param aggressor 0 in an auction */
  trade(high: number, low: number, aggressor: RowSide, price: number, size: number): void {
    this.aggressorHigh = high;
    this.aggressorLow = low;
    this.builder.trade(aggressor, price, size);
  }

  /** Part of a resting order traded. What is left of it, a cancel or modify will say. */
  fill(high: number, low: number, price: number, size: number): void {
    const { orders, builder } = this;
    if (low === this.aggressorLow && high === this.aggressorHigh) {
      return builder.skip('fillsOfAggressors');
    }
    const number = orders.find(high, low);
    if (number < 0) return builder.skip('fillsOfHiddenSize');
    this.fills.set(number, (this.fills.get(number) ?? 0) + size);
    builder.fill(number, orders.sides[number] === BUY ? BUY : SELL, price, size);
  }

  clear(): void {
    this.orders.clear();
    this.builder.clear();
  }

  endEvent(): void {
    this.aggressorHigh = 0;
    this.aggressorLow = 0;
    if (this.fills.size > 0) this.fills.clear();
    this.builder.endEvent();
  }

  private keep(number: number, side: Side, price: number, size: number): void {
    this.orders.sizes[number] = size;
    this.orders.prices[number] = price;
    this.orders.sides[number] = side;
  }
}

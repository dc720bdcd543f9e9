/**
 * The slow, obvious order book: a sorted list of orders, searched from end to end for everything.
 * The fast one must equal it event by event.
 */
import { BUY, MARKET_OWNER, SELL, type Side } from '../../../src/market/types';

export interface ReferenceOrder {
  readonly key: number;
  readonly side: Side;
  readonly price: number;
  size: number;
  readonly owner: number;
  /** Lower came earlier. */
  readonly arrival: number;
}

export interface Execution {
  /** Key of the resting order; the market's have none in the fast book's report. */
  readonly makerOwner: number;
  readonly makerKey: number;
  readonly makerSide: Side;
  readonly takerOwner: number;
  readonly price: number;
  readonly size: number;
}

export class ReferenceBook {
  orders: ReferenceOrder[] = [];
  executions: Execution[] = [];
  private arrivals = 0;

  /** The orders of a side, best first. */
  side(side: Side): ReferenceOrder[] {
    return this.orders
      .filter((order) => order.side === side)
      .sort((a, b) => (a.price === b.price ? a.arrival - b.arrival : (b.price - a.price) * side));
  }

  queueAt(price: number): ReferenceOrder[] {
    return this.orders
      .filter((order) => order.price === price)
      .sort((a, b) => a.arrival - b.arrival);
  }

  best(side: Side): number | undefined {
    return this.side(side)[0]?.price;
  }

  take(side: Side, limit: number, size: number, owner: number): number {
    let left = size;
    for (const maker of this.side(side === BUY ? SELL : BUY)) {
      if (left === 0 || (limit - maker.price) * side < 0) break;
      if (owner !== MARKET_OWNER && maker.owner === owner) {
        this.cancel(maker.key);
        continue;
      }
      const traded = Math.min(left, maker.size);
      left -= traded;
      maker.size -= traded;
      if (maker.size === 0) this.orders = this.orders.filter((order) => order !== maker);
      this.executions.push({
        makerOwner: maker.owner,
        makerKey: maker.key,
        makerSide: maker.side,
        takerOwner: owner,
        price: maker.price,
        size: traded,
      });
    }
    return size - left;
  }

  submit(key: number, side: Side, price: number, size: number, owner: number): void {
    const left = size - this.take(side, price, size, owner);
    const arrival = this.arrivals++;
    if (left > 0) this.orders.push({ key, side, price, size: left, owner, arrival });
  }

  cancel(key: number): number {
    const order = this.orders.find((candidate) => candidate.key === key);
    if (order === undefined) return 0;
    this.orders = this.orders.filter((candidate) => candidate !== order);
    return order.size;
  }

  modify(key: number, newKey: number, price: number, size: number): void {
    const order = this.orders.find((candidate) => candidate.key === key);
    if (order === undefined) return;
    if (price === order.price && size > 0 && size <= order.size) {
      order.size = size;
      return;
    }
    this.cancel(key);
    if (size > 0) this.submit(newKey, order.side, price, size, order.owner);
  }

  quantityAhead(key: number): number {
    const order = this.orders.find((candidate) => candidate.key === key);
    if (order === undefined) throw new Error(`no order ${key}`);
    return this.queueAt(order.price)
      .filter((other) => other.arrival < order.arrival)
      .reduce((sum, other) => sum + other.size, 0);
  }
}

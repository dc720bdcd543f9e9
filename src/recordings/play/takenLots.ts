/**
 * What the agent has taken out of recorded orders and levels. The recording stays as it is, so this
 * lies over it: nobody's lots trade twice. Of an order it holds until the order has gone; of a
 * level, where orders cannot be told apart, until its size changes.
 */
import type { Side } from '../../market/types';

export interface TakenState {
  readonly orders: readonly (readonly [number, number])[];
  readonly levels: readonly (readonly [number, number])[];
}

export class TakenLots {
  private readonly orders = new Map<number, number>();
  private readonly levels = new Map<number, number>();

  get isEmpty(): boolean {
    return this.orders.size === 0 && this.levels.size === 0;
  }

  ofOrder(order: number): number {
    return this.orders.get(order) ?? 0;
  }

  takeOrder(order: number, lots: number): void {
    if (lots > 0) this.orders.set(order, this.ofOrder(order) + lots);
  }

  forgetOrder(order: number): void {
    this.orders.delete(order);
  }

  ofLevel(side: Side, price: number): number {
    return this.levels.get(keyOf(side, price)) ?? 0;
  }

  takeLevel(side: Side, price: number, lots: number): void {
    if (lots > 0) this.levels.set(keyOf(side, price), this.ofLevel(side, price) + lots);
  }

  forgetLevel(side: Side, price: number): void {
    this.levels.delete(keyOf(side, price));
  }

  clear(): void {
    this.orders.clear();
    this.levels.clear();
  }

  snapshot(): TakenState {
    return { orders: [...this.orders], levels: [...this.levels] };
  }

  restore({ orders, levels }: TakenState): void {
    this.clear();
    for (const [order, lots] of orders) this.orders.set(order, lots);
    for (const [level, lots] of levels) this.levels.set(level, lots);
  }
}

function keyOf(side: Side, price: number): number {
  return side * 2 ** 40 + price;
}

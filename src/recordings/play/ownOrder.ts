/** An order of the agent on a tape: it stands in the recorded queues, which do not know of it. */
import type { Side } from '../../market/types';

export interface OwnOrder {
  readonly id: number;
  readonly side: Side;
  readonly price: number;
  /** Lots that rest. */
  left: number;
  /** Lots of the recorded queue that have priority; Infinity where the queue is out of view. */
  ahead: number;
  /** In tapes of orders: orders that arrived earlier have priority. */
  arrival: number;
  /** In tapes of levels: lots that traded at the price and that its size has not lost yet. */
  pending: number;
  /** Lots of the event so far that would have reached the order had it been there. */
  reached: number;
}

/**
 * How the orders of the agent fare in a recorded event. A model hears of every row before the book
 * follows it, and of the end of the event after it.
 */
export interface FillModel {
  /** An order joins the queue at its price. */
  join(own: OwnOrder): void;
  /**
   * @param owns the resting orders
   * @param isOpen whether anything can trade
   */
  before(owns: readonly OwnOrder[], row: RowView, isOpen: boolean): void;
  endEvent(owns: readonly OwnOrder[]): void;
}

/** A row of a tape, in the same object every time. */
export interface RowView {
  kind: number;
  side: number;
  price: number;
  size: number;
  order: number;
  flags: number;
}

/** Whether a price is worse than an order's for whoever takes: it trades only after the order. */
export function isBehind(own: OwnOrder, price: number): boolean {
  return own.side * (own.price - price) > 0;
}

/** Whether an order of the other side at this price would trade with the agent's. */
export function isReachedBy(own: OwnOrder, price: number): boolean {
  return own.side * (own.price - price) >= 0;
}

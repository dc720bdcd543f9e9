/** Random programs of orders, what runs them, and what they leave in a book. */
import {
  array,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  record,
  type Arbitrary,
} from 'fast-check';
import {
  NO_ASK,
  NO_BID,
  OrderBook,
  type ExecutionListener,
} from '../../../src/market/book/orderBook';
import {
  AGENT_OWNER,
  BUY,
  MARKET_OWNER,
  NO_ORDER,
  SELL,
  type Side,
} from '../../../src/market/types';
import type { ReferenceBook, Execution } from './referenceBook';

/** A step of a random program; `target` picks among the orders known so far. */
export type Step =
  | { kind: 'submit'; side: Side; price: number; size: number; owner: number }
  | { kind: 'take'; side: Side; price: number; size: number; owner: number }
  | { kind: 'cancel'; target: number }
  | { kind: 'modify'; target: number; price: number; size: number };

const side = constantFrom<Side>(BUY, SELL);
const price = oneof(
  { weight: 20, arbitrary: integer({ min: 95, max: 105 }) },
  // Far enough apart to meet in a ring of 512 levels, on both sides of zero.
  { weight: 1, arbitrary: constantFrom(100 - 512, 100 + 512, 100 + 2048, -3) },
);
const size = integer({ min: 1, max: 9 });
const owner = constantFrom(MARKET_OWNER, MARKET_OWNER, AGENT_OWNER, AGENT_OWNER + 1);
const target = nat(200);
const step: Arbitrary<Step> = oneof(
  {
    weight: 6,
    arbitrary: record({ kind: constant('submit' as const), side, price, size, owner }),
  },
  {
    weight: 2,
    arbitrary: record({ kind: constant('take' as const), side, price, size, owner }),
  },
  { weight: 3, arbitrary: record({ kind: constant('cancel' as const), target }) },
  {
    weight: 3,
    arbitrary: record({
      kind: constant('modify' as const),
      target,
      price,
      size: integer({ min: 0, max: 9 }),
    }),
  },
);
export const program = array(step, { maxLength: 80 });

export class Recorder implements ExecutionListener {
  readonly executions: Execution[] = [];
  onExecution(
    makerId: number,
    makerOwner: number,
    makerSide: Side,
    takerId: number,
    takerOwner: number,
    priceTicks: number,
    size: number,
  ): void {
    if ((makerId === NO_ORDER) !== (makerOwner === MARKET_OWNER)) throw new Error('maker id');
    if ((takerId === NO_ORDER) !== (takerOwner === MARKET_OWNER)) throw new Error('taker id');
    this.executions.push({
      makerOwner,
      makerKey: makerId,
      makerSide,
      takerOwner,
      price: priceTicks,
      size,
    });
  }
}

/** Runs a program on the fast book, calling `check` after every step. */
export class Session {
  readonly recorder = new Recorder();
  readonly book = new OrderBook(this.recorder);
  readonly ids: number[] = [];

  run(step: Step): void {
    const known = this.ids.length === 0 ? NO_ORDER : this.ids[targetOf(step) % this.ids.length];
    if (step.kind === 'submit') {
      const id = this.book.submit(step.side, step.price, step.size, step.owner);
      if (id !== NO_ORDER) this.ids.push(id);
    } else if (step.kind === 'take') {
      this.book.take(step.side, step.price, step.size, step.owner);
    } else if (step.kind === 'cancel') {
      this.book.cancel(known);
    } else if (this.book.isResting(known)) {
      const id = this.book.modify(known, step.price, step.size);
      if (id !== NO_ORDER && id !== known) this.ids.push(id);
    }
  }

  get resting(): number[] {
    return this.ids.filter((id) => this.book.isResting(id));
  }
}

export function targetOf(step: Step): number {
  return 'target' in step ? step.target : 0;
}

/** The ids at a price, first in priority first: nobody is ahead of two orders by as much. */
export function queueAt(book: OrderBook, ids: readonly number[], price: number): number[] {
  return ids
    .filter((id) => book.isResting(id) && book.orderPrice(id) === price)
    .sort((a, b) => book.quantityAhead(a) - book.quantityAhead(b));
}

/** Everything that can be asked of a book, in an order that does not depend on how it is stored. */
export function describeFast({ book, recorder, resting }: Session): unknown {
  const orders = resting.toSorted((a, b) => a - b);
  const levels = [...new Set(orders.map((id) => book.orderPrice(id)))].sort((a, b) => a - b);
  return {
    executions: recorder.executions,
    best: [book.bestBid, book.bestAsk],
    orders: orders.map((id) => [
      id,
      book.orderSide(id),
      book.orderPrice(id),
      book.orderSize(id),
      book.quantityAhead(id),
    ]),
    levels: levels.map((price) => [
      price,
      book.sizeAt(price),
      book.ordersAt(price),
      book.marketOrdersAt(price),
      queueAt(book, orders, price),
    ]),
  };
}

export function describeSlow(slow: ReferenceBook): unknown {
  const orders = slow.orders.toSorted((a, b) => a.key - b.key);
  const levels = [...new Set(orders.map((order) => order.price))].sort((a, b) => a - b);
  return {
    executions: slow.executions.map((execution) => ({
      ...execution,
      makerKey: execution.makerOwner === MARKET_OWNER ? NO_ORDER : execution.makerKey,
    })),
    best: [slow.best(BUY) ?? NO_BID, slow.best(SELL) ?? NO_ASK],
    orders: orders.map(({ key, side, price, size }) => [
      key,
      side,
      price,
      size,
      slow.quantityAhead(key),
    ]),
    levels: levels.map((price) => {
      const queue = slow.queueAt(price);
      return [
        price,
        queue.reduce((sum, order) => sum + order.size, 0),
        queue.length,
        queue.filter((order) => order.owner === MARKET_OWNER).length,
        queue.map((order) => order.key),
      ];
    }),
  };
}

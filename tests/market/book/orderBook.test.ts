import {
  array,
  assert,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  record,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
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
import { ReferenceBook, type Execution } from './referenceBook';

const RUNS_AGAINST_REFERENCE = 2000;
const RUNS = 500;

/** A step of a random program; `target` picks among the orders known so far. */
type Step =
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
const program = array(step, { maxLength: 80 });

class Recorder implements ExecutionListener {
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
class Session {
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

function targetOf(step: Step): number {
  return 'target' in step ? step.target : 0;
}

/** The ids at a price, first in priority first: nobody is ahead of two orders by as much. */
function queueAt(book: OrderBook, ids: readonly number[], price: number): number[] {
  return ids
    .filter((id) => book.isResting(id) && book.orderPrice(id) === price)
    .sort((a, b) => book.quantityAhead(a) - book.quantityAhead(b));
}

/** Everything that can be asked of a book, in an order that does not depend on how it is stored. */
function describeFast({ book, recorder, resting }: Session): unknown {
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

function describeSlow(slow: ReferenceBook): unknown {
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

function checked(check: (session: Session, step: Step, before: Map<number, number>) => void): void {
  assert(
    property(program, (steps) => {
      const session = new Session();
      for (const step of steps) {
        const before = new Map(
          session.resting.map((id) => [id, session.book.quantityAhead(id)] as const),
        );
        session.run(step);
        check(session, step, before);
      }
    }),
    { numRuns: RUNS },
  );
}

describe('order book', () => {
  it('equals a slow, obvious book event by event', () => {
    assert(
      property(program, (steps) => {
        const session = new Session();
        const { book } = session;
        const slow = new ReferenceBook();
        // The reference names orders by the fast book's ids, learnt as they rest.
        for (const step of steps) {
          const known = session.ids.length;
          const chosen = known === 0 ? NO_ORDER : session.ids[targetOf(step) % known];
          const wasResting = book.isResting(chosen);
          session.run(step);
          const newId = session.ids.length > known ? session.ids[known] : NO_ORDER;
          if (step.kind === 'submit')
            slow.submit(newId, step.side, step.price, step.size, step.owner);
          else if (step.kind === 'take') slow.take(step.side, step.price, step.size, step.owner);
          else if (step.kind === 'cancel') slow.cancel(chosen);
          else if (wasResting) slow.modify(chosen, newId, step.price, step.size);

          const fast = describeFast(session);
          const obvious = describeSlow(slow);
          // Comparing texts first is much faster than an assertion per field.
          if (JSON.stringify(fast) !== JSON.stringify(obvious)) expect(fast).toEqual(obvious);
        }
      }),
      { numRuns: RUNS_AGAINST_REFERENCE },
    );
  }, 120_000);

  it('lets an incoming order trade or rest, to the last contract', () => {
    checked(({ book, ids, recorder }, step) => {
      const traded = recorder.executions.splice(0).reduce((sum, { size }) => sum + size, 0);
      if (step.kind !== 'submit') return;
      const last = ids.at(-1) ?? NO_ORDER;
      const rested = traded < step.size ? book.orderSize(last) : 0;
      expect(traded + rested).toBe(step.size);
    });
  }, 60_000);

  it('shows at a price what its orders come to', () => {
    checked(({ book, resting }) => {
      for (const price of new Set(resting.map((id) => book.orderPrice(id)))) {
        const there = queueAt(book, resting, price);
        expect(book.ordersAt(price)).toBe(there.length);
        expect(book.sizeAt(price)).toBe(there.reduce((sum, id) => sum + book.orderSize(id), 0));
      }
    });
  }, 60_000);

  it('sells what it buys: every fill has two sides, one bought and one sold', () => {
    checked(({ book, recorder }) => {
      const traded = recorder.executions.reduce((sum, execution) => sum + execution.size, 0);
      expect(book.contractsFilled).toBe(2 * traded);
    });
  }, 60_000);

  it('never rests bid and ask at crossing prices', () => {
    checked(({ book }) => expect(book.bestBid).toBeLessThan(book.bestAsk));
  }, 60_000);

  it('never trades through a better price, nor outside the limit', () => {
    checked(({ recorder, book }, step) => {
      const fresh = recorder.executions.splice(0);
      if (fresh.length === 0) return;
      const takerSide = fresh[0].makerSide === BUY ? SELL : BUY;
      for (const [i, execution] of fresh.entries()) {
        expect(execution.makerSide).toBe(fresh[0].makerSide);
        if (i > 0)
          expect((execution.price - fresh[i - 1].price) * takerSide).toBeGreaterThanOrEqual(0);
        if ('price' in step) {
          expect((step.price - execution.price) * takerSide).toBeGreaterThanOrEqual(0);
        }
      }
      const { price: last } = fresh[fresh.length - 1];
      const rest = takerSide === BUY ? book.bestAsk : book.bestBid;
      expect((rest - last) * takerSide).toBeGreaterThanOrEqual(0);
    });
  }, 60_000);

  it('fills the orders of a price in the order in which they came', () => {
    checked(({ book, resting }) => {
      for (const level of [95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105]) {
        const queue = queueAt(book, resting, level);
        expect(queue).toEqual(queue.toSorted((a, b) => a - b));
      }
    });
  }, 60_000);

  it('never puts anything ahead of an order but by its own change', () => {
    checked(({ book, resting }, _step, before) => {
      for (const id of resting) {
        const ahead = before.get(id);
        if (ahead !== undefined) expect(book.quantityAhead(id)).toBeLessThanOrEqual(ahead);
      }
    });
  }, 60_000);

  it('does the same in the same program, and restores to where it was', () => {
    /**
     * Runs some steps. @returns what was reported during them, and all that can be
     * asked of the book after them
     */
    const outcome = (session: Session, steps: readonly Step[]) => {
      session.recorder.executions.length = 0;
      for (const step of steps) session.run(step);
      return JSON.stringify(describeFast(session));
    };
    assert(
      property(program, program, (first, second) => {
        const one = new Session();
        const two = new Session();
        expect(outcome(two, first)).toBe(outcome(one, first));
        two.book.restore(structuredClone(one.book.snapshot()));
        const saved = structuredClone(two.book.snapshot());
        const idsBefore = two.ids.length;
        const expected = outcome(one, second);
        expect(outcome(two, second)).toBe(expected);
        two.book.restore(saved);
        two.ids.length = idsBefore;
        expect(outcome(two, second)).toBe(expected);
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('restores what a book that had grown remembers into one that had not', () => {
    const grown = new Session();
    const fresh = new Session();
    for (let order = 0; order < 5000; order++) {
      grown.run({
        kind: 'submit',
        side: BUY,
        price: 100 - (order % 3) * 300,
        size: 1 + (order % 5),
        owner: order % 7 === 0 ? AGENT_OWNER : MARKET_OWNER,
      });
    }
    fresh.book.restore(structuredClone(grown.book.snapshot()));
    fresh.ids.push(...grown.ids);
    const next: Step = { kind: 'take', side: SELL, price: 0, size: 7000, owner: MARKET_OWNER };
    grown.run(next);
    fresh.run(next);
    expect(describeFast(fresh)).toEqual(describeFast(grown));
    expect(fresh.book.ordersAt(-500)).toBeGreaterThan(0);
  });
});

describe('priority', () => {
  const book = () => new OrderBook(new Recorder());

  it('a size decrease keeps its place in the queue', () => {
    const b = book();
    const first = b.submit(BUY, 100, 5, AGENT_OWNER);
    const second = b.submit(BUY, 100, 5, AGENT_OWNER);
    expect(b.modify(first, 100, 2)).toBe(first);
    expect(queueAt(b, [second, first], 100)).toEqual([first, second]);
    expect(b.quantityAhead(second)).toBe(2);
  });

  it('a size increase loses its place in the queue', () => {
    const b = book();
    const first = b.submit(BUY, 100, 5, AGENT_OWNER);
    const second = b.submit(BUY, 100, 5, AGENT_OWNER);
    const moved = b.modify(first, 100, 6);
    expect(b.isResting(first)).toBe(false);
    expect(queueAt(b, [moved, second], 100)).toEqual([second, moved]);
  });

  it('an id that has gone names nothing, even when its memory is in use again', () => {
    const b = book();
    const gone = b.submit(BUY, 100, 5, AGENT_OWNER);
    b.cancel(gone);
    b.submit(BUY, 100, 7, MARKET_OWNER);
    expect(b.isResting(gone)).toBe(false);
    expect(b.cancel(gone)).toBe(0);
    expect(() => b.orderSize(gone)).toThrow(`order ${gone}: expected a resting order`);
    expect(b.sizeAt(100)).toBe(7);
  });

  it('cancels the own resting order rather than trade with it, and goes on behind it', () => {
    const recorder = new Recorder();
    const b = new OrderBook(recorder);
    b.submit(SELL, 101, 1, MARKET_OWNER);
    const own = b.submit(SELL, 101, 4, AGENT_OWNER);
    b.submit(SELL, 101, 2, MARKET_OWNER);
    expect(b.take(BUY, 101, 3, AGENT_OWNER)).toBe(3);
    expect(b.isResting(own)).toBe(false);
    expect(recorder.executions.map((execution) => execution.size)).toEqual([1, 2]);
  });

  it('has no mid while a side is empty', () => {
    const b = book();
    expect(b.midHalfTicks).toBeNaN();
    b.submit(BUY, 100, 1, MARKET_OWNER);
    expect(b.midHalfTicks).toBeNaN();
    b.submit(SELL, 103, 1, MARKET_OWNER);
    expect(b.midHalfTicks).toBe(203);
  });

  it('grows its memory instead of losing orders', () => {
    const b = book();
    const ids = Array.from({ length: 10_000 }, (_, i) =>
      b.submit(BUY, 100 - (i % 3), 1 + (i % 5), i % 7 === 0 ? AGENT_OWNER : MARKET_OWNER),
    );
    expect(ids.every((id) => b.isResting(id))).toBe(true);
    expect(b.ordersAt(100) + b.ordersAt(99) + b.ordersAt(98)).toBe(10_000);
    expect(queueAt(b, ids, 99)).toEqual(ids.filter((_, i) => i % 3 === 1));
  });

  it('picks every one of the market orders at a price, and never the agent', () => {
    const b = book();
    const own = b.submit(BUY, 100, 1, AGENT_OWNER);
    const others = Array.from({ length: 5 }, () => b.submit(BUY, 100, 1, MARKET_OWNER));
    const gone = new Set<number>();
    while (b.marketOrdersAt(100) > 0) {
      b.cancelMarketOrder(100, 0);
      for (const id of others) if (!b.isResting(id)) gone.add(id);
    }
    expect(gone.size).toBe(5);
    expect(b.isResting(own)).toBe(true);
  });
});

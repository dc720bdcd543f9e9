/** What holds after any program of orders; orderPriority.test.ts has single cases. */
import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_OWNER, BUY, MARKET_OWNER, NO_ORDER, SELL } from '../../../src/market/types';
import { ReferenceBook } from './referenceBook';
import {
  program,
  Session,
  targetOf,
  queueAt,
  describeFast,
  describeSlow,
  type Step,
} from './bookPrograms';

const RUNS_AGAINST_REFERENCE = 2000;
const RUNS = 500;

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
     * Runs some steps.
     * @returns what was reported during them, and all that can be asked of the book after them
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

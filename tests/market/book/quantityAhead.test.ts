/**
 * The quantity ahead of the agent's orders is kept up to date, not summed up. It must equal the
 * slow book's sum after every step of programs full of own orders: several at a price, changed,
 * filled and cancelled in any order.
 */
import {
  array,
  assert,
  constant,
  integer,
  nat,
  oneof,
  property,
  record,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderBook } from '../../../src/market/book/orderBook';
import {
  AGENT_OWNER,
  BUY,
  MARKET_OWNER,
  NO_ORDER,
  SELL,
  type Side,
} from '../../../src/market/types';
import { ReferenceBook } from './referenceBook';

const RUNS = 2000;
const SPREAD = 1000;
/** Prices 500 and 1524 are one level of a ring of 512 apart from 1000: occupying both grows it. */
const DEPTHS = [0, 0, 0, 1, 1, 2, 512] as const;

const size = integer({ min: 1, max: 9 });
const depth = nat(DEPTHS.length - 1);
const isBid = integer({ min: 0, max: 1 });
const step = oneof(
  {
    weight: 6,
    arbitrary: record({ kind: constant('rest' as const), isBid, depth, size, own: nat(1) }),
  },
  { weight: 3, arbitrary: record({ kind: constant('take' as const), isBid, size, own: nat(4) }) },
  {
    weight: 4,
    arbitrary: record({
      kind: constant('cancelMarket' as const),
      isBid,
      depth,
      place: nat(),
      other: nat(),
    }),
  },
  { weight: 2, arbitrary: record({ kind: constant('cancel' as const), target: nat() }) },
  {
    weight: 3,
    arbitrary: record({ kind: constant('modify' as const), target: nat(), size: nat(9) }),
  },
  { weight: 1, arbitrary: record({ kind: constant('restore' as const) }) },
);
type Step = typeof step extends Arbitrary<infer Value> ? Value : never;

/** Both books, told the same. */
class Pair {
  fast = new OrderBook({ onExecution: () => undefined });
  readonly slow = new ReferenceBook();
  readonly own: number[] = [];

  run(step: Step): void {
    if (step.kind === 'rest') this.rest(step);
    else if (step.kind === 'take') this.take(step.isBid === 1 ? BUY : SELL, step.size, step.own);
    else if (step.kind === 'cancelMarket') this.cancelMarket(step);
    else if (step.kind === 'restore') this.restore();
    else this.change(step.target, step.kind === 'modify' ? step.size : 0);
  }

  /** Compares every own order. @returns how many there are */
  check(): number {
    const resting = this.own.filter((id) => this.fast.isResting(id));
    for (const id of resting) {
      const ahead = this.fast.quantityAhead(id);
      // Cheaper than an assertion for each.
      if (ahead !== this.slow.quantityAhead(id)) expect(ahead).toBe(this.slow.quantityAhead(id));
    }
    return resting.length;
  }

  private rest({
    isBid,
    depth,
    size,
    own,
  }: {
    isBid: number;
    depth: number;
    size: number;
    own: number;
  }) {
    const side: Side = isBid === 1 ? BUY : SELL;
    const price = isBid === 1 ? SPREAD - DEPTHS[depth] : SPREAD + 1 + DEPTHS[depth];
    const owner = own === 0 ? AGENT_OWNER : MARKET_OWNER;
    const id = this.fast.submit(side, price, size, owner);
    this.slow.submit(id, side, price, size, owner);
    if (owner === AGENT_OWNER && id !== NO_ORDER) this.own.push(id);
  }

  private take(side: Side, size: number, own: number): void {
    const owner = own === 0 ? AGENT_OWNER : MARKET_OWNER;
    const limit = side === BUY ? SPREAD + 600 : SPREAD - 600;
    expect(this.fast.take(side, limit, size, owner)).toBe(this.slow.take(side, limit, size, owner));
  }

  private cancelMarket(step: { isBid: number; depth: number; place: number; other: number }): void {
    const price = step.isBid === 1 ? SPREAD - DEPTHS[step.depth] : SPREAD + 1 + DEPTHS[step.depth];
    const count = this.fast.marketOrdersAt(price);
    if (count === 0) return;
    const before = this.slow.queueAt(price).map((order) => order.key);
    this.fast.cancelMarketOrder(
      price,
      this.fast.newerMarketOrder(price, step.place % count, step.other % count),
    );
    const [gone] = before.filter((id) => !this.fast.isResting(id));
    this.slow.cancel(gone);
  }

  /** A size decrease keeps its id, an increase gets a new one, size 0 cancels. */
  private change(target: number, size: number): void {
    const resting = this.own.filter((id) => this.fast.isResting(id));
    if (resting.length === 0) return;
    const id = resting[target % resting.length];
    const price = this.fast.orderPrice(id);
    const newId = this.fast.modify(id, price, size);
    this.slow.modify(id, newId, price, size);
    if (newId !== NO_ORDER && newId !== id) this.own.push(newId);
  }

  private restore(): void {
    const state = structuredClone(this.fast.snapshot());
    this.fast = new OrderBook({ onExecution: () => undefined });
    this.fast.restore(state);
  }
}

describe('the quantity ahead of an own order', () => {
  it(`equals the slow book's sum after every step of ${RUNS} programs`, () => {
    let compared = 0;
    assert(
      property(array(step, { minLength: 20, maxLength: 100, size: 'max' }), (steps) => {
        const pair = new Pair();
        for (const one of steps) {
          pair.run(one);
          compared += pair.check();
        }
      }),
      { numRuns: RUNS },
    );
    // The programs are about own orders: one at least at every other step.
    expect(compared).toBeGreaterThan(50 * RUNS);
  }, 120_000);
});

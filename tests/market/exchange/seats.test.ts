/** Several owners in one book: what each of them hears, and what none of them can do to another. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarket } from '../../../src/market/createMarket';
import {
  BUY,
  MARKET_OWNER,
  MOST_SEATS,
  NO_ORDER,
  SELL,
  type MarketListener,
  type MarketSeat,
  type MarketSource,
  type Side,
} from '../../../src/market/types';
import { EventHash } from '../eventHash';
import { flowPrograms, holdingOf, programMarket, sides } from './programFlow';

const OWNERS = Array.from({ length: MOST_SEATS }, (_, index) => index + 1);

interface Act {
  readonly owner: number;
  readonly after: number;
  readonly kind: 'limit' | 'market' | 'cancel' | 'reduce';
  readonly side: Side;
  readonly distance: number;
  readonly size: number;
  /** Which of all orders so far, of whatever owner. */
  readonly target: number;
}

const acts = (owners: readonly number[], longestWaitNs: number): fc.Arbitrary<Act[]> =>
  fc.array(
    fc.record({
      owner: fc.constantFrom(...owners),
      after: fc.integer({ min: 0, max: longestWaitNs }),
      kind: fc.constantFrom<Act['kind']>('limit', 'limit', 'limit', 'market', 'cancel', 'reduce'),
      side: sides,
      distance: fc.integer({ min: -1, max: 3 }),
      size: fc.integer({ min: 1, max: 9 }),
      target: fc.nat({ max: 1000 }),
    }),
    { minLength: 10, maxLength: 40, size: 'max' },
  );

/** Lets owners act in a market; `after` is given the owner of every order so far. */
function perform(
  market: MarketSource,
  program: readonly Act[],
  seatOf: (owner: number) => MarketSeat = (owner) => market.seat(owner),
  after: (orders: ReadonlyMap<number, number>) => void = () => {},
): void {
  const orders = new Map<number, number>();
  for (const act of program) {
    market.advanceTo(market.timeNs + act.after);
    const seat = seatOf(act.owner);
    const { book } = market;
    const orderId = [...orders.keys()][act.target % Math.max(1, orders.size)] ?? NO_ORDER;
    if (act.kind === 'limit') {
      const price = act.side === BUY ? book.bestBid - act.distance : book.bestAsk + act.distance;
      const placed = seat.submitLimit(act.side, price, act.size);
      if (placed !== NO_ORDER) orders.set(placed, act.owner);
    } else if (act.kind === 'market') {
      seat.submitMarket(act.side, act.size);
    } else if (act.kind === 'cancel') {
      seat.cancelOrder(orderId);
    } else if (!book.isResting(orderId) || act.size <= book.orderSize(orderId)) {
      seat.reduceOrder(orderId, act.size);
    }
    after(orders);
  }
}

/** Contracts that a listener was told of. */
class Fills implements MarketListener {
  bought = 0;
  sold = 0;
  cashTicks = 0;
  readonly orderIds = new Set<number>();

  onFill(_timeNs: number, orderId: number, side: Side, priceTicks: number, size: number): void {
    if (side === BUY) this.bought += size;
    else this.sold += size;
    this.cashTicks -= side * priceTicks * size;
    this.orderIds.add(orderId);
  }

  onMid(): void {}
  onTrade(): void {}
}

describe('a market with several seats', () => {
  it('tells each owner its own fills, and buys as much as it sells over all', () => {
    fc.assert(
      fc.property(flowPrograms(1000), acts(OWNERS, 1000), (flow, program) => {
        const { market, ledger } = programMarket(flow);
        const heard = OWNERS.map((owner) => {
          const fills = new Fills();
          market.seat(owner).setListener(fills);
          return fills;
        });
        perform(market, program);
        let bought = 0;
        let sold = 0;
        for (const owner of [MARKET_OWNER, ...OWNERS]) {
          const held = holdingOf(owner, ledger);
          bought += held.bought;
          sold += held.sold;
          if (owner === MARKET_OWNER) continue;
          const { bought: told, sold: toldSold, cashTicks } = heard[owner - 1];
          expect([told, toldSold, cashTicks]).toEqual([held.bought, held.sold, held.cashTicks]);
        }
        expect(bought).toBe(sold);
        const own = ledger.filter(({ buyer, seller }) => buyer === seller && buyer !== 0);
        expect(own).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the place of every order, and lets nobody touch an order of another', () => {
    fc.assert(
      fc.property(flowPrograms(1000), acts(OWNERS, 1000), (flow, program) => {
        const { market } = programMarket(flow);
        const { book } = market;
        const ahead = new Map<number, number>();
        perform(market, program, undefined, (orders) => {
          for (const [orderId, owner] of orders) {
            if (!book.isResting(orderId)) continue;
            const other = market.seat((owner % MOST_SEATS) + 1);
            const size = book.orderSize(orderId);
            expect(other.cancelOrder(orderId)).toBe(0);
            other.reduceOrder(orderId, 0);
            expect(book.orderSize(orderId)).toBe(size);
            // Nobody is put before an order that rests.
            const before = ahead.get(orderId) ?? Infinity;
            expect(book.quantityAhead(orderId)).toBeLessThanOrEqual(before);
            ahead.set(orderId, book.quantityAhead(orderId));
          }
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('has the tape of a market with one when the others do nothing', () => {
    const one = createMarket({ preset: 'es', regime: 'base' });
    const many = createMarket({ preset: 'es', regime: 'base' });
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.constantFrom(...OWNERS),
        acts([1], 20_000_000),
        (seed, owner, program) => {
          const tapes = [new EventHash(), new EventHash()];
          one.reset(seed);
          one.setListener(tapes[0]);
          perform(one, program, () => one);
          many.reset(seed);
          for (const idle of OWNERS) many.seat(idle).setListener(new Fills());
          many.seat(owner).setListener(tapes[1]);
          perform(many, program, () => many.seat(owner));
          expect(tapes[1].withBook(many)).toBe(tapes[0].withBook(one));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('gives one owner the seat that the market itself is', () => {
    const market = createMarket({ preset: 'es', regime: 'base' });
    const fills = new Fills();
    market.setListener(fills);
    const orderId = market.seat(1).submitLimit(BUY, market.book.bestBid, 3);
    expect(market.cancelOrder(orderId)).toBe(3);
    expect(market.seat(2).submitMarket(SELL, 1)).toBe(1);
    expect(fills.orderIds.size).toBe(0);
    market.seat(1).submitMarket(BUY, 2);
    expect([fills.bought, fills.sold]).toEqual([2, 0]);
  });

  it('refuses owners that it has no seat for, and the analytic market all but the first', () => {
    const market = createMarket({ preset: 'es', regime: 'base' });
    for (const owner of [0, 9, 1.5, Number.NaN]) {
      expect(() => market.seat(owner)).toThrow('owner: expected a whole number from 1 to 8');
    }
    const analytic = createMarket({ preset: 'avellanedaStoikov', regime: 'base' });
    expect(analytic.seat(1)).toBe(analytic);
    expect(() => analytic.seat(2)).toThrow(
      'owner: expected 1: without queues, the analytic market has one seat, got 2',
    );
  });
});

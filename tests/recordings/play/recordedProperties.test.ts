/** What holds on every tape, whatever an agent does: checked on our own market, recorded. */
import { array, assert, constantFrom, integer, property, tuple } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUY, SELL, type MarketListener, type Side } from '../../../src/market/types';
import { RecordedMarket } from '../../../src/recordings/play/recordedMarket';
import { splitSpan } from '../../../src/recordings/play/splits';
import { RowKind, type Tape } from '../../../src/recordings/tape';
import { fileOf, readTape } from '../dbn/dbnFiles';
import { recordSession } from '../record/recordedSession';
import { levelTape, type LevelStep } from './levelTape';

const STEP_NS = 100e6;

/** Fills of the agent as maker, by time and side, and what it had in all. */
class MakerFills implements MarketListener {
  readonly fills: { timeNs: number; side: Side; price: number; size: number }[] = [];
  lots = 0;
  onFill(timeNs: number, _id: number, side: Side, price: number, size: number, isMaker: boolean) {
    this.lots += size;
    if (isMaker) this.fills.push({ timeNs, side, price, size });
  }
  onMid(): void {}
  onTrade(): void {}
}

/** The whole training block as one window. */
function marketOn(tape: Tape, queueExponent = 1) {
  const { fromNs, toNs } = splitSpan(tape.header, 'training');
  return new RecordedMarket(tape, { split: 'training', windowNs: toNs - fromNs, queueExponent });
}

/**
 * What an agent does at a step: nothing, a quote of a side near the best, a take, or cancel all.
 */
const action = tuple(
  constantFrom('wait', 'quote', 'take', 'cancel'),
  constantFrom(BUY, SELL),
  integer({ min: -2, max: 3 }),
  integer({ min: 1, max: 9 }),
);

describe('an agent on a recorded session', () => {
  let tape: Tape;
  beforeAll(async () => {
    const { bytes } = recordSession('base', 20, 11);
    tape = await readTape([fileOf(bytes, 'es.dbn', 1 << 16)]);
  });

  /** Lots of the tape that could meet an order: trades and arrivals at its price or worse. */
  function reachable(startNs: number, timeNs: number, side: Side, price: number): number {
    let lots = 0;
    for (const { length, timesNs, kinds, sides, prices, sizes } of tape.chunks) {
      for (let row = 0; row < length; row++) {
        if (timesNs[row] !== startNs + timeNs || sides[row] !== -side) continue;
        const meets = side * (price - prices[row]) >= 0;
        const kind = kinds[row];
        if (meets && (kind === RowKind.trade || kind === RowKind.add)) lots += sizes[row];
      }
    }
    return lots;
  }

  it('never changes the tape, fills at most what traded, and never loses its place', () => {
    assert(
      property(array(action, { minLength: 20, maxLength: 80 }), (actions) => {
        const market = marketOn(tape);
        const alone = marketOn(tape);
        const listener = new MakerFills();
        market.setListener(listener);
        let resting: { id: number; ahead: number }[] = [];
        for (const [index, [what, side, offset, size]] of actions.entries()) {
          const best = side === BUY ? market.book.bestBid : market.book.bestAsk;
          if (what === 'quote') {
            const id = market.submitLimit(side, best - side * offset, size);
            if (id >= 0) resting.push({ id, ahead: market.book.quantityAhead(id) });
          } else if (what === 'take') market.submitMarket(side, size);
          else if (what === 'cancel') {
            for (const { id } of resting) market.cancelOrder(id);
            resting = [];
          }
          market.advanceTo((index + 1) * STEP_NS);
          alone.advanceTo((index + 1) * STEP_NS);
          resting = resting.filter(({ id }) => market.book.isResting(id));
          for (const order of resting) {
            const ahead = market.book.quantityAhead(order.id);
            expect(ahead).toBeLessThanOrEqual(order.ahead);
            order.ahead = ahead;
          }
          expect(market.book.midHalfTicks).toBe(alone.book.midHalfTicks);
        }
        const { place } = market.snapshot();
        const expected = alone.snapshot().place;
        // Arrivals also count the agent's; the orders of the recording are the same.
        expect({ ...place.book, arrivals: null, nextArrival: 0 }).toEqual({
          ...expected.book,
          arrivals: null,
          nextArrival: 0,
        });
        for (const { timeNs, side, price } of listener.fills) {
          const together = listener.fills.filter((f) => f.timeNs === timeNs && f.side === side);
          const best = together.map((f) => f.price).reduce((a, b) => (side * (a - b) > 0 ? a : b));
          const lots = together.reduce((sum, f) => sum + f.size, 0);
          expect(price * side).toBeLessThanOrEqual(best * side);
          expect(lots).toBeLessThanOrEqual(reachable(market.episodeStartNs, timeNs, side, best));
        }
        expect(market.participation.ownVolume).toBe(listener.lots);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the exponent of cancels', () => {
  it('never fills more at infinity than at 1', () => {
    const step = tuple(
      constantFrom<LevelStep[0]>('bid', 'bid', 'sold'),
      constantFrom(100, 100, 100, 99),
      integer({ min: 1, max: 12 }),
    );
    assert(
      property(array(step, { maxLength: 40 }), integer({ min: 1, max: 9 }), (steps, size) => {
        const tape = levelTape(steps);
        const lots = [1, 3.6, Infinity].map((queueExponent) => {
          const market = marketOn(tape, queueExponent);
          const listener = new MakerFills();
          market.setListener(listener);
          market.submitLimit(BUY, 100, size);
          market.advanceTo(1e9);
          return listener.lots;
        });
        expect(lots[1]).toBeLessThanOrEqual(lots[0]);
        expect(lots[2]).toBeLessThanOrEqual(lots[1]);
      }),
      { numRuns: 300 },
    );
  });
});

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
  tuple,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ES, NQ } from '../../../src/market/synthetic/presets';
import type { ExchangeMarket } from '../../../src/market/exchange/exchangeMarket';
import { queueReactiveMarket } from '../../../src/market/synthetic/queueReactiveFlow';
import { BUY, NO_ORDER, SELL, type MarketListener, type Side } from '../../../src/market/types';
import { EventHash } from '../eventHash';

const SECOND = 1e9;

class Recorder implements MarketListener {
  readonly lines: string[] = [];
  onFill(...fill: Parameters<MarketListener['onFill']>): void {
    this.lines.push(`fill ${fill.join(' ')}`);
  }
  onMid(...mid: Parameters<MarketListener['onMid']>): void {
    this.lines.push(`mid ${mid.join(' ')}`);
  }
  onTrade(...trade: Parameters<MarketListener['onTrade']>): void {
    this.lines.push(`trade ${trade.join(' ')}`);
  }
}

function es(seed: number): ExchangeMarket {
  const market = queueReactiveMarket([ES]);
  market.reset(seed);
  return market;
}

describe('queue-reactive market', () => {
  it('gives the same events for the same seed, and others for another', () => {
    const hashes = [7, 7, 8].map((seed) => {
      const market = es(seed);
      const hash = new EventHash();
      market.setListener(hash);
      market.advanceTo(60 * SECOND);
      return [hash.withBook(market), market.eventCount];
    });
    expect(hashes[1]).toEqual(hashes[0]);
    expect(hashes[2][0]).not.toBe(hashes[0][0]);
  });

  it('has the same tape however finely an idle agent watches it', () => {
    const tapes = [60, 0.1, 0.0137].map((stepSeconds) => {
      const market = es(11);
      const recorder = new Recorder();
      market.setListener(recorder);
      for (let time = 0; time < 60; time += stepSeconds) {
        market.advanceTo(Math.round(time * SECOND));
        market.snapshot();
      }
      market.advanceTo(60 * SECOND);
      return [new EventHash().withBook(market), market.eventCount, ...recorder.lines];
    });
    expect(tapes[0].length).toBeGreaterThan(500);
    expect(tapes[1]).toEqual(tapes[0]);
    expect(tapes[2]).toEqual(tapes[0]);
  });

  it('continues from a snapshot as if nothing had happened', () => {
    const market = es(3);
    market.advanceTo(5 * SECOND);
    const bid = market.submitLimit(BUY, market.book.bestBid, 4);
    market.advanceTo(6 * SECOND);
    const state = structuredClone(market.snapshot());
    const run = (source: ExchangeMarket) => {
      const recorder = new Recorder();
      source.setListener(recorder);
      source.advanceTo(20 * SECOND);
      source.submitMarket(SELL, 100);
      source.cancelOrder(bid);
      source.advanceTo(40 * SECOND);
      return [new EventHash().withBook(source), source.eventCount, ...recorder.lines];
    };
    const first = run(market);
    const other = es(99);
    other.advanceTo(30 * SECOND);
    other.restore(state);
    expect(run(other)).toEqual(first);
  });

  it('keeps a spread of at least one tick and ten levels a side after every agent action', () => {
    const market = es(5);
    let id = NO_ORDER;
    for (let step = 1; step <= 600; step++) {
      market.advanceTo(step * 0.1 * SECOND);
      const { book } = market;
      expect(book.bestAsk).toBeGreaterThan(book.bestBid);
      if (step % 3 === 0) market.cancelOrder(id);
      if (step % 7 === 0) id = market.submitLimit(step % 2 ? BUY : SELL, book.bestBid + 1, 3);
      if (step % 50 === 0) market.submitMarket(step % 100 ? BUY : SELL, 1000);
      expect(book.bestAsk).toBeGreaterThan(book.bestBid);
      expect(Number.isFinite(market.efficientPriceTicks)).toBe(true);
    }
  });

  it('reports a fill before the mid change that it causes', () => {
    const market = es(2);
    const recorder = new Recorder();
    market.setListener(recorder);
    const { bestAsk } = market.book;
    const size = market.book.sizeAt(bestAsk);
    market.submitMarket(BUY, size);
    expect(recorder.lines.at(-3)).toMatch(/^fill /);
    expect(recorder.lines.at(-2)).toBe(`trade 0 1 ${bestAsk} ${size}`);
    expect(recorder.lines.at(-1)).toMatch(/^mid 0 /);
  });
});

describe('any agent in the market', () => {
  const side = constantFrom<Side>(BUY, SELL);
  const action = oneof(
    record({
      kind: constant('limit'),
      side,
      offset: integer({ min: -6, max: 6 }),
      size: integer({ min: 1, max: 60 }),
    }),
    record({
      kind: constant('market'),
      side,
      offset: constant(0),
      size: integer({ min: 1, max: 900 }),
    }),
    record({ kind: constant('cancel'), side, offset: nat(50), size: constant(0) }),
    record({ kind: constant('reduce'), side, offset: nat(50), size: constant(1) }),
  );
  const program = array(tuple(action, integer({ min: 0, max: 300_000_000 })), { maxLength: 60 });

  it('leaves bids below asks, mids that follow each other and every contract accounted for', () => {
    assert(
      property(program, constantFrom(ES, NQ), nat(), (steps, parameters, seed) => {
        const market = queueReactiveMarket([parameters]);
        market.reset(seed);
        let mid = market.book.midHalfTicks;
        let time = 0;
        const ids: number[] = [];
        const open = new Map<number, number>();
        market.setListener({
          onFill(timeNs, orderId, fillSide, priceTicks, size, isMaker) {
            expect(timeNs).toBeGreaterThanOrEqual(time);
            time = timeNs;
            // A passive fill is on the agent's side of the mid, or at it.
            if (isMaker) expect((2 * priceTicks - mid) * fillSide).toBeLessThanOrEqual(0);
            if (isMaker) open.set(orderId, (open.get(orderId) ?? 0) - size);
          },
          onMid(timeNs, before, after) {
            expect(timeNs).toBeGreaterThanOrEqual(time);
            expect(before).toBe(mid);
            expect(after).not.toBe(before);
            time = timeNs;
            mid = after;
          },
          onTrade(timeNs, _side, _price, size) {
            expect(timeNs).toBeGreaterThanOrEqual(time);
            expect(size).toBeGreaterThan(0);
          },
        });
        for (const [{ kind, side: way, offset, size }, wait] of steps) {
          market.advanceTo(market.timeNs + wait);
          const chosen = ids.length > 0 ? ids[offset % ids.length] : NO_ORDER;
          if (kind === 'limit') {
            const id = market.submitLimit(way, market.book.bestBid + offset, size);
            if (id !== NO_ORDER) {
              ids.push(id);
              open.set(id, market.book.orderSize(id));
            }
          } else if (kind === 'market') {
            expect(market.submitMarket(way, size)).toBeLessThanOrEqual(size);
          } else if (kind === 'cancel') {
            const cancelled = market.cancelOrder(chosen);
            open.set(chosen, (open.get(chosen) ?? 0) - cancelled);
          } else if (market.book.isResting(chosen) && market.book.orderSize(chosen) > 1) {
            market.reduceOrder(chosen, size);
            open.set(chosen, size);
          }
          const { book } = market;
          expect(book.bestBid).toBeLessThan(book.bestAsk);
          expect(book.midHalfTicks).toBe(mid);
          for (const id of ids) {
            if (book.isResting(id)) expect(book.orderSize(id)).toBe(open.get(id));
          }
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampDimension,
  quotesFromAction,
  scaleAction,
  unscaleDimension,
  validate,
  type QuotePair,
} from '../../src/env/actionMap';
import { actions } from './arbitraries';

const quotesOf = (action: ArrayLike<number>, midHalfTicks: number, maxOrderSize = 10) => {
  const quotes: QuotePair = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  quotesFromAction(action, midHalfTicks, maxOrderSize, quotes);
  return quotes;
};
const halfTicks = fc.integer({ min: -20_000, max: 20_000 });

describe('the action map', () => {
  it('quotes the touch of a one-tick market for spread 1 without skew', () => {
    expect(quotesOf([0, 0, 1, 0.5, 1], 201)).toEqual({
      bidPrice: 100,
      bidSize: 5,
      askPrice: 101,
      askSize: 10,
    });
  });

  it('rounds bids down and asks up', () => {
    // 100.5 − 1.05 + 0.2 = 99.65 and 100.5 + 1.05 + 0.2 = 101.75.
    expect(quotesOf([0.2, 0.2, 2.1, 1, 1], 201)).toMatchObject({ bidPrice: 99, askPrice: 102 });
    // Below zero too: −100.5 − 0.75 and −100.5 + 0.75.
    expect(quotesOf([0, 0, 1.5, 1, 1], -201)).toMatchObject({ bidPrice: -102, askPrice: -99 });
  });

  it('never rounds a price inward and never by a tick or more', () => {
    fc.assert(
      fc.property(actions, halfTicks, (action, mid) => {
        const quotes = quotesOf(action, mid);
        const [bidSkew, askSkew, spread] = action;
        const bid = mid / 2 - spread / 2 + bidSkew;
        const ask = mid / 2 + spread / 2 + askSkew;
        const apart = bid < ask - 1e-5 && Math.floor(bid + 1e-6) < Math.ceil(ask - 1e-6);
        if (quotes.bidSize > 0 && quotes.askSize > 0 && !apart) return;
        expect(bid - quotes.bidPrice).toBeGreaterThan(-2e-6);
        expect(bid - quotes.bidPrice).toBeLessThan(1);
        expect(quotes.askPrice - ask).toBeGreaterThan(-2e-6);
        expect(quotes.askPrice - ask).toBeLessThan(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('moves a pair that would meet itself to the ticks either side of mid', () => {
    expect(quotesOf([1, -1, 0.5, 1, 1], 201)).toMatchObject({ bidPrice: 100, askPrice: 101 });
    expect(quotesOf([1, -1, 0.5, 1, 1], 200)).toMatchObject({ bidPrice: 99, askPrice: 101 });
    fc.assert(
      fc.property(actions, halfTicks, (action, mid) => {
        const quotes = quotesOf(action, mid);
        if (quotes.bidSize > 0 && quotes.askSize > 0) {
          expect(quotes.bidPrice).toBeLessThan(quotes.askPrice);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves a lone quote where it was asked to be, through the mid if need be', () => {
    expect(quotesOf([1, -1, 0.5, 1, 0], 201)).toMatchObject({ bidPrice: 101, askSize: 0 });
  });

  it('takes whole ticks for whole ticks after a trip through 32-bit floats', () => {
    for (const spread of [1, 2, 3, 4, 5]) {
      const scaled = new Float32Array(5);
      scaleAction([0, 0, spread, 1, 1], scaled);
      const raw = Array.from(scaled, unscaleDimension);
      const mid = spread % 2 === 0 ? 200 : 201;
      const { bidPrice, askPrice } = quotesOf(raw, mid);
      expect(askPrice - bidPrice).toBe(spread);
    }
  });

  it('maps the scaled cube onto the whole box, ends to ends', () => {
    expect([-1, -1, -1, -1, -1].map(unscaleDimension)).toEqual([-1, -1, 0.5, 0, 0]);
    expect([1, 1, 1, 1, 1].map(unscaleDimension)).toEqual([1, 1, 5, 1, 1]);
    fc.assert(
      fc.property(actions, (action) => {
        const scaled = new Float64Array(5);
        scaleAction(action, scaled);
        action.forEach((value, i) => expect(unscaleDimension(scaled[i], i)).toBeCloseTo(value, 12));
      }),
    );
  });

  it('clamps what is outside the box, dimension by dimension', () => {
    expect([-3, 3, 0, 2, -1].map(clampDimension)).toEqual([-1, 1, 0.5, 1, 0]);
    fc.assert(
      fc.property(actions, (action) => {
        expect(action.map(clampDimension)).toEqual(action);
      }),
    );
  });

  it('reports what is not an action, by name and range', () => {
    expect(() => validate([0, 0, 1, 1, 1])).not.toThrow();
    expect(() => validate([0, 0, 6, 1, 1])).toThrow(
      'action.spread: expected a number from 0.5 to 5, got 6',
    );
    expect(() => validate([0, 0, 1, Number.NaN, 1])).toThrow(/action\.bidSize.*NaN/);
    expect(() => validate([0, 0, 1])).toThrow(/5 numbers/);
  });
});

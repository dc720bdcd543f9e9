import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log, pow } from '../../src/market/elementary';

const bits = new DataView(new ArrayBuffer(8));

/** Counts the doubles between two of the same sign. */
function ulps(a: number, b: number): number {
  const rank = (value: number) => {
    bits.setFloat64(0, Math.abs(value));
    return bits.getBigInt64(0);
  };
  return Math.abs(Number(rank(a) - rank(b)));
}

/** Math.exp and Math.log are themselves within one unit in the last place in V8 (fdlibm). */
describe('exp and log', () => {
  it('exp is within four units in the last place of Math.exp, all over its range', () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 708, noNaN: true }), (x) => {
        expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(4);
      }),
      { numRuns: 20_000, seed: 1 },
    );
    for (let i = -32_000; i <= 32_000; i++) {
      const x = i / 1000;
      expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(4);
    }
  });

  it('log is within four units in the last place of Math.log, and close to 0 near 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2.3e-308, max: 1e308, noNaN: true }).filter((x) => x > 0),
        (x) => {
          expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(
            4 * 2 ** -52 * Math.max(Math.abs(Math.log(x)), 2 ** -1),
          );
        },
      ),
      { numRuns: 5000, seed: 1 },
    );
    for (let i = 1; i <= 20_000; i++) {
      const x = i / 1000;
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(
        4 * 2 ** -52 * Math.abs(Math.log(x)) + 1e-300,
      );
    }
  });

  it('are exact where mathematics is', () => {
    expect(exp(0)).toBe(1);
    expect(log(1)).toBe(0);
    expect(log(2)).toBe(Math.LN2);
    expect(ulps(exp(1), Math.E)).toBeLessThanOrEqual(1);
    expect(pow(2, 10)).toBeCloseTo(1024, 9);
  });

  it('exp stays finite and positive beyond its range, and log refuses what has none', () => {
    expect(exp(1e6)).toBe(exp(708));
    expect(exp(-1e6)).toBe(exp(-708));
    expect(exp(-708)).toBeGreaterThan(0);
    for (const x of [0, -1, NaN, Infinity]) expect(() => log(x)).toThrow('expected a positive');
  });

  it('undo each other', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        // Relative error of exp is absolute error of log.
        expect(Math.abs(log(exp(x)) - x)).toBeLessThan(1e-15 * Math.max(2, Math.abs(x)));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

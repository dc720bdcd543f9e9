import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampWindow, panWindow, windowBetween, zoomWindow } from '../../src/charts/timeZoom';

const bounds = { from: 10, to: 110 };

describe('a window of time', () => {
  it('keeps the moment under the pointer where it is', () => {
    expect(zoomWindow({ from: 20, to: 60 }, 30, 0.5, bounds)).toEqual({ from: 25, to: 45 });
    expect(zoomWindow({ from: 25, to: 45 }, 30, 2, bounds)).toEqual({ from: 20, to: 60 });
  });

  it('moves no further than there is something to see', () => {
    expect(panWindow({ from: 20, to: 60 }, 10, bounds)).toEqual({ from: 30, to: 70 });
    expect(panWindow({ from: 20, to: 60 }, -99, bounds)).toEqual({ from: 10, to: 50 });
    expect(panWindow({ from: 20, to: 60 }, 99, bounds)).toEqual({ from: 70, to: 110 });
  });

  it('is drawn from either end, and is never too short to see', () => {
    expect(windowBetween(50, 40, bounds)).toEqual({ from: 40, to: 50 });
    const { from, to } = windowBetween(40, 40, bounds);
    expect(to - from).toBeCloseTo(0.5);
    expect((from + to) / 2).toBeCloseTo(40);
  });

  it('stays inside its bounds and above the shortest span, whatever is done to it', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const factor = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(number, factor, number, number, (moment, by, a, b) => {
        const start = windowBetween(a, b, bounds);
        for (const window of [
          start,
          zoomWindow(start, moment, by, bounds),
          panWindow(start, a, bounds),
          clampWindow({ from: Math.min(a, b), to: Math.max(a, b) }, bounds),
        ]) {
          expect(window.from).toBeGreaterThanOrEqual(bounds.from - 1e-6);
          expect(window.to).toBeLessThanOrEqual(bounds.to + 1e-6);
        }
        const { from, to } = zoomWindow(start, moment, by, bounds);
        expect(to - from).toBeGreaterThanOrEqual(0.5 - 1e-6);
      }),
    );
  });
});

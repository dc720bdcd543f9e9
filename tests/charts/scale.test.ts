import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimateMinMax } from '../../src/charts/decimate';
import { AxisRange, linearScale, niceStep, niceTicks, timeStep } from '../../src/charts/scale';

describe('scales', () => {
  it('map a domain to a range and back', () => {
    const scale = linearScale([10, 20], [200, 0]);
    expect([scale(10), scale(15), scale(20)]).toEqual([200, 100, 0]);
    expect(scale.invert(50)).toBe(17.5);
  });

  it('step by 1, 2 or 5 times a power of ten', () => {
    expect([0.7, 9, 11, 23, 60].map((span) => niceStep(span, 10))).toEqual([0.1, 1, 2, 5, 10]);
  });

  it('put ticks on multiples of the step, inside the domain', () => {
    expect(niceTicks([-3, 11], 5)).toEqual([0, 5, 10]);
  });

  it('put time on the steps of a clock', () => {
    expect([0.5, 30, 60, 600, 7000].map((span) => timeStep(span, 6))).toEqual([
      0.1, 5, 10, 120, 1800,
    ]);
  });
});

describe('a value axis', () => {
  it('always contains the data', () => {
    const moves = fc.array(
      fc.tuple(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e5, noNaN: true }),
      ),
    );
    fc.assert(
      fc.property(moves, fc.boolean(), (list, symmetric) => {
        const axis = new AxisRange({ minimumSpan: 2, symmetric });
        for (const [low, span] of list) {
          const [bottom, top] = axis.update(low, low + span);
          expect(bottom).toBeLessThanOrEqual(low);
          expect(top).toBeGreaterThanOrEqual(low + span);
        }
      }),
    );
  });

  it('holds still while the data stay inside it', () => {
    const axis = new AxisRange({ minimumSpan: 1 });
    const first = axis.update(0, 10);
    expect(axis.update(2, 9)).toEqual(first);
  });

  it('keeps room beyond an extreme that arrives later', () => {
    const inventory = new AxisRange({ minimumSpan: 6, symmetric: true });
    expect(inventory.update(-1, 1)).toEqual([-3, 3]);
    expect(inventory.update(-1, 3)).toEqual([-4, 4]);
  });

  it('begins anew under another scope, and holds nothing of what was shown before', () => {
    const axis = new AxisRange({ minimumSpan: 8, snap: 1 });
    axis.update(19_990, 20_030, 'es 30');
    expect(axis.update(70_000, 70_004, 'nq 30')).toEqual([69_998, 70_006]);
    expect(axis.update(70_001, 70_003, 'nq 5')).toEqual([69_998, 70_006]);
    expect(axis.update(70_010, 70_012, 'nq 5')).toEqual([70_007, 70_015]);
  });

  it('is never more than half as wide again as the data need', () => {
    const moves = fc.array(fc.tuple(fc.integer({ max: 1000, min: -1000 }), fc.nat(500)));
    fc.assert(
      fc.property(moves, (list) => {
        const axis = new AxisRange({ minimumSpan: 2, snap: 1 });
        for (const [low, span] of list) {
          const [bottom, top] = axis.update(low, low + span);
          const fresh = new AxisRange({ minimumSpan: 2, snap: 1 }).update(low, low + span);
          expect(top - bottom).toBeLessThanOrEqual(1.5 * (fresh[1] - fresh[0]));
        }
      }),
    );
  });

  it('shrinks when it has become far too wide', () => {
    const axis = new AxisRange({ minimumSpan: 1 });
    axis.update(0, 100);
    const [low, high] = axis.update(0, 10);
    expect(high - low).toBeLessThan(20);
  });
});

describe('min-max decimation', () => {
  it('keeps the lowest and highest of every pixel, and never more than four points', () => {
    const values = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (list, perPixel) => {
        const kept: number[] = [];
        const column = (index: number) => index / perPixel;
        decimateMinMax(
          0,
          list.length,
          column,
          (index) => list[index],
          (index) => kept.push(index),
        );
        expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
        for (let pixel = 0; pixel * perPixel < list.length; pixel++) {
          const all = list.slice(pixel * perPixel, (pixel + 1) * perPixel);
          const drawn = kept.filter((index) => Math.floor(column(index)) === pixel);
          const heights = drawn.map((index) => list[index]);
          expect(drawn.length).toBeLessThanOrEqual(4);
          expect(Math.min(...heights)).toBe(Math.min(...all));
          expect(Math.max(...heights)).toBe(Math.max(...all));
        }
      }),
    );
  });
});

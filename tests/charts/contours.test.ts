import { describe, expect, it } from 'vitest';
import { contour, joinSegments } from '../../src/charts/contours';

const gridOf = (size: number, value: (x: number, y: number) => number) =>
  Float32Array.from({ length: size * size }, (_, at) => value(at % size, Math.floor(at / size)));

describe('contour lines', () => {
  it('of a plane are straight, and lie where the plane has the level', () => {
    const segments = contour(
      gridOf(4, (x) => x),
      4,
      1.25,
    );
    expect(segments).toHaveLength(3);
    for (const [x0, , x1] of segments) expect([x0, x1]).toEqual([1.25, 1.25]);
  });

  it('of a cone are a circle, closed', () => {
    const size = 41;
    const segments = contour(
      gridOf(size, (x, y) => Math.hypot(x - 20, y - 20)),
      size,
      12.3,
    );
    const ends = new Map<string, number>();
    for (const [x0, y0, x1, y1] of segments) {
      expect(Math.hypot(x0 - 20, y0 - 20)).toBeCloseTo(12.3, 1);
      for (const end of [
        [x0, y0],
        [x1, y1],
      ]) {
        const key = end.map((place) => place.toFixed(4)).join();
        ends.set(key, (ends.get(key) ?? 0) + 1);
      }
    }
    // Every piece begins where another ends.
    expect([...new Set(ends.values())]).toEqual([2]);
    const [circle, ...others] = joinSegments(segments);
    expect(others).toEqual([]);
    expect(circle).toHaveLength(segments.length + 1);
    expect(circle.at(-1)).toEqual(circle[0]);
  });

  it('keep the two ridges of a saddle apart, or the two valleys', () => {
    const high = Float32Array.of(1, 0, 0, 1);
    const through = (level: number) => contour(high, 2, level).length;
    expect(through(0.4)).toBe(2);
    // Above the mean of the corners the line goes around those that are high.
    const [[x0, y0, x1, y1]] = contour(high, 2, 0.75);
    expect(Math.hypot(x0, y0) < 1 === Math.hypot(x1, y1) < 1).toBe(true);
  });

  it('leave out what is not a number, and what is level', () => {
    expect(contour(Float32Array.of(Number.NaN, 1, 0, 1), 2, 0.5)).toEqual([]);
    expect(contour(Float32Array.of(1, 1, 1, 1), 2, 1)).toEqual([]);
  });
});

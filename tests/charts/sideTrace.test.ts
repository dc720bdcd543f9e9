import { describe, expect, it } from 'vitest';
import { sideExtent, sideValueAt, type SideTrace } from '../../src/charts/sideTrace';

const points = [
  [1, 5],
  [2, -40],
  [3, 12],
] as const;
const trace: SideTrace = {
  count: points.length,
  timeAt: (index) => points[index][0],
  valueAt: (index) => points[index][1],
};

describe('a second line on a chart', () => {
  it('holds its value until the next point, and has none before the first', () => {
    expect([0.9, 1, 1.99, 2, 8].map((time) => sideValueAt(trace, time))).toEqual([
      Number.NaN,
      5,
      5,
      -40,
      12,
    ]);
  });

  it('widens the axis by what it shows in the window, the point before it included', () => {
    expect(sideExtent(trace, { from: 2.5, to: 4 }, 0, 1)).toEqual([-40, 12]);
    expect(sideExtent(trace, { from: 0, to: 1.5 }, 0, 1)).toEqual([0, 5]);
  });
});

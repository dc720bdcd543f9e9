import { describe, expect, it } from 'vitest';
import {
  apart,
  bookDash,
  sideExtent,
  sideValueAt,
  type SideTrace,
} from '../../src/charts/sideTrace';

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

describe('several lines on a chart', () => {
  it('have dashes of their own, up to seven', () => {
    const dashes = Array.from({ length: 7 }, (_, index) => bookDash(index).join());
    expect(new Set(dashes).size).toBe(7);
  });

  it('have labels that do not overlap, in the order of the lines and inside the chart', () => {
    expect(apart([20, 60], 11, [0, 100])).toEqual([20, 60]);
    expect(apart([50, 52], 10, [0, 100])).toEqual([50, 60]);
    expect(apart([98, 99, 20], 10, [0, 100])).toEqual([85, 95, 20]);
    expect(apart([-30, 2], 10, [0, 100])).toEqual([5, 15]);
  });

  it('share what height there is where it is too little', () => {
    expect(apart([9, 1, 5], 11, [0, 12])).toEqual([10, 2, 6]);
    expect(apart([], 11, [0, 12])).toEqual([]);
  });
});

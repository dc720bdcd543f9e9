import { describe, expect, it } from 'vitest';
import type { PlotArea } from '../../src/charts/plotArea';
import { linearScale } from '../../src/charts/scale';
import { clockMiddle, ticksWithExtremes } from '../../src/charts/valueAxis';

/** A plot that shows 0 to 1 from its bottom to its top. */
const plot = (height: number): PlotArea => ({
  left: 0,
  right: 100,
  top: 4,
  bottom: 4 + height,
  x: linearScale([0, 1], [0, 100]),
  y: linearScale([0, 1], [4 + height, 4]),
});

describe('the clock of a flag', () => {
  it.each([
    [100, 0, 10],
    [100, 1, 98],
    [100, 0.4, 10],
    // Flag and clock are 16 and 12 pixels high.
    [30, 0, 10],
    [30, 0.5, Number.NaN],
  ])('in a plot %d high stands clear of the flag at %d', (height, value, expected) => {
    expect(clockMiddle(plot(height), value)).toBe(expected);
  });
});

describe('an axis that labels extremes', () => {
  const area = (height: number) => ({ ...plot(height), y: linearScale([-4, 4], [4 + height, 4]) });

  it('has a tick at the peak of a plot too low for nice ones', () => {
    expect(ticksWithExtremes(area(38), [-4, 4], [0, 3])).toEqual([3, 0]);
  });

  it('has nice ones where they are legible beside both extremes', () => {
    expect(ticksWithExtremes(area(200), [-4, 4], [-2, 3])).toEqual([3, -2, -4, 0, 2, 4]);
  });

  it('leaves out a nice one that would be moved into the plot, onto an extreme', () => {
    // +4 lies on the edge, and its label 5 pixels within, 9 from that of +3.
    expect(ticksWithExtremes(area(112), [-4, 4], [0, 3])).toEqual([3, -4, -2, 0, 2]);
  });

  it('names the larger of two extremes without room for both', () => {
    expect(ticksWithExtremes(area(38), [-4, 4], [-1, 1.5])).toEqual([1.5]);
  });
});

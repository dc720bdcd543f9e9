import { describe, expect, it } from 'vitest';
import type { TradeoffAxes, TradeoffPoint } from '../../../src/store/sweeps/tradeoff';
import {
  chartGeometry,
  frontPath,
  placeLabels,
} from '../../../src/components/tradeoff/chartGeometry';

const SIZE = { width: 500, height: 300 };

const at = (
  x: number,
  y: number,
  change: Partial<TradeoffPoint> = {},
  spread = 0,
): TradeoffPoint => ({
  key: `${x} ${y}`,
  name: `${x} ${y}`,
  kind: 'point',
  weights: null,
  runId: null,
  policies: [],
  x: { estimate: x, low: x - spread, high: x + spread },
  y: { estimate: y, low: y - spread, high: y + spread },
  isOnFront: true,
  beatenBy: [],
  isCurrent: false,
  ...change,
});
const baseline = { kind: 'baseline' } as const;

describe('the chart', () => {
  it('has room for every point with its interval, and for baselines that are near', () => {
    const points = [at(1, 10, {}, 1), at(5, 20, {}, 1)];
    const near = at(8, 25, baseline, 1000);
    const far = at(5, -500, baseline);
    const { x, y, plot, drawn, offChart } = chartGeometry(points, [near, far], SIZE);
    expect(drawn).toEqual([near, ...points]);
    expect(offChart).toEqual([far]);
    expect(x(0)).toBeGreaterThan(plot.left);
    expect(x(8)).toBeLessThan(plot.right);
    // The interval of a baseline does not make everything else small.
    expect(y(9) - y(25)).toBeGreaterThan((plot.bottom - plot.top) / 2);
  });

  it('shows all baselines where points say nothing of what is far', () => {
    const alike = [at(0, 0), at(0, 0, { key: 'other' })];
    expect(chartGeometry(alike, [at(9, 9, baseline)], SIZE).offChart).toEqual([]);
  });
});

describe('the front', () => {
  /** Corners in units of the axes, whose pixels grow to the right and downwards. */
  const path = (front: readonly TradeoffPoint[], axes: TradeoffAxes) => {
    const geometry = chartGeometry(front, [], SIZE);
    const text = frontPath(geometry, front, axes);
    const { plot, x, y } = geometry;
    return text.replaceAll(/([HV])([\d.]+)/g, (_, letter: string, pixels: string) => {
      const value = Number(pixels);
      if (letter === 'H') return value === plot.right ? 'H→' : `H${Math.round(x.invert(value))}`;
      if (value === plot.bottom) return 'V↓';
      return value === plot.top ? 'V↑' : `V${Math.round(y.invert(value))}`;
    });
  };

  it('goes on to the right, where more is worse, and down to less of what is gained', () => {
    const front = [at(1, 10), at(5, 20)];
    expect(path(front, { x: 'meanAbsInventory', y: 'profit' })).toMatch(/^M[\d. ]+H1V10H5V20H→$/);
  });

  it('comes from the left, where more is better, and ends below', () => {
    const front = [at(1, 20), at(5, 10)];
    expect(path(front, { x: 'shareOfVolume', y: 'profit' })).toMatch(/^M[\d. ]+V20H1V10H5V↓$/);
    const rising = [at(1, 10), at(5, 20)];
    expect(path(rising, { x: 'profit', y: 'maxDrawdown' })).toMatch(/^M[\d. ]+V10H1V20H5V↑$/);
  });

  it('of no point is nothing', () => {
    expect(path([], { x: 'meanAbsInventory', y: 'profit' })).toBe('');
  });
});

describe('names beside points', () => {
  it('never lie on each other, and the first ones find room first', () => {
    const crowd = [at(0, 0), at(0.1, 0.1), at(0.2, 0), at(10, 10)];
    const geometry = chartGeometry(crowd, [], SIZE);
    const named = crowd.map((point) => ({ point, name: 'Avellaneda-Stoikov' }));
    const labels = placeLabels(geometry, named);
    expect(labels.map(({ key }) => key)).toEqual(['0 0', '0.1 0.1', '10 10']);
    // At the right edge a name stands to the left.
    expect(labels.map(({ isLeft }) => isLeft)).toEqual([false, false, true]);
  });

  it('never lie on the marks of other points, and stand within the chart', () => {
    const points = [at(0, 0), at(1, 0), at(10, 10)];
    // A phone: to the right of the first stands the second, to the left the axis.
    const geometry = chartGeometry(points, [], { width: 360, height: 60 });
    const named = points.map((point) => ({ point, name: 'Inventory skewed' }));
    expect(placeLabels(geometry, named.slice(1)).map(({ key }) => key)).toEqual(['1 0', '10 10']);
    const marks = points.map(({ x, y }) => [geometry.x(x.estimate), geometry.y(y.estimate)]);
    for (const { key, x, y, isLeft } of placeLabels(geometry, named)) {
      const [left, right] = isLeft ? [x - 112, x] : [x, x + 112];
      expect(left, key).toBeGreaterThanOrEqual(geometry.plot.left);
      expect(right, key).toBeLessThanOrEqual(geometry.plot.right);
      const covered = marks.filter(
        ([atX, atY]) => atX > left && atX < right && atY > y - 13 && atY < y,
      );
      expect(covered, key).toEqual([]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { layOutView, type PartSizes } from '../../src/charts/viewImage';

const wide: PartSizes = new Map([
  ['timeAxis', { width: 700, height: 22 }],
  ['price', { width: 700, height: 300 }],
  ['ladder', { width: 288, height: 900 }],
  ['profit', { width: 700, height: 100 }],
] as const);

describe('a picture of the view', () => {
  it('stacks what is on screen in the order of the page, beside the ladder, and overlaps nothing', () => {
    const { width, height, parts } = layOutView(wide);
    expect(parts.map(({ part }) => part)).toEqual(['price', 'profit', 'timeAxis', 'ladder']);
    for (const a of parts) {
      expect(a.left + a.width).toBeLessThanOrEqual(width);
      expect(a.top + a.height).toBeLessThanOrEqual(height);
      for (const b of parts) {
        if (a === b) continue;
        const apart =
          a.left + a.width <= b.left ||
          b.left + b.width <= a.left ||
          a.top + a.height <= b.top ||
          b.top + b.height <= a.top;
        expect(apart, `${a.part} and ${b.part}`).toBe(true);
      }
    }
  });

  it('needs no ladder', () => {
    const { parts, width } = layOutView(new Map([['price', { width: 300, height: 200 }]]));
    expect(parts).toHaveLength(1);
    expect(width).toBe(332);
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DepthRaster } from '../../src/charts/depth';
import type { DepthHistory, TimeWindow } from '../../src/charts/history';
import { RECORD_LADDER_LEVELS, createFrame, HEADER } from '../../src/protocol/frames';
import { DepthRing } from '../../src/store/live/depthRing';
import { EpisodeHistory } from '../../src/store/replay/replay';
import { recordOf } from '../store/live/frames';

/** Books at 0, 1, 2, … seconds; each a map from price to size, bids negative. */
function books(...sizes: readonly Readonly<Record<number, number>>[]): DepthHistory {
  const prices = [...new Set(sizes.flatMap((book) => Object.keys(book).map(Number)))];
  return {
    start: 0,
    end: sizes.length,
    levels: prices.length,
    timeAt: (index) => index,
    priceAt: (_, level) => prices[level],
    sizeAt: (index, level) => sizes[index][prices[level]] ?? 0,
  };
}

const PLENTY = 1000;

function rasterOf(
  depth: DepthHistory,
  window: TimeWindow,
  columns: number,
  low: number,
  high: number,
  mostRows = PLENTY,
) {
  const raster = new DepthRaster();
  raster.fill(depth, window, columns, { low, high }, mostRows);
  return { raster, sizes: [...raster.sizes.subarray(0, raster.rows * raster.columns)] };
}

describe('depth behind the price chart', () => {
  it('holds a book until the next one comes', () => {
    const depth = books({ 10: -5, 11: 7 }, { 11: 9 });
    const { raster, sizes } = rasterOf(depth, { from: 0, to: 2 }, 4, 10, 11);
    expect(sizes).toEqual([-5, -5, 0, 0, 7, 7, 9, 0]);
    expect(raster.largest).toBe(9);
  });

  it('keeps a wall that stood for a moment of a wide column', () => {
    const depth = books({ 10: -1 }, { 10: -400 }, { 10: -2 }, { 10: -3 });
    expect(rasterOf(depth, { from: 0, to: 4 }, 1, 10, 10).sizes).toEqual([-400]);
  });

  it('keeps a wall at one of the prices that share a row', () => {
    const depth = books({ 10: -1, 11: -70, 19: 4, 5000: 80 });
    const { raster, sizes } = rasterOf(depth, { from: 0, to: 1 }, 1, 10, 19, 2);
    expect([raster.rows, raster.ticksPerRow]).toEqual([2, 5]);
    expect(sizes).toEqual([-70, 4]);
  });

  it('shows the book in force when the window opens', () => {
    expect(rasterOf(books({ 10: -8 }), { from: 0.5, to: 1.5 }, 1, 10, 10).sizes).toEqual([-8]);
  });

  it('starts anew with every picture', () => {
    const raster = new DepthRaster();
    const window = { from: 0, to: 1 };
    raster.fill(books({ 10: -8, 12: 90 }), window, 1, { low: 10, high: 12 }, PLENTY);
    raster.fill(books({ 10: -8 }), window, 1, { low: 10, high: 11 }, PLENTY);
    expect([...raster.sizes.subarray(0, 2), raster.largest]).toEqual([-8, 0, 8]);
  });

  it('has no more cells than the plot has room for, and no more looks than levels, whatever the prices', () => {
    const prices = fc.integer({ min: -1e9, max: 1e9 });
    const room = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(prices, prices, prices, room, (a, b, c, mostRows) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        let looks = 0;
        const one = books({ [c]: 3 });
        const depth: DepthHistory = {
          ...one,
          sizeAt: (index, level) => {
            looks++;
            return one.sizeAt(index, level);
          },
        };
        const { raster } = rasterOf(depth, { from: 0, to: 1 }, 50, low, high, mostRows);
        expect(raster.rows).toBeLessThanOrEqual(mostRows);
        const covered = raster.rows * raster.ticksPerRow;
        expect(covered).toBeGreaterThanOrEqual(high - low + 1);
        expect(looks).toBe(1);
        expect(raster.largest).toBe(c >= low && c < low + covered ? 3 : 0);
      }),
    );
  });

  it('is at full strength for a few cells, so that one wall does not dim all others', () => {
    const book: Record<number, number> = { 200: 10_000 };
    for (let price = 0; price < 100; price++) book[price] = -(100 + price);
    const { raster } = rasterOf(books(book), { from: 0, to: 1 }, 1, 0, 200);
    expect(raster.largest).toBe(10_000);
    expect(raster.strongSize()).toBeLessThan(500);
    expect(raster.strongSize()).toBeGreaterThanOrEqual(100);
  });

  it('reads the same book from a record and from a frame', () => {
    const ladder = new Int32Array(2 * RECORD_LADDER_LEVELS);
    ladder[1] = 30;
    ladder[RECORD_LADDER_LEVELS + 2] = 40;
    const record = recordOf([{ bestBid: 100, bestAsk: 102 }], [], { ladder });
    const frame = createFrame();
    frame.header[HEADER.ladderBasePrice] = 90;
    frame.ladder[2 * 9] = 30;
    frame.ladder[2 * 14 + 1] = 40;
    const ring = new DepthRing(2);
    ring.push(0, frame);
    for (const depth of [new EpisodeHistory(record).depth, ring]) {
      const { sizes } = rasterOf(depth, { from: 0, to: 1 }, 1, 98, 104);
      expect(sizes).toEqual([0, -30, 0, 0, 0, 0, 40]);
    }
  });

  it('forgets the oldest frame when it is full', () => {
    const ring = new DepthRing(2);
    for (const seconds of [1, 2, 2, 3]) ring.push(seconds, createFrame());
    expect([ring.start, ring.end, ring.timeAt(1), ring.timeAt(2)]).toEqual([1, 3, 2, 3]);
  });
});

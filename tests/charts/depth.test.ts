import { describe, expect, it } from 'vitest';
import { rasterDepth } from '../../src/charts/depth';
import type { DepthHistory } from '../../src/charts/history';
import { RECORD_LADDER_LEVELS, createFrame, HEADER } from '../../src/protocol/frames';
import { DepthRing } from '../../src/store/live/depthRing';
import { EpisodeHistory } from '../../src/store/replay/replay';
import { recordOf } from '../store/live/frames';

/** Books at 0, 1, 2, … seconds; each a map from price to size, bids negative. */
const books = (...sizes: readonly Readonly<Record<number, number>>[]): DepthHistory => ({
  start: 0,
  end: sizes.length,
  timeAt: (index) => index,
  sizeAt: (index, price) => sizes[index][price] ?? 0,
});

describe('depth behind the price chart', () => {
  it('holds a book until the next one comes', () => {
    const raster = rasterDepth(books({ 10: -5, 11: 7 }, { 11: 9 }), { from: 0, to: 2 }, 4, 10, 11);
    expect([...raster.sizes]).toEqual([-5, -5, 0, 0, 7, 7, 9, 0]);
    expect(raster.largest).toBe(9);
  });

  it('keeps a wall that stood for a moment of a wide column', () => {
    const depth = books({ 10: -1 }, { 10: -400 }, { 10: -2 }, { 10: -3 });
    expect([...rasterDepth(depth, { from: 0, to: 4 }, 1, 10, 10).sizes]).toEqual([-400]);
  });

  it('shows the book in force when the window opens', () => {
    const { sizes } = rasterDepth(books({ 10: -8 }), { from: 0.5, to: 1.5 }, 1, 10, 10);
    expect([...sizes]).toEqual([-8]);
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
      const sizes = [98, 99, 100, 101, 104, 500].map((price) => depth.sizeAt(0, price));
      expect(sizes).toEqual([0, -30, 0, 0, 40, 0].map((size) => size + 0));
    }
  });

  it('forgets the oldest frame when it is full', () => {
    const ring = new DepthRing(2);
    for (const seconds of [1, 2, 2, 3]) ring.push(seconds, createFrame());
    expect([ring.start, ring.end, ring.timeAt(1), ring.timeAt(2)]).toEqual([1, 3, 2, 3]);
  });
});

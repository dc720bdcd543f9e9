/** What a builder makes of a reader's calls. */
import { describe, expect, it } from 'vitest';
import { BUY, SELL } from '../../src/market/types';
import { RowFlag, RowKind, chunkBuffers, type TapeChunk } from '../../src/recordings/tape';
import { TapeBuilder, type RecordingSource } from '../../src/recordings/tapeBuilder';

const SOURCE: RecordingSource = {
  format: 'by hand',
  queues: 'levels',
  instrument: 'TEST',
  startNs: 1_703_462_400_000_000_000n,
  priceScale: 10_000,
  sizeScale: 1_000,
  pointValue: 1,
  hasLatencies: false,
  place: () => ({ file: 'a.csv', line: 7 }),
};

function builderOf(source: Partial<RecordingSource> = {}) {
  const chunks: TapeChunk[] = [];
  const builder = new TapeBuilder(['a.csv'], (chunk) => chunks.push(chunk));
  builder.begin({ ...SOURCE, ...source });
  return { builder, chunks };
}

describe('TapeBuilder', () => {
  it('tells tick and lot from the values of the book', () => {
    const { builder, chunks } = builderOf();
    builder.level(BUY, 1_000_250, 2_500);
    builder.level(SELL, 1_000_750, 10);
    builder.trade(BUY, 1_000_500, 20);
    builder.trade(BUY, 1_000_600, 20);
    builder.endEvent();
    const header = builder.finish();
    expect(header).toMatchObject({ tickSize: 0.025, lotSize: 0.01, day: '2023-12-25' });
    expect(header.tickValue).toBeCloseTo(0.00025);
    expect([...chunks[0].prices]).toEqual([4001, 4003, 4002, 4002]);
    expect([...chunks[0].sizes]).toEqual([250, 1, 2, 2]);
    expect(header.skipped).toEqual({ tradesBetweenTicks: 1 });
  });

  it('marks the last row of every event, and counts events once', () => {
    const { builder, chunks } = builderOf();
    builder.level(BUY, 100, 1_000);
    builder.level(BUY, 99, 1_000);
    builder.endEvent();
    builder.endEvent();
    builder.clear();
    const header = builder.finish();
    expect([...chunks[0].flags]).toEqual([0, RowFlag.last, RowFlag.last]);
    expect(header).toMatchObject({ events: 2, rows: 3, trades: 0 });
  });

  it('refuses a price of the book between two ticks, with its place', () => {
    const { builder } = builderOf({ tickSize: 0.01 });
    builder.level(BUY, 1_000_100, 1_000);
    expect(() => builder.level(BUY, 1_000_150, 1_000)).toThrow(
      'a.csv, line 7: price: expected a multiple of the tick 0.01, found 100.015',
    );
  });

  it('refuses a negative size', () => {
    const { builder } = builderOf();
    expect(() => builder.level(BUY, 100, -1)).toThrow(/size: expected a whole number, 0 or more/);
  });

  it('sorts events by time where they are not of single orders', () => {
    const { builder, chunks } = builderOf();
    for (const [timeNs, price] of [
      [5, 1],
      [9, 2],
      [7, 3],
      [7, 4],
    ]) {
      builder.at(timeNs);
      builder.level(BUY, price, 1_000);
      builder.level(SELL, price + 10, 1_000);
      builder.endEvent();
    }
    const header = builder.finish();
    expect([...chunks[0].timesNs]).toEqual([5, 5, 7, 7, 7, 7, 9, 9]);
    expect([...chunks[0].prices]).toEqual([1, 11, 3, 13, 4, 14, 2, 12]);
    expect(header.skipped).toEqual({ timesOutOfOrder: 2 });
  });

  it('keeps the order of single orders, at the latest time so far', () => {
    const { builder, chunks } = builderOf({ queues: 'orders' });
    builder.at(9);
    builder.add(0, BUY, 100, 1_000);
    builder.at(7);
    builder.cancel(0, BUY, 100, 1_000);
    builder.finish();
    expect([...chunks[0].timesNs]).toEqual([9, 9]);
    expect([...chunks[0].kinds]).toEqual([RowKind.add, RowKind.cancel]);
  });

  it('says how far the clock of a recorder was behind', () => {
    const { builder, chunks } = builderOf({ hasLatencies: true });
    builder.at(1, -1_270_000_000);
    builder.level(BUY, 100, 1_000);
    builder.at(2, -1_269_000_000);
    builder.level(BUY, 100, 2_000);
    expect(builder.finish().latencyShiftNs).toBe(1_270_000_000);
    expect([...chunks[0].latenciesNs]).toEqual([-1_270_000_000, -1_269_000_000]);
  });

  it('turns changes of status into spans', () => {
    const { builder } = builderOf();
    builder.level(BUY, 100, 1_000);
    builder.at(10);
    builder.status('gap');
    builder.at(30);
    builder.status('open');
    builder.at(40);
    builder.status('halted');
    builder.at(50);
    builder.status('auction');
    const header = builder.finish();
    expect(header.gaps).toEqual([{ fromNs: 10, toNs: 30 }]);
    expect(header.halts).toEqual([{ fromNs: 40, toNs: 50 }]);
  });

  it('hands on full chunks whose buffers are their own, with one hash for the same rows', () => {
    const build = (last: number) => {
      const { builder, chunks } = builderOf();
      for (let row = 0; row < 70_000; row++) {
        builder.at(row);
        builder.level(BUY, 100 + (row % 7), 1_000);
        builder.endEvent();
      }
      builder.level(BUY, last, 1_000);
      return { header: builder.finish(), chunks };
    };
    const { header, chunks } = build(100);
    expect(chunks.map(({ length }) => length)).toEqual([65_536, 4_465]);
    expect(new Set(chunks.flatMap(chunkBuffers)).size).toBe(16);
    expect(header.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(build(100).header.hash).toBe(header.hash);
    expect(build(101).header.hash).not.toBe(header.hash);
  });

  it('refuses a recording without a row', () => {
    expect(() => builderOf().builder.finish()).toThrow(
      'a.csv: records: expected at least one of the instrument, found none',
    );
  });
});

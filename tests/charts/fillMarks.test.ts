import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FillMarks, type MarkPlot } from '../../src/charts/fillMarks';
import type { FILL } from '../../src/protocol/frames';
import { EpisodeHistory } from '../../src/store/replay/replay';
import { recordOf, type Row } from '../store/live/frames';

/** A minute of steps with the mid at 100.5, and these fills. */
function historyOf(fills: readonly Row<typeof FILL>[], mids: (second: number) => number = () => 0) {
  const samples = Array.from({ length: 601 }, (_, step) => ({
    step,
    timeSeconds: step / 10,
    bestBid: 100 + mids(step / 10),
    bestAsk: 101 + mids(step / 10),
  }));
  const rows = fills.map((fill) => ({
    midTicks: 100.5,
    side: 1,
    size: 1,
    priceTicks: 100,
    ...fill,
  }));
  return new EpisodeHistory(recordOf(samples, rows));
}

const plot: MarkPlot = {
  window: { from: 0, to: 60 },
  width: 600,
  height: 200,
  domain: [95, 106],
  onlyRunOver: false,
};

function gather(history: EpisodeHistory, changes: Partial<MarkPlot> = {}) {
  const marks = new FillMarks();
  marks.gather(history, { ...plot, ...changes });
  return marks;
}

const crowd = (count: number, seconds: number, extra: Row<typeof FILL> = {}) =>
  Array.from({ length: count }, (_, index) => ({
    timeSeconds: seconds + index / 1000,
    step: Math.ceil(seconds * 10),
    ...extra,
  }));

describe('marks of fills', () => {
  it('are found up to a moment', () => {
    const history = historyOf([...crowd(1, 10), ...crowd(1, 20), ...crowd(1, 40)]);
    const marks = gather(history);
    expect([5, 10, 30, 60].map((seconds) => marks.markUpTo(history, seconds))).toEqual([
      0, 0, 1, 2,
    ]);
    expect(gather(historyOf([])).markUpTo(history, 5)).toBe(-1);
  });

  it('are gathered anew when the history lets go of its fills', () => {
    const history = historyOf(crowd(3, 10));
    const marks = gather(history);
    expect(marks.count).toBe(3);
    const emptied = Object.defineProperty(history, 'fillStart', { value: history.fillEnd });
    marks.gather(emptied, plot);
    expect(marks.count).toBe(0);
  });

  it('are single fills where there are 6 px for each', () => {
    const history = historyOf(crowd(100, 10));
    const marks = gather(history);
    expect([marks.count, marks.areSingle]).toEqual([100, true]);
    expect(gather(history, { width: 599 }).areSingle).toBe(false);
  });

  it('gather the fills of a column, price and side, with their contracts', () => {
    const history = historyOf([
      ...crowd(200, 10.1, { size: 2 }),
      ...crowd(30, 10.4, { side: -1, priceTicks: 101 }),
      ...crowd(1, 40),
    ]);
    const marks = gather(history);
    expect([...marks.sides.subarray(0, marks.count)]).toEqual([1, -1, 1]);
    expect([...marks.contracts.subarray(0, marks.count)]).toEqual([400, 30, 1]);
    expect([...marks.fills.subarray(0, marks.count)]).toEqual([200, 30, 1]);
    expect([...marks.prices.subarray(0, 2)].map((price) => Number(price.toFixed(9)))).toEqual([
      100, 101,
    ]);
    expect(marks.largest).toBe(400);
    expect(marks.fillsOf(history, 1, false)).toEqual(
      Array.from({ length: 30 }, (_, at) => 200 + at),
    );
    expect(marks.markOf(history, 230)).toBe(2);
  });

  it('count what the market ran over within a second, and can show only that', () => {
    // The market falls by two ticks in the thirtieth second.
    const history = historyOf([...crowd(150, 10), ...crowd(50, 29.5)], (second) =>
      second >= 30 ? -2 : 0,
    );
    const marks = gather(history);
    const over = [...marks.runOver.subarray(0, marks.count)];
    expect(over.reduce((sum, contracts) => sum + contracts, 0)).toBe(50);
    const only = gather(history, { onlyRunOver: true });
    expect([only.count, only.contracts[0], only.runOver[0]]).toEqual([1, 50, 50]);
    expect(only.fillsOf(history, 0, true)).toHaveLength(50);
  });

  it('hold still while the window moves by less than a column', () => {
    const history = historyOf(crowd(400, 20));
    const moved = { from: 0.3, to: 60.3 };
    const [before, after] = [gather(history), gather(history, { window: moved })];
    expect([...after.contracts.subarray(0, after.count)]).toEqual([
      ...before.contracts.subarray(0, before.count),
    ]);
  });

  it('lose no contract, and are bounded by the pixels of the plot', () => {
    const fill = fc.record({
      timeSeconds: fc.double({ min: 0, max: 60, noNaN: true }),
      side: fc.constantFrom(1, -1),
      size: fc.integer({ min: 1, max: 50 }),
      priceTicks: fc.integer({ min: 95, max: 106 }),
    });
    fc.assert(
      fc.property(
        fc.array(fill, { maxLength: 900 }),
        fc.integer({ min: 20, max: 900 }),
        fc.integer({ min: 20, max: 400 }),
        (list, width, height) => {
          const sorted = list.toSorted((a, b) => a.timeSeconds - b.timeSeconds);
          const history = historyOf(sorted);
          const marks = gather(history, { width, height });
          const total = sorted.reduce((sum, { size }) => sum + size, 0);
          const sum = (column: Float64Array, count: number) =>
            column.subarray(0, count).reduce((most, value) => most + value, 0);
          expect(sum(marks.contracts, marks.count)).toBe(total);
          expect(sum(marks.bought, marks.columns) + sum(marks.sold, marks.columns)).toBe(total);
          if (!marks.areSingle) {
            expect(marks.count).toBeLessThanOrEqual((width / 8 + 2) * (height / 7 + 3) * 2);
          }
          const listed = Array.from({ length: marks.count }, (_, mark) =>
            marks.fillsOf(history, mark, false),
          );
          expect(listed.flat().toSorted((a, b) => a - b)).toEqual([...sorted.keys()]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stay as few when prices are out of all proportion', () => {
    const history = historyOf([
      ...crowd(200, 10),
      ...crowd(200, 11, { priceTicks: 9e8 }),
      ...crowd(200, 12, { priceTicks: Number.NaN }),
      ...crowd(200, 13, { size: Number.NaN }),
    ]);
    const marks = gather(history, { domain: [99, 9e8 + 1] });
    expect(marks.contracts.subarray(0, marks.count).reduce((a, b) => a + b, 0)).toBe(400);
    expect(marks.count).toBeLessThan(10);
  });
});

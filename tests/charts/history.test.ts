import { describe, expect, it } from 'vitest';
import {
  fillsInWindow,
  lowerBound,
  markoutTicks,
  sampleAtTime,
  samplesInWindow,
} from '../../src/charts/history';
import { EpisodeHistory } from '../../src/store/replay/replay';
import { recordOf } from '../store/live/frames';

const samples = [1, 2, 3, 4].map((step) => ({
  step,
  timeSeconds: step,
  bestBid: 100 + step,
  bestAsk: 101 + step,
}));
const history = new EpisodeHistory(
  recordOf(samples, [
    { step: 2, timeSeconds: 1.5, side: 1, priceTicks: 102, midTicks: 102, size: 1 },
    { step: 4, timeSeconds: 3.5, side: -1, priceTicks: 105, midTicks: 104, size: 1 },
  ]),
);

describe('a history', () => {
  it('finds the sample in force at a time', () => {
    expect(sampleAtTime(history, 0.5)).toBe(-1);
    expect(sampleAtTime(history, 2)).toBe(1);
    expect(sampleAtTime(history, 2.9)).toBe(1);
    expect(sampleAtTime(history, 99)).toBe(3);
  });

  it('gives a window one sample more on each side', () => {
    expect(samplesInWindow(history, { from: 2.5, to: 3.5 })).toEqual([1, 4]);
  });

  it('gives a window exactly its fills', () => {
    expect(fillsInWindow(history, { from: 0, to: 2 })).toEqual([0, 1]);
    expect(fillsInWindow(history, { from: 1.6, to: 9 })).toEqual([1, 2]);
  });

  it('finds the first key at or above a target', () => {
    const keys = [1, 3, 3, 7];
    expect([0, 3, 4, 8].map((target) => lowerBound(0, 4, (i) => keys[i], target))).toEqual([
      0, 1, 3, 4,
    ]);
  });
});

describe('the markout of a fill', () => {
  it('is what the mid did in the direction of the fill', () => {
    // Bought at a mid of 102; at 2.5 s the next sample, 3 s, has a mid of 103.5.
    expect(markoutTicks(history, 0, 1)).toBe(1.5);
  });

  it('is unknown until its horizon has passed', () => {
    expect(markoutTicks(history, 1, 1)).toBeNaN();
  });
});

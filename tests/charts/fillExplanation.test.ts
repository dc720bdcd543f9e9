import { describe, expect, it } from 'vitest';
import { explainFill } from '../../src/charts/fillExplanation';
import { EpisodeHistory } from '../../src/store/replay/replay';
import { recordOf } from '../store/live/frames';

/** Eleven seconds, ten steps each; the mid is 100.5 until 1 s, then 99.5, and 103.5 from 10 s. */
const samples = Array.from({ length: 110 }, (_, index) => {
  const timeSeconds = (index + 1) / 10;
  const bestBid = timeSeconds < 1 ? 100 : timeSeconds < 10 ? 99 : 103;
  return { step: index + 1, timeSeconds, bestBid, bestAsk: bestBid + 1 };
});
const bought = {
  step: 2,
  timeSeconds: 0.15,
  side: 1,
  priceTicks: 100,
  size: 3,
  midTicks: 100.5,
  isMaker: 1,
  aheadContracts: 12,
  levelContracts: 340,
  feeDollars: 0.75,
};
const story = (fill: Partial<typeof bought>) =>
  explainFill(new EpisodeHistory(recordOf(samples, [{ ...bought, ...fill }])), 0, 12.5);

describe('the story of a fill', () => {
  it('says what the spread was worth and what the market did after it, by the agent’s side', () => {
    const buy = story({});
    expect(buy.spreadCaptureDollars).toBe(0.5 * 3 * 12.5);
    expect(buy.after).toEqual([
      { horizonSeconds: 0.1, ticks: 0, dollars: 0 },
      { horizonSeconds: 1, ticks: -1, dollars: -37.5 },
      { horizonSeconds: 10, ticks: 3, dollars: 112.5 },
    ]);
    const sale = story({ side: -1, priceTicks: 101 });
    expect(sale.spreadCaptureDollars).toBe(0.5 * 3 * 12.5);
    expect(sale.after.map(({ ticks }) => ticks)).toEqual([-0, 1, -3]);
  });

  it('does not know what has not come yet', () => {
    const late = story({ step: 105, timeSeconds: 10.5, midTicks: 103.5 });
    expect(late.after.map(({ ticks }) => ticks)).toEqual([0, Number.NaN, Number.NaN]);
  });
});

import { describe, expect, it } from 'vitest';
import { momentText } from '../../../src/content/moments';
import { momentsOf } from '../../../src/store/replay/moments';
import { ReplayPlayer } from '../../../src/store/replay/replayPlayer';
import { recordOf } from '../live/frames';

/** An episode of one step a second. */
const played = (
  inventories: readonly number[],
  equities: readonly number[],
  fills: Parameters<typeof recordOf>[1] = [],
) =>
  new ReplayPlayer(
    recordOf(
      inventories.map((inventory, step) => ({
        step: step + 1,
        timeSeconds: step + 1,
        bestBid: 100 + 2 * step,
        bestAsk: 101 + 2 * step,
        inventory,
        equityDollars: equities[step] ?? 0,
      })),
      fills,
      { tickValueDollars: 10 },
    ),
  );

const ofKind = (player: ReplayPlayer, wanted: string) =>
  momentsOf(player).filter(({ kind }) => kind === wanted);

describe('moments of an episode', () => {
  it('are the positions that were held longest, until they were flat or turned', () => {
    const player = played([0, 1, 3, 2, -1, -1, 0, 4], []);
    expect(ofKind(player, 'hold')).toMatchObject([
      { step: 1, seconds: 3, value: 3 },
      { step: 4, seconds: 2, value: -1 },
      { step: 7, seconds: 0, value: 4 },
    ]);
    expect(ofKind(player, 'long')).toMatchObject([{ step: 7, value: 4 }]);
    expect(ofKind(player, 'short')).toMatchObject([{ step: 4, value: -1 }]);
  });

  it('are the deepest falls from a peak, the one from the start among them', () => {
    const player = played([0, 0, 0, 0, 0, 0, 0], [-30, 50, 20, 10, 60, 55, 0]);
    expect(ofKind(player, 'drawdown')).toMatchObject([
      { value: -60, step: 6, seconds: 2 },
      { value: -40, step: 3, seconds: 2 },
      { value: -30, step: 0, seconds: 0 },
    ]);
  });

  it('are the fills that lost most within a second, the worst first', () => {
    const fill = { size: 1, isMaker: 1, midTicks: 100.5, feeDollars: 1 };
    const player = played(
      [-1, -4, -4, -4],
      [],
      [
        // Sold half a tick above the mid, which rises by two ticks a second: 5 − 20 − 1.
        { ...fill, step: 1, timeSeconds: 1, side: -1, priceTicks: 101 },
        { ...fill, step: 2, timeSeconds: 2, side: -1, priceTicks: 103, midTicks: 102.5, size: 3 },
      ],
    );
    expect(ofKind(player, 'costlyFill')).toMatchObject([
      { fill: 1, step: 1, value: -46 },
      { fill: 0, step: 0, value: -16 },
    ]);
  });

  it('are the longest stretches without a quote on either side, to the end of the episode', () => {
    const NONE = { bidPrice: Number.NaN, askPrice: Number.NaN };
    const rows = Array.from({ length: 600 }, (_, step) => ({
      step: step + 1,
      timeSeconds: (step + 1) / 10,
      bidPrice: 100,
      askPrice: 101,
      ...(step >= 50 && step < 75 ? NONE : {}),
      // Too short, as after a fill.
      ...(step >= 100 && step < 119 ? NONE : {}),
      ...(step >= 120 && step < 160 ? { bidPrice: Number.NaN } : {}),
      ...(step >= 190 ? NONE : {}),
    }));
    const player = new ReplayPlayer(recordOf(rows, [], { tickValueDollars: 10 }));
    const gaps = ofKind(player, 'noQuote');
    expect(gaps.map(({ step, fill }) => [step, fill])).toEqual([
      [190, null],
      [50, null],
    ]);
    expect(gaps.map(momentText)).toEqual(['No quote for 41 s', 'No quote for 2.5 s']);
  });

  it('say how long they took to the nearest tenth of a second, not to the next whole one', () => {
    const held = (seconds: number) =>
      momentText({ kind: 'hold', step: 0, fill: null, value: 2, seconds });
    expect([0.6, 4.292, 9.94, 9.96, 41.4, 130].map(held)).toEqual([
      'Held 0.6 s, up to +2',
      'Held 4.3 s, up to +2',
      'Held 9.9 s, up to +2',
      'Held 10 s, up to +2',
      'Held 41 s, up to +2',
      'Held 2 min, up to +2',
    ]);
  });

  it('are none where nothing happened', () => {
    expect(momentsOf(played([0, 0], [0, 0]))).toEqual([]);
  });
});

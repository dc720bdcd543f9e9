import { describe, expect, it } from 'vitest';
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

  it('are none where nothing happened', () => {
    expect(momentsOf(played([0, 0], [0, 0]))).toEqual([]);
  });
});

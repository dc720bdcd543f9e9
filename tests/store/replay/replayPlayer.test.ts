import { describe, expect, it } from 'vitest';
import { HEADER, LADDER_ROWS, RECORD_LADDER_LEVELS } from '../../../src/protocol/frames';
import { ReplayPlayer } from '../../../src/store/replay/replayPlayer';
import { recordOf } from '../live/frames';

const samples = [1, 2, 3, 4, 5].map((step) => ({
  step,
  timeSeconds: step / 10,
  bestBid: 1000 + step,
  bestAsk: 1001 + step,
  bidPrice: 1000,
  inventory: step - 3,
  spreadCapture: 2,
}));
const ladder = new Int32Array(5 * 2 * RECORD_LADDER_LEVELS);
const thirdStep = 2 * 2 * RECORD_LADDER_LEVELS;
ladder[thirdStep] = 11;
ladder[thirdStep + 1] = 12;
ladder[thirdStep + RECORD_LADDER_LEVELS] = 21;
const record = recordOf(
  samples,
  [
    { step: 2, timeSeconds: 0.17, side: 1 },
    { step: 4, timeSeconds: 0.4, side: -1 },
  ],
  { ladder },
);

describe('a replay', () => {
  it('shows the state of the step it is at', () => {
    const player = new ReplayPlayer(record);
    player.seek(2);
    expect(player.header[HEADER.bestBid]).toBe(1003);
    expect(player.header[HEADER.inventory]).toBe(0);
    expect(player.header[HEADER.stepsPerSecond]).toBeNaN();
  });

  it('puts the recorded sizes on the rows of their prices', () => {
    const player = new ReplayPlayer(record);
    player.seek(2);
    const base = player.header[HEADER.ladderBasePrice];
    const bidAt = (price: number) => player.ladder[(price - base) * 2];
    const askAt = (price: number) => player.ladder[(price - base) * 2 + 1];
    expect([bidAt(1003), bidAt(1002), askAt(1004)]).toEqual([11, 12, 21]);
    expect(player.ladder.reduce((total, size) => total + size, 0)).toBe(44);
    expect(player.ladder).toHaveLength(LADDER_ROWS * 2);
  });

  it('stays inside the episode', () => {
    const player = new ReplayPlayer(record);
    player.seek(-4);
    expect(player.step).toBe(0);
    player.seek(99);
    expect([player.step, player.lastStep]).toEqual([4, 4]);
  });

  it('goes to the step that first shows the next and the previous fill', () => {
    const player = new ReplayPlayer(record);
    const visited = [1, 1, 1, -1, -1].map((direction) => {
      player.seekFill(direction === 1 ? 1 : -1);
      return player.header[HEADER.step];
    });
    expect(visited).toEqual([2, 4, 4, 2, 2]);
  });

  it('runs on the clock it is given, and stops at the end', () => {
    const player = new ReplayPlayer(record);
    expect(player.advance(0.05, 1)).toBe(false);
    expect(player.advance(0.06, 1)).toBe(true);
    expect(player.step).toBe(1);
    player.advance(10, 1);
    expect([player.step, player.advance(1, 1)]).toEqual([4, false]);
  });

  it('sums the unweighted terms up to the step shown', () => {
    const player = new ReplayPlayer(record);
    player.seek(2);
    expect(player.termSums[0]).toBe(6);
  });
});

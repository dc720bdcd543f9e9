import { describe, expect, it } from 'vitest';
import { ACTION_DIMENSIONS, actionHistogram } from '../../src/charts/actionHistogram';
import { ACTION_NAMES } from '../../src/env/types';
import { EpisodeHistory } from '../../src/store/replay/replay';
import { recordOf } from '../store/live/frames';

const history = new EpisodeHistory(
  recordOf(
    [0.5, 0.6, 5, 5].map((spread, index) => ({
      step: index + 1,
      timeSeconds: index + 1,
      spread,
      bidSkew: Number.NaN,
    })),
  ),
);
const window = { from: 0, to: 10 };

describe('the distribution of actions', () => {
  it('shows all five numbers of an action, in their order', () => {
    expect(ACTION_DIMENSIONS.map(({ name }) => name)).toEqual([...ACTION_NAMES]);
  });

  it('counts both ends of the box inside it', () => {
    const { shares, mean } = actionHistogram(history, window, ACTION_DIMENSIONS[2], 9);
    expect([...shares]).toEqual([0.5, 0, 0, 0, 0, 0, 0, 0, 0.5]);
    expect(mean).toBeCloseTo(2.775, 12);
  });

  it('counts no decision outside of the window', () => {
    const count = (from: number, to: number) =>
      actionHistogram(history, { from, to }, ACTION_DIMENSIONS[2], 9).count;
    expect([count(0, 10), count(1, 3), count(2.5, 2.9), count(4, 9)]).toEqual([4, 2, 0, 0]);
  });

  it('is empty where there was no action', () => {
    const { shares, mean } = actionHistogram(history, window, ACTION_DIMENSIONS[0], 4);
    expect([...shares]).toEqual([0, 0, 0, 0]);
    expect(mean).toBeNaN();
  });
});

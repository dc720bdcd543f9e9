import { describe, expect, it } from 'vitest';
import { fillTotals } from '../../../src/store/live/fillTotals';
import { EpisodeHistory } from '../../../src/store/replay/replay';
import { recordOf } from './frames';

describe('what was traded in a stretch of time', () => {
  const history = new EpisodeHistory(
    recordOf(
      [],
      [
        { timeSeconds: 0.5, side: 1, size: 3, isMaker: 1, feeDollars: 0.75 },
        { timeSeconds: 1, side: -1, size: 2, isMaker: 1, feeDollars: 0.5 },
        { timeSeconds: 1.5, side: -1, size: 4, isMaker: 0, feeDollars: 3.4 },
        { timeSeconds: 2, side: 1, size: 1, isMaker: 1, feeDollars: 0.25 },
      ],
    ),
  );

  it('counts contracts by side and by role, and their fees', () => {
    expect(fillTotals(history, 0, 2)).toEqual({
      bought: 4,
      sold: 6,
      makerContracts: 6,
      takerContracts: 4,
      feeDollars: 4.9,
    });
  });

  it('takes a fill at its end, and leaves one at its beginning to the time before', () => {
    expect(fillTotals(history, 1, 1.5)).toMatchObject({ bought: 0, sold: 4 });
  });
});

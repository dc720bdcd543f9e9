import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binReward } from '../../src/charts/rewardBins';
import { REWARD_BIN_COUNT, alignedBins, binExtent } from '../../src/charts/rewardChart';
import { DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { weightedReward } from '../../src/env/reward';
import { EpisodeHistory } from '../../src/store/replay/replay';
import { recordOf } from '../store/live/frames';

const history = new EpisodeHistory(
  recordOf(
    [1, 2, 3, 4].map((step) => ({
      step,
      timeSeconds: step,
      spreadCapture: 10,
      adverseSelection: -4,
      inventoryPenalty: -0.5,
    })),
  ),
);
const window = { from: 0, to: 4 };

describe('re-scoring', () => {
  it('is the weighted sum of the unweighted terms', () => {
    const weights = { ...DEFAULT_REWARD_WEIGHTS, spreadCapture: 2, inventoryPenalty: 4 };
    expect(weightedReward([10, -4, 3, -1, -0.5, -2], weights)).toBeCloseTo(
      2 * 10 - 4 + 3 - 1 - 4 * 0.5 - 0.25 * 2,
    );
  });

  it('takes no notice of a term without weight', () => {
    const weights = { ...DEFAULT_REWARD_WEIGHTS, inventoryPnl: 0 };
    expect(weightedReward([1, 0, Number.NaN, 0, 0, 0], weights)).toBe(1);
  });

  it('puts every step into exactly one bin, whatever the bins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const bins = binReward(history, window, DEFAULT_REWARD_WEIGHTS, count);
        expect(bins).toHaveLength(count);
        expect(bins.reduce((total, bin) => total + bin.steps, 0)).toBe(4);
        const total = bins.reduce((sum, bin) => sum + (bin.reward ?? 0), 0);
        expect(total).toBeCloseTo(4 * (10 - 4 - 20 * 0.5));
      }),
    );
  });

  it('has no net where nothing happened', () => {
    const bins = binReward(history, { from: 0, to: 8 }, DEFAULT_REWARD_WEIGHTS, 2);
    expect(bins[1].reward).toBeNull();
  });

  it('scales one term with its weight and leaves the others alone', () => {
    const weights = { ...DEFAULT_REWARD_WEIGHTS, adverseSelection: 3 };
    const [bin] = binReward(history, window, weights, 1);
    expect(bin.adverseSelection).toBe(-48);
    expect(bin.spreadCapture).toBe(40);
  });
});

describe('the bins on screen', () => {
  it('keep their edges while the window moves', () => {
    const width = 4 / REWARD_BIN_COUNT;
    const before = alignedBins(history, { from: 0, to: 4 }, DEFAULT_REWARD_WEIGHTS, width);
    const moved = { from: 0.3 * width, to: 4 + 0.3 * width };
    const after = alignedBins(history, moved, DEFAULT_REWARD_WEIGHTS, width);
    expect(after.slice(0, before.length)).toEqual(before);
  });

  it('reach as far as the sums of each sign', () => {
    const [bin] = binReward(history, window, DEFAULT_REWARD_WEIGHTS, 1);
    expect(binExtent(bin)).toEqual([4 * -4 + 4 * -10, 40]);
  });
});

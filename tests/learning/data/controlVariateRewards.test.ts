import { describe, expect, it } from 'vitest';
import { defaultBehaviours, planEpisodes } from '../../../src/agents/baselines/behaviours';
import { subtractControlVariate } from '../../../src/env/controlVariate';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { meanInterval, standardDeviation } from '../../../src/evaluation/statistics';
import { collectEpisodes } from '../../../src/learning/data/collect';
import { episodeRanges, episodeReturns } from '../../../src/learning/data/datasetOperations';
import { controlVariateRewards } from '../../../src/learning/data/controlVariateRewards';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';

const { tickValueDollars } = DEFAULT_ENV_CONFIG;
const dataset = collectEpisodes({
  market: DEFAULT_MARKET_CONFIG,
  env: { ...DEFAULT_ENV_CONFIG, episodeLength: 300 },
  weights: DEFAULT_REWARD_WEIGHTS,
  episodes: planEpisodes(defaultBehaviours(), 60, 3),
});
const ranges = episodeRanges(dataset);
const correct = (discount: number, weights = DEFAULT_REWARD_WEIGHTS) =>
  controlVariateRewards(dataset, weights, tickValueDollars, discount);

describe('rewards without luck', () => {
  it('change an undiscounted return by inventory times innovation, and by nothing else', () => {
    const plain = episodeReturns(dataset, ranges);
    const corrected = episodeReturns(correct(1), ranges);
    ranges.forEach(({ start, end }, index) => {
      let luck = 0;
      for (let row = start; row < end; row++) {
        luck += tickValueDollars * dataset.inventory[row] * dataset.midInnovationTicks[row];
      }
      expect(corrected[index]).toBeCloseTo(plain[index] - luck, 1);
    });
  });

  it('leave the mean return where it was, within its error', () => {
    const plain = episodeReturns(dataset, ranges);
    const corrected = episodeReturns(correct(1), ranges);
    const { low, high } = meanInterval(
      plain.map((value, index) => value - corrected[index]),
      0.999,
    );
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('have less than half the variance, step by step', () => {
    const ratio = standardDeviation(dataset.rewards) / standardDeviation(correct(0.95).rewards);
    expect(ratio ** 2).toBeGreaterThan(2);
  });

  it('keep what a trend pays, and value the position at a price that has it', () => {
    const rewards = Float64Array.of(0, 2, 2, 2);
    const columns = {
      inventory: [0, 2, 2, 2],
      midTicks: [100, 101, 102, 103],
      midInnovationTicks: [0.75, 0.75, 0.75, 0.75],
      midDriftTicks: [0.25, 0.25, 0.25, 0.25],
    };
    subtractControlVariate(rewards, columns, { start: 0, end: 4 }, 1, 0.95);
    expect([...rewards]).toEqual([0, 0.5, 0.5, 0.5]);
  });

  it('are the rewards themselves when inventory profit is not paid for, or nobody holds any', () => {
    const unpaid = { ...DEFAULT_REWARD_WEIGHTS, inventoryPnl: 0 };
    expect(correct(0.95, unpaid).rewards).toEqual(dataset.rewards);
    const flat = { ...dataset, inventory: new Float32Array(dataset.rows) };
    expect(
      controlVariateRewards(flat, DEFAULT_REWARD_WEIGHTS, tickValueDollars, 0.95).rewards,
    ).toEqual(dataset.rewards);
  });
});

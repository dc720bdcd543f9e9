import { describe, expect, it } from 'vitest';
import { REWARD_TERMS } from '../../../src/env/types';
import { createBatchArrays } from '../../../src/learning/data/batchArrays';
import {
  concatenateShards,
  episodeRanges,
  episodeReturns,
  MIN_STD,
  observationStatistics,
  relabel,
  returnScale,
  returnsToGo,
  rewardScale,
  splitByEpisode,
} from '../../../src/learning/data/datasetOperations';
import { summarise } from '../../../src/learning/data/datasetSummary';
import { TransitionSampler } from '../../../src/learning/data/sampler';
import { validateDataset } from '../../../src/learning/data/validateDataset';
import { Rng } from '../../../src/market/rng';
import { banditDataset, datasetOf, FIRST_TERM_ONLY } from './syntheticDataset';

/** Two episodes: the first dies after two steps, the second runs out of time after three. */
const twoEpisodes = () =>
  datasetOf(
    [
      {
        steps: [
          { observation: [1, 7], action: [0.1], reward: 1 },
          { observation: [2, 7], action: [0.2], reward: 2 },
        ],
        finalObservation: [3, 7],
        ends: 'terminated',
      },
      {
        steps: [
          { observation: [11, 7], action: [0.3], reward: -1 },
          { observation: [12, 7], action: [0.4], reward: -2 },
          { observation: [13, 7], action: [0.5], reward: -4 },
        ],
        finalObservation: [14, 7],
        ends: 'truncated',
        behaviour: 1,
      },
    ],
    ['bold', 'shy'],
  );

const whole = (dataset: ReturnType<typeof twoEpisodes>) => episodeRanges(dataset);

describe('relabelling', () => {
  it('pays every step the weighted sum of its terms, and leaves the rest alone', () => {
    const dataset = twoEpisodes();
    const weights = { ...FIRST_TERM_ONLY, spreadCapture: 3, adverseSelection: 1 };
    const labelled = relabel(dataset, weights);
    // The fixture's second term is the negative of its first.
    expect([...labelled.rewards]).toEqual([2, 4, -2, -4, -8]);
    expect(labelled.observations).toBe(dataset.observations);
    expect([...dataset.rewards]).toEqual([1, 2, -1, -2, -4]);
  });

  it('reads the terms in the order of REWARD_TERMS', () => {
    const dataset = banditDataset(1, new Rng(1));
    dataset.terms.fill(0);
    REWARD_TERMS.forEach((_, index) => {
      dataset.terms[index] = 10 ** index;
    });
    const weights = Object.fromEntries(REWARD_TERMS.map((term, index) => [term, index + 1]));
    const labelled = relabel(dataset, { ...FIRST_TERM_ONLY, ...weights });
    expect(labelled.rewards[0]).toBe(654321);
  });

  it('changes returns, returns-to-go and scale with it', () => {
    const dataset = twoEpisodes();
    const ranges = whole(dataset);
    expect([...episodeReturns(dataset, ranges)]).toEqual([3, -7]);
    expect([...returnsToGo(dataset, ranges)]).toEqual([3, 2, -7, -6, -4]);
    expect(rewardScale(episodeReturns(dataset, ranges))).toBe(100);
    const doubled = relabel(dataset, { ...FIRST_TERM_ONLY, spreadCapture: 2 });
    expect(rewardScale(episodeReturns(doubled, ranges))).toBe(50);
  });

  it('has the reference scale, 1000/(best − worst), where returns are symmetric, however many', () => {
    expect(rewardScale(Float64Array.of(-4, 0, 1, 2, 6))).toBe(100);
    expect(rewardScale(Float64Array.of(6, -4, 0.5, 1.5))).toBe(100);
  });

  it('keeps its scale when one episode is a disaster', () => {
    const sound = rewardScale(Float64Array.of(-4, 0, 1, 2, 6));
    expect(rewardScale(Float64Array.of(-4_000_000, 0, 1, 2, 6))).toBe(sound);
  });

  it('has a scale of one when all returns are equal', () => {
    expect(rewardScale(Float64Array.of(2, 2, 2))).toBe(1);
  });
});

describe('the scale of returns to go', () => {
  it('makes their standard deviation one', () => {
    expect(returnScale(Float32Array.of(-3, 1, 5, 1))).toBeCloseTo(1 / Math.sqrt(8), 12);
    expect(returnScale(Float32Array.of(997, 1001, 1005, 1001))).toBeCloseTo(1 / Math.sqrt(8), 12);
  });

  it('leaves what can be asked for apart when one episode in a hundred is a disaster', () => {
    const returns = Float32Array.from({ length: 1000 }, (_, row) => (row < 10 ? -100 : row % 10));
    const gap = 9 * returnScale(returns);
    expect(gap).toBeGreaterThan(0.8);
  });

  it('does not explode where returns hardly differ, and is one where all are zero', () => {
    expect(returnScale(Float32Array.of(100, 100, 100))).toBeCloseTo(1 / 0.1, 12);
    expect(returnScale(new Float32Array(4))).toBe(1);
  });
});

describe('joining shards', () => {
  it('keeps rows, renumbers episodes and merges the names of behaviours', () => {
    const first = twoEpisodes();
    const second = { ...twoEpisodes(), behaviours: ['shy', 'odd'] };
    const joined = concatenateShards([first, second]);
    expect(joined.rows).toBe(10);
    expect([...joined.episode]).toEqual([0, 0, 1, 1, 1, 2, 2, 3, 3, 3]);
    expect(joined.behaviours).toEqual(['bold', 'shy', 'odd']);
    expect([...joined.behaviour]).toEqual([0, 0, 1, 1, 1, 1, 1, 2, 2, 2]);
    expect([...joined.observations.subarray(10)]).toEqual([...second.observations]);
    expect([...joined.finalObservations]).toEqual([3, 7, 14, 7, 3, 7, 14, 7]);
    expect(() => validateDataset(joined)).not.toThrow();
  });

  it('refuses shards of another observation layout', () => {
    const other = { ...twoEpisodes(), observationKey: 'other' };
    expect(() => concatenateShards([twoEpisodes(), other])).toThrow(
      'shards[1].observationKey: expected synthetic, got "other"',
    );
    expect(() => concatenateShards([])).toThrow('shards: expected at least one');
  });
});

describe('splitting', () => {
  const dataset = banditDataset(40, new Rng(5));
  const ranges = episodeRanges(dataset);

  it('holds out whole episodes, always the same for the same seed', () => {
    const { training, validation } = splitByEpisode(ranges, 0.1, 1);
    expect(validation).toHaveLength(4);
    const all = [...training, ...validation].sort((left, right) => left.start - right.start);
    expect(all).toEqual(ranges);
    expect(splitByEpisode(ranges, 0.1, 1)).toEqual({ training, validation });
    expect(splitByEpisode(ranges, 0.1, 2).validation).not.toEqual(validation);
  });

  it('keeps a lone episode for training', () => {
    expect(splitByEpisode(ranges.slice(0, 1), 0.1, 1)).toEqual({
      training: [ranges[0]],
      validation: [],
    });
  });
});

describe('statistics', () => {
  it('are the mean and standard deviation over the given episodes alone', () => {
    const dataset = twoEpisodes();
    const { mean, std } = observationStatistics(dataset, whole(dataset).slice(1));
    expect(mean[0]).toBeCloseTo(12, 6);
    expect(std[0]).toBeCloseTo(Math.sqrt(2 / 3), 6);
    expect(mean[1]).toBe(7);
    expect(std[1]).toBeCloseTo(MIN_STD, 9);
  });
});

describe('a transition', () => {
  const dataset = twoEpisodes();
  const statistics = { mean: Float32Array.of(1, 7), std: Float32Array.of(2, 1) };
  const sampler = new TransitionSampler(dataset, whole(dataset), statistics, 10);
  const transition = (row: number) => {
    const batch = createBatchArrays(1, 2, 5);
    sampler.write(batch, 0, row);
    return {
      observation: batch.observations[0],
      next: batch.nextObservations[0],
      reward: batch.rewards[0],
      terminal: batch.terminals[0],
    };
  };

  it('leads to the next row, standardised, with its reward scaled', () => {
    expect(transition(0)).toEqual({ observation: 0, next: 0.5, reward: 10, terminal: 0 });
    expect(transition(2)).toEqual({ observation: 5, next: 5.5, reward: -10, terminal: 0 });
  });

  it('at the end of an episode leads to its final observation, never into the next episode', () => {
    expect(transition(1)).toEqual({ observation: 0.5, next: 1, reward: 20, terminal: 1 });
    expect(transition(4)).toEqual({ observation: 6, next: 6.5, reward: -40, terminal: 0 });
  });

  it('is drawn from the given episodes, all of them equally often', () => {
    const one = new TransitionSampler(dataset, whole(dataset).slice(1), statistics, 1);
    const batch = createBatchArrays(3000, 2, 5);
    one.sample(batch, new Rng(6));
    const counts = [-1, -2, -4].map(
      (reward) => batch.rewards.filter((value) => value === reward).length,
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3000);
    // Binomial with p = 1/3: five standard deviations are 129.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(129);
  });
});

describe('the summary', () => {
  it('counts rows, episodes and bytes, and averages returns by behaviour', () => {
    const summary = summarise(twoEpisodes());
    expect(summary).toMatchObject({ rows: 5, episodes: 2 });
    expect(summary.behaviours).toEqual([
      { name: 'bold', episodes: 1, meanReturn: 3 },
      { name: 'shy', episodes: 1, meanReturn: -7 },
    ]);
    expect(summary.bytes).toBeGreaterThan(5 * (2 + 5 + 6) * 4);
  });
});

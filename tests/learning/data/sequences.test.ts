import { describe, expect, it } from 'vitest';
import { ACTION_LENGTH } from '../../../src/env/types';
import { createSequenceArrays, SequenceSampler } from '../../../src/learning/data/sequences';
import { Rng } from '../../../src/market/rng';
import { datasetOf } from './syntheticDataset';

/** Episodes of 2 and of 8 steps; step i of the data is observed as 10 + i and played as i/10. */
const lengths = [2, 8];
let index = 0;
const dataset = datasetOf(
  lengths.map((length) => ({
    steps: Array.from({ length }, () => {
      const step = { observation: [10 + index], action: [index / 10], reward: index };
      index += 1;
      return step;
    }),
    finalObservation: [0],
    ends: 'truncated' as const,
  })),
);
const ranges = [
  { start: 0, end: 2 },
  { start: 2, end: 10 },
];
const statistics = { mean: Float32Array.of(10), std: Float32Array.of(1) };
const scales = { returnScale: 2, timesteps: 4, bucket: 2 };
const sampler = new SequenceSampler(dataset, ranges, dataset.rewards, statistics, scales);

describe('the windows of a Decision Transformer', () => {
  it('fall on episodes in proportion to their length, and start anywhere in them alike', () => {
    const random = new Rng(5);
    const draws = 20_000;
    const counts = new Float64Array(10);
    for (let draw = 0; draw < draws; draw += 1) {
      counts[sampler.windowAt(sampler.draw(random)).row] += 1;
    }
    // Each of ten rows a tenth: a standard deviation is 0.0021, five are 0.011.
    for (const count of counts) expect(Math.abs(count / draws - 0.1)).toBeLessThan(0.011);
  });

  it('are padded on the left where the episode ends first, and never run into the next', () => {
    const arrays = createSequenceArrays(2, 4, 1);
    arrays.observations.fill(99);
    arrays.mask.fill(99);
    sampler.write(arrays, 0, 0);
    sampler.write(arrays, 1, 4);
    expect([...arrays.mask]).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
    expect([...arrays.observations]).toEqual([0, 0, 0, 1, 4, 5, 6, 7]);
    expect([...arrays.returnsToGo]).toEqual([0, 0, 0, 2, 8, 10, 12, 14]);
    // Steps 0 and 1 of the first episode; 2 to 5 of the second, two to a row of the table.
    expect([...arrays.timesteps]).toEqual([0, 0, 0, 0, 1, 1, 2, 2]);
    const first = Array.from({ length: 8 }, (_, step) => arrays.actions[step * ACTION_LENGTH]);
    [0, 0, 0, 0.1, 0.4, 0.5, 0.6, 0.7].forEach((value, step) =>
      expect(first[step]).toBeCloseTo(value, 6),
    );
  });
});

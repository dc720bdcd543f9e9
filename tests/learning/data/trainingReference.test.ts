import { expect, it } from 'vitest';
import { OutOfDistributionMonitor } from '../../../src/agents/policies/outOfDistribution';
import {
  FEATURE_BINS,
  FEATURE_QUANTILES,
  checkReference,
  featureBin,
} from '../../../src/agents/policies/trainingReference';
import { fitTrainingReference } from '../../../src/learning/data/trainingReference';
import { Rng } from '../../../src/market/rng';
import { datasetOf } from './syntheticDataset';

/** Episodes of 40 steps; `observe` draws what is seen at each. */
const dataset = (episodes: number, observe: (random: Rng) => number[], seed = 5) => {
  const random = new Rng(seed);
  return datasetOf(
    Array.from({ length: episodes }, () => ({
      steps: Array.from({ length: 40 }, () => ({
        observation: observe(random),
        action: [0],
        reward: 0,
      })),
      finalObservation: observe(random),
      ends: 'truncated' as const,
    })),
  );
};

/** Three Gaussians on other scales, two of them correlated by 0.8. */
const gaussians = (random: Rng) => {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()];
  return [100 + 3 * a, 0.8 * a + 0.6 * b, 0.01 * c];
};

it('measures Gaussian data by distances that follow χ² with as many degrees of freedom', () => {
  const reference = fitTrainingReference(dataset(1000, gaussians));
  checkReference(reference, 3);
  // Quantiles of χ²₃ at 25, 50, 75 and 99 %; 4000 held-out rows leave a standard error of 3 %.
  const expected = [
    [25, 1.2125],
    [50, 2.366],
    [75, 4.1083],
    [99, 11.3449],
  ];
  for (const [percent, quantile] of expected) {
    expect(reference.distances[percent] / quantile, `${percent} %`).toBeGreaterThan(0.91);
    expect(reference.distances[percent] / quantile, `${percent} %`).toBeLessThan(1.09);
  }
});

it('finds a hundredth of fresh data beyond the 99th percentile, and half beyond the median', () => {
  const reference = fitTrainingReference(dataset(1000, gaussians));
  const monitor = new OutOfDistributionMonitor(reference);
  const random = new Rng(77);
  let beyond = 0;
  let above = 0;
  for (let index = 0; index < 20_000; index++) {
    monitor.observe(Float32Array.from(gaussians(random)));
    beyond += Number(monitor.isBeyond);
    above += Number(monitor.percentile > 50);
  }
  expect(beyond / 20_000).toBeGreaterThan(0.006);
  expect(beyond / 20_000).toBeLessThan(0.016);
  expect(above / 20_000).toBeGreaterThan(0.47);
  expect(above / 20_000).toBeLessThan(0.53);
});

it('is alarmed by a combination that never occurs, though each part of it does', () => {
  const monitor = new OutOfDistributionMonitor(fitTrainingReference(dataset(300, gaussians)));
  monitor.observe(Float32Array.of(103, 1, 0));
  expect(monitor.isBeyond).toBe(false);
  monitor.observe(Float32Array.of(106, -2, 0));
  expect(monitor.isBeyond).toBe(true);
  expect(monitor.percentile).toBe(100);
});

it('keeps features apart that are copies of each other, or never move', () => {
  const reference = fitTrainingReference(
    dataset(50, (random) => {
      const [a] = gaussians(random);
      return [a, a, 7];
    }),
  );
  checkReference(reference, 3);
  const monitor = new OutOfDistributionMonitor(reference);
  monitor.observe(Float32Array.of(101, 101, 7));
  expect(monitor.isBeyond).toBe(false);
  monitor.observe(Float32Array.of(101, 101, 8));
  expect(monitor.isBeyond).toBe(true);
  expect(monitor.unusual[0]).toBe(2);
});

it('has deciles of the training episodes, and the shares between them', () => {
  const reference = fitTrainingReference(dataset(200, (random) => [random.uniform(), 0, 0]));
  for (let decile = 1; decile < FEATURE_BINS; decile++) {
    expect(Math.abs(reference.featureQuantiles[decile] - decile / 10)).toBeLessThan(0.03);
  }
  expect(reference.featureQuantiles[0]).toBeCloseTo(0.01, 1);
  for (let bin = 0; bin < FEATURE_BINS; bin++) {
    expect(reference.featureShares[bin]).toBeCloseTo(0.1, 2);
  }
  // A feature that is always 0 is all in the first bin: the deciles meet, the others hold nothing.
  const second = reference.featureShares.subarray(FEATURE_BINS, 2 * FEATURE_BINS);
  expect([...second]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

it('counts a value that is a decile into the bin below it', () => {
  const quantiles = Float32Array.from({ length: 2 * FEATURE_QUANTILES }, (_, i) => i);
  expect([0.5, 1, 1.5, 9, 9.5, 99].map((value) => featureBin(quantiles, 0, value))).toEqual([
    0, 0, 1, 8, 9, 9,
  ]);
});

it('takes a dataset of one episode, which has none to hold out, for its own', () => {
  const reference = fitTrainingReference(dataset(1, gaussians));
  checkReference(reference, 3);
  expect(reference.distances[99]).toBeGreaterThan(reference.distances[50]);
});

it('says how sure its limit is: less of few episodes that differ than of many alike', () => {
  /** Every episode has a level of its own, as far from the others as its steps from it. */
  const levelled = (episodes: number) => {
    let step = 0;
    let level = 0;
    return dataset(episodes, (random) => {
      if (step % 41 === 0) level = random.normal();
      step += 1;
      return [level + random.normal(), random.normal(), random.normal()];
    });
  };
  const few = fitTrainingReference(levelled(60)).heldOut;
  const many = fitTrainingReference(levelled(1000)).heldOut;
  expect([few?.episodes, many?.episodes]).toEqual([6, 100]);
  expect(few?.limitError).toBeGreaterThan(2 * (many?.limitError ?? Number.NaN));
  // A hundredth of 4,000 independent rows of χ²₃: a standard error of 3 % of the limit.
  const alike = fitTrainingReference(dataset(1000, gaussians)).heldOut;
  expect(alike?.limitError).toBeGreaterThan(0.015);
  expect(alike?.limitError).toBeLessThan(0.06);
});

import { describe, expect, it } from 'vitest';
import { OutOfDistributionMonitor } from '../../../src/agents/policies/outOfDistribution';
import {
  DISTANCE_QUANTILES,
  FEATURE_BINS,
  FEATURE_QUANTILES,
  checkReference,
  type TrainingReference,
} from '../../../src/agents/policies/trainingReference';

/** Two features with means 10 and −1, deviations 2 and 0.5, correlation 0.6. */
const reference: TrainingReference = {
  mean: Float32Array.of(10, -1),
  std: Float32Array.of(2, 0.5),
  // [[1, 0.6], [0.6, 1]] = L·Lᵀ with L = [[1], [0.6, 0.8]].
  factor: Float32Array.of(1, 0.6, 0.8),
  distances: Float32Array.from({ length: DISTANCE_QUANTILES }, (_, percent) => percent / 10),
  featureQuantiles: Float32Array.from({ length: 2 * FEATURE_QUANTILES }, (_, i) => i),
  featureShares: new Float32Array(2 * FEATURE_BINS).fill(0.1),
};

const observe = (...values: number[]) => {
  const monitor = new OutOfDistributionMonitor(reference);
  monitor.observe(Float32Array.from(values));
  return monitor;
};

describe('the squared Mahalanobis distance', () => {
  it('is (z₁² − 2ρz₁z₂ + z₂²)/(1 − ρ²) for two features', () => {
    for (const [z1, z2] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [1, -1],
      [-2, 0.5],
    ]) {
      const expected = (z1 * z1 - 1.2 * z1 * z2 + z2 * z2) / 0.64;
      expect(observe(10 + 2 * z1, -1 + 0.5 * z2).distance).toBeCloseTo(expected, 5);
    }
  });

  it('becomes a percentile between the quantiles of held-out data, 0 and 100 beyond them', () => {
    // z = (1, 0): d² = 1/0.64 = 1.5625.
    expect(observe(12, -1).percentile).toBeCloseTo(15.625, 4);
    expect(observe(10, -1).percentile).toBe(0);
    expect(observe(100, -1)).toMatchObject({ percentile: 100, isBeyond: true });
    expect(observe(12, -1).isBeyond).toBe(false);
  });
});

it('names the features outside of their usual range, the furthest from their mean first', () => {
  const four: TrainingReference = {
    ...reference,
    mean: new Float32Array(4),
    std: Float32Array.of(1, 2, 3, 4),
    factor: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 0, 0, 1),
    // Usual are 0 to 10, each feature alike.
    featureQuantiles: Float32Array.from(
      { length: 4 * FEATURE_QUANTILES },
      (_, i) => i % FEATURE_QUANTILES,
    ),
  };
  const monitor = new OutOfDistributionMonitor(four);
  // These are 1, 3, 2 and 4 standard deviations.
  monitor.observe(Float32Array.of(-1, 6, -6, 16));
  expect([...monitor.unusual]).toEqual([3, 2, 0]);
  expect([...monitor.unusualValues]).toEqual([16, -6, -1]);
  // 10 standard deviations are nothing unusual where the data went there as often.
  monitor.observe(Float32Array.of(10, 0, -0.3, 1));
  expect([...monitor.unusual]).toEqual([2, -1, -1]);
  expect([...monitor.unusualValues].slice(1)).toEqual([Number.NaN, Number.NaN]);
  expect([monitor.usualLow(2), monitor.usualHigh(2)]).toEqual([0, 10]);
});

describe('a reference is refused', () => {
  it.each<[string, Partial<TrainingReference>]>([
    ['mean', { mean: new Float32Array(3) }],
    ['std', { std: Float32Array.of(1, 0) }],
    ['factor', { factor: Float32Array.of(1, 0.6, 0) }],
    ['factor', { factor: Float32Array.of(1, Number.NaN, 1) }],
    ['distances', { distances: reference.distances.toReversed() }],
    ['featureQuantiles', { featureQuantiles: reference.featureQuantiles.toReversed() }],
    ['featureShares', { featureShares: new Float32Array(20).fill(-0.1) }],
  ])('for its %s', (part, change) => {
    expect(() => checkReference({ ...reference, ...change }, 2)).toThrow(
      `policy.reference.${part}`,
    );
  });
});

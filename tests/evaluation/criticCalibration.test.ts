import { describe, expect, it } from 'vitest';
import { calibrateCritic, realisedReturns } from '../../src/evaluation/criticCalibration';
import { Rng } from '../../src/market/rng';

describe('the return that followed a decision', () => {
  it('is Σ γᵏ·r to the end, where the episode ended for good', () => {
    expect([...realisedReturns([1, 2, 4], 0.5, true)]).toEqual([3, 4, 4]);
  });

  it('is left out where time cut off more than a twentieth of its weight', () => {
    // 0.5⁵ = 1/32 is the first power below 1/20: five rewards have to lie ahead.
    expect(realisedReturns(Array<number>(8).fill(1), 0.5, false)).toHaveLength(4);
    expect(realisedReturns([1, 1, 1], 0.5, false)).toHaveLength(0);
    expect([...realisedReturns([3, 5], 0, false)]).toEqual([3, 5]);
  });

  it('is close to r/(1 − γ) for a constant reward', () => {
    const returns = realisedReturns(Array<number>(400).fill(2), 0.95, false);
    expect(returns[0]).toBeCloseTo(40, 6);
    expect(returns.at(-1)).toBeGreaterThan(0.95 * 40);
  });
});

describe('calibration', () => {
  const episodes = (predict: (x: number) => number, noise: number, count = 40) => {
    const rng = new Rng(6);
    return Array.from({ length: count }, () => {
      const truth = Float32Array.from({ length: 200 }, () => 10 + 5 * rng.normal());
      return {
        predicted: truth.map(predict),
        realised: truth.map((value) => value + noise * rng.normal()),
      };
    });
  };

  it('finds slope 1 and no bias in a critic that is right on average', () => {
    const result = calibrateCritic(episodes((x) => x, 5));
    // 8000 pairs: slope ± 5/(5·√8000) = 0.011; correlation 1/√2, as noise and signal are equal.
    expect(result?.slope).toBeGreaterThan(0.95);
    expect(result?.slope).toBeLessThan(1.05);
    expect(Math.abs(result?.bias ?? 1)).toBeLessThan(0.2);
    expect(result?.correlation).toBeCloseTo(Math.SQRT1_2, 1);
  });

  it('finds slope ½ and the bias of a critic that doubles everything', () => {
    const result = calibrateCritic(episodes((x) => 2 * x, 1));
    expect(result?.slope).toBeCloseTo(0.5, 2);
    expect(result?.bias).toBeCloseTo(10, 0);
    expect(result?.intercept).toBeCloseTo(0, 0);
  });

  it('sorts decisions into deciles of what was predicted, each with its interval', () => {
    const result = calibrateCritic(episodes((x) => x, 5));
    const bins = result?.bins ?? [];
    expect(bins).toHaveLength(10);
    for (const { decisions } of bins) expect(decisions).toBe(800);
    expect(bins.map(({ predicted }) => predicted)).toEqual(
      bins.map(({ predicted }) => predicted).toSorted((a, b) => a - b),
    );
    const covered = bins.filter(
      ({ predicted, realised }) => realised.low < predicted && predicted < realised.high,
    );
    expect(covered.length).toBeGreaterThanOrEqual(8);
    // The mean of a Gaussian's lowest tenth: μ − σ·φ(z)/0.1 = 10 − 5·1.755.
    expect(bins[0].predicted).toBeCloseTo(10 - 5 * 1.755, 0);
  });

  it('says nothing of no decisions', () => {
    const nothing = new Float32Array(0);
    expect(calibrateCritic([{ predicted: nothing, realised: nothing }])).toBeNull();
  });
});

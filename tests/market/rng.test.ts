import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/market/rng';

const DRAWS = 2_000_000;

/** Mean of f over draws, and its standard error. */
function average(draw: () => number, f: (x: number) => number) {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < DRAWS; i++) {
    const value = f(draw());
    sum += value;
    squares += value * value;
  }
  const mean = sum / DRAWS;
  return { mean, error: Math.sqrt((squares / DRAWS - mean * mean) / DRAWS) };
}

/** Five standard errors: a right generator fails one test in two million. */
function expectMean(draw: () => number, f: (x: number) => number, expected: number): void {
  const { mean, error } = average(draw, f);
  expect(Math.abs(mean - expected)).toBeLessThan(5 * error);
}

describe('the generator', () => {
  it('is sfc32: seeds 0, 2, 1 give what PractRand gives', () => {
    // Outputs 15 to 30 of PractRand's reference; ours discards 20 where that discards 15.
    const reference = [
      0x03b80bb8, 0xa87dbc7e, 0x1787178c, 0x4c7b7234, 0xc65dade2, 0x2c692349, 0xf52c2153,
      0xdf098072, 0x9d49b03c, 0x9562381a, 0xc9b41738, 0x64b75e54, 0x36ce9b32, 0xf106947e,
      0x0afc726b, 0x549bbc87,
    ];
    const rng = new Rng(2 * 2 ** 32, 1);
    const words = Array.from({ length: 11 }, () => rng.uniform() * 2 ** 32 - 0.5);
    expect(words).toEqual(reference.slice(5));
  });

  it('gives streams that have nothing to do with each other', () => {
    const [a, b, c] = [new Rng(7), new Rng(7, 1), new Rng(8)];
    for (const other of [b, c]) {
      expectMean(
        () => (a.uniform() - 0.5) * (other.uniform() - 0.5),
        (x) => x,
        0,
      );
    }
  });

  it('goes on from a snapshot', () => {
    const rng = new Rng(5);
    const draw = () => [rng.uniform(), rng.exponential(), rng.normal(), rng.below(100)];
    for (let i = 0; i < 100; i++) draw();
    const state = structuredClone(rng.snapshot());
    const next = Array.from({ length: 400 }, draw);
    rng.restore(state);
    expect(Array.from({ length: 400 }, draw)).toEqual(next);
  });
});

describe('uniform', () => {
  it('has the moments of the uniform distribution, and no end comes up', () => {
    const rng = new Rng(1);
    const draw = () => rng.uniform();
    expectMean(draw, (x) => x, 1 / 2);
    expectMean(draw, (x) => x * x, 1 / 3);
    expectMean(draw, (x) => x ** 3, 1 / 4);
    for (let i = 0; i < 100_000; i++) {
      const x = draw();
      expect(x > 0 && x < 1).toBe(true);
    }
  });

  it('below(n) gives each of 0 … n − 1 as often', () => {
    const rng = new Rng(2);
    const counts = new Float64Array(7);
    for (let i = 0; i < DRAWS; i++) counts[rng.below(7)]++;
    const expected = DRAWS / 7;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 99.999 % of chi-square with 6 degrees of freedom.
    expect(chiSquare).toBeLessThan(33.1);
  });
});

describe('the ziggurats', () => {
  it('exponential has mean 1, and its other moments', () => {
    const rng = new Rng(3);
    const draw = () => rng.exponential();
    [1, 2, 6, 24].forEach((moment, i) => expectMean(draw, (x) => x ** (i + 1), moment));
  });

  // 7.697 is where the outermost layer ends and the tail method takes over.
  it.each([0.01, 0.5, 1, 3, 7, 7.697, 8, 9])(
    'exponential exceeds %s with probability e^−x',
    (x) => {
      const rng = new Rng(4);
      expectMean(
        () => rng.exponential(),
        (draw) => (draw > x ? 1 : 0),
        Math.exp(-x),
      );
    },
  );

  it('normal has mean 0, variance 1, no skew and kurtosis 3', () => {
    const rng = new Rng(5);
    const draw = () => rng.normal();
    [0, 1, 0, 3, 0, 15].forEach((moment, i) => expectMean(draw, (x) => x ** (i + 1), moment));
  });

  // P(|Z| > x); the tail starts at 3.654.
  it.each([
    [0.5, 0.617075],
    [1, 0.317311],
    [1.96, 0.0499958],
    [3, 0.0026998],
    [3.654, 0.000258196],
    [4, 0.0000633425],
  ])('normal is outside ±%s with probability %s', (x, probability) => {
    const rng = new Rng(6);
    expectMean(
      () => rng.normal(),
      (draw) => (Math.abs(draw) > x ? 1 : 0),
      probability,
    );
  });

  it('fills every bin of the exponential and of the normal as it should', () => {
    const rng = new Rng(7);
    const bins = 64;
    // e^−x of an exponential draw is uniform, and so is e^(−(x² + y²) / 2) of two normal ones.
    const draws = [
      () => Math.exp(-rng.exponential()),
      () => Math.exp(-(rng.normal() ** 2 + rng.normal() ** 2) / 2),
    ];
    for (const draw of draws) {
      const counts = new Float64Array(bins);
      for (let i = 0; i < DRAWS; i++) counts[Math.floor(draw() * bins)]++;
      const expected = DRAWS / bins;
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      // 99.999 % of chi-square with 63 degrees of freedom.
      expect(chiSquare).toBeLessThan(119);
    }
  });
});

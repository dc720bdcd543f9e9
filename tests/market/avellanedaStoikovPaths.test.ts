import { describe, expect, it } from 'vitest';
import {
  avellanedaStoikovDistances,
  AvellanedaStoikovPaths,
  PUBLISHED_PARAMETERS,
} from '../../src/market/avellanedaStoikovPaths';

const PATHS = 20_000;
const STEPS = 200;
const { arrivalRate, decay, stepTime, volatility } = PUBLISHED_PARAMETERS;

interface Moments {
  readonly mean: number;
  readonly deviation: number;
  readonly inventoryDeviation: number;
}

function moments(paths: AvellanedaStoikovPaths): Moments {
  const profits = Array.from({ length: paths.count }, (_, path) => paths.wealth(path));
  const mean = profits.reduce((sum, profit) => sum + profit, 0) / paths.count;
  const variance = profits.reduce((sum, profit) => sum + (profit - mean) ** 2, 0) / paths.count;
  const squares = paths.inventories.reduce((sum, q) => sum + q * q, 0) / paths.count;
  return { mean, deviation: Math.sqrt(variance), inventoryDeviation: Math.sqrt(squares) };
}

function symmetric(distance: number, seed: number): Moments {
  const paths = new AvellanedaStoikovPaths(PATHS, PUBLISHED_PARAMETERS, seed);
  const distances = new Float64Array(PATHS).fill(distance);
  for (let step = 0; step < STEPS; step++) paths.step(distances, distances);
  return moments(paths);
}

function inventoryStrategy(riskAversion: number, seed: number): Moments & { spread: number } {
  const paths = new AvellanedaStoikovPaths(PATHS, PUBLISHED_PARAMETERS, seed);
  const bids = new Float64Array(PATHS);
  const asks = new Float64Array(PATHS);
  const closest = paths.closestDistance;
  let spread = 0;
  for (let step = 0; step < STEPS; step++) {
    const timeLeft = 1 - step * stepTime;
    for (let path = 0; path < PATHS; path++) {
      const { bid, ask } = avellanedaStoikovDistances(
        PUBLISHED_PARAMETERS,
        riskAversion,
        paths.inventories[path],
        timeLeft,
      );
      // A quote that is sure to fill need not be better than that.
      bids[path] = Math.max(bid, closest);
      asks[path] = Math.max(ask, closest);
      if (path === 0) spread += (bid + ask) / STEPS;
    }
    paths.step(bids, asks);
  }
  return { ...moments(paths), spread };
}

describe('symmetric quotes, against the exact moments', () => {
  // Four standard errors: of the mean, σ / √n; of a standard deviation, about σ / √(2n) for these tails.
  const meanError = (deviation: number) => (4 * deviation) / Math.sqrt(PATHS);
  const deviationError = (deviation: number) => (4 * deviation * 1.3) / Math.sqrt(2 * PATHS);

  it.each([
    {
      name: 'half the spread of γ = 0.1 without inventory',
      half: Math.log(1 + 0.1 / 1.5) / 0.1,
      table: [68.635, 13.764, 8.836],
    },
    { name: '1 / k', half: 1 / decay, table: [68.671, 13.701, 8.745] },
  ])('$name', ({ half, table }) => {
    const p = arrivalRate * stepTime * Math.exp(-decay * half);
    const mean = 2 * STEPS * p * half;
    const variance =
      2 * STEPS * p * (1 - p) * half ** 2 +
      volatility ** 2 * stepTime * p * (1 - p) * STEPS * (STEPS + 1);
    const inventory = Math.sqrt(2 * STEPS * p * (1 - p));
    expect(Math.abs(mean - table[0])).toBeLessThan(0.001);
    expect(Math.abs(Math.sqrt(variance) - table[1])).toBeLessThan(0.001);
    expect(Math.abs(inventory - table[2])).toBeLessThan(0.001);

    const measured = symmetric(half, 1);
    expect(Math.abs(measured.mean - mean)).toBeLessThan(meanError(Math.sqrt(variance)));
    expect(Math.abs(measured.deviation - Math.sqrt(variance))).toBeLessThan(
      deviationError(Math.sqrt(variance)),
    );
    expect(Math.abs(measured.inventoryDeviation - inventory)).toBeLessThan(
      deviationError(inventory),
    );
  });
});

describe('the inventory strategy, against tables 1 and 2 of the paper', () => {
  // The paper ran 1000 paths: its means are good to 4·6.6/√1000 = 0.8 (γ 0.1) and 4·8.7/√1000 = 1.1
  // (γ 0.01), its deviations to 4·σ/√2000, which is 0.6, 0.3, 0.8 and 0.5.
  it.each([
    {
      riskAversion: 0.1,
      spread: 1.49,
      profit: 65.0,
      deviation: 6.6,
      inventory: 2.9,
      errors: [0.8, 0.6, 0.3],
    },
    {
      riskAversion: 0.01,
      spread: 1.35,
      profit: 68.6,
      deviation: 8.7,
      inventory: 5.1,
      errors: [1.1, 0.8, 0.5],
    },
  ])(
    'γ = $riskAversion',
    ({ riskAversion, spread, profit, deviation, inventory, errors }) => {
      const measured = inventoryStrategy(riskAversion, 2);
      expect(Math.abs(measured.spread - spread)).toBeLessThan(0.006);
      expect(Math.abs(measured.mean - profit)).toBeLessThan(errors[0]);
      expect(Math.abs(measured.deviation - deviation)).toBeLessThan(errors[1]);
      expect(Math.abs(measured.inventoryDeviation - inventory)).toBeLessThan(errors[2]);
    },
    60_000,
  );
});

it('refuses a quote that would fill with a probability above 1', () => {
  const paths = new AvellanedaStoikovPaths(1, PUBLISHED_PARAMETERS, 1);
  expect(() => paths.step(Float64Array.of(-0.3), Float64Array.of(1))).toThrow(
    /quote distances -0.3 and 1: expected at least -0\.23/,
  );
});

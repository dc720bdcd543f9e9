/**
 * The paper's simulation (Avellaneda and Stoikov 2008, section 3.3), written out: s 100, T 1, σ 2,
 * dt 0.005, A 140, k 1.5, a mid that steps ±σ√dt, fills with probability A·dt·e^{−kδ}. About a
 * second.
 */
import { describe, expect, it } from 'vitest';
import { optimalSpread, reservationShift } from '../../../src/agents/baselines/avellanedaStoikov';
import { Rng } from '../../../src/market/rng';

const SIGMA = 2;
const DT = 0.005;
const STEPS = 200;
const A = 140;
const K = 1.5;
const PATHS = 4000;

interface Moments {
  readonly profit: number;
  readonly profitStd: number;
  readonly inventoryStd: number;
}

function simulate(quote: (q: number, timeLeft: number) => readonly [number, number]): Moments {
  const random = new Rng(1, 31);
  let certain = 0;
  const probability = (distance: number) => {
    const p = A * DT * Math.exp(-K * distance);
    if (p > 1) certain++;
    return p;
  };
  const profits: number[] = [];
  const inventories: number[] = [];
  for (let path = 0; path < PATHS; path++) {
    let [mid, cash, q] = [100, 0, 0];
    for (let step = 0; step < STEPS; step++) {
      const [bid, ask] = quote(q, 1 - step * DT);
      const bought = random.uniform() < probability(bid);
      const sold = random.uniform() < probability(ask);
      if (bought) cash -= mid - bid;
      if (sold) cash += mid + ask;
      q += Number(bought) - Number(sold);
      mid += random.uniform() < 0.5 ? SIGMA * Math.sqrt(DT) : -SIGMA * Math.sqrt(DT);
    }
    profits.push(cash + q * mid);
    inventories.push(q);
  }
  // Far out in inventory a quote goes through the mid and would fill more than surely.
  expect(certain / (2 * PATHS * STEPS)).toBeLessThan(1e-3);
  return { profit: mean(profits), profitStd: std(profits), inventoryStd: std(inventories) };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
const std = (values: readonly number[]) => {
  const m = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - m) ** 2)));
};

/** Published over 1000 paths, ours over 4000: four standard errors of the difference. */
function near(ours: number, published: number, deviation: number): void {
  const error = deviation * Math.sqrt(1 / 1000 + 1 / PATHS);
  // Half a unit of the last published digit is rounding.
  expect(Math.abs(ours - published)).toBeLessThan(4 * error + 0.05);
}

describe('the inventory strategy of Avellaneda and Stoikov', () => {
  it.each([
    { gamma: 0.1, profit: 65.0, profitStd: 6.6, inventoryStd: 2.9 },
    { gamma: 0.01, profit: 68.6, profitStd: 8.7, inventoryStd: 5.1 },
  ])('earns what the paper says at γ $gamma', (published) => {
    const { gamma } = published;
    const ours = simulate((q, timeLeft) => {
      const half = optimalSpread(gamma, K, SIGMA, timeLeft) / 2;
      const shift = reservationShift(q, gamma, SIGMA, timeLeft);
      return [half - shift, half + shift];
    });
    near(ours.profit, published.profit, published.profitStd);
    // A standard deviation is known to 1/√2n of itself.
    near(ours.profitStd, published.profitStd, published.profitStd / Math.SQRT2);
    near(ours.inventoryStd, published.inventoryStd, published.inventoryStd / Math.SQRT2);
  });
});

describe('symmetric quotes at a constant distance', () => {
  it.each([
    { distance: 0.5 * (0.2 + 20 * Math.log(1 + 0.1 / 1.5)), name: 'the mean spread of γ 0.1' },
    { distance: 1 / K, name: '1/k' },
  ])('have the exact mean, variance and inventory at $name', ({ distance }) => {
    const p = A * DT * Math.exp(-K * distance);
    const profit = 2 * STEPS * p * distance;
    const variance =
      2 * STEPS * p * (1 - p) * distance ** 2 + SIGMA ** 2 * DT * p * (1 - p) * STEPS * (STEPS + 1);
    const inventory = Math.sqrt(2 * STEPS * p * (1 - p));
    const ours = simulate(() => [distance, distance]);
    const errors = 4 / Math.sqrt(PATHS);
    expect(Math.abs(ours.profit - profit)).toBeLessThan(errors * Math.sqrt(variance));
    expect(Math.abs(ours.profitStd / Math.sqrt(variance) - 1)).toBeLessThan(errors);
    expect(Math.abs(ours.inventoryStd / inventory - 1)).toBeLessThan(errors);
  });
});

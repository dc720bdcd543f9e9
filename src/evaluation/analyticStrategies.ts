/**
 * Measures strategies in the market of Avellaneda and Stoikov (Quant. Finance 8(3), 2008, section
 * 3.3) over many paths: those of the paper's tables 1 and 2, and symmetric quotes, whose moments
 * are known exactly.
 */
import {
  avellanedaStoikovDistances,
  AvellanedaStoikovPaths,
  PUBLISHED_PARAMETERS,
} from '../market/analytic/avellanedaStoikovPaths';
import { mean } from './statistics';

/** Steps in 1 unit of time, as in the paper. */
const STEPS = 200;

/** Moments over paths, in the paper's units of price and in contracts. */
export interface ProfitMoments {
  /** Mean and standard deviation of the final profit. */
  readonly mean: number;
  readonly deviation: number;
  /** Standard deviation of the final inventory. */
  readonly inventoryDeviation: number;
}

/**
 * Gives the exact moments of a constant distance δ on both sides: with p = A·dt·e^(−kδ) and N
 * steps, mean 2Npδ, variance 2Np(1−p)δ² + σ²·dt·p(1−p)·N(N+1), and inventory variance 2Np(1−p).
 */
export function symmetricMoments(distance: number): ProfitMoments {
  const { arrivalRate, decay, stepTime, volatility } = PUBLISHED_PARAMETERS;
  const p = arrivalRate * stepTime * Math.exp(-decay * distance);
  const fills = 2 * STEPS * p * (1 - p);
  const carried = volatility ** 2 * stepTime * p * (1 - p) * STEPS * (STEPS + 1);
  return {
    mean: 2 * STEPS * p * distance,
    deviation: Math.sqrt(fills * distance ** 2 + carried),
    inventoryDeviation: Math.sqrt(fills),
  };
}

/** Simulates a constant distance on both sides. */
export function simulateSymmetric(distance: number, paths: number, seed: number): ProfitMoments {
  const market = new AvellanedaStoikovPaths(paths, PUBLISHED_PARAMETERS, seed);
  const distances = new Float64Array(paths).fill(distance);
  for (let step = 0; step < STEPS; step++) market.step(distances, distances);
  return profitMoments(market);
}

/** Simulates the paper's inventory strategy, and gives the mean of the quoted spread with it. */
export function simulateInventoryStrategy(
  riskAversion: number,
  paths: number,
  seed: number,
): ProfitMoments & { readonly spread: number } {
  const market = new AvellanedaStoikovPaths(paths, PUBLISHED_PARAMETERS, seed);
  const bids = new Float64Array(paths);
  const asks = new Float64Array(paths);
  const closest = market.closestDistance;
  let spread = 0;
  for (let step = 0; step < STEPS; step++) {
    const timeLeft = 1 - step * PUBLISHED_PARAMETERS.stepTime;
    for (let path = 0; path < paths; path++) {
      const { bid, ask } = avellanedaStoikovDistances(
        PUBLISHED_PARAMETERS,
        riskAversion,
        market.inventories[path],
        timeLeft,
      );
      // A quote at this distance is sure to fill, so a better one gains nothing.
      bids[path] = Math.max(bid, closest);
      asks[path] = Math.max(ask, closest);
      // The spread does not depend on the inventory.
      if (path === 0) spread += (bid + ask) / STEPS;
    }
    market.step(bids, asks);
  }
  return { ...profitMoments(market), spread };
}

function profitMoments(paths: AvellanedaStoikovPaths): ProfitMoments {
  const profits = Array.from({ length: paths.count }, (_, path) => paths.wealth(path));
  const centre = mean(profits);
  const variance = mean(profits.map((profit) => (profit - centre) ** 2));
  const squares = mean(paths.inventories.map((q) => q * q));
  return { mean: centre, deviation: Math.sqrt(variance), inventoryDeviation: Math.sqrt(squares) };
}

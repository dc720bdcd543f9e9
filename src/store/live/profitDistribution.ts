/** The distribution of profits per episode: quantiles, and counts in equal bins. */
import { quantile } from '../../evaluation/statistics';

export interface ProfitDistribution {
  readonly count: number;
  readonly mean: number;
  /** Dollars that 5 %, 25 %, half, 75 % and 95 % of the episodes stay below. */
  readonly quantiles: readonly [number, number, number, number, number];
  /** Lowest and highest profit in dollars, the ends of the bins. */
  readonly range: readonly [number, number];
  /** Episodes in each of BIN_COUNT equal bins over the range. */
  readonly bins: readonly number[];
}

export const BIN_COUNT = 24;

/** @param profits in dollars, one per episode @returns null where there are none */
export function profitDistribution(profits: readonly number[]): ProfitDistribution | null {
  if (profits.length === 0) return null;
  const sorted = Float64Array.from(profits).toSorted();
  const at = (probability: number) => quantile(sorted, probability);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const bins = Array<number>(BIN_COUNT).fill(0);
  for (const profit of profits) {
    const place = high > low ? Math.floor(((profit - low) / (high - low)) * BIN_COUNT) : 0;
    bins[Math.min(BIN_COUNT - 1, place)] += 1;
  }
  return {
    count: profits.length,
    mean: profits.reduce((sum, profit) => sum + profit, 0) / profits.length,
    quantiles: [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)],
    range: [low, high],
    bins,
  };
}

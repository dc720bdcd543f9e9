/**
 * Ranges of reward weights: where the sliders end, and what an agent that is told its weights was
 * trained for. Beyond its range a weight is to such an agent what it is at the nearer end.
 */
import { REWARD_WEIGHT_FIELDS } from './rewardWeightFields';
import { REWARD_TERMS, type RewardTerm, type RewardWeights } from './types';

export interface WeightRange {
  readonly min: number;
  readonly max: number;
  /**
   * Offset of a logarithmic scale, on which the position of a weight w is ln((w − min +
   * offset)/offset) over the same of max; null for a linear scale.
   */
  readonly logOffset: number | null;
}

/** A range of each term's weight. */
export type WeightRanges = Readonly<Record<RewardTerm, WeightRange>>;

/** A term in dollars counts as it is at 1. */
const MONEY = { min: 0, max: 3, logOffset: null } as const;
/** A penalty's scale begins one step of its slider above 0. */
const penalty = (term: RewardTerm, max: number): WeightRange => ({
  min: 0,
  max,
  logOffset: REWARD_WEIGHT_FIELDS[term].step,
});

/** Ranges of the sliders, and of agents that are trained for every weighting. */
export const WEIGHT_RANGES: WeightRanges = {
  spreadCapture: MONEY,
  adverseSelection: MONEY,
  inventoryPnl: MONEY,
  fees: MONEY,
  inventoryPenalty: penalty('inventoryPenalty', 1000),
  spreadPenalty: penalty('spreadPenalty', 10),
};

export const clampWeight = ({ min, max }: WeightRange, weight: number): number =>
  Math.min(max, Math.max(min, weight));

/** Gives the place of a weight in its range, 0 to 1. */
export function weightPosition(range: WeightRange, weight: number): number {
  const { min, max, logOffset } = range;
  const above = clampWeight(range, weight) - min;
  return logOffset === null
    ? above / (max - min)
    : Math.log(1 + above / logOffset) / Math.log(1 + (max - min) / logOffset);
}

/** Gives the weight at a place in its range. @param position 0 to 1 */
export function weightAt({ min, max, logOffset }: WeightRange, position: number): number {
  return logOffset === null
    ? min + position * (max - min)
    : min + logOffset * ((1 + (max - min) / logOffset) ** position - 1);
}

/** Lists the terms whose weight lies outside of its range. */
export const termsOutside = (ranges: WeightRanges, weights: RewardWeights): RewardTerm[] =>
  REWARD_TERMS.filter((term) => clampWeight(ranges[term], weights[term]) !== weights[term]);

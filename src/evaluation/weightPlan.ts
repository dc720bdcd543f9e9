/**
 * Plans the points of a sweep over one or two reward weights. Values are spaced as the sliders are:
 * evenly on a linear one, evenly in the logarithm on a logarithmic one, whose 0 is a value like any
 * other.
 */
import { REWARD_WEIGHT_FIELDS } from '../env/rewardWeightFields';
import type { RewardTerm, RewardWeights } from '../env/types';
import { WEIGHT_RANGES, weightAt, weightPosition } from '../env/weightRanges';

/** A weight that is varied, and its values, ascending. */
export interface WeightAxis {
  readonly term: RewardTerm;
  readonly values: readonly number[];
}

/** Ends within which a weight is varied; both lie in the range of its slider. */
export interface WeightSpan {
  readonly from: number;
  readonly to: number;
}

/** The whole slider of a weight. */
export function wholeSpan(term: RewardTerm): WeightSpan {
  const { min, max } = WEIGHT_RANGES[term];
  return { from: min, to: max };
}

/**
 * Spaces values of a weight over a span, both ends included, each on the grid of its slider.
 * @param count of values, at least 2; fewer come back where the grid has fewer
 * @returns ascending, without repeats
 */
export function spacedWeights(
  term: RewardTerm,
  count: number,
  { from, to }: WeightSpan = wholeSpan(term),
): number[] {
  const range = WEIGHT_RANGES[term];
  const [least, most] = [Math.min(from, to), Math.max(from, to)];
  const [low, high] = [weightPosition(range, least), weightPosition(range, most)];
  const inner = Array.from({ length: Math.max(0, count - 2) }, (_, index) => {
    const weight = weightAt(range, low + ((high - low) * (index + 1)) / (count - 1));
    return Math.min(most, Math.max(least, onGrid(term, weight)));
  });
  const values = [least, ...inner, most];
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Rounds to two digits, on the slider's grid. */
function onGrid(term: RewardTerm, weight: number): number {
  const { step } = REWARD_WEIGHT_FIELDS[term];
  const steps = Math.round(Number(weight.toPrecision(2)) / step);
  return Number((steps * step).toPrecision(12));
}

/**
 * Lists every combination of the axes' values, the last axis varying fastest.
 * @param base the weights of the terms that are not varied
 */
export function weightGrid(axes: readonly WeightAxis[], base: RewardWeights): RewardWeights[] {
  return axes.reduce<RewardWeights[]>(
    (points, { term, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [term]: value }))),
    [base],
  );
}

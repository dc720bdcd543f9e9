/** What the page says of reward weights that are not those of the last training. */
import type { RewardTerm, RewardWeights } from '../env/types';
import { clampWeight, type WeightRanges } from '../env/weightRanges';
import { TERM_NAMES } from './terms';

/**
 * @param count of the weights that differ from those that were trained with
 * @param isTraining whether a run is under way, which they come too late for
 */
export function pendingObjectiveText(count: number, isTraining: boolean): string {
  const changes = `${count} ${count === 1 ? 'change' : 'changes'}`;
  return `${changes}: scored, ${isTraining ? 'not in this run' : 'not trained'}`;
}

/**
 * @param count of the weights that differ, on which the agent of every weighting that trades acts
 */
export const followedObjectiveText = (count: number): string =>
  `${count} ${count === 1 ? 'change' : 'changes'}: scored, and acted on`;

/** Says of weights outside of what the agent that trades was trained for how it takes them. */
export const outsideObjectiveText = (
  terms: readonly RewardTerm[],
  ranges: WeightRanges,
  weights: RewardWeights,
): string =>
  terms.length > 1
    ? `${terms.length} weights beyond its training`
    : terms
        .map(
          (term) => `${TERM_NAMES[term]}: acts as at ${clampWeight(ranges[term], weights[term])}`,
        )
        .join('');

/** Names on the axis of time the weights that moved, with their values where there are few. */
export const movedWeightsText = (terms: readonly RewardTerm[], weights: RewardWeights): string =>
  terms.length > 2
    ? `${terms.length} weights`
    : terms.map((term) => `${TERM_NAMES[term]} ${weights[term]}`).join(', ');

/** Writes the weighted terms of a reward, and their sum. */
import { formatExact } from '../charts/format';
import { weightedReward, weightedTerms } from '../env/reward';
import { REWARD_TERMS, type RewardWeights } from '../env/types';
import { TERM_NAMES } from './terms';

/** @param episode of which the sums are: "this episode" */
export function weightedTermsText(
  termSums: ArrayLike<number>,
  weights: RewardWeights,
  episode: string,
): string {
  const terms = weightedTerms(termSums, weights).map(
    (value, term) => `${TERM_NAMES[REWARD_TERMS[term]]} ${formatExact(value)}`,
  );
  return `${terms.join(', ')}: together ${formatExact(weightedReward(termSums, weights))} ${episode}`;
}

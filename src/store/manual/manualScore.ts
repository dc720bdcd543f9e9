/** Scores a person and the agent beside them in the same numbers, under the weights on screen. */
import { weightedReward, weightedTerms } from '../../env/reward';
import { REWARD_TERMS, type RewardTerm, type RewardWeights } from '../../env/types';
import { roundedParts } from '../../charts/roundedParts';
import { HEADER, HEADER_RIVAL_TERMS } from '../../protocol/frames';
import type { ManualResult } from './manualState';
import type { StoredEpisode } from '../replay/episodes';
import { episodeFact } from '../lessons/lessonEvidence';

export interface ManualScore {
  readonly profitDollars: number;
  /** Contracts held now; over a whole episode, the mean of |inventory|. */
  readonly inventory: number;
  readonly fills: number;
  readonly reward: number;
  /** Weighted reward terms, in the order of REWARD_TERMS. */
  readonly terms: readonly number[];
}

export interface ManualScores {
  readonly you: ManualScore;
  readonly agent: ManualScore;
}

const scoreOf = (
  profitDollars: number,
  inventory: number,
  fills: number,
  sums: ArrayLike<number>,
  weights: RewardWeights,
): ManualScore => ({
  profitDollars,
  inventory,
  fills,
  reward: weightedReward(sums, weights),
  terms: weightedTerms(sums, weights),
});

/**
 * Scores the episode under way.
 * @param header the header of a frame
 * @param termSums the unweighted reward terms of the person's episode, see Readout
 */
export function liveScores(
  header: ArrayLike<number>,
  termSums: ArrayLike<number>,
  weights: RewardWeights,
): ManualScores {
  // Before the first step, the sums are still those of the episode before.
  const sums = header[HEADER.step] === 0 ? REWARD_TERMS.map(() => 0) : termSums;
  const rivalSums = REWARD_TERMS.map((_, index) => header[HEADER_RIVAL_TERMS + index]);
  return {
    you: scoreOf(
      header[HEADER.equityDollars],
      header[HEADER.inventory],
      header[HEADER.fillsSoFar],
      sums,
      weights,
    ),
    agent: scoreOf(
      header[HEADER.rivalEquityDollars],
      header[HEADER.rivalInventory],
      header[HEADER.rivalFills],
      rivalSums,
      weights,
    ),
  };
}

/** Scores a whole episode. */
export function finalScores({ manual, rival }: ManualResult, weights: RewardWeights): ManualScores {
  const score = (stored: StoredEpisode) =>
    scoreOf(
      stored.profitDollars,
      episodeFact(stored).meanAbsInventory,
      stored.fillCount,
      stored.termSums,
      weights,
    );
  return { you: score(manual), agent: score(rival) };
}

/**
 * Rounds money to whole dollars, as a narrow table shows it: terms still add up to the reward, and
 * the difference of two of them is that of what is shown.
 */
export const inWholeDollars = ({ you, agent }: ManualScores): ManualScores => ({
  you: rounded(you),
  agent: rounded(agent),
});

function rounded(score: ManualScore): ManualScore {
  const terms = roundedParts(score.terms);
  const reward = terms.reduce((sum, term) => sum + term, 0);
  return { ...score, profitDollars: Math.round(score.profitDollars), reward, terms };
}

export interface TermDifference {
  readonly term: RewardTerm;
  /** Weighted term of the person less the agent's. */
  readonly dollars: number;
}

/** Lists the terms that set the two apart, the largest difference first. */
export function decidingTerms({ you, agent }: ManualScores): readonly TermDifference[] {
  return REWARD_TERMS.map((term, index) => ({
    term,
    dollars: you.terms[index] - agent.terms[index],
  }))
    .filter(({ dollars }) => dollars !== 0)
    .sort((one, two) => Math.abs(two.dollars) - Math.abs(one.dollars));
}

/**
 * What a branch changed, in whole cents, so that the parts that are shown add up to the sums that
 * are shown.
 */
import { roundedParts } from '../../charts/roundedParts';
import { weightedTerms } from '../../env/reward';
import { REWARD_TERMS, REWARD_TERM_COUNT, type RewardTerm } from '../../env/types';
import { SAMPLE_LENGTH, SAMPLE_TERMS, type EpisodeRecord } from '../../protocol/frames';
import { isSoFar } from '../replay/episodes';
import type { Branch } from './branchState';

/** In cents. */
export interface ComparedCents {
  readonly happened: number;
  readonly branched: number;
}

export interface BranchDifference {
  /** Steps of each that are summed. */
  readonly steps: ComparedCents;
  /** Terms in dollars, of which a profit is the sum. */
  readonly money: readonly (ComparedCents & { readonly term: RewardTerm })[];
  readonly profit: ComparedCents;
  /** Terms in dollars times their weights, together. */
  readonly weightedMoney: ComparedCents;
  /** Weighted penalties. */
  readonly penalties: readonly (ComparedCents & { readonly term: RewardTerm })[];
  /** Sum of what is weighted. */
  readonly reward: ComparedCents;
}

/** Money terms of a reward, the first in the order of REWARD_TERMS. */
const MONEY_TERMS = 4;

/** Compares both to their ends; as far as both have come, where one of them goes on. */
export function differenceOf({ happened, branched, isOver, weights }: Branch): BranchDifference {
  const { record } = happened;
  const common = Math.min(record.steps, branched.steps);
  const areOver = isOver && !isSoFar(record);
  const steps = {
    happened: areOver ? record.steps : common,
    branched: areOver ? branched.steps : common,
  };
  const one = centsOf(termSums(record, steps.happened), weights);
  const other = centsOf(termSums(branched, steps.branched), weights);
  const pair = (read: (cents: typeof one) => number): ComparedCents => ({
    happened: read(one),
    branched: read(other),
  });
  return {
    steps,
    money: REWARD_TERMS.slice(0, MONEY_TERMS).map((term, index) => ({
      term,
      ...pair(({ money }) => money[index]),
    })),
    profit: pair(({ profit }) => profit),
    weightedMoney: pair(({ weighted }) => weighted[0]),
    penalties: REWARD_TERMS.slice(MONEY_TERMS).map((term, index) => ({
      term,
      ...pair(({ weighted }) => weighted[1 + index]),
    })),
    reward: pair(({ reward }) => reward),
  };
}

function termSums({ samples }: EpisodeRecord, steps: number): Float64Array {
  const sums = new Float64Array(REWARD_TERM_COUNT);
  for (let step = 0; step < steps; step += 1) {
    for (let term = 0; term < REWARD_TERM_COUNT; term += 1) {
      sums[term] += samples[step * SAMPLE_LENGTH + SAMPLE_TERMS + term];
    }
  }
  return sums;
}

function centsOf(sums: Float64Array, weights: Branch['weights']) {
  const money = [...sums.subarray(0, MONEY_TERMS)];
  const terms = weightedTerms(sums, weights);
  const weighted = [total(terms.slice(0, MONEY_TERMS)), ...terms.slice(MONEY_TERMS)];
  const [moneyCents, weightedCents] = [centsThatAddUp(money), centsThatAddUp(weighted)];
  return {
    money: moneyCents,
    profit: total(moneyCents),
    weighted: weightedCents,
    reward: total(weightedCents),
  };
}

const centsThatAddUp = (dollars: readonly number[]): number[] =>
  roundedParts(dollars.map((value) => 100 * value));

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

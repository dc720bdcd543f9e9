/**
 * Labels every action with the return that a Decision Transformer is told it led to. In a market
 * the plain one is mostly chance, and a model that is asked for a high return then imitates
 * gamblers who won (Brandfonbrener et al. 2022; Paster et al. 2022). Other labels are without that
 * fault: the return less what the unpredictable part of the price gave to the inventory, the value
 * that a trained critic expects, and the rank of that value among those of the data, which lies
 * evenly over what can be asked for.
 */
import { CriticPair, type CriticSnapshot } from '../../agents/policies/criticPair';
import { deviationUnder, weightsInBasis } from '../../agents/policies/weightInputs';
import { ACTION_LENGTH, REWARD_TERM_COUNT, TERM, type RewardWeights } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import { needsCritic, type ReturnLabel } from '../algorithms/decisionTransformerConfig';
import type { Dataset, ReturnLabels } from './dataset';
import {
  episodeRanges,
  relabel,
  returnsToGo,
  rowsOf,
  trainingEpisodes,
  type EpisodeRange,
} from './datasetOperations';
import { inBasis, termBasis, termMoments, termReturnsToGo } from './termReturns';

/**
 * Returns the labels that a Decision Transformer of this task is told.
 * @param critics trained on the same dataset and rewards; null where there are none
 * @throws InvalidInputError where the task asks for a critic's returns and there is none
 */
export function returnLabels(
  dataset: Dataset,
  { decisionTransformer, weights, dollarsPerTick }: LabelledTask,
  critics: CriticSnapshot | null,
): ReturnLabels {
  const { returnLabel } = decisionTransformer;
  if (returnLabel === 'critic' || returnLabel === 'quantile') {
    if (critics === null) {
      const expected = 'plain or withoutLuck where no IQL was trained before';
      throw new InvalidInputError('decisionTransformer.returnLabel', expected, returnLabel);
    }
    return returnLabel === 'critic'
      ? { returns: criticReturns(critics, dataset), discount: critics.discount }
      : valueQuantiles(critics, dataset);
  }
  const ranges = episodeRanges(dataset);
  const labelled = relabel(dataset, weights);
  const returns =
    returnLabel === 'plain'
      ? returnsToGo(labelled, ranges)
      : controlVariateReturnsToGo(labelled, ranges, weights, dollarsPerTick);
  return { returns, discount: 1 };
}

/** Returns to go of each reward term, under which a window can be labelled for any weighting. */
export interface TermReturns {
  /** [rows × 6], about their means, in the basis. */
  readonly returns: Float32Array;
  /** See termBasis. */
  readonly basis: readonly number[];
}

/**
 * Returns what the labels of every weighting are made of.
 * @throws InvalidInputError for labels that a critic gives, which knows one weighting
 */
export function termReturnLabels(
  dataset: Dataset,
  { decisionTransformer, dollarsPerTick }: Omit<LabelledTask, 'weights'>,
): TermReturns {
  const { returnLabel } = decisionTransformer;
  if (needsCritic(returnLabel)) {
    const expected = 'plain or withoutLuck where every weighting is learned';
    throw new InvalidInputError('decisionTransformer.returnLabel', expected, returnLabel);
  }
  const terms = dataset.terms.slice();
  if (returnLabel === 'withoutLuck') {
    for (let row = 0; row < dataset.rows; row += 1) {
      const luck = dollarsPerTick * dataset.inventory[row] * dataset.midInnovationTicks[row];
      terms[row * REWARD_TERM_COUNT + TERM.inventoryPnl] -= luck;
    }
  }
  const returns = termReturnsToGo(terms, episodeRanges(dataset), 1);
  const moments = termMoments(returns, trainingEpisodes(dataset));
  const basis = termBasis(moments);
  const centred = returns.map((value, at) => value - moments.mean[at % REWARD_TERM_COUNT]);
  return { returns: inBasis(centred, basis), basis };
}

/** Labels every row under one weighting, in standard deviations. */
export function deviationLabels(
  { returns, basis }: TermReturns,
  weights: RewardWeights,
): ReturnLabels {
  const own = weightsInBasis(basis, weights);
  const unit = deviationUnder(basis, weights);
  const labels = Float32Array.from({ length: returns.length / REWARD_TERM_COUNT }, (_, row) =>
    own.reduce((sum, weight, term) => sum + weight * returns[row * REWARD_TERM_COUNT + term], 0),
  );
  return {
    returns: labels.map((value) => value / unit),
    discount: 1,
    conditioning: 'returnDeviations',
  };
}

interface LabelledTask {
  readonly decisionTransformer: { readonly returnLabel: ReturnLabel };
  readonly weights: RewardWeights;
  /** Worth of a tick to one contract, in dollars. */
  readonly dollarsPerTick: number;
}

/**
 * Takes inventory·innovation·dollars off the rewards, the part of a step's inventory profit that
 * nobody could have predicted. Its mean is zero under every policy, so the expected return stays
 * what it was.
 * @param dollarsPerTick of one contract
 * @returns the dataset with `rewards` replaced, other columns shared
 */
function withoutInnovations(
  dataset: Dataset,
  weights: RewardWeights,
  dollarsPerTick: number,
): Dataset {
  const worth = weights.inventoryPnl * dollarsPerTick;
  const rewards = dataset.rewards.map(
    (reward, row) => reward - worth * dataset.inventory[row] * dataset.midInnovationTicks[row],
  );
  return { ...dataset, rewards };
}

/**
 * Sums the rewards less that control variate to the end of each episode, undiscounted.
 * @returns [rows]
 */
export function controlVariateReturnsToGo(
  dataset: Dataset,
  ranges: readonly EpisodeRange[],
  weights: RewardWeights,
  dollarsPerTick: number,
): Float32Array {
  return returnsToGo(withoutInnovations(dataset, weights, dollarsPerTick), ranges);
}

/**
 * Computes min(Q̄1, Q̄2)(s, a) of every row, in the units of the rewards: discounted, as the
 * critics learned it.
 * @returns [rows]
 */
export function criticReturns(critics: CriticSnapshot, dataset: Dataset): Float32Array {
  const pair = new CriticPair(critics);
  const { rows, observationLength, observations, actions } = dataset;
  return Float32Array.from({ length: rows }, (_, row) => {
    const start = row * observationLength;
    const first = row * ACTION_LENGTH;
    pair.judge(
      observations.subarray(start, start + observationLength),
      actions.subarray(first, first + ACTION_LENGTH),
    );
    return pair.value;
  });
}

/** Ranks what the critics expect of every row among the training episodes, from 0 to 1. */
function valueQuantiles(critics: CriticSnapshot, dataset: Dataset): ReturnLabels {
  const expected = criticReturns(critics, dataset);
  const sorted = rowsOf(expected, trainingEpisodes(dataset)).sort();
  const returns = expected.map((value) => quantileAmong(sorted, value));
  return { returns, discount: 1, conditioning: 'valueQuantile' };
}

/**
 * Returns the share of the numbers that are below `value`, those equal to it counting half.
 * @param sorted ascending, at least one
 */
export function quantileAmong(sorted: Float32Array, value: number): number {
  const below = countWhere(sorted, (number) => number < value);
  const upTo = countWhere(sorted, (number) => number <= value);
  return (below + upTo) / 2 / sorted.length;
}

/**
 * Counts the numbers that a condition holds for, which holds for the first ones and for no others.
 */
function countWhere(numbers: Float32Array, holds: (number: number) => boolean): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(numbers[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

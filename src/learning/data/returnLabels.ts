/**
 * Labels every action with the return that a Decision Transformer is told it led to. In
 * a market the plain one is mostly chance, and a model that is asked for a high return then
 * imitates gamblers who won (Brandfonbrener et al. 2022; Paster et al. 2022).
 * Two labels are without that fault: the return less what the unpredictable part of
 * the price gave to the inventory, and the value that a trained critic expects.
 */
import { CriticPair, type CriticSnapshot } from '../../agents/policies/criticPair';
import { ACTION_LENGTH, type RewardWeights } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import type { ReturnLabel } from '../algorithms/decisionTransformerConfig';
import type { Dataset, ReturnLabels } from './dataset';
import { episodeRanges, relabel, returnsToGo, type EpisodeRange } from './datasetOperations';

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
  if (returnLabel === 'critic') {
    if (critics === null) {
      const expected = 'plain or withoutLuck where no IQL was trained before';
      throw new InvalidInputError('decisionTransformer.returnLabel', expected, returnLabel);
    }
    return { returns: criticReturns(critics, dataset), discount: critics.discount };
  }
  const ranges = episodeRanges(dataset);
  const labelled = relabel(dataset, weights);
  const returns =
    returnLabel === 'plain'
      ? returnsToGo(labelled, ranges)
      : controlVariateReturnsToGo(labelled, ranges, weights, dollarsPerTick);
  return { returns, discount: 1 };
}

interface LabelledTask {
  readonly decisionTransformer: { readonly returnLabel: ReturnLabel };
  readonly weights: RewardWeights;
  /** Worth of a tick to one contract, in dollars. */
  readonly dollarsPerTick: number;
}

/**
 * Takes inventory·innovation·dollars off the rewards, the part of a step's inventory profit
 * that nobody could have predicted. Its mean is zero under every policy, so the
 * expected return stays what it was.
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

/**
 * Takes the control variate off a dataset's rewards, episode by episode. Training alone uses this;
 * evaluation counts money.
 */
import { subtractControlVariate } from '../../env/controlVariate';
import type { RewardWeights } from '../../env/types';
import type { Dataset } from './dataset';
import { episodeRanges } from './datasetOperations';

/**
 * @see subtractControlVariate
 * @param dataset with rewards under `weights`
 * @param discount γ of the learner
 * @returns the dataset with `rewards` replaced, other columns shared
 */
export function controlVariateRewards(
  dataset: Dataset,
  weights: RewardWeights,
  dollarsPerTick: number,
  discount: number,
): Dataset {
  const rewards = dataset.rewards.slice();
  const worth = weights.inventoryPnl * dollarsPerTick;
  for (const range of episodeRanges(dataset))
    subtractControlVariate(rewards, dataset, range, worth, discount);
  return { ...dataset, rewards };
}

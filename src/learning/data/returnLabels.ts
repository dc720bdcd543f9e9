/**
 * Which return a Decision Transformer is told that an action led to. In a market
 * the plain one is mostly luck, and a model that is asked for a high return then
 * imitates gamblers who won (Brandfonbrener et al. 2022; Paster et al. 2022).
 * Two labels without that fault: the return less what the unpredictable part of
 * the price gave to the inventory, and the value that a trained critic expects.
 */
import type { RewardWeights } from '../../env/types';
import { createBatchArrays, disposeBatch, uploadBatch } from '../tfjs/batch';
import type { Dataset } from './dataset';
import { returnsToGo, type EpisodeRange } from './datasetOperations';
import type { ImplicitQLearner } from '../tfjs/iql';
import type { TransitionSampler } from './sampler';
import * as tf from '../tfjs/tf';

/**
 * Rewards less inventory·innovation·dollars, the part of a step's inventory profit
 * that nobody could have predicted. Its mean is zero under every policy, so the
 * expected return stays what it was.
 * @param dollarsPerTick of one contract
 * @returns the dataset with `rewards` replaced, other columns shared
 */
function withoutLuck(dataset: Dataset, weights: RewardWeights, dollarsPerTick: number): Dataset {
  const worth = weights.inventoryPnl * dollarsPerTick;
  const rewards = dataset.rewards.map(
    (reward, row) => reward - worth * dataset.inventory[row] * dataset.midInnovationTicks[row],
  );
  return { ...dataset, rewards };
}

/** Undiscounted returns to go without luck, [rows]. */
export function controlVariateReturnsToGo(
  dataset: Dataset,
  ranges: readonly EpisodeRange[],
  weights: RewardWeights,
  dollarsPerTick: number,
): Float32Array {
  return returnsToGo(withoutLuck(dataset, weights, dollarsPerTick), ranges);
}

/**
 * min(Q̄1, Q̄2)(s, a) of every row, in the units of the rewards: discounted, as the
 * critic learned it. Waits for the backend once per batch.
 * @param rewardScale by which the critic's rewards were multiplied
 * @returns [rows]
 */
export async function criticReturns(
  learner: ImplicitQLearner,
  sampler: TransitionSampler,
  dataset: Dataset,
  rewardScale: number,
): Promise<Float32Array> {
  const size = Math.min(1024, dataset.rows);
  const arrays = createBatchArrays(size, dataset.observationLength, learner.settings.actionLength);
  const returns = new Float32Array(dataset.rows);
  for (let start = 0; start < dataset.rows; start += size) {
    const rows = Math.min(size, dataset.rows - start);
    for (let slot = 0; slot < rows; slot += 1) sampler.write(arrays, slot, start + slot);
    const batch = uploadBatch(arrays);
    const q = tf.tidy(() => learner.targetQ(batch));
    const values = await q.data<'float32'>();
    for (let slot = 0; slot < rows; slot += 1) returns[start + slot] = values[slot] / rewardScale;
    q.dispose();
    disposeBatch(batch);
  }
  return returns;
}

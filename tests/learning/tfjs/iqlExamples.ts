/** Settings of a small IQL learner, batches for it, and the numbers of its tensors. */
import type { IqlSettings } from '../../../src/learning/algorithms/iqlSettings';
import { createBatchArrays } from '../../../src/learning/data/batchArrays';
import { uploadBatch, type Batch } from '../../../src/learning/tfjs/batch';
import type * as tf from '../../../src/learning/tfjs/tf';
import type { Rng } from '../../../src/market/rng';

export const settings: IqlSettings = {
  observationLength: 4,
  actionLength: 5,
  hiddenSizes: [16, 16],
  learningRate: 3e-4,
  discount: 0.99,
  expectile: 0.7,
  temperature: 3,
  normalisesAdvantages: false,
  targetRate: 0.005,
  policyDecayUpdates: null,
};

export function randomBatch(size: number, random: Rng): Batch {
  const arrays = createBatchArrays(size, settings.observationLength, settings.actionLength);
  for (const name of ['observations', 'actions', 'rewards', 'nextObservations'] as const) {
    arrays[name].forEach((_, index) => {
      arrays[name][index] = random.normal();
    });
  }
  arrays.terminals.forEach((_, index) => {
    arrays.terminals[index] = index % 4 === 0 ? 1 : 0;
  });
  return uploadBatch(arrays);
}

export const values = (tensor: tf.Tensor) => [...tensor.dataSync<'float32'>()];

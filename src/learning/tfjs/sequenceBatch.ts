/** A minibatch of windows on the backend, as the Decision Transformer takes it. */
import { ACTION_LENGTH } from '../../env/types';
import type { SequenceArrays } from '../data/sequences';
import type { SequenceBatch } from './decisionTransformer';
import * as tf from './tf';

/** Uploads a minibatch. The arrays may be refilled once the update that uses it is over. */
export function uploadSequences(arrays: SequenceArrays): SequenceBatch {
  const { size, context } = arrays;
  const width = arrays.observations.length / (size * context);
  return {
    returnsToGo: tf.tensor2d(arrays.returnsToGo, [size, context]),
    observations: tf.tensor3d(arrays.observations, [size, context, width]),
    actions: tf.tensor3d(arrays.actions, [size, context, ACTION_LENGTH]),
    timesteps: tf.tensor2d(arrays.timesteps, [size, context], 'int32'),
    mask: tf.tensor2d(arrays.mask, [size, context]),
  };
}

/**
 * Multilayer perceptrons as functions of one flat parameter vector: see algorithms/layerSizes.ts.
 */
import type { LayerSizes } from '../algorithms/layerSizes';
import { dense } from './dense';
import * as tf from './tf';

/**
 * @param parameters [mlpParameterCount(sizes)]
 * @param input [batch × sizes[0]]; no gradient flows into it
 * @returns [batch × last size], linear
 */
export function applyMlp(
  parameters: tf.Tensor,
  sizes: LayerSizes,
  input: tf.Tensor2D,
): tf.Tensor2D {
  const lengths: number[] = [];
  for (let layer = 1; layer < sizes.length; layer += 1) {
    lengths.push(sizes[layer - 1] * sizes[layer], sizes[layer]);
  }
  const pieces = tf.split(parameters, lengths);
  let hidden = input;
  for (let layer = 1; layer < sizes.length; layer += 1) {
    const weights = tf.reshape(pieces[2 * layer - 2], [sizes[layer - 1], sizes[layer]]);
    hidden = dense(hidden, weights as tf.Tensor2D, pieces[2 * layer - 1] as tf.Tensor1D, {
      activation: layer < sizes.length - 1 ? 'relu' : 'linear',
      inputGradient: layer > 1,
    });
  }
  return hidden;
}

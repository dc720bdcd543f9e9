/**
 * Layer norm and attention with gradients of their own: tfjs has neither, and what it would derive
 * from small operations costs several times as many.
 */
import { LAYER_NORM_EPSILON } from '../../agents/policies/decisionTransformerLayout';
import * as tf from './tf';

/**
 * (x − mean)/√(variance + ε)·scale + shift over each row.
 * @param x [rows × width]
 * @param scale [width]
 * @param shift [width]
 */
export function layerNorm(x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor2D {
  const operation = tf.customGrad((input, gain, offset, save) => {
    const rows = input as tf.Tensor2D;
    const centred = tf.sub(rows, tf.mean(rows, 1, true));
    const variance = tf.mean(tf.square(centred), 1, true);
    const inverse = tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON));
    const normal = tf.mul(centred, inverse);
    (save as tf.GradSaveFunc)([normal, inverse, gain as tf.Tensor]);
    const value = tf.add(tf.mul(normal, gain as tf.Tensor), offset as tf.Tensor);
    return { value, gradFunc: layerNormGradient };
  });
  return operation(x, scale, shift) as tf.Tensor2D;
}

function layerNormGradient(dy: tf.Tensor, [normal, inverse, gain]: tf.Tensor[]): tf.Tensor[] {
  const dNormal = tf.mul(dy, gain);
  const along = tf.mul(normal, tf.mean(tf.mul(dNormal, normal), 1, true));
  const dx = tf.mul(inverse, tf.sub(tf.sub(dNormal, tf.mean(dNormal, 1, true)), along));
  return [dx, tf.sum(tf.mul(dy, normal), 0), tf.sum(dy, 0)];
}

/**
 * softmax(q·kᵀ/√d + bias)·v (Vaswani et al. 2017, equation 1).
 * @param q, k, v [stack × tokens × d]
 * @param bias [stack or 1 × tokens × tokens]; a constant: large and negative where attention is
 *   forbidden
 * @returns [stack × tokens × d]
 */
export function attention(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  bias: tf.Tensor3D,
): tf.Tensor3D {
  const scale = 1 / Math.sqrt(q.shape[2]);
  const operation = tf.customGrad((query, key, value, save) => {
    const scores = tf.mul(tf.matMul(query as tf.Tensor, flip(key as tf.Tensor)), scale);
    const weights = tf.softmax(tf.add(scores, bias));
    (save as tf.GradSaveFunc)([query, key, value, weights] as tf.Tensor[]);
    const gradFunc = (dy: tf.Tensor, [q0, k0, v0, w0]: tf.Tensor[]) => {
      const dWeights = tf.matMul(dy, flip(v0));
      const expected = tf.sum(tf.mul(dWeights, w0), 2, true);
      const dScores = tf.mul(tf.mul(w0, tf.sub(dWeights, expected)), scale);
      return [tf.matMul(dScores, k0), tf.matMul(flip(dScores), q0), tf.matMul(flip(w0), dy)];
    };
    return { value: tf.matMul(weights, value as tf.Tensor), gradFunc };
  });
  return operation(q, k, v) as tf.Tensor3D;
}

/** Transposes every matrix of a stack: tfjs is slow where a product has to do it. */
function flip(stack: tf.Tensor): tf.Tensor {
  return tf.transpose(stack, [0, 2, 1]);
}

/**
 * The same values with a gradient of 0. For the bias of the keys: it adds the same to all scores of
 * a query, which softmax does not see, so that its gradient is nothing but rounding, and Adam would
 * blow that up to steps of full length.
 */
export function asConstant<T extends tf.Tensor>(x: T): T {
  const operation = tf.customGrad((input) => ({
    value: tf.clone(input as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }));
  return operation(x) as T;
}

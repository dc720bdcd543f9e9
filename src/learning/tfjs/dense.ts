/**
 * A dense layer with its own gradient. tfjs differentiates x·W with transpose flags on matMul, and
 * its WebAssembly kernel has no fast path for those: an explicit transpose followed by a plain
 * matMul is about four times as fast.
 */
import * as tf from './tf';

type Activation = 'linear' | 'relu';

export interface DenseOptions {
  readonly activation: Activation;
  /**
   * Whether the input has a gradient; a layer that reads data has none, which spares one matrix
   * product.
   */
  readonly inputGradient: boolean;
}

/**
 * activation(x·W + b).
 * @param input [batch × in]
 * @param weights [in × out]
 * @param bias [out]
 * @returns [batch × out]
 */
export function dense(
  input: tf.Tensor2D,
  weights: tf.Tensor2D,
  bias: tf.Tensor1D,
  { activation, inputGradient }: DenseOptions,
): tf.Tensor2D {
  if (inputGradient) return differentiableDense(input, weights, bias, activation);
  const layer = tf.customGrad((w, b, save) => {
    const y = forward(input, w as tf.Tensor2D, b as tf.Tensor1D, activation);
    (save as tf.GradSaveFunc)([y]);
    const gradFunc = (dy: tf.Tensor2D, [y0]: tf.Tensor[]) => {
      const dz = beforeActivation(dy, y0, activation);
      return [weightGradient(input, dz), tf.sum(dz, 0)];
    };
    return { value: y, gradFunc };
  });
  return layer(weights, bias);
}

function differentiableDense(
  input: tf.Tensor2D,
  weights: tf.Tensor2D,
  bias: tf.Tensor1D,
  activation: Activation,
): tf.Tensor2D {
  const layer = tf.customGrad((x, w, b, save) => {
    const y = forward(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, activation);
    (save as tf.GradSaveFunc)([x as tf.Tensor, w as tf.Tensor, y]);
    const gradFunc = (dy: tf.Tensor2D, [x0, w0, y0]: tf.Tensor[]) => {
      const dz = beforeActivation(dy, y0, activation);
      return [tf.matMul(dz, tf.transpose(w0)), weightGradient(x0, dz), tf.sum(dz, 0)];
    };
    return { value: y, gradFunc };
  });
  return layer(input, weights, bias);
}

/**
 * Computes the layer in one kernel, where `tf.fused.matMul` would fall apart into three wherever a
 * gradient is taken. Kernels multiply stacks of matrices, so ours are stacks of one.
 */
function forward(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  bias: tf.Tensor1D,
  activation: Activation,
): tf.Tensor2D {
  const [rows, inner] = x.shape;
  const columns = w.shape[1];
  const a = tf.reshape(x, [1, rows, inner]);
  const b = tf.reshape(w, [1, inner, columns]);
  const y = tf
    .engine()
    .runKernel<tf.Tensor>(
      '_FusedMatMul',
      { a, b, bias },
      { transposeA: false, transposeB: false, activation },
    );
  return tf.reshape(y, [rows, columns]);
}

/** At an output of exactly 0 a ReLU is off, as in PyTorch. */
function beforeActivation(dy: tf.Tensor2D, y: tf.Tensor, activation: Activation): tf.Tensor2D {
  return activation === 'relu' ? tf.mul(dy, tf.step(y)) : dy;
}

/** xᵀ·dz. */
function weightGradient(x: tf.Tensor, dz: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(tf.transpose(x), dz);
}

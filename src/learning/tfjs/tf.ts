/**
 * The one door to TensorFlow.js, so that one copy of its core is loaded and one engine runs: core,
 * gradients and the CPU backend. The faster backends are loaded when they are chosen: see
 * backend.ts.
 */
import * as tf from '@tensorflow/tfjs';

export * from '@tensorflow/tfjs';

/** A variable of one dimension that starts as a copy of `values`; nothing else stays behind. */
export function vectorVariable(values: Float32Array): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor1d(values.slice()), false));
}

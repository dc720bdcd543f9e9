/**
 * Adam over one flat parameter vector (Kingma and Ba 2015, algorithm 1, in PyTorch's order of
 * operations and with its ε of 1e-8; tfjs defaults to 1e-7). A single vector per network keeps it
 * at a handful of kernels whatever the depth.
 */
import { BETA1, BETA2, EPSILON } from '../algorithms/adam';
import type { AdamState } from '../algorithms/learnerState';
import * as tf from './tf';

export class Adam {
  /** First and second moments, [parameters]. */
  readonly mean: tf.Variable;
  readonly square: tf.Variable;
  /** The number of updates that were applied. */
  step: number;

  /**
   * @param weightDecay of AdamW (Loshchilov and Hutter 2019): shrinks the parameters before the
   *   step
   */
  constructor(
    { step, mean, square }: AdamState,
    private readonly weightDecay = 0,
  ) {
    this.step = step;
    this.mean = tf.vectorVariable(mean);
    this.square = tf.vectorVariable(square);
  }

  /** parameters −= rate · m̂ / (√v̂ + ε). Call inside a tidy. */
  apply(parameters: tf.Variable, gradient: tf.Tensor, learningRate: number): void {
    this.step += 1;
    const mean = tf.add(tf.mul(this.mean, BETA1), tf.mul(gradient, 1 - BETA1));
    const square = tf.add(tf.mul(this.square, BETA2), tf.mul(tf.square(gradient), 1 - BETA2));
    const squareCorrection = 1 / Math.sqrt(1 - BETA2 ** this.step);
    const denominator = tf.add(tf.mul(tf.sqrt(square), squareCorrection), EPSILON);
    const stepSize = learningRate / (1 - BETA1 ** this.step);
    this.mean.assign(mean);
    this.square.assign(square);
    const decay = 1 - learningRate * this.weightDecay;
    const decayed = decay === 1 ? parameters : tf.mul(parameters, decay);
    parameters.assign(tf.sub(decayed, tf.mul(tf.div(mean, denominator), stepSize)));
  }

  dispose(): void {
    this.mean.dispose();
    this.square.dispose();
  }
}

/** √ Σ gᵢ² over all of the tensors. */
export function euclideanNorm(...gradients: readonly tf.Tensor[]): tf.Scalar {
  return tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
}

/**
 * IQL on tfjs, written the obvious way: a variable per weight and bias, plain operations, tfjs's
 * own gradients, and one tf.train.adam per network.
 */
import type { IqlSettings } from '../../../learning/algorithms/iqlSettings';
import * as tf from '../../../learning/tfjs/tf';
import { Rng } from '../../../market/rng';
import { BATCH_SIZE, normals, type Candidate } from './candidate';

type Layers = readonly { readonly weights: tf.Variable; readonly bias: tf.Variable }[];

export class StockLearner implements Candidate {
  private readonly value: Layers;
  private readonly policy: Layers;
  private readonly logStd: tf.Variable;
  private readonly critics: readonly Layers[];
  private readonly targets: readonly Layers[];
  private readonly optimisers: readonly tf.Optimizer[];
  private readonly batch: Record<'s' | 'a' | 'r' | 'next' | 'terminal', tf.Tensor>;
  private lastLoss: tf.Scalar | null = null;

  constructor(private readonly settings: IqlSettings) {
    const { observationLength: width, actionLength, hiddenSizes, learningRate } = settings;
    this.value = layers([width, ...hiddenSizes, 1]);
    this.policy = layers([width, ...hiddenSizes, actionLength]);
    this.logStd = tf.variable(tf.zeros([actionLength]));
    const critic = [width + actionLength, ...hiddenSizes, 1];
    this.critics = [layers(critic), layers(critic)];
    this.targets = [layers(critic), layers(critic)];
    this.optimisers = [0, 1, 2].map(() => tf.train.adam(learningRate, 0.9, 0.999, 1e-8));
    const random = new Rng(1);
    this.batch = {
      s: tf.tensor2d(normals(BATCH_SIZE * width, random), [BATCH_SIZE, width]),
      a: tf.tensor2d(normals(BATCH_SIZE * actionLength, random), [BATCH_SIZE, actionLength]),
      r: tf.tensor1d(normals(BATCH_SIZE, random)),
      next: tf.tensor2d(normals(BATCH_SIZE * width, random), [BATCH_SIZE, width]),
      terminal: tf.zeros([BATCH_SIZE]),
    };
  }

  start(updates: number): void {
    for (let update = 0; update < updates; update += 1) {
      this.lastLoss?.dispose();
      this.lastLoss = tf.tidy(() => this.update());
    }
  }

  async finish(): Promise<void> {
    await this.lastLoss?.data();
    // The loss is known before the last steps of its update are done.
    await this.targets[1][0].bias.data();
  }

  dispose(): void {
    const all = [this.value, this.policy, ...this.critics, ...this.targets].flat();
    tf.dispose(all.flatMap(({ weights, bias }) => [weights, bias]));
    tf.dispose([this.logStd, ...Object.values(this.batch)]);
    this.lastLoss?.dispose();
    for (const optimiser of this.optimisers) optimiser.dispose();
  }

  private update(): tf.Scalar {
    const { expectile, temperature, discount, targetRate } = this.settings;
    const { s, a, r, next, terminal } = this.batch;
    const [valueOptimiser, policyOptimiser, criticOptimiser] = this.optimisers;
    const sa = tf.concat([s, a], 1);
    const q = tf.minimum(scalar(this.targets[0], sa), scalar(this.targets[1], sa));

    valueOptimiser.minimize(() => {
      const u = tf.sub(q, scalar(this.value, s));
      const above = tf.mul(tf.square(tf.relu(u)), expectile);
      const below = tf.mul(tf.square(tf.relu(tf.neg(u))), 1 - expectile);
      return tf.mean(tf.add(above, below));
    });

    const advantage = tf.sub(q, scalar(this.value, s));
    const weight = tf.minimum(tf.exp(tf.mul(advantage, temperature)), 100);
    policyOptimiser.minimize(() => {
      const mean = tf.tanh(forward(this.policy, s));
      const logStd = tf.clipByValue(this.logStd, -5, 2);
      const z = tf.div(tf.sub(a, mean), tf.exp(logStd));
      const logDensity = tf.sum(tf.sub(tf.mul(tf.square(z), -0.5), logStd), 1);
      return tf.neg(tf.mean(tf.mul(weight, logDensity)));
    });

    const continues = tf.mul(tf.sub(1, terminal), discount);
    const y = tf.add(r, tf.mul(continues, scalar(this.value, next)));
    const loss = criticOptimiser.minimize(() => {
      const losses = this.critics.map((critic) =>
        tf.mean(tf.square(tf.sub(scalar(critic, sa), y))),
      );
      return tf.add(losses[0], losses[1]);
    }, true);

    this.targets.forEach((target, index) => {
      target.forEach(({ weights, bias }, layer) => {
        const source = this.critics[index][layer];
        weights.assign(tf.add(tf.mul(source.weights, targetRate), tf.mul(weights, 1 - targetRate)));
        bias.assign(tf.add(tf.mul(source.bias, targetRate), tf.mul(bias, 1 - targetRate)));
      });
    });
    return loss ?? tf.scalar(NaN);
  }
}

function layers(sizes: readonly number[]): Layers {
  return sizes.slice(1).map((size, index) => ({
    weights: tf.variable(
      tf.randomNormal([sizes[index], size], 0, Math.sqrt(2 / sizes[index]), 'float32', 1),
    ),
    bias: tf.variable(tf.zeros([size])),
  }));
}

function forward(network: Layers, input: tf.Tensor): tf.Tensor {
  return network.reduce((x, { weights, bias }, index) => {
    const y = tf.add(tf.matMul(x, weights), bias);
    return index < network.length - 1 ? tf.relu(y) : y;
  }, input);
}

/** Applies a network with one output and returns [batch]. */
function scalar(network: Layers, input: tf.Tensor): tf.Tensor {
  return tf.squeeze(forward(network, input), [1]);
}

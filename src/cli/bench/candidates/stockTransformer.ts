/**
 * A Decision Transformer on tfjs, written the obvious way: a variable per weight and bias, moments
 * and softmax, tfjs's own gradients, and tf.train.adam with the decay of AdamW beside it. One-hot
 * rows pick the timesteps, because tfjs has no gradient of gather on wasm.
 */
import {
  decisionTransformerLayout,
  LAYER_NORM_EPSILON,
  TOKENS_PER_STEP,
} from '../../../agents/policies/decisionTransformerLayout';
import * as tf from '../../../learning/tfjs/tf';
import { Rng } from '../../../market/rng';
import { normals, type Candidate, type TransformerShape } from './candidate';
import { initialParameter } from './transformerParameters';

export class StockTransformer implements Candidate {
  private readonly model: ReadonlyMap<string, tf.Variable>;
  private readonly optimiser: tf.Optimizer;
  private readonly batch: Record<'returns' | 'states' | 'actions' | 'times' | 'bias', tf.Tensor>;
  private lastLoss: tf.Tensor | null = null;

  constructor(private readonly shape: TransformerShape) {
    const { sizes, settings, batchSize } = shape;
    const random = new Rng(1);
    this.model = new Map(
      decisionTransformerLayout(sizes).map(({ name, shape: dimensions, length }) => [
        name,
        tf.variable(tf.tensor(initialParameter(name, length, random), [...dimensions])),
      ]),
    );
    this.optimiser = tf.train.adam(settings.learningRate, 0.9, 0.999, 1e-8);
    const { contextLength, observationLength, actionLength, timesteps } = sizes;
    const steps = batchSize * contextLength;
    const tokens = contextLength * TOKENS_PER_STEP;
    const matrix = (columns: number) =>
      tf.tensor2d(normals(steps * columns, random), [steps, columns]);
    const rows = Int32Array.from({ length: steps }, (_, i) => (i % contextLength) % timesteps);
    const bias = Float32Array.from({ length: tokens * tokens }, (_, i) =>
      i % tokens <= Math.floor(i / tokens) ? 0 : -1e4,
    );
    this.batch = {
      returns: matrix(1),
      states: matrix(observationLength),
      actions: tf.tidy(() => tf.tanh(matrix(actionLength))),
      times: tf.tensor1d(rows, 'int32'),
      bias: tf.tensor3d(bias, [1, tokens, tokens]),
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
    await this.parameter('actionHead.b').data();
  }

  dispose(): void {
    tf.dispose([...this.model.values(), ...Object.values(this.batch)]);
    this.lastLoss?.dispose();
    this.optimiser.dispose();
  }

  private update(): tf.Tensor {
    const { gradientClipNorm, learningRate, weightDecay } = this.shape.settings;
    const { value, grads } = tf.variableGrads(() =>
      tf.mean(tf.square(tf.sub(this.predict(), this.batch.actions))),
    );
    const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
    // addN would bind them all at once, and a WebGPU stage may bind as few as eight.
    const norm = tf.sqrt(squares.reduce((total, square) => tf.add(total, square)));
    const factor = tf.minimum(tf.div(gradientClipNorm, tf.add(norm, 1e-6)), 1);
    for (const variable of this.model.values()) {
      variable.assign(tf.mul(variable, 1 - learningRate * weightDecay));
    }
    this.optimiser.applyGradients(
      Object.fromEntries(
        Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)]),
      ),
    );
    return value;
  }

  private predict(): tf.Tensor {
    const { sizes, batchSize } = this.shape;
    const { embedding: width, layers, contextLength } = sizes;
    const { returns, states, actions, times, bias } = this.batch;
    const steps = batchSize * contextLength;
    const tokens = contextLength * TOKENS_PER_STEP;
    const time = tf.matMul(
      tf.cast(tf.oneHot(times, sizes.timesteps), 'float32'),
      this.parameter('embedTimestep'),
    );
    const embedded = [
      this.linear('embedReturn', returns),
      this.linear('embedState', states),
      this.linear('embedAction', actions),
    ].map((token) => tf.add(token, time));
    let x = this.norm('embedNorm', tf.reshape(tf.stack(embedded, 1), [batchSize * tokens, width]));
    for (let layer = 0; layer < layers; layer += 1) {
      const block = `block${layer}`;
      const normal = this.norm(`${block}.norm1`, x);
      const [query, key, value] = ['query', 'key', 'value'].map((name) =>
        tf.reshape(this.linear(`${block}.${name}`, normal), [batchSize, tokens, width]),
      );
      const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(width));
      const mixed = tf.matMul(tf.softmax(tf.add(scores, bias)), value);
      const joined = tf.reshape(mixed, [batchSize * tokens, width]);
      x = tf.add(x, this.linear(`${block}.attentionOut`, joined));
      const hidden = tf.relu(this.linear(`${block}.ff1`, this.norm(`${block}.norm2`, x)));
      x = tf.add(x, this.linear(`${block}.ff2`, hidden));
    }
    const byToken = tf.reshape(this.norm('finalNorm', x), [steps, TOKENS_PER_STEP, width]);
    const state = tf.reshape(tf.slice(byToken, [0, 1, 0], [steps, 1, width]), [steps, width]);
    return tf.tanh(this.linear('actionHead', state));
  }

  private linear(name: string, x: tf.Tensor): tf.Tensor {
    return tf.add(tf.matMul(x, this.parameter(`${name}.w`)), this.parameter(`${name}.b`));
  }

  private norm(name: string, x: tf.Tensor): tf.Tensor {
    const { mean, variance } = tf.moments(x, 1, true);
    const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, LAYER_NORM_EPSILON)));
    return tf.add(tf.mul(normal, this.parameter(`${name}.scale`)), this.parameter(`${name}.shift`));
  }

  private parameter(name: string): tf.Variable {
    const variable = this.model.get(name);
    if (variable === undefined) throw new RangeError(`stock transformer: no parameter ${name}`);
    return variable;
  }
}

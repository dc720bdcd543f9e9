/**
 * Decision Transformer (Chen et al. 2021): a causal transformer over (return to go, state, action)
 * tokens that is asked for a return and answers with actions. All parameters are in a flat vector,
 * laid out by agents/policies/decisionTransformerLayout.ts.
 */
import { warmUpRate } from '../algorithms/schedules';
import { CLIP_EPSILON, FORBIDDEN_SCORE } from '../algorithms/decisionTransformerSettings';
import {
  decisionTransformerLayout,
  type DecisionTransformerSizes,
  STATE_TOKEN,
  TOKENS_PER_STEP,
} from '../../agents/policies/decisionTransformerLayout';
import type { SequenceLearner } from '../algorithms/learners';
import type { LearnerState } from '../algorithms/learnerState';
import { Adam } from './adam';
import { dense, type DenseOptions } from './dense';
import * as tf from './tf';
import { asConstant, attention, layerNorm } from './transformerLayers';

/** Windows of consecutive steps, padded on the left. */
export interface SequenceBatch {
  /** [batch × context], scaled. */
  readonly returnsToGo: tf.Tensor2D;
  /** [batch × context × observation], standardised. */
  readonly observations: tf.Tensor3D;
  /** [batch × context × action], scaled to [−1, 1]. */
  readonly actions: tf.Tensor3D;
  /** [batch × context] rows of the timestep table, int32. */
  readonly timesteps: tf.Tensor2D;
  /** [batch × context]; 1 for a step, 0 for padding. */
  readonly mask: tf.Tensor2D;
}

/** Scalars that the caller disposes; the norm is that before clipping. */
export interface SequenceDiagnostics extends tf.NamedTensorMap {
  readonly policyLoss: tf.Scalar;
  readonly gradientNorm: tf.Scalar;
}

export class DecisionTransformer {
  readonly sizes: SequenceLearner['sizes'];
  readonly settings: SequenceLearner['settings'];
  readonly model: tf.Variable;
  readonly optimiser: Adam;
  updates: number;

  constructor({ sizes, settings }: Omit<SequenceLearner, 'algorithm'>, state: LearnerState) {
    this.sizes = sizes;
    this.settings = settings;
    this.model = tf.vectorVariable(state.parameters.model);
    this.optimiser = new Adam(state.optimisers.model, settings.weightDecay);
    this.updates = state.updates;
  }

  get parameters() {
    return { model: this.model };
  }

  get optimisers() {
    return { model: this.optimiser };
  }

  /** Makes an update by AdamW on the squared error of the actions. */
  update(batch: SequenceBatch): SequenceDiagnostics {
    return tf.tidy(() => {
      const loss = (model: tf.Tensor) =>
        maskedSquaredError(predictActions(model, this.sizes, batch), batch);
      const { value, grad } = tf.valueAndGrad(loss)(this.model);
      const gradientNorm: tf.Scalar = tf.sqrt(tf.sum(tf.square(grad)));
      const limit = this.settings.gradientClipNorm;
      const factor = tf.minimum(tf.div(limit, tf.add(gradientNorm, CLIP_EPSILON)), 1);
      const rate = warmUpRate(this.settings, this.updates);
      this.optimiser.apply(this.model, tf.mul(grad, factor), rate);
      this.updates += 1;
      return { policyLoss: value, gradientNorm };
    });
  }

  dispose(): void {
    this.model.dispose();
    this.optimiser.dispose();
  }
}

/**
 * The action at every state token.
 * @param model [decisionTransformerParameterCount(sizes)]
 * @returns [batch × context × action], in (−1, 1)
 */
export function predictActions(
  model: tf.Tensor,
  sizes: DecisionTransformerSizes,
  batch: SequenceBatch,
): tf.Tensor3D {
  const { embedding: width, actionLength, observationLength, timesteps } = sizes;
  const [batchSize, context] = batch.returnsToGo.shape;
  const steps = batchSize * context;
  const tokens = context * TOKENS_PER_STEP;
  const net = new Pieces(model, sizes);

  const time = tf.matMul(
    // A product with one-hot rows: the gradient of gather adds floats in no fixed order.
    tf.cast(tf.oneHot(tf.reshape(batch.timesteps, [steps]), timesteps), 'float32'),
    net.piece('embedTimestep'),
  );
  const data = { inputGradient: false };
  const embedded = [
    net.linear('embedReturn', tf.reshape(batch.returnsToGo, [steps, 1]), data),
    net.linear('embedState', tf.reshape(batch.observations, [steps, observationLength]), data),
    net.linear('embedAction', tf.reshape(batch.actions, [steps, actionLength]), data),
  ].map((token) => tf.add(token, time));
  // [steps × 3 × width] is [batch × tokens × width] with the three interleaved.
  const interleaved = tf.reshape(tf.stack(embedded, 1), [batchSize * tokens, width]);
  let x = net.norm('embedNorm', interleaved as tf.Tensor2D);

  const bias = attentionBias(batch.mask);
  for (let layer = 0; layer < sizes.layers; layer += 1) {
    const block = `block${layer}`;
    const attended = selfAttention(net, block, net.norm(`${block}.norm1`, x), batchSize, bias);
    x = tf.add(x, attended);
    const hidden = net.linear(`${block}.ff1`, net.norm(`${block}.norm2`, x), {
      activation: 'relu',
    });
    x = tf.add(x, net.linear(`${block}.ff2`, hidden));
  }
  x = net.norm('finalNorm', x);
  const byToken = tf.reshape(x, [steps, TOKENS_PER_STEP, width]);
  const states = tf.reshape(tf.slice(byToken, [0, STATE_TOKEN, 0], [steps, 1, width]), [
    steps,
    width,
  ]);
  const actions = tf.tanh(net.linear('actionHead', states as tf.Tensor2D));
  return tf.reshape(actions, [batchSize, context, actionLength]);
}

/** Mean of (prediction − action)² over the cells that are not padding. */
export function maskedSquaredError(predictions: tf.Tensor3D, batch: SequenceBatch): tf.Scalar {
  const actionLength = predictions.shape[2];
  const error = tf.sum(tf.square(tf.sub(predictions, batch.actions)), 2);
  return tf.div(tf.sum(tf.mul(error, batch.mask)), tf.mul(tf.sum(batch.mask), actionLength));
}

function selfAttention(
  net: Pieces,
  block: string,
  x: tf.Tensor2D,
  batchSize: number,
  bias: tf.Tensor3D,
): tf.Tensor2D {
  const [rows, width] = x.shape;
  const tokens = rows / batchSize;
  const { heads } = net.sizes;
  const size = width / heads;
  const byHead = (name: string): tf.Tensor3D => {
    const whole = net.linear(`${block}.${name}`, x);
    if (heads === 1) return tf.reshape(whole, [batchSize, tokens, size]);
    const split = tf.transpose(tf.reshape(whole, [batchSize, tokens, heads, size]), [0, 2, 1, 3]);
    return tf.reshape(split, [batchSize * heads, tokens, size]);
  };
  const perHead =
    heads === 1
      ? bias
      : tf.reshape(tf.tile(tf.expandDims(bias, 1), [1, heads, 1, 1]), [
          batchSize * heads,
          tokens,
          tokens,
        ]);
  const mixed = attention(byHead('query'), byHead('key'), byHead('value'), perHead as tf.Tensor3D);
  const joined =
    heads === 1
      ? mixed
      : tf.transpose(tf.reshape(mixed, [batchSize, heads, tokens, size]), [0, 2, 1, 3]);
  return net.linear(`${block}.attentionOut`, tf.reshape(joined, [rows, width]));
}

/** Padding mask times causal mask, as an additive bias, [batch × tokens × tokens]. */
function attentionBias(mask: tf.Tensor2D): tf.Tensor3D {
  const [batchSize, context] = mask.shape;
  const tokens = context * TOKENS_PER_STEP;
  const causal = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row += 1) causal.fill(1, row * tokens, row * tokens + row + 1);
  const perToken = tf.tile(tf.expandDims(mask, 2), [1, 1, TOKENS_PER_STEP]);
  const allowed = tf.mul(
    tf.tensor3d(causal, [1, tokens, tokens]),
    tf.reshape(perToken, [batchSize, 1, tokens]),
  );
  return tf.mul(tf.sub(1, allowed), FORBIDDEN_SCORE);
}

/** The flat vector, taken apart by name. */
class Pieces {
  private readonly pieces: ReadonlyMap<string, tf.Tensor>;

  constructor(
    model: tf.Tensor,
    readonly sizes: DecisionTransformerSizes,
  ) {
    const layout = decisionTransformerLayout(sizes);
    const parts = tf.split(
      model,
      layout.map(({ length }) => length),
    );
    this.pieces = new Map(
      layout.map(({ name, shape }, index) => [name, tf.reshape(parts[index], [...shape])]),
    );
  }

  piece(name: string): tf.Tensor {
    const tensor = this.pieces.get(name);
    if (tensor === undefined) throw new RangeError(`decision transformer: no parameter ${name}`);
    return tensor;
  }

  linear(
    name: string,
    input: tf.Tensor2D,
    { activation = 'linear', inputGradient = true }: Partial<DenseOptions> = {},
  ): tf.Tensor2D {
    const weights = this.piece(`${name}.w`) as tf.Tensor2D;
    const ownBias = this.piece(`${name}.b`) as tf.Tensor1D;
    const bias = name.endsWith('.key') ? asConstant(ownBias) : ownBias;
    return dense(input, weights, bias, { activation, inputGradient });
  }

  norm(name: string, input: tf.Tensor2D): tf.Tensor2D {
    const scale = this.piece(`${name}.scale`) as tf.Tensor1D;
    return layerNorm(input, scale, this.piece(`${name}.shift`) as tf.Tensor1D);
  }
}

/** The Decision Transformer on jax-js, jitted as a whole. @see jax.ts */
import { jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import {
  decisionTransformerLayout,
  LAYER_NORM_EPSILON,
  TOKENS_PER_STEP,
} from '../../../agents/policies/decisionTransformerLayout';
import { Rng } from '../../../market/rng';
import { normals, type Candidate, type TransformerShape } from './candidate';
import { initialParameter } from './transformerParameters';

type Tree = Record<string, np.Array>;
type State = { model: Tree; mean: Tree; square: Tree; step: np.Array };
type Batch = {
  returns: np.Array;
  states: np.Array;
  actions: np.Array;
  times: np.Array;
  bias: np.Array;
};

export class JaxTransformer implements Candidate {
  private readonly update: (state: State, batch: Batch) => State;
  private readonly batch: Batch;
  private state: State;

  constructor(shape: TransformerShape) {
    const { sizes, batchSize } = shape;
    const random = new Rng(1);
    const tree = (fill: (name: string, length: number) => Float32Array): Tree =>
      Object.fromEntries(
        decisionTransformerLayout(sizes).map(({ name, shape: dimensions, length }) => [
          name,
          np.array(fill(name, length)).reshape([...dimensions]),
        ]),
      );
    this.state = {
      model: tree((name, length) => initialParameter(name, length, random)),
      mean: tree(zerosFor),
      square: tree(zerosFor),
      step: np.ones([]),
    };
    const { contextLength, observationLength, actionLength, timesteps } = sizes;
    const steps = batchSize * contextLength;
    const matrix = (columns: number) =>
      np.array(normals(steps * columns, random)).reshape([steps, columns]);
    const rows = Int32Array.from({ length: steps }, (_, i) => (i % contextLength) % timesteps);
    this.batch = {
      returns: matrix(1),
      states: matrix(observationLength),
      actions: np.tanh(matrix(actionLength)),
      times: np.array(rows),
      bias: causalBias(contextLength * TOKENS_PER_STEP),
    };
    this.update = jit((state: State, batch: Batch) => updateOnce(state, batch, shape));
  }

  start(updates: number): void {
    for (let update = 0; update < updates; update += 1) {
      const { returns, states, actions, times, bias } = this.batch;
      this.state = this.update(this.state, {
        returns: returns.ref,
        states: states.ref,
        actions: actions.ref,
        times: times.ref,
        bias: bias.ref,
      });
    }
  }

  async finish(): Promise<void> {
    await this.state.model['actionHead.b'].ref.data();
  }

  /** The process frees the memory at its end: nothing but the bench uses it. */
  dispose(): void {}
}

function zerosFor(_: string, length: number): Float32Array {
  return new Float32Array(length);
}

function causalBias(tokens: number): np.Array {
  const values = Float32Array.from({ length: tokens * tokens }, (_, i) =>
    i % tokens <= Math.floor(i / tokens) ? 0 : -1e4,
  );
  return np.array(values).reshape([1, tokens, tokens]);
}

function updateOnce(state: State, batch: Batch, { settings, ...shape }: TransformerShape): State {
  const kept = mapTree(state.model, (x) => x.ref);
  const loss = (model: Tree) => np.mean(np.square(predict(model, batch, shape).sub(batch.actions)));
  const [, gradient] = valueAndGrad(loss)(kept) as [np.Array, Tree];
  const squares = Object.values(gradient).map((g) => np.sum(np.square(g.ref)));
  const norm = np.sqrt(squares.reduce((left, right) => left.add(right)));
  const factor = np.minimum(np.array(settings.gradientClipNorm).div(norm.add(1e-6)), 1);
  const clipped = mapTree(gradient, (g) => g.mul(factor.ref));
  const mean = zip(state.mean, clipped, (m, g) => m.mul(0.9).add(g.ref.mul(0.1)));
  const square = zip(state.square, clipped, (v, g) => v.mul(0.999).add(np.square(g).mul(0.001)));
  const correction = (beta: number) =>
    np
      .exp(state.step.ref.mul(Math.log(beta)))
      .neg()
      .add(1);
  const changes = zip(mean, square, (m, v) =>
    m.ref
      .div(correction(0.9))
      .div(np.sqrt(v.ref.div(correction(0.999))).add(1e-8))
      .mul(settings.learningRate),
  );
  const decay = 1 - settings.learningRate * settings.weightDecay;
  const model = zip(state.model, changes, (x, change) => x.mul(decay).sub(change));
  return { model, mean, square, step: state.step.add(1) };
}

function predict(
  model: Tree,
  batch: Batch,
  { sizes, batchSize }: Omit<TransformerShape, 'settings'>,
): np.Array {
  const { embedding: width, layers, contextLength, timesteps, observationLength } = sizes;
  const tokens = contextLength * TOKENS_PER_STEP;
  const steps = batchSize * contextLength;
  const linear = (name: string, x: np.Array) =>
    np.matmul(x, model[`${name}.w`].ref).add(model[`${name}.b`].ref);
  const norm = (name: string, x: np.Array) =>
    nn
      .standardize(x, -1, { epsilon: LAYER_NORM_EPSILON })
      .mul(model[`${name}.scale`].ref)
      .add(model[`${name}.shift`].ref);
  const time = np.matmul(nn.oneHot(batch.times.ref, timesteps), model['embedTimestep'].ref);
  const embedded = [
    linear('embedReturn', batch.returns.ref),
    linear('embedState', batch.states.ref.reshape([steps, observationLength])),
    linear('embedAction', batch.actions.ref),
  ].map((token) => token.add(time.ref));
  let x = norm('embedNorm', np.stack(embedded, 1).reshape([batchSize * tokens, width]));
  for (let layer = 0; layer < layers; layer += 1) {
    const block = `block${layer}`;
    const normal = norm(`${block}.norm1`, x.ref);
    const stacked = (name: string) =>
      linear(`${block}.${name}`, normal.ref).reshape([batchSize, tokens, width]);
    const scores = np
      .matmul(stacked('query'), np.swapaxes(stacked('key'), 1, 2))
      .mul(1 / Math.sqrt(width))
      .add(batch.bias.ref);
    const mixed = np.matmul(nn.softmax(scores, -1), stacked('value'));
    x = x.add(linear(`${block}.attentionOut`, mixed.reshape([batchSize * tokens, width])));
    const hidden = nn.relu(linear(`${block}.ff1`, norm(`${block}.norm2`, x.ref)));
    x = x.add(linear(`${block}.ff2`, hidden));
  }
  const states = norm('finalNorm', x).reshape([steps, TOKENS_PER_STEP, width]);
  const [, state] = np.split(states, TOKENS_PER_STEP, 1);
  return np.tanh(linear('actionHead', state.reshape([steps, width])));
}

function mapTree(tree: Tree, map: (x: np.Array) => np.Array): Tree {
  return Object.fromEntries(Object.entries(tree).map(([name, x]) => [name, map(x)]));
}

function zip(left: Tree, right: Tree, combine: (x: np.Array, y: np.Array) => np.Array): Tree {
  return Object.fromEntries(
    Object.entries(left).map(([name, x]) => [name, combine(x, right[name])]),
  );
}

/**
 * IQL on jax-js, jitted as a whole, stands for what a user might pick instead of tfjs. An array is
 * consumed by whatever it is given to; `.ref` allows one more use.
 */
import type { IqlSettings } from '../../../learning/algorithms/iqlSettings';
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { Rng } from '../../../market/rng';
import { BATCH_SIZE, normals, type Candidate } from './candidate';

type Layers = { w: np.Array; b: np.Array }[];
type Tree = { layers: Layers[]; logStd: np.Array };
/** Parameters that are optimised together, with their moments. */
type Group = { parameters: Tree; mean: Tree; square: Tree };
type State = { value: Group; policy: Group; critics: Group; targets: Tree; step: np.Array };
type Batch = { s: np.Array; a: np.Array; r: np.Array; next: np.Array };

export type JaxDevice = 'wasm' | 'webgpu';

/** @returns whether jax-js can use the device, which it then does */
export async function chooseJaxDevice(device: JaxDevice): Promise<boolean> {
  const available = await init(device).catch((): JaxDevice[] => []);
  if (!available.includes(device)) return false;
  defaultDevice(device);
  return true;
}

export class JaxLearner implements Candidate {
  private readonly update: (state: State, batch: Batch) => State;
  private readonly batch: Batch;
  private state: State;

  constructor(settings: IqlSettings) {
    const { observationLength: width, actionLength, hiddenSizes } = settings;
    const random = new Rng(1);
    const critic = [width + actionLength, ...hiddenSizes, 1];
    const tree = (...sizes: number[][]): Tree => ({
      layers: sizes.map((one) => layers(one, random)),
      logStd: np.zeros([actionLength]),
    });
    const group = (...sizes: number[][]): Group => ({
      parameters: tree(...sizes),
      mean: mapTree(tree(...sizes), (x) => np.zeros(x.shape)),
      square: mapTree(tree(...sizes), (x) => np.zeros(x.shape)),
    });
    this.state = {
      value: group([width, ...hiddenSizes, 1]),
      policy: group([width, ...hiddenSizes, actionLength]),
      critics: group(critic, critic),
      targets: tree(critic, critic),
      step: np.ones([]),
    };
    const matrix = (columns: number) =>
      np.array(normals(BATCH_SIZE * columns, random)).reshape([BATCH_SIZE, columns]);
    this.batch = {
      s: matrix(width),
      a: matrix(actionLength),
      r: np.array(normals(BATCH_SIZE, random)),
      next: matrix(width),
    };
    this.update = jit((state: State, batch: Batch) => iqlUpdate(state, batch, settings));
  }

  start(updates: number): void {
    for (let update = 0; update < updates; update += 1) {
      const { s, a, r, next } = this.batch;
      this.state = this.update(this.state, { s: s.ref, a: a.ref, r: r.ref, next: next.ref });
    }
  }

  async finish(): Promise<void> {
    await this.state.targets.layers[1][0].b.ref.data();
    await this.state.policy.parameters.logStd.ref.data();
  }

  /** The process frees the memory at its end: nothing but the bench uses it. */
  dispose(): void {}
}

function iqlUpdate(state: State, { s, a, r, next }: Batch, settings: IqlSettings): State {
  const { expectile, temperature, discount, targetRate } = settings;
  const sa = np.concatenate([s.ref, a.ref], 1);
  const q = np.minimum(
    scalar(state.targets.layers[0], sa.ref),
    scalar(state.targets.layers[1], sa.ref),
  );
  const value = descend(state.value, state.step, settings, (tree) => {
    const u = q.ref.sub(scalar(tree.layers[0], s.ref));
    const above = np.square(nn.relu(u.ref)).mul(expectile);
    return np.mean(above.add(np.square(nn.relu(u.neg())).mul(1 - expectile)));
  });
  const [network] = value.parameters.layers;
  const advantage = q.sub(scalar(network, s.ref));
  const weight = np.minimum(np.exp(advantage.mul(temperature)), 100);
  const policy = descend(state.policy, state.step, settings, ({ layers: [one], logStd }) => {
    const mean = np.tanh(forward(one, s.ref));
    const clipped = np.clip(logStd.ref, -5, 2);
    const z = a.ref.sub(mean).mul(np.exp(clipped.ref.neg()));
    const logDensity = np.sum(np.square(z).mul(-0.5).sub(clipped), 1);
    return np.mean(weight.ref.mul(logDensity)).neg();
  });
  const y = r.add(scalar(network, next).mul(discount));
  const critics = descend(state.critics, state.step, settings, (tree) => {
    const [first, second] = tree.layers.map((critic) =>
      np.mean(np.square(scalar(critic, sa.ref).sub(y.ref))),
    );
    return first.add(second);
  });
  const targets = zipTrees(state.targets, critics.parameters, (target, source) =>
    target.ref.mul(1 - targetRate).add(source.ref.mul(targetRate)),
  );
  return { value, policy, critics, targets, step: state.step.ref.add(1) };
}

/** Takes one step of Adam. */
function descend(
  { parameters, mean, square }: Group,
  step: np.Array,
  { learningRate }: IqlSettings,
  loss: (tree: Tree) => np.Array,
): Group {
  const kept = mapTree(parameters, (x) => x.ref);
  const [, gradient] = valueAndGrad(loss)(kept);
  const newMean = zipTrees(mean, gradient, (m, g) => m.ref.mul(0.9).add(g.ref.mul(0.1)));
  const newSquare = zipTrees(square, gradient, (v, g) =>
    v.ref.mul(0.999).add(np.square(g.ref).mul(0.001)),
  );
  const correction = (beta: number) =>
    np
      .exp(step.ref.mul(Math.log(beta)))
      .neg()
      .add(1);
  const steps = zipTrees(newMean, newSquare, (m, v) =>
    m.ref
      .div(correction(0.9))
      .div(np.sqrt(v.ref.div(correction(0.999))).add(1e-8))
      .mul(learningRate),
  );
  return {
    parameters: zipTrees(parameters, steps, (x, change) => x.ref.sub(change)),
    mean: newMean,
    square: newSquare,
  };
}

function layers(sizes: readonly number[], random: Rng): Layers {
  return sizes.slice(1).map((size, index) => {
    const inputs = sizes[index];
    const scale = Math.sqrt(2 / inputs);
    const values = normals(inputs * size, random).map((value) => value * scale);
    return { w: np.array(values).reshape([inputs, size]), b: np.zeros([size]) };
  });
}

function forward(network: Layers, input: np.Array): np.Array {
  return network.reduce((x, { w, b }, index) => {
    const y = np.matmul(x, w.ref).add(b.ref);
    return index < network.length - 1 ? nn.relu(y) : y;
  }, input);
}

/** Applies a network with one output and returns [batch]. */
function scalar(network: Layers, input: np.Array): np.Array {
  return forward(network, input).reshape([BATCH_SIZE]);
}

function mapTree(tree: Tree, map: (x: np.Array) => np.Array): Tree {
  return zipTrees(tree, tree, (x) => map(x));
}

function zipTrees(
  left: Tree,
  right: Tree,
  combine: (left: np.Array, right: np.Array) => np.Array,
): Tree {
  return {
    layers: left.layers.map((network, index) =>
      network.map(({ w, b }, layer) => {
        const other = right.layers[index][layer];
        return { w: combine(w, other.w), b: combine(b, other.b) };
      }),
    ),
    logStd: combine(left.logStd, right.logStd),
  };
}

/** Properties that make the Decision Transformer what it is, beyond agreeing with PyTorch. */
import type { DecisionTransformerSettings } from '../../../src/learning/algorithms/decisionTransformerSettings';
import { beforeAll, describe, expect, it } from 'vitest';
import { DecisionTransformerPolicy } from '../../../src/agents/policies/decisionTransformerPolicy';
import type { DecisionTransformerSnapshot } from '../../../src/agents/policies/decisionTransformerSnapshot';
import {
  timestepBucket,
  timestepRow,
  type DecisionTransformerSizes,
} from '../../../src/agents/policies/decisionTransformerLayout';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import {
  maskedSquaredError,
  predictActions,
  type SequenceBatch,
} from '../../../src/learning/tfjs/decisionTransformer';
import type { DecisionTransformer } from '../../../src/learning/tfjs/decisionTransformer';
import { freshTransformer } from './freshLearners';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';

const sizes: DecisionTransformerSizes = {
  observationLength: 3,
  actionLength: 5,
  embedding: 12,
  layers: 2,
  heads: 2,
  contextLength: 6,
  timesteps: 40,
};

const settings: DecisionTransformerSettings = {
  learningRate: 1e-3,
  weightDecay: 1e-4,
  gradientClipNorm: 0.25,
  warmUpUpdates: 0,
};

const values = (tensor: tf.Tensor) => [...tensor.dataSync<'float32'>()];

/** Weights large enough that every input has its say. */
function livelyModel(seed: number): DecisionTransformer {
  const learner = freshTransformer(sizes, settings, new Rng(seed));
  const random = new Rng(seed + 1);
  tf.tidy(() => {
    const noise = Float32Array.from({ length: learner.model.size }, () => 0.3 * random.normal());
    learner.model.assign(tf.add(learner.model, tf.tensor1d(noise)));
  });
  return learner;
}

interface Window {
  readonly returnsToGo: number[];
  readonly observations: number[];
  readonly actions: number[];
  readonly timesteps: number[];
  readonly mask: number[];
}

function randomWindow(seed: number): Window {
  const random = new Rng(seed);
  const normals = (length: number) => Array.from({ length }, () => random.normal());
  return {
    returnsToGo: normals(6),
    observations: normals(18),
    actions: normals(30).map(Math.tanh),
    timesteps: [7, 8, 9, 10, 11, 12],
    mask: [1, 1, 1, 1, 1, 1],
  };
}

function batchOf(window: Window): SequenceBatch {
  return {
    returnsToGo: tf.tensor2d(window.returnsToGo, [1, 6]),
    observations: tf.tensor3d(window.observations, [1, 6, 3]),
    actions: tf.tensor3d(window.actions, [1, 6, 5]),
    timesteps: tf.tensor2d(window.timesteps, [1, 6], 'int32'),
    mask: tf.tensor2d(window.mask, [1, 6]),
  };
}

/** The five numbers predicted at each of the six steps. */
function predictions(learner: DecisionTransformer, window: Window): number[][] {
  const flat = tf.tidy(() => values(predictActions(learner.model, sizes, batchOf(window))));
  return [0, 1, 2, 3, 4, 5].map((step) => flat.slice(5 * step, 5 * step + 5));
}

beforeAll(async () => {
  await chooseBackend({ only: 'cpu', wasmPaths: null });
});

describe('the model', () => {
  const learnerOnce = () => livelyModel(1);

  it('sees no action of its own step and nothing that comes later', () => {
    const learner = learnerOnce();
    const window = randomWindow(2);
    const before = predictions(learner, window);
    const step = 3;
    const future: Window = {
      ...window,
      returnsToGo: window.returnsToGo.map((value, index) => (index > step ? value + 5 : value)),
      observations: window.observations.map((value, index) =>
        index >= 3 * (step + 1) ? value - 4 : value,
      ),
      actions: window.actions.map((value, index) => (index >= 5 * step ? -value : value)),
    };
    const after = predictions(learner, future);
    expect(after.slice(0, step + 1)).toEqual(before.slice(0, step + 1));
    expect(after[step + 1]).not.toEqual(before[step + 1]);
    learner.dispose();
  });

  it('sees the return and the state of its own step, and the action before', () => {
    const learner = learnerOnce();
    const window = randomWindow(3);
    const before = predictions(learner, window);
    const step = 2;
    const changed = (part: Partial<Window>) => predictions(learner, { ...window, ...part })[step];
    const nudge = (list: number[], place: number) =>
      list.map((value, index) => (index === place ? value + 1 : value));
    const returnChanged = changed({ returnsToGo: nudge(window.returnsToGo, step) });
    const stateChanged = changed({ observations: nudge(window.observations, 3 * step) });
    const actionChanged = changed({ actions: nudge(window.actions, 5 * step - 1) });
    for (const other of [returnChanged, stateChanged, actionChanged]) {
      const distance = other.map((value, index) => Math.abs(value - before[step][index]));
      expect(Math.max(...distance)).toBeGreaterThan(1e-4);
    }
    learner.dispose();
  });

  it('is blind to what the padding holds', () => {
    const learner = learnerOnce();
    const window = { ...randomWindow(4), mask: [0, 0, 1, 1, 1, 1] };
    const filled = {
      ...window,
      returnsToGo: window.returnsToGo.map((value, index) => (index < 2 ? 99 : value)),
      observations: window.observations.map((value, index) => (index < 6 ? -50 : value)),
      actions: window.actions.map((value, index) => (index < 10 ? 0.9 : value)),
      timesteps: window.timesteps.map((value, index) => (index < 2 ? 39 : value)),
    };
    expect(predictions(learner, filled).slice(2)).toEqual(predictions(learner, window).slice(2));
    const loss = (one: Window) =>
      tf.tidy(() => {
        const batch = batchOf(one);
        return values(maskedSquaredError(predictActions(learner.model, sizes, batch), batch))[0];
      });
    expect(loss(filled)).toBe(loss(window));
    learner.dispose();
  });

  it('has the gradient of finite differences', () => {
    const learner = livelyModel(5);
    const batch = batchOf({ ...randomWindow(6), mask: [0, 1, 1, 1, 1, 1] });
    const loss = (model: tf.Tensor) =>
      maskedSquaredError(predictActions(model, sizes, batch), batch);
    const parameters = Float32Array.from(values(learner.model));
    const gradient = values(tf.grad(loss)(learner.model));
    const step = 1e-2;
    for (let index = 0; index < parameters.length; index += 97) {
      const at = (shift: number) => {
        const shifted = parameters.slice();
        shifted[index] += shift;
        return tf.tidy(() => values(loss(tf.tensor1d(shifted)))[0]);
      };
      const difference = (at(step) - at(-step)) / (2 * step);
      expect(Math.abs(difference - gradient[index])).toBeLessThan(
        1e-3 + 0.05 * Math.abs(gradient[index]),
      );
    }
    learner.dispose();
  });

  it('fits one batch when it sees nothing else, and the same twice from the same seed', () => {
    const train = () => {
      const learner = freshTransformer(sizes, { ...settings, learningRate: 1e-2 }, new Rng(7));
      const batch = batchOf(randomWindow(8));
      const losses = Array.from({ length: 40 }, () => {
        const diagnostics = learner.update(batch);
        const [loss] = values(diagnostics.policyLoss);
        tf.dispose({ ...diagnostics });
        return loss;
      });
      const weights = values(learner.model);
      learner.dispose();
      return { losses, weights };
    };
    const { losses, weights } = train();
    expect(losses[39]).toBeLessThan(0.1 * losses[0]);
    expect(train().weights).toEqual(weights);
  });
});

describe('acting', () => {
  const snapshotOf = (learner: DecisionTransformer): DecisionTransformerSnapshot => ({
    kind: 'decisionTransformer',
    version: 0,
    updates: 0,
    sizes,
    parameters: Float32Array.from(values(learner.model)),
    timestepBucket: 2,
    returnScale: 0.5,
    returnRange: [-10, 10],
    discount: 1,
    observationMean: Float32Array.of(1, 2, 3),
    observationStd: Float32Array.of(2, 0.5, 1),
    observationKey: 'synthetic',
  });

  it("token by token with cached keys equals the trainer's model on the same window", () => {
    const learner = livelyModel(9);
    const snapshot = snapshotOf(learner);
    const policy = new DecisionTransformerPolicy(snapshot);
    const random = new Rng(10);
    const observations: number[][] = [];
    const asked: number[] = [];
    const actions: number[][] = [];
    const windows: number[] = [];
    for (let step = 0; step < 20; step += 1) {
      observations.push(Array.from({ length: 3 }, () => 2 * random.normal()));
      asked.push(4 * random.normal());
      policy.decide(step, asked[step], Float32Array.from(observations[step]));
      actions.push([...policy.action]);
      windows.push(policy.windowSteps);

      const steps = Array.from({ length: 6 }, (_, index) => step - 5 + index);
      const isIn = (index: number) => index > step - policy.windowSteps;
      const expected = predictions(learner, {
        returnsToGo: steps.map((index) => (isIn(index) ? 0.5 * asked[index] : 0)),
        observations: steps.flatMap((index) =>
          isIn(index)
            ? observations[index].map(
                (value, i) => (value - snapshot.observationMean[i]) / snapshot.observationStd[i],
              )
            : [0, 0, 0],
        ),
        actions: steps.flatMap((index) =>
          isIn(index) && index < step ? actions[index] : [0, 0, 0, 0, 0],
        ),
        timesteps: steps.map((index) => (isIn(index) ? Math.floor(index / 2) : 0)),
        mask: steps.map((index) => (isIn(index) ? 1 : 0)),
      })[5];
      const distance = expected.map((value, i) => Math.abs(value - policy.action[i]));
      expect(Math.max(...distance)).toBeLessThan(1e-5);
    }
    expect(Math.max(...windows)).toBe(6);
    expect(windows.slice(6).every((length) => length >= 2)).toBe(true);
    learner.dispose();
  });

  it('refuses a snapshot whose parts do not fit', () => {
    const learner = livelyModel(11);
    const snapshot = snapshotOf(learner);
    const short = { ...snapshot, parameters: snapshot.parameters.slice(1) };
    expect(() => new DecisionTransformerPolicy(short)).toThrow('policy.parameters: expected');
    const narrow = { ...snapshot, observationMean: Float32Array.of(1) };
    expect(() => new DecisionTransformerPolicy(narrow)).toThrow(
      'policy.observationMean: expected 3 numbers, got 1',
    );
    learner.dispose();
  });
});

describe('the timestep table', () => {
  it('gives each step its own row while they last, and episodes of 10 000 steps still fit', () => {
    expect(timestepBucket(600, 1024)).toBe(1);
    expect(timestepRow(599, 1, 1024)).toBe(599);
    const bucket = timestepBucket(10_000, 1024);
    expect(bucket).toBe(10);
    expect(timestepRow(9999, bucket, 1024)).toBe(999);
    expect(timestepRow(50_000, bucket, 1024)).toBe(1023);
  });
});

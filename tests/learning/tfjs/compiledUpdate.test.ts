/**
 * The compiled engine as tfjs sees it: its arena is counted, its updates are profiled, and its
 * parameters are tensors. The same on every backend that compiles.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { provideWebgpu } from '../../../src/cli/training/nodeWebgpu';
import type { BackendName } from '../../../src/learning/algorithms/engineChoice';
import { initialState } from '../../../src/learning/algorithms/initialState';
import type { PolicyLearner } from '../../../src/learning/algorithms/learners';
import { episodeRanges, observationStatistics } from '../../../src/learning/data/datasetOperations';
import { TransitionSampler } from '../../../src/learning/data/sampler';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { COMPILED_UPDATE } from '../../../src/learning/tfjs/compiledUpdate';
import { compilePolicy, openPolicyEngine } from '../../../src/learning/tfjs/engines';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../data/syntheticDataset';

const unavailable = await provideWebgpu();
if (unavailable !== null) console.warn(`No test on WebGPU here: ${unavailable}`);

const BATCH_SIZE = 16;
const dataset = banditDataset(20, new Rng(5));
const learner: PolicyLearner = {
  algorithm: 'iql',
  settings: {
    observationLength: dataset.observationLength,
    actionLength: 5,
    hiddenSizes: [8],
    learningRate: 1e-3,
    discount: 0.9,
    expectile: 0.7,
    temperature: 3,
    normalisesAdvantages: false,
    targetRate: 0.01,
    policyDecayUpdates: null,
  },
};

async function openEngine(backend: BackendName, engine: 'compiled' | 'tfjs') {
  await chooseBackend({ only: backend, wasmPaths: null });
  const ranges = episodeRanges(dataset);
  const statistics = observationStatistics(dataset, ranges);
  const sampler = new TransitionSampler(dataset, ranges, statistics, 1);
  const state = initialState(learner, new Rng(2));
  return await openPolicyEngine({ backend, engine }, learner, state, sampler, BATCH_SIZE);
}

afterEach(() => tf.disposeVariables());

describe.each(['wasm', 'webgpu'] as const)('on %s', (backend) => {
  const test = it.runIf(backend === 'wasm' || unavailable === null);

  test('the arena counts as memory of tfjs until the engine is disposed', async () => {
    await chooseBackend({ only: backend, wasmPaths: null });
    const before = tf.memory();
    const engine = await openEngine(backend, 'compiled');
    const { arenaLength } = compilePolicy(learner, BATCH_SIZE);
    const held = tf.memory().numBytes - before.numBytes;
    expect(held).toBeGreaterThanOrEqual(4 * arenaLength);
    engine.updateMany(2, new Rng(9));
    await engine.readMetrics();
    expect(tf.memory().numBytes - before.numBytes).toBe(held);
    engine.dispose();
    expect(tf.memory().numBytes).toBe(before.numBytes);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  test('a profile shows the updates as a kernel over the arena', async () => {
    const engine = await openEngine(backend, 'compiled');
    const profile = await tf.profile(async () => {
      engine.updateMany(3, new Rng(9));
      await engine.readMetrics();
      return tf.scalar(0);
    });
    const kernel = profile.kernels.find(({ name }) => name === COMPILED_UPDATE);
    expect(kernel?.inputShapes[0]?.[0]).toBeGreaterThan(1000);
    expect(kernel?.kernelTimeMs).toBeGreaterThan(0);
    engine.dispose();
  });

  test('parameters are tensors, each as it was when it was asked for', async () => {
    const engine = await openEngine(backend, 'compiled');
    const initial = engine.parameter('policy');
    engine.updateMany(2, new Rng(9));
    const later = engine.parameter('policy');
    const { parameters } = await engine.saveState();
    const start = initialState(learner, new Rng(2)).parameters;
    expect(await initial.data<'float32'>()).toEqual(start.policy);
    expect(await later.data<'float32'>()).toEqual(parameters.policy);
    expect(parameters.policy).not.toEqual(start.policy);
    expect(() => engine.parameter('model')).toThrow('no parameter model');
    tf.dispose([initial, later]);
    engine.dispose();
  });

  // On WebGPU in a browser: tests/e2e/goldens.spec.ts.
  it.runIf(backend === 'wasm')('updates of both engines end with the same weights', async () => {
    const states = [];
    for (const name of ['compiled', 'tfjs'] as const) {
      const engine = await openEngine(backend, name);
      engine.updateMany(5, new Rng(9));
      const policy = engine.parameter('policy');
      states.push(await engine.saveState());
      expect(await policy.data<'float32'>()).toEqual(states.at(-1)?.parameters.policy);
      policy.dispose();
      engine.dispose();
    }
    const [compiled, eager] = states;
    for (const [name, values] of Object.entries(compiled.parameters)) {
      const worst = values.reduce(
        (most, value, index) => Math.max(most, Math.abs(value - eager.parameters[name][index])),
        0,
      );
      expect(worst, name).toBeLessThan(1e-3);
    }
  });
});

describe('on wasm', () => {
  it('updates go on when tfjs’s memory grows between them', async () => {
    const undisturbed = await openEngine('wasm', 'compiled');
    undisturbed.updateMany(4, new Rng(9));
    const expected = await undisturbed.saveState();
    undisturbed.dispose();

    const engine = await openEngine('wasm', 'compiled');
    const random = new Rng(9);
    engine.updateMany(2, random);
    const large = tf.zeros([2 ** 24]);
    engine.updateMany(2, random);
    expect(await engine.saveState()).toEqual(expected);
    large.dispose();
    engine.dispose();
  });
});

describe('on cpu', () => {
  it('there is no compiled engine, and asking for it says so', async () => {
    await expect(openEngine('cpu', 'compiled')).rejects.toThrow(
      'engine: expected tfjs where the backend is cpu',
    );
  });
});

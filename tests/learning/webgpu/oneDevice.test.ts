/**
 * A session of trainings opens one graphics device and compiles a shader once; about 20 s in
 * software.
 */
import { describe, expect, it } from 'vitest';
import { provideWebgpu } from '../../../src/cli/training/nodeWebgpu';
import { DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';
import { TrainingSession } from '../../../src/learning/runs/trainer';
import type { TrainingTask } from '../../../src/learning/runs/training';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';
import { banditDataset, FIRST_TERM_ONLY } from '../data/syntheticDataset';
import { watchDevices } from './watchDevices';

const unavailable = await provideWebgpu();
if (unavailable !== null) console.warn(`No test on WebGPU here: ${unavailable}`);

const learning = {
  ...DEFAULT_LEARNING_CONFIG,
  hiddenSizes: [8],
  batchSize: 16,
  cloningUpdates: 2,
  updates: 3,
};
const task: TrainingTask = {
  learning,
  decisionTransformer: null,
  weights: FIRST_TERM_ONLY,
  seed: 4,
  engine: 'compiled',
  dollarsPerTick: 12.5,
};
const transformer: TrainingTask = {
  ...task,
  decisionTransformer: {
    ...COMPACT_DECISION_TRANSFORMER_CONFIG,
    returnLabel: 'critic',
    embedding: 8,
    layers: 1,
    contextLength: 4,
    timesteps: 16,
    batchSize: 8,
    updates: 2,
  },
};
const silent = { onPolicy: () => {}, onProgress: () => {} };

describe.runIf(unavailable === null)('a session on WebGPU', () => {
  it('has one device whatever it trains, and compiles no shader twice', async () => {
    const watch = watchDevices(navigator.gpu);
    const { name } = await chooseBackend({ only: 'webgpu', wasmPaths: null });
    const session = new TrainingSession(
      {
        now: () => performance.now(),
        nextTask: () => new Promise((resolve) => setImmediate(resolve)),
        wait: () => Promise.resolve(),
      },
      name,
    );
    session.loadDataset([banditDataset(20, new Rng(5))]);
    const selfTest = watch.pipelines;
    const pipelinesOf = async (train: () => Promise<unknown>): Promise<number> => {
      const before = watch.pipelines;
      await train();
      return watch.pipelines - before;
    };
    const first = await pipelinesOf(() => session.learn(task, { kind: 'fresh' }, silent));
    expect(first).toBeGreaterThan(5);
    expect(await pipelinesOf(() => session.trainClone(task, () => {}))).toBe(0);
    expect(await pipelinesOf(() => session.learn(task, { kind: 'fresh' }, silent))).toBe(0);

    const ofTransformer = await pipelinesOf(() =>
      session.learn(transformer, { kind: 'fresh' }, silent),
    );
    expect(ofTransformer).toBeGreaterThan(0);
    const eager: TrainingTask = {
      ...task,
      learning: { ...learning, algorithm: 'bc', updates: 1 },
      engine: 'tfjs',
    };
    await session.learn(eager, { kind: 'fresh' }, silent);
    expect(watch.devices).toHaveLength(1);
    expect((tf.backend() as { readonly device?: GPUDevice }).device).toBe(watch.devices[0]);
    session.dispose();
    console.log(
      `Pipelines: self-test of tfjs ${selfTest}, first IQL with cloning ${first}, clone 0, second IQL 0, transformer ${ofTransformer}.`,
    );
  }, 120_000);
});

/** A training run on WebGPU whose device disappears; about 15 s in software. */
import { describe, expect, it } from 'vitest';
import { provideWebgpu } from '../../../src/cli/training/nodeWebgpu';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import { Run } from '../../../src/learning/runs/run';
import type { TrainingRequest } from '../../../src/learning/runs/training';
import { Rng } from '../../../src/market/rng';
import { banditDataset, FIRST_TERM_ONLY } from '../data/syntheticDataset';

const unavailable = await provideWebgpu();
if (unavailable !== null) console.warn(`No test on WebGPU here: ${unavailable}`);

const request: TrainingRequest = {
  config: {
    ...DEFAULT_LEARNING_CONFIG,
    algorithm: 'bc',
    hiddenSizes: [8],
    batchSize: 16,
    updates: 30,
  },
  weights: FIRST_TERM_ONLY,
  seed: 4,
  fineTune: false,
};

const choice = { backend: 'webgpu', engine: 'compiled' } as const;

/** Keeps what is opened from here on, so that it can be taken away. */
function watchDevices(): GPUDevice[] {
  const devices: GPUDevice[] = [];
  const original = navigator.gpu.requestAdapter.bind(navigator.gpu);
  navigator.gpu.requestAdapter = async (options) => {
    const adapter = await original(options);
    if (adapter === null) return null;
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      devices.push(device);
      return device;
    };
    return adapter;
  };
  return devices;
}

describe.runIf(unavailable === null)('a run whose device is lost', () => {
  it('goes back to its last snapshot and ends like one that was not disturbed', async () => {
    await chooseBackend({ only: 'webgpu', wasmPaths: null });
    const devices = watchDevices();
    const dataset = banditDataset(20, new Rng(5));

    const undisturbed = await Run.start(dataset, request, choice);
    await undisturbed.updateMany(30);
    const expected = await undisturbed.checkpoint();
    undisturbed.dispose();

    const run = await Run.start(dataset, request, choice);
    await run.updateMany(10);
    await run.snapshot();
    await run.updateMany(10);
    devices.at(-1)?.destroy();
    const { means, finite } = await run.readMetrics();
    expect(run.update).toBe(10);
    expect(finite).toBe(true);
    expect(means.policyLoss).toBeNaN();

    await run.updateMany(20);
    const actual = await run.checkpoint();
    expect(actual.random).toEqual(expected.random);
    expect(actual.update).toBe(30);
    expect(actual.learner).toEqual(expected.learner);

    // The same place a second time: nothing was gained since, so the run gives up.
    devices.at(-1)?.destroy();
    await expect(run.readMetrics()).rejects.toThrow('The graphics device was lost');
    run.dispose();
  }, 120_000);
});

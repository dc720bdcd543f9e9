/** A training run on WebGPU whose device disappears; about 15 s in software. */
import { describe, expect, it } from 'vitest';
import { provideWebgpu } from '../../../src/cli/training/nodeWebgpu';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import { definePolicyRun } from '../../../src/learning/runs/policyRun';
import { Run } from '../../../src/learning/runs/run';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../data/syntheticDataset';
import { policyTask } from '../runs/tasks';

const unavailable = await provideWebgpu();
if (unavailable !== null) console.warn(`No test on WebGPU here: ${unavailable}`);

const task = policyTask(
  { ...DEFAULT_LEARNING_CONFIG, algorithm: 'bc', hiddenSizes: [8], batchSize: 16, updates: 30 },
  4,
);
const start = { kind: 'fresh' } as const;
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
    const open = () => Run.open(definePolicyRun(dataset, task, start, choice), start);

    const undisturbed = await open();
    await undisturbed.updateMany(30);
    const { checkpoint: expected } = await undisturbed.state();
    undisturbed.dispose();

    const run = await open();
    await run.updateMany(10);
    await run.snapshot();
    await run.updateMany(10);
    devices.at(-1)?.destroy();
    const { means, finite } = await run.readMetrics();
    expect(run.update).toBe(10);
    expect(finite).toBe(true);
    expect(means.policyLoss).toBeNaN();

    await run.updateMany(20);
    const { checkpoint: actual } = await run.state();
    expect(actual.random).toEqual(expected.random);
    expect(actual.update).toBe(30);
    expect(actual.learner).toEqual(expected.learner);

    // The same place a second time: nothing was gained since, so the run gives up.
    devices.at(-1)?.destroy();
    await expect(run.readMetrics()).rejects.toThrow('The graphics device was lost');
    run.dispose();
  }, 120_000);
});

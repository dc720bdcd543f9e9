/** A training run on WebGPU whose device disappears; about 15 s in software. */
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { provideWebgpu } from '../../../src/cli/training/nodeWebgpu';
import { chooseBackend } from '../../../src/learning/tfjs/backend';
import { DEFAULT_LEARNING_CONFIG } from '../../../src/learning/algorithms/config';
import { definePolicyRun } from '../../../src/learning/runs/policyRun';
import { Run } from '../../../src/learning/runs/run';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../data/syntheticDataset';
import type { EngineName } from '../../../src/learning/algorithms/engineChoice';
import * as tf from '../../../src/learning/tfjs/tf';
import { watchDevices } from './watchDevices';
import { policyTask } from '../runs/tasks';

const unavailable = await provideWebgpu();
if (unavailable !== null) console.warn(`No test on WebGPU here: ${unavailable}`);

const task = policyTask(
  { ...DEFAULT_LEARNING_CONFIG, algorithm: 'bc', hiddenSizes: [8], batchSize: 16, updates: 30 },
  4,
);
const start = { kind: 'fresh' } as const;
const dataset = banditDataset(20, new Rng(5));
const clock = { now: () => performance.now(), wait: setTimeout };
const open = (engine: EngineName) =>
  Run.open(definePolicyRun(dataset, task, start, { backend: 'webgpu', engine }), start, clock);

// The next test opens a device that it can watch.
afterEach(() => tf.removeBackend('webgpu'));

describe.runIf(unavailable === null)('a run whose device is lost', () => {
  it('goes back to its last snapshot and ends like one that was not disturbed', async () => {
    const { devices } = watchDevices(navigator.gpu);
    await chooseBackend({ only: 'webgpu', wasmPaths: null });
    // A run that ended before has its tensors on the device that is about to be lost.
    const before = await open('compiled');
    await before.updateMany(1);

    const undisturbed = await open('compiled');
    await undisturbed.updateMany(30);
    const { checkpoint: expected } = await undisturbed.state();
    undisturbed.dispose();

    const run = await open('compiled');
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
    before.dispose();
  }, 120_000);

  it('opens one device, however many wait for readings of the one that was lost', async () => {
    const { devices } = watchDevices(navigator.gpu);
    await chooseBackend({ only: 'webgpu', wasmPaths: null });
    const run = await open('compiled');
    await run.updateMany(2);
    await run.snapshot();
    await run.updateMany(2);
    devices.at(-1)?.destroy();
    const [{ finite }, { checkpoint }] = await Promise.all([run.readMetrics(), run.state()]);
    expect(finite).toBe(true);
    expect(checkpoint.update).toBe(2);
    expect(devices).toHaveLength(2);
    run.dispose();
  }, 60_000);

  it('waits while there is no adapter, and changes nothing until there is one', async () => {
    const { devices } = watchDevices(navigator.gpu);
    await chooseBackend({ only: 'webgpu', wasmPaths: null });
    const run = await open('compiled');
    await run.updateMany(2);
    await run.snapshot();
    await run.updateMany(1);
    const { gpu } = navigator;
    const requestAdapter = gpu.requestAdapter.bind(gpu);
    let refusals = 2;
    gpu.requestAdapter = (options) => {
      refusals -= 1;
      return refusals >= 0 ? Promise.resolve(null) : requestAdapter(options);
    };
    devices.at(-1)?.destroy();
    await run.readMetrics();
    expect(refusals).toBe(-1);
    expect(run.update).toBe(2);
    expect(devices).toHaveLength(2);
    run.dispose();
  }, 60_000);

  it('can still be kept when it was lost after the end', async () => {
    const { devices } = watchDevices(navigator.gpu);
    await chooseBackend({ only: 'webgpu', wasmPaths: null });
    const run = await open('compiled');
    await run.updateMany(3);
    const { parameters } = await run.snapshot();
    devices.at(-1)?.destroy();
    const { checkpoint } = await run.state();
    expect(checkpoint.update).toBe(3);
    expect(checkpoint.learner.parameters.policy.subarray(0, parameters.length)).toEqual(parameters);
    run.dispose();
  }, 60_000);

  it('goes back under eager updates too', async () => {
    const { devices } = watchDevices(navigator.gpu);
    await chooseBackend({ only: 'webgpu', wasmPaths: null });
    const run = await open('tfjs');
    await run.updateMany(1);
    await run.snapshot();
    await run.updateMany(1);
    devices.at(-1)?.destroy();
    await run.readMetrics();
    expect(run.update).toBe(1);
    expect(devices).toHaveLength(2);
    run.dispose();
  }, 120_000);
});

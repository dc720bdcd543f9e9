/**
 * Training on WebGPU keeps nothing: after the first chunk no update, reading or checkpoint leaves a
 * buffer behind. The bench counts more, over 20 000 updates.
 */
import { describe, expect, it } from 'vitest';
import { GpuMeter } from '../../../src/cli/bench/gpuMeter';
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

describe.runIf(unavailable === null)('the buffers of a run', () => {
  it('are those of its first chunk, however many follow, and go with it', async () => {
    await chooseBackend({ only: 'webgpu', wasmPaths: null });
    const config = {
      ...DEFAULT_LEARNING_CONFIG,
      hiddenSizes: [8],
      batchSize: 16,
      cloningUpdates: 0,
      updates: 500,
    };
    const start = { kind: 'fresh' } as const;
    const meter = new GpuMeter();
    const choice = { backend: 'webgpu', engine: 'compiled' } as const;
    const dataset = banditDataset(20, new Rng(5));
    const definition = definePolicyRun(dataset, policyTask(config, 4), start, choice);
    const run = await Run.open(definition, start, {
      now: () => 0,
      wait: () => Promise.resolve(),
    });
    const chunk = async (): Promise<number> => {
      await run.updateMany(50);
      await run.readMetrics();
      await run.snapshot();
      return meter.bytes;
    };
    const first = await chunk();
    const { peakBytes } = meter;
    const later: number[] = [];
    for (let count = 0; count < 9; count += 1) later.push(await chunk());
    expect(run.update).toBe(500);
    expect(first).toBeGreaterThan(0);
    expect(later).toEqual(later.map(() => first));
    expect(meter.peakBytes).toBe(peakBytes);
    run.dispose();
    meter.stop();
    expect(meter.bytes).toBeLessThan(first / 2);
  }, 60_000);
});

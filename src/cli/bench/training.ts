/**
 * What an IQL update costs, side by side in one run: tfjs written the obvious
 * way, the lab's learner eagerly, the same compiled (WebAssembly kernels, or
 * captured and replayed on WebGPU), and jax-js, which a user might pick instead.
 * The best of several rounds, because a busy machine only ever adds.
 */
import type { BackendName } from '../../learning/training';
import { startBackend } from '../backend';
import { judged, type BenchResult } from '../results';
import { SHAPES, type Contender, type Shape } from './contenders/contender';
import { jaxContender } from './contenders/jax';
import { capturedContender, eagerContender } from './contenders/ours';
import { StockLearner } from './contenders/stock';
import { GpuMeter } from './gpuMeter';
import { benchMemoryGrowth } from './memoryGrowth';

/** Each contender's share of the bench, about. */
const MILLISECONDS = 1500;
const MAX_ROUNDS = 60;
/** Updates that are queued at once on a GPU; elsewhere one is a round, the shortest that can be. */
const GPU_ROUND = 8;

/** Upper bounds on a 2-core machine without a graphics card. */
const LIMITS: Readonly<Record<string, number>> = {
  'training.iql.captured.wasm.msPerUpdate': 25,
  'training.iql.captured.wasm.compact.msPerUpdate': 10,
  'training.iql.captured.webgpu.msPerUpdate': 150,
  'training.iql.captured.webgpu.enqueueMs': 0.5,
  'training.iql.captured.webgpu.dispatches': 60,
};

interface Measured {
  readonly msPerUpdate: number;
  /** Until `start` returns, with nothing in the queue before. */
  readonly enqueueMs: number;
  /** Of one update; 0 where the backend is no GPU. */
  readonly dispatches: number;
}

/** A backend that does not start here is left out. */
export async function benchTraining(
  backends: readonly BackendName[] = ['wasm', 'webgpu', 'cpu'],
): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const backend of backends) {
    try {
      await startBackend(backend);
    } catch {
      continue;
    }
    for (const shape of SHAPES) results.push(...(await benchShape(backend, shape)));
    // The CPU backend is for reference only.
    if (backend !== 'cpu') results.push(...(await benchMemoryGrowth(backend)));
  }
  return results;
}

async function benchShape(backend: BackendName, shape: Shape): Promise<BenchResult[]> {
  const { settings, suffix } = shape;
  const contenders: Record<string, () => Contender | null | Promise<Contender | null>> = {
    stock: () => new StockLearner(settings),
    eager: () => eagerContender(settings),
    // The CPU backend is the reference, and has nothing compiled.
    ...(backend === 'cpu'
      ? {}
      : {
          captured: () => capturedContender(settings),
          jax: () => jaxContender(settings, backend),
        }),
  };
  const results: BenchResult[] = [];
  for (const [name, create] of Object.entries(contenders)) {
    const meter = new GpuMeter();
    const contender = await create();
    if (contender === null) {
      meter.stop();
      continue;
    }
    const { msPerUpdate, enqueueMs, dispatches } = await measure(contender, meter);
    contender.dispose();
    meter.stop();
    const key = `training.iql.${name}.${backend}${suffix}`;
    results.push(limited(`${key}.msPerUpdate`, msPerUpdate, 'ms'));
    if (dispatches === 0) continue;
    results.push(limited(`${key}.enqueueMs`, enqueueMs, 'ms'));
    results.push(limited(`${key}.dispatches`, dispatches, 'dispatches'));
    results.push(limited(`${key}.peakBytes`, meter.peakBytes, 'bytes'));
  }
  return results;
}

async function measure(contender: Contender, meter: GpuMeter): Promise<Measured> {
  // The first update also prepares: shaders, buffers, optimised code.
  await time(contender, 1);
  const before = meter.dispatches;
  const first = await time(contender, 1);
  const dispatches = meter.dispatches - before;
  let { total, enqueue } = first;
  const affordable = Math.floor(MILLISECONDS / first.total);
  const updates = Math.max(1, Math.min(dispatches === 0 ? 1 : GPU_ROUND, affordable));
  const rounds = Math.min(MAX_ROUNDS, Math.floor(affordable / updates));
  for (let round = 0; round < rounds; round += 1) {
    const timed = await time(contender, updates);
    total = Math.min(total, timed.total / updates);
    enqueue = Math.min(enqueue, timed.enqueue / updates);
  }
  return { msPerUpdate: total, enqueueMs: enqueue, dispatches };
}

async function time(
  contender: Contender,
  updates: number,
): Promise<{ readonly total: number; readonly enqueue: number }> {
  const start = performance.now();
  contender.start(updates);
  const enqueue = performance.now() - start;
  await contender.finish();
  return { total: performance.now() - start, enqueue };
}

function limited(name: string, value: number, unit: string): BenchResult {
  return name in LIMITS ? judged(name, value, unit, [null, LIMITS[name]]) : { name, value, unit };
}

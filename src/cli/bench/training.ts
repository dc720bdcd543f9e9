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
  /** Null where the backend is no GPU. */
  readonly dispatches: number | null;
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
    const contender = await create();
    if (contender === null) continue;
    const { msPerUpdate, enqueueMs, dispatches } = await measure(contender);
    contender.dispose();
    const key = `training.iql.${name}.${backend}${suffix}`;
    results.push(limited(`${key}.msPerUpdate`, msPerUpdate, 'ms'));
    if (dispatches === null) continue;
    results.push(limited(`${key}.enqueueMs`, enqueueMs, 'ms'));
    results.push(limited(`${key}.dispatches`, dispatches, 'dispatches'));
  }
  return results;
}

async function measure(contender: Contender): Promise<Measured> {
  // The first update also prepares: shaders, buffers, optimised code.
  await time(contender, 1);
  const counter = new DispatchCounter();
  const first = await time(contender, 1);
  const dispatches = counter.stop();
  let { total, enqueue } = first;
  const affordable = Math.floor(MILLISECONDS / first.total);
  const updates = Math.max(1, Math.min(dispatches === null ? 1 : GPU_ROUND, affordable));
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

/** Counts what is dispatched on any device from its construction on. */
class DispatchCounter {
  private count = 0;
  private readonly original: PropertyDescriptor | undefined;

  constructor() {
    if (!('GPUComputePassEncoder' in globalThis)) return;
    const { prototype } = GPUComputePassEncoder;
    const original = Object.getOwnPropertyDescriptor(prototype, 'dispatchWorkgroups');
    if (original === undefined) return;
    this.original = original;
    const increment = (): void => {
      this.count += 1;
    };
    Object.defineProperty(prototype, 'dispatchWorkgroups', {
      ...original,
      value(this: GPUComputePassEncoder, ...counts: [number, number, number]): void {
        increment();
        (original.value as GPUComputePassEncoder['dispatchWorkgroups']).apply(this, counts);
      },
    });
  }

  /** @returns null where nothing was dispatched: no GPU was at work */
  stop(): number | null {
    if (this.original === undefined) return null;
    Object.defineProperty(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', this.original);
    return this.count === 0 ? null : this.count;
  }
}

function limited(name: string, value: number, unit: string): BenchResult {
  return name in LIMITS ? judged(name, value, unit, [null, LIMITS[name]]) : { name, value, unit };
}

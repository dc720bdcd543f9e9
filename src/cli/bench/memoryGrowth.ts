/**
 * Measures whether training keeps memory: bytes in use after 20 000 updates more than the 6 000
 * that it takes until all code is compiled for good, of an IQL small enough for a GPU in software.
 * Counted are JavaScript's heap and what hangs on it after a collection, WebAssembly's memory among
 * it, and the buffers on GPUs. What native libraries hold shows in the process's resident size,
 * which no collection settles.
 */
import { setTimeout } from 'node:timers/promises';
import { ACTION_LENGTH } from '../../env/types';
import { reasonOf } from '../../market/validation';
import { DEFAULT_LEARNING_CONFIG } from '../../learning/algorithms/config';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import { judged, type BenchResult } from '../output/results';
import { iqlCandidate } from './candidates/ours';
import { startBackend } from '../training/backend';
import { GpuMeter } from './gpuMeter';
import { garbageCollector } from './heap';
import type { BenchReport } from './report';

const WARM_UP_UPDATES = 6000;
const UPDATES = 20_000;
/** Updates between two readings of the metrics, as in a session. */
const CHUNK = 100;
const BATCH_SIZE = 16;
const SETTINGS = {
  ...DEFAULT_LEARNING_CONFIG,
  observationLength: 8,
  actionLength: ACTION_LENGTH,
  hiddenSizes: [16, 16],
  normalisesAdvantages: true,
  policyDecayUpdates: null,
};
/**
 * Collections in a row: tasks after one release what native objects leave, and the next takes it.
 */
const COLLECTIONS = 6;
const FINALISING_MS = 20;
/** Bytes not counted as growth: the engine itself keeps 15 bytes an update of code that runs. */
const KEPT_BYTES = 2 ** 18;

/** Measures every backend that compiles an update and starts here; the others are noted. */
export async function benchMemory(report: BenchReport): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const backend of ['wasm', 'webgpu'] as const) {
    try {
      await startBackend(backend);
    } catch (error) {
      report.note(`${backend}: left out. ${reasonOf(error)}`);
      continue;
    }
    report.progress(`Training ${UPDATES} updates on ${backend}`);
    results.push(...(await benchMemoryGrowth(backend)));
  }
  return results;
}

/** @param backend a backend that is started already */
async function benchMemoryGrowth(backend: BackendName): Promise<BenchResult[]> {
  const collect = garbageCollector();
  const meter = new GpuMeter();
  const candidate = await iqlCandidate({ backend, engine: 'compiled' }, SETTINGS, BATCH_SIZE);
  const train = async (updates: number): Promise<void> => {
    for (let done = 0; done < updates; done += CHUNK) {
      candidate.start(CHUNK);
      await candidate.finish();
    }
  };
  const inUse = async () => {
    for (let round = 0; round < COLLECTIONS; round += 1) {
      collect();
      await setTimeout(FINALISING_MS);
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    return { kept: heapUsed + external + meter.bytes, gpu: meter.bytes, rss };
  };
  await train(WARM_UP_UPDATES);
  const before = await inUse();
  await train(UPDATES);
  const after = await inUse();
  candidate.dispose();
  meter.stop();
  const name = `training.memoryGrowth.${backend}`;
  return [
    judged(`${name}.keptBytes`, after.kept - before.kept, 'bytes', [null, KEPT_BYTES]),
    ...(after.gpu === 0
      ? []
      : [judged(`${name}.gpuBytes`, after.gpu - before.gpu, 'bytes', [null, 0])]),
    { name: `${name}.residentBytes`, value: after.rss - before.rss, unit: 'bytes' },
  ];
}

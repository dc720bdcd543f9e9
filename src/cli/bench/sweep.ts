/**
 * Measures what a unit of a sweep costs beside its work, through the store of this machine and
 * through Redis, how many empty units a queue hands out, and how real units scale with workers.
 */
import { randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../protocol/run';
import { judged, type BenchResult } from '../output/results';
import { parseAxis } from '../sweeps/axes';
import { DirectoryStore } from '../sweeps/directoryStore';
import type { SweepEngine } from '../sweeps/engine';
import { labBuild } from '../sweeps/labBuild';
import { LocalEngine } from '../sweeps/localEngine';
import { planPoints } from '../sweeps/plan';
import type { UnitStore } from '../sweeps/store';
import { Sweep, type SweepRequest } from '../sweeps/sweep';
import { trainUnit, type NamedUnit, type UnitSetting } from '../sweeps/units';
import { findRedisServer } from '../../../scripts/redis.mjs';
import type { BenchReport } from './report';
import { LocalRedis } from './sweep/localRedis';
import { WorkerProcess } from './sweep/workerProcess';

const EMPTY_UNITS = 200;
/** Bytes of an empty unit's artefact, which is as large as a policy of the default size. */
const ARTEFACT_BYTES = 100_000;
/** Most milliseconds that a unit may cost beside its work. */
const MOST_OVERHEAD_MS = 50;
/** Workers in one process that share a queue of empty units. */
const QUEUE_WORKERS = [1, 4, 16];
/** Workers in processes of their own, on as many cores. */
const SCALING_WORKERS = [1, 2, 4];

const REAL_RUN = parseRunConfig({
  ...DEFAULT_RUN_CONFIG,
  env: { ...DEFAULT_RUN_CONFIG.env, episodeLength: 200 },
  dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 20 },
  learning: { ...DEFAULT_RUN_CONFIG.learning, updates: 300, cloningUpdates: 50 },
});

export async function benchSweep(report: BenchReport): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-bench-sweep-'));
  try {
    const results = [await localOverhead(folder)];
    const path = findRedisServer();
    if (path === null) {
      report.note('There is no Redis here: its part of the sweep suite was left out.');
      return results;
    }
    return [
      ...results,
      ...(await queueOverhead(path, folder, report)),
      ...(await scaling(path, folder, report)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Stores what a policy would weigh, and computes nothing. */
function emptyPerformer(store: UnitStore) {
  const artefact = randomFillSync(new Uint8Array(ARTEFACT_BYTES));
  return {
    perform: async ({ name }: NamedUnit) => {
      await store.write('artefacts', name, artefact);
      return artefact;
    },
  };
}

const emptyUnits = (setting: UnitSetting, from: number): NamedUnit[] =>
  Array.from({ length: EMPTY_UNITS }, (_, index) =>
    trainUnit({ ...DEFAULT_RUN_CONFIG, seed: from + index }, setting),
  );

/** @returns milliseconds per unit */
async function timeUnits(engine: SweepEngine, units: readonly NamedUnit[]): Promise<number> {
  const start = performance.now();
  await Promise.all(units.map((unit) => engine.perform(unit)));
  return (performance.now() - start) / units.length;
}

async function localOverhead(folder: string): Promise<BenchResult> {
  const store = new DirectoryStore(join(folder, 'empty'));
  const engine = new LocalEngine(store, emptyPerformer(store), 2, async () => {});
  const units = emptyUnits({ build: 'bench', backend: 'wasm' }, 0);
  const perUnit = await timeUnits(engine, units);
  return judged('sweep.local.overheadMsPerUnit', perUnit, 'ms', [null, MOST_OVERHEAD_MS]);
}

async function queueOverhead(
  path: string,
  folder: string,
  report: BenchReport,
): Promise<BenchResult[]> {
  const { connect } = await import('../sweeps/redis/connection');
  const { RedisEngine } = await import('../sweeps/redis/redisEngine');
  const { RedisStore } = await import('../sweeps/redis/redisStore');
  const { UnitWorker } = await import('../sweeps/redis/unitWorker');
  const setting = { build: 'bench', backend: 'wasm' } as const;
  const say = (text: string) => report.note(text);
  const redis = await LocalRedis.start(path, folder);
  const connection = await connect(redis.url, say);
  const store = new RedisStore(connection, redis.url);
  const engine = new RedisEngine(await connect(redis.url, say), store, 'bench', say);
  const workers: InstanceType<typeof UnitWorker>[] = [];
  const results: BenchResult[] = [];
  try {
    for (const [place, count] of QUEUE_WORKERS.entries()) {
      report.progress(`Empty units: ${count} workers on a queue`);
      while (workers.length < count) {
        const options = {
          redis: connection,
          store,
          performer: emptyPerformer(store),
          concurrency: 2,
        };
        workers.push(
          new UnitWorker({
            ...options,
            build: 'bench',
            kind: 'cores',
            lockSeconds: 30,
            say,
            onCounts: () => {},
          }),
        );
      }
      const perUnit = await timeUnits(engine, emptyUnits(setting, place * EMPTY_UNITS));
      if (count === 1) {
        const accept = [null, MOST_OVERHEAD_MS] as const;
        results.push(judged('sweep.overheadMsPerUnit', perUnit, 'ms', accept));
      }
      const name = `sweep.queue.unitsPerSecond.${count}`;
      results.push({ name, value: 1000 / perUnit, unit: 'units/s' });
    }
    return results;
  } finally {
    await engine.close();
    await Promise.all(workers.map((worker) => worker.drain()));
    await store.close();
    await redis.stop();
  }
}

/** Four points on two data seeds: a sweep for every count of workers, with seeds of its own. */
function requestOf(seed: number): SweepRequest {
  const axes = [parseAxis('learning.temperature=log:1:30:4')];
  return {
    points: planPoints({ ...REAL_RUN, seed }, { kind: 'grid', axes, points: 0, seed: 1 }),
    seeds: 2,
    episodes: 4,
    metric: 'profit',
    front: ['profit', 'meanAbsInventory'],
    shard: null,
    setting: { build: labBuild(), backend: 'wasm' },
  };
}

async function scaling(path: string, folder: string, report: BenchReport): Promise<BenchResult[]> {
  const { connect } = await import('../sweeps/redis/connection');
  const { RedisEngine } = await import('../sweeps/redis/redisEngine');
  const { RedisStore } = await import('../sweeps/redis/redisStore');
  const say = (text: string) => report.note(text);
  const redis = await LocalRedis.start(path, folder);
  const connection = await connect(redis.url, say);
  const store = new RedisStore(connection, redis.url);
  const build = labBuild();
  const engine = new RedisEngine(await connect(redis.url, say), store, build, say);
  const workers: WorkerProcess[] = [];
  const run = (seed: number) => new Sweep(requestOf(seed), engine, store).run();
  const results: BenchResult[] = [];
  let alone = Number.NaN;
  try {
    const before = await memoryOf(connection);
    let units = 0;
    for (const count of SCALING_WORKERS.filter((one) => one <= availableParallelism())) {
      report.progress(`Real units: ${count} workers`);
      while (workers.length < count) workers.push(new WorkerProcess(redis.url, '--threads=1'));
      // The first sweep waits for the workers and their threads to start.
      units += (await run(1000 * count)).units.computed;
      const start = performance.now();
      const { computed } = (await run(1000 * count + 500)).units;
      const perSecond = (1000 * computed) / (performance.now() - start);
      units += computed;
      if (count === 1) alone = perSecond;
      results.push({
        name: `sweep.scaling.${count}`,
        value: perSecond / alone,
        unit: 'times one worker',
      });
    }
    const bytes = ((await memoryOf(connection)) - before) / units;
    return [...results, { name: 'sweep.redisBytesPerUnit', value: bytes, unit: 'bytes' }];
  } finally {
    await engine.close();
    await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
    await store.close();
    await redis.stop();
  }
}

/** Bytes that the server holds. */
async function memoryOf(redis: { info(section: string): Promise<string> }): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}

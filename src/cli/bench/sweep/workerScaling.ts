/**
 * Times real units by one worker of a thread after another, and counts what a unit takes in Redis.
 */
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../../protocol/run';
import type { BenchResult } from '../../output/results';
import { parseAxis } from '../../sweeps/axes';
import { labBuild } from '../../sweeps/labBuild';
import { planPoints } from '../../sweeps/plan';
import { connect } from '../../sweeps/redis/connection';
import { RedisEngine } from '../../sweeps/redis/redisEngine';
import { RedisStore } from '../../sweeps/redis/redisStore';
import { Sweep, type SweepRequest } from '../../sweeps/sweep';
import type { BenchReport } from '../report';
import type { WorkerNetworks } from './networks';
import { labWorker, WorkerProcess } from './workerProcess';

const WORKERS = [1, 2, 4];

const REAL_RUN = parseRunConfig({
  ...DEFAULT_RUN_CONFIG,
  env: { ...DEFAULT_RUN_CONFIG.env, episodeLength: 200 },
  dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 20 },
  learning: { ...DEFAULT_RUN_CONFIG.learning, updates: 300, cloningUpdates: 50 },
});

/** A sweep of some points on two data seeds, which are its own. */
function requestOf(seed: number, points: number, build: string): SweepRequest {
  const temperatures = [10, 1, 3, 30].slice(0, points);
  const axes = [parseAxis(`learning.temperature=${temperatures.join(',')}`)];
  return {
    points: planPoints({ ...REAL_RUN, seed }, { kind: 'grid', axes, points: 0, seed: 1 }),
    seeds: 2,
    episodes: 4,
    metric: 'profit',
    front: ['profit', 'meanAbsInventory'],
    shard: null,
    setting: { build, backend: 'wasm' },
  };
}

export async function workerScaling(
  url: string,
  networks: WorkerNetworks,
  report: BenchReport,
): Promise<BenchResult[]> {
  const say = (text: string) => report.note(text);
  const build = labBuild();
  const connection = await connect(url, say);
  const store = new RedisStore(connection, url);
  const engine = new RedisEngine(await connect(url, say), store, build, say);
  const workers: WorkerProcess[] = [];
  const run = async (seed: number, points: number): Promise<number> => {
    const result = await new Sweep(requestOf(seed, points, build), engine, store).run();
    const [failure] = result.failures;
    if (failure !== undefined) throw failure;
    return result.units.computed;
  };
  const results: BenchResult[] = [];
  let alone = Number.NaN;
  try {
    const before = await memoryOf(connection);
    let units = 0;
    for (const count of WORKERS) {
      report.progress(`Real units: ${count} workers`);
      while (workers.length < count) {
        const script = labWorker(url, '--threads=1');
        workers.push(new WorkerProcess(script, networks.prefix(workers.length)));
      }
      await Promise.all(workers.map(({ ready }) => ready));
      // The first sweep waits for the threads of the workers to start.
      units += await run(1000 * count, 1);
      const start = performance.now();
      const computed = await run(1000 * count + 500, 4);
      const perSecond = (1000 * computed) / (performance.now() - start);
      units += computed;
      if (count === 1) alone = perSecond;
      const name = `sweep.scaling.${count}`;
      results.push({ name, value: perSecond / alone, unit: 'times one worker' });
      results.push({ name: `${name}.unitsPerSecond`, value: perSecond, unit: 'units/s' });
    }
    const bytes = ((await memoryOf(connection)) - before) / units;
    return [...results, { name: 'sweep.redisBytesPerUnit', value: bytes, unit: 'bytes' }];
  } finally {
    await engine.close();
    await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
    await store.close();
  }
}

/** Bytes that the server holds. */
async function memoryOf(redis: { info(section: string): Promise<string> }): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}

/** Times empty units through a queue, by workers in processes of their own. */
import { DEFAULT_RUN_CONFIG } from '../../../protocol/run';
import { judged, type BenchResult } from '../../output/results';
import type { SweepEngine } from '../../sweeps/engine';
import { connect } from '../../sweeps/redis/connection';
import { RedisEngine } from '../../sweeps/redis/redisEngine';
import { RedisStore } from '../../sweeps/redis/redisStore';
import { trainUnit, type NamedUnit } from '../../sweeps/units';
import type { BenchReport } from '../report';
import { EMPTY_BUILD } from './emptyWorker';
import type { WorkerNetworks } from './networks';
import { WorkerProcess } from './workerProcess';

/** Most milliseconds that a unit may cost beside its work. */
export const MOST_OVERHEAD_MS = 50;
/** Workers that share a queue of empty units. */
const WORKERS = [1, 4, 16];
const WARM_UNITS = 40;
const TIMED_UNITS = 200;

const setting = { build: EMPTY_BUILD, backend: 'wasm' } as const;

/** @param from seed of the first, so that no two calls give the same unit */
export const emptyUnits = (count: number, from: number): NamedUnit[] =>
  Array.from({ length: count }, (_, index) =>
    trainUnit({ ...DEFAULT_RUN_CONFIG, seed: from + index }, setting),
  );

/** @returns milliseconds per unit */
export async function timeUnits(engine: SweepEngine, units: readonly NamedUnit[]): Promise<number> {
  const start = performance.now();
  await Promise.all(units.map((unit) => engine.perform(unit)));
  return (performance.now() - start) / units.length;
}

export async function queueThroughput(
  url: string,
  networks: WorkerNetworks,
  report: BenchReport,
): Promise<BenchResult[]> {
  const say = (text: string) => report.note(text);
  const store = new RedisStore(await connect(url, say), url);
  const engine = new RedisEngine(await connect(url, say), store, EMPTY_BUILD, say);
  const workers: WorkerProcess[] = [];
  const results: BenchResult[] = [];
  let seed = 0;
  const next = (count: number) => {
    const units = emptyUnits(count, seed);
    seed += count;
    return units;
  };
  try {
    for (const count of WORKERS) {
      report.progress(`Empty units: ${count} workers on a queue`);
      while (workers.length < count) {
        const script = ['src/cli/bench/sweep/emptyWorker.ts', url];
        workers.push(new WorkerProcess(script, networks.prefix(workers.length)));
      }
      await Promise.all(workers.map(({ ready }) => ready));
      await timeUnits(engine, next(WARM_UNITS));
      const perUnit = await timeUnits(engine, next(TIMED_UNITS));
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
    await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
    await store.close();
  }
}

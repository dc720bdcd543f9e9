/**
 * Measures what a unit of a sweep costs beside its work, through the store of this machine and
 * through Redis, how many empty units a queue hands out, and how real units scale with workers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { judged, type BenchResult } from '../output/results';
import { DirectoryStore } from '../sweeps/directoryStore';
import { LocalEngine } from '../sweeps/localEngine';
import { findRedisServer } from '../../../scripts/redis.mjs';
import type { BenchReport } from './report';
import { emptyPerformer } from './sweep/emptyWorker';
import { emptyUnits, MOST_OVERHEAD_MS, queueThroughput, timeUnits } from './sweep/queueThroughput';
import { LocalRedis } from './sweep/localRedis';
import { openNetworks } from './sweep/networks';
import { workerScaling } from './sweep/workerScaling';

/** Most workers that share a queue. */
const MOST_WORKERS = 16;
/** Units of the store of this machine. */
const LOCAL_UNITS = 200;

export async function benchSweep(report: BenchReport): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-bench-sweep-'));
  try {
    const results = [await localOverhead(folder)];
    const path = findRedisServer();
    if (path === null) {
      report.note('There is no Redis here: its part of the sweep suite was left out.');
      return results;
    }
    return [...results, ...(await throughRedis(path, folder, report))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function localOverhead(folder: string): Promise<BenchResult> {
  const store = new DirectoryStore(join(folder, 'empty'));
  const engine = new LocalEngine(store, emptyPerformer(store), 2, async () => {});
  const perUnit = await timeUnits(engine, emptyUnits(LOCAL_UNITS, 0));
  return judged('sweep.local.overheadMsPerUnit', perUnit, 'ms', [null, MOST_OVERHEAD_MS]);
}

async function throughRedis(
  path: string,
  folder: string,
  report: BenchReport,
): Promise<BenchResult[]> {
  const networks = openNetworks(MOST_WORKERS);
  report.note(
    networks.areNamespaces
      ? `Each worker was a process in a network namespace of its own, on ${availableParallelism()} cores.`
      : `No network namespaces can be made here: workers were ordinary processes, on ${availableParallelism()} cores.`,
  );
  // The server's own default, which the README's line has.
  const options = { host: networks.host, fsync: 'everysec' } as const;
  try {
    const redis = await LocalRedis.start(path, folder, options);
    try {
      return [
        ...(await queueThroughput(redis.url, networks, report)),
        ...(await workerScaling(redis.url, networks, report)),
      ];
    } finally {
      await redis.stop();
    }
  } finally {
    networks.close();
  }
}

/**
 * The long test of sweeps over many workers: 60 units, three workers, a random one killed whenever
 * five more units are done, and one loss of Redis. What comes out has to equal one machine's, hash
 * for hash, and all deaths that were planned have to have happened. It takes minutes on two cores:
 * `npm run test:workers`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAxis } from '../../src/cli/sweeps/axes';
import { DirectoryStore } from '../../src/cli/sweeps/directoryStore';
import { labBuild } from '../../src/cli/sweeps/labBuild';
import { localEngine } from '../../src/cli/sweeps/localEngine';
import { planPoints } from '../../src/cli/sweeps/plan';
import { connect } from '../../src/cli/sweeps/redis/connection';
import { RedisEngine } from '../../src/cli/sweeps/redis/redisEngine';
import { RedisStore } from '../../src/cli/sweeps/redis/redisStore';
import { Sweep, type SweepRequest, type SweepResult } from '../../src/cli/sweeps/sweep';
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../src/protocol/run';
import { LocalRedis } from '../../src/cli/bench/sweep/localRedis';
import { redisPath } from '../cli/sweeps/redis/redisServer';
import { WorkerCrew } from '../cli/sweeps/redis/workerCrew';

const WORKERS = 3;
const WORKER_FLAGS = ['--threads=1', '--lock-seconds=5'];
/** Units that are done when Redis is killed. */
const REDIS_DIES_AFTER = 22;
/** Units that are done when a worker is killed. */
const KILL_AFTER = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50];

const RUN = parseRunConfig({
  ...DEFAULT_RUN_CONFIG,
  env: { ...DEFAULT_RUN_CONFIG.env, episodeLength: 200 },
  dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 20 },
  learning: { ...DEFAULT_RUN_CONFIG.learning, updates: 300, cloningUpdates: 50 },
});

/** Two units that collect, 28 that train, 28 that choose, and those that report. */
const REQUEST: SweepRequest = {
  points: planPoints(RUN, {
    kind: 'sobol',
    axes: [
      parseAxis('weights.inventoryPenalty=lin:0:500'),
      parseAxis('learning.temperature=log:1:30'),
    ],
    points: 14,
    seed: 1,
  }),
  seeds: 2,
  episodes: 4,
  metric: 'profit',
  front: ['profit', 'meanAbsInventory'],
  shard: null,
  setting: { build: labBuild(), backend: 'wasm' },
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function onOneMachine(folder: string): Promise<SweepResult> {
  const store = new DirectoryStore(join(folder, 'store'));
  const engine = localEngine(store, REQUEST.setting.build, 2);
  try {
    return await new Sweep(REQUEST, engine, store).run();
  } finally {
    await engine.close();
  }
}

interface Outcome {
  readonly result: SweepResult;
  /** Workers and servers that were killed before the last unit was done. */
  readonly kills: number;
  readonly restarts: number;
}

async function byWorkers(path: string, folder: string): Promise<Outcome> {
  const redis = await LocalRedis.start(path, folder);
  const store = new RedisStore(await connect(redis.url, say), redis.url);
  const engine = new RedisEngine(
    await connect(redis.url, () => {}),
    store,
    REQUEST.setting.build,
    say,
  );
  const crew = new WorkerCrew({
    url: redis.url,
    workers: WORKERS,
    flags: WORKER_FLAGS,
    killAfter: KILL_AFTER,
    say,
  });
  let restarts = 0;
  try {
    const sweep = new Sweep(REQUEST, engine, store, ({ done, failed, total }) => {
      say(`Units: ${done} of ${total}, ${failed} failed`);
      crew.onDone(done);
      if (restarts > 0 || done < REDIS_DIES_AFTER) return;
      restarts += 1;
      say('Kills Redis.');
      void redis.restart();
    });
    const result = await sweep.run();
    return { result, kills: crew.kills, restarts };
  } finally {
    await crew.end();
    await engine.close();
    await store.close();
    await redis.stop();
  }
}

const path = redisPath();
if (path === null)
  throw new Error('expected a Redis or Valkey: install one, or set REDIS_SERVER_PATH');
const folder = mkdtempSync(join(tmpdir(), 'lab-acceptance-'));
try {
  const { result: workers, kills, restarts } = await byWorkers(path, folder);
  const alone = await onOneMachine(folder);
  const { computed, stored } = workers.units;
  say(`${computed + stored} units by workers: ${workers.digest}; on one machine: ${alone.digest}`);
  const isSame =
    workers.digest === alone.digest &&
    workers.failures.length === 0 &&
    JSON.stringify(workers.played) === JSON.stringify(alone.played);
  const isPlanned = kills === KILL_AFTER.length && restarts === 1;
  say(`Workers killed: ${kills} of ${KILL_AFTER.length}; Redis restarted: ${restarts} of 1.`);
  say(isSame ? 'Equal, hash for hash.' : 'NOT equal.');
  process.exitCode = isSame && isPlanned ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * A sweep by workers that die, on a Redis that dies, beside the same sweep on this machine. It
 * starts five processes of Node, which takes most of its fifteen seconds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAxis } from '../../../../src/cli/sweeps/axes';
import { DirectoryStore } from '../../../../src/cli/sweeps/directoryStore';
import { labBuild } from '../../../../src/cli/sweeps/labBuild';
import { localEngine } from '../../../../src/cli/sweeps/localEngine';
import { planPoints } from '../../../../src/cli/sweeps/plan';
import { connect } from '../../../../src/cli/sweeps/redis/connection';
import { RedisEngine } from '../../../../src/cli/sweeps/redis/redisEngine';
import { RedisStore } from '../../../../src/cli/sweeps/redis/redisStore';
import { Sweep, type SweepRequest } from '../../../../src/cli/sweeps/sweep';
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../../../src/protocol/run';
import { LocalRedis } from '../../../../src/cli/bench/sweep/localRedis';
import { redisPath } from './redisServer';
import { WorkerCrew } from './workerCrew';

const path = redisPath();

const TINY = parseRunConfig({
  ...DEFAULT_RUN_CONFIG,
  env: { ...DEFAULT_RUN_CONFIG.env, episodeLength: 60 },
  dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 6 },
  learning: {
    ...DEFAULT_RUN_CONFIG.learning,
    updates: 20,
    cloningUpdates: 5,
    hiddenSizes: [16, 16],
    batchSize: 32,
  },
});

/** Units: one that collects, five that train, five that choose, and those that report. */
const REQUEST: SweepRequest = {
  points: planPoints(TINY, {
    kind: 'grid',
    axes: [parseAxis('weights.inventoryPenalty=0,20,100,500,1000')],
    points: 0,
    seed: 1,
  }),
  seeds: 1,
  episodes: 3,
  metric: 'profit',
  front: ['profit', 'meanAbsInventory'],
  shard: null,
  setting: { build: labBuild(), backend: 'wasm' },
};

const WORKER_FLAGS = ['--threads=1', '--lock-seconds=2'];
/** Units that are done when a worker is killed, and when Redis is. */
const KILL_AFTER = [2, 7];
const REDIS_DIES_AFTER = 5;

let folder: string;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-workers-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
  rmSync(folder, { recursive: true, force: true });
});

async function onOneMachine() {
  const store = new DirectoryStore(join(folder, 'store'));
  const engine = localEngine(store, REQUEST.setting.build, 1);
  ends.push(() => engine.close());
  return await new Sweep(REQUEST, engine, store).run();
}

describe.skipIf(path === null)('a sweep by workers (skipped where there is no Redis)', () => {
  it('gives what one machine gives, hash for hash, though two workers and Redis are killed', async () => {
    const redis = await LocalRedis.start(path ?? '', folder);
    ends.push(() => redis.stop());
    const alone = onOneMachine();
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const store = new RedisStore(await connect(redis.url, say), redis.url);
    const engine = new RedisEngine(
      await connect(redis.url, () => {}),
      store,
      REQUEST.setting.build,
      say,
    );
    ends.push(
      () => engine.close(),
      () => store.close(),
    );
    const crew = new WorkerCrew({
      url: redis.url,
      workers: 2,
      flags: WORKER_FLAGS,
      killAfter: KILL_AFTER,
    });
    ends.push(() => crew.end());
    let restarts = 0;
    const sweep = new Sweep(REQUEST, engine, store, ({ done }) => {
      crew.onDone(done);
      if (restarts > 0 || done < REDIS_DIES_AFTER) return;
      restarts += 1;
      void redis.restart();
    });
    // Deaths after the last unit would show nothing.
    const byWorkers = async () => {
      const found = await sweep.run();
      return { found, kills: crew.kills };
    };
    const [apart, { found: result, kills }] = await Promise.all([alone, byWorkers()]);
    expect({ kills, restarts }).toEqual({ kills: KILL_AFTER.length, restarts: 1 });
    expect(result.failures).toEqual([]);
    expect(result.units.computed + result.units.stored).toBeGreaterThanOrEqual(12);
    expect(result.digest).toBe(apart.digest);
    expect(result.played).toEqual(apart.played);
    expect(result.best).toBe(apart.best);
    expect(said.some((text) => text.startsWith('Redis is gone'))).toBe(true);
    expect(said).toContain('Redis is back.');
    // Nothing is left in the queue, and what is in the store is not asked for again.
    const again = await new Sweep(REQUEST, engine, store).run();
    expect(again.units).toEqual({ computed: 0, stored: result.units.computed });
    const { code, printed } = await crew.dismissOne();
    expect(printed).toContain('Finishes what is under way, and takes nothing more.');
    expect(code).toBe(0);
  }, 180_000);
});

/** What a worker does with jobs that no sweep of this lab submitted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, QueueEvents } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnitPerformer } from '../../../../src/cli/sweeps/performer';
import { connect } from '../../../../src/cli/sweeps/redis/connection';
import { jobOptions, queueName } from '../../../../src/cli/sweeps/redis/jobs';
import { RedisStore } from '../../../../src/cli/sweeps/redis/redisStore';
import { UnitWorker } from '../../../../src/cli/sweeps/redis/unitWorker';
import { StoreError } from '../../../../src/cli/sweeps/store';
import { trainUnit, unitText } from '../../../../src/cli/sweeps/units';
import { WorkPool } from '../../../../src/cli/work/workPool';
import { DEFAULT_RUN_CONFIG } from '../../../../src/protocol/run';
import { LocalRedis } from '../../../../src/cli/bench/sweep/localRedis';
import { redisPath } from './redisServer';

const path = redisPath();
const BUILD = '0.1.0+test';
const unit = trainUnit(DEFAULT_RUN_CONFIG, { build: BUILD, backend: 'wasm' });
const text = new TextEncoder().encode(unitText(unit));

describe.skipIf(path === null)('a worker (skipped where there is no Redis)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-worker-'));
  const ends: (() => Promise<unknown>)[] = [];
  let store: RedisStore;
  let queue: Queue;
  let events: QueueEvents;

  beforeAll(async () => {
    const server = await LocalRedis.start(path ?? '', folder);
    const redis = await connect(server.url, () => {});
    const pool = new WorkPool(1);
    store = new RedisStore(redis.duplicate(), server.url);
    const said: string[] = [];
    const worker = new UnitWorker({
      redis,
      store,
      performer: new UnitPerformer(pool, store, BUILD),
      concurrency: 2,
      build: BUILD,
      kind: 'cores',
      lockSeconds: 30,
      say: (one) => void said.push(one),
      onCounts: () => {},
    });
    const connection = { url: server.url };
    queue = new Queue(queueName('cores', BUILD), { connection });
    events = new QueueEvents(queueName('cores', BUILD), { connection });
    await events.waitUntilReady();
    ends.push(
      () => server.stop(),
      () => store.close(),
      () => pool.close(),
      async () => redis.disconnect(),
      () => worker.drain(),
      () => queue.close(),
      () => events.close(),
    );
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
    rmSync(folder, { recursive: true, force: true });
  });

  const answerTo = async (data: unknown, id = 'job'): Promise<unknown> => {
    const job = await queue.add('train', data, jobOptions(id));
    return await job.waitUntilFinished(events).catch((error: unknown) => String(error));
  };

  it.each([
    ['the name of no unit', { unit: '../../etc/passwd' }, 'job.unit: expected the name of a unit'],
    ['a field of no name', { unit: unit.name, shell: 'rm' }, 'job.shell: expected no field'],
    ['no object', 'rm -rf', 'job: expected an object'],
    ['a unit that the store lacks', { unit: unit.name }, 'the sweep and the worker need the same'],
  ])('refuses %s, at once and in words', async (_, data, words) => {
    expect(await answerTo(data)).toContain(words);
  });

  it('refuses a unit that is not what its name says', async () => {
    await store.write('units', unit.name, new TextEncoder().encode('{"kind":"train"}'));
    expect(await answerTo({ unit: unit.name })).toContain('unit.run: expected an object');
    const other = trainUnit({ ...DEFAULT_RUN_CONFIG, seed: 2 }, { build: BUILD, backend: 'wasm' });
    await store.write('units', other.name, text);
    expect(await answerTo({ unit: other.name })).toContain(`unit.name: expected ${unit.name}`);
  });

  it('refuses a unit of another build', async () => {
    const old = trainUnit(DEFAULT_RUN_CONFIG, { build: '0.0.9+old', backend: 'wasm' });
    await store.write('units', old.name, new TextEncoder().encode(unitText(old)));
    expect(await answerTo({ unit: old.name })).toContain(
      `unit.build: expected ${BUILD}, got "0.0.9+old"`,
    );
  });

  it('does not perform what is in the store', async () => {
    await store.write('artefacts', unit.name, new Uint8Array([1, 2, 3]));
    expect(await answerTo({ unit: unit.name })).toBe('stored');
    expect((await store.list('artefacts')).map(({ name }) => name)).toEqual([unit.name]);
  });

  it('leaves nothing of a job in the queue', async () => {
    expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, failed: 0 });
  });

  it('does not take more through Redis than a server should hold', async () => {
    const noise = new Uint8Array(9 * 2 ** 20);
    for (let at = 0; at < noise.length; at += 65_536) {
      crypto.getRandomValues(noise.subarray(at, Math.min(noise.length, at + 65_536)));
    }
    await expect(store.write('artefacts', unit.name, noise)).rejects.toThrow(StoreError);
    expect(await store.read('artefacts', unit.name)).toEqual(new Uint8Array([1, 2, 3]));
  });
});

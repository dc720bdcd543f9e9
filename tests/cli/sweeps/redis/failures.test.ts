/**
 * What becomes of units, stores and queues where something goes wrong; every unit here costs
 * nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LocalRedis } from '../../../../src/cli/bench/sweep/localRedis';
import { SweepStoppedError, type Performer } from '../../../../src/cli/sweeps/engine';
import { FinalUnitError } from '../../../../src/cli/sweeps/performer';
import { connect } from '../../../../src/cli/sweeps/redis/connection';
import { RedisEngine } from '../../../../src/cli/sweeps/redis/redisEngine';
import { RedisStore } from '../../../../src/cli/sweeps/redis/redisStore';
import { UnitWorker } from '../../../../src/cli/sweeps/redis/unitWorker';
import { StoreError } from '../../../../src/cli/sweeps/store';
import { trainUnit, type NamedUnit } from '../../../../src/cli/sweeps/units';
import { DEFAULT_RUN_CONFIG } from '../../../../src/protocol/run';
import { redisPath } from './redisServer';

const path = redisPath();
const BUILD = '0.1.0+test';
const silent = () => {};

let seed = 0;
/** A unit that no other test asks for. */
const freshUnit = (build = BUILD): NamedUnit => {
  seed += 1;
  return trainUnit({ ...DEFAULT_RUN_CONFIG, seed }, { build, backend: 'wasm' });
};

describe.skipIf(path === null)('units through Redis (skipped where there is none)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-failures-'));
  const ends: (() => Promise<unknown>)[] = [];
  let server: LocalRedis;
  let store: RedisStore;

  beforeAll(async () => {
    server = await LocalRedis.start(path ?? '', folder);
    store = new RedisStore(await connect(server.url, silent), server.url);
  });
  afterEach(async () => {
    vi.useRealTimers();
    for (const end of ends.splice(0).toReversed()) await end();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const startEngine = async (say: (text: string) => void = silent, build = BUILD) => {
    const engine = new RedisEngine(await connect(server.url, silent), store, build, say, 20);
    ends.push(() => engine.close());
    return engine;
  };
  const startWorker = async (perform: Performer['perform'], build = BUILD) => {
    const redis = await connect(server.url, silent);
    const said: string[] = [];
    const worker = new UnitWorker({
      redis,
      store,
      performer: { perform },
      concurrency: 1,
      build,
      kind: 'cores',
      lockSeconds: 30,
      say: (text) => void said.push(text),
      onCounts: silent,
      storeWaitMs: 1,
    });
    ends.push(async () => {
      await worker.drain();
      redis.disconnect();
    });
    return { worker, said };
  };
  const content = new Uint8Array([1, 2, 3]);
  const made: Performer['perform'] = async ({ name }) => {
    await store.write('artefacts', name, content);
    return content;
  };

  it('tries a poisonous unit three times, and performs the others', async () => {
    const [poison, sound] = [freshUnit(), freshUnit()];
    let tries = 0;
    await startWorker(async (unit) => {
      if (unit.name !== poison.name) return await made(unit);
      tries += 1;
      throw new Error(`out of memory, try ${tries}`);
    });
    const engine = await startEngine();
    const given = expect(engine.perform(poison)).rejects.toThrow('try 3 (tries: 3)');
    expect(await engine.perform(sound)).toBe('computed');
    await given;
    expect(tries).toBe(3);
    // It is remembered, and not tried again.
    await expect(engine.perform(poison)).rejects.toThrow('(tries: 3)');
    expect(tries).toBe(3);
  });

  it('does not try again what cannot come out otherwise', async () => {
    let tries = 0;
    await startWorker(async () => {
      tries += 1;
      throw new FinalUnitError('training diverged at update 7');
    });
    const engine = await startEngine();
    await expect(engine.perform(freshUnit())).rejects.toThrow('update 7 (tries: 1)');
    expect(tries).toBe(1);
  });

  it('waits for a store that is full, and loses no try, though clocks jump meanwhile', async () => {
    const unit = freshUnit();
    let refusals = 0;
    const { said } = await startWorker(async (one) => {
      refusals += 1;
      if (refusals > 5) return await made(one);
      // Only what reads the time is changed: an hour on, and an hour back.
      const hour = 3_600_000 * (refusals % 2 === 1 ? 1 : -1);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hour });
      throw new StoreError('The store /full cannot be used: no space left on device');
    });
    const engine = await startEngine();
    expect(await engine.perform(unit)).toBe('computed');
    expect(refusals).toBe(6);
    expect(said).toContain('The store /full cannot be used: no space left on device; tries again.');
    expect(await store.has('failures', unit.name)).toBe(false);
  });

  it('says that no worker of its build is there, and leaves its units alone', async () => {
    const taken: string[] = [];
    await startWorker(async (unit) => {
      taken.push(unit.name);
      return await made(unit);
    }, '0.0.9+old');
    const told = new Promise<string>((resolve) => {
      void startEngine(resolve, '0.2.0+new').then((engine) =>
        engine.perform(freshUnit('0.2.0+new')).catch(() => {}),
      );
    });
    expect(await told).toContain('No worker of this build, 0.2.0+new, is there');
    expect(taken).toEqual([]);
  });

  it('is stopped without losing anything: workers go on, and a later sweep finds what they made', async () => {
    const units = [freshUnit(), freshUnit()];
    const engine = await startEngine();
    const stopped = Promise.all(
      units.map((unit) => expect(engine.perform(unit)).rejects.toThrow(SweepStoppedError)),
    );
    // Both are in the queue as soon as what they are to do is in the store.
    await vi.waitFor(async () => {
      for (const { name } of units) expect(await store.has('units', name)).toBe(true);
    });
    await engine.close();
    await stopped;
    await startWorker(made);
    const later = await startEngine();
    const outcomes = await Promise.all(units.map((unit) => later.perform(unit)));
    expect(outcomes.every((outcome) => outcome === 'computed' || outcome === 'stored')).toBe(true);
    expect(await later.perform(units[0])).toBe('stored');
  });

  it('lets a worker that is told to stop finish its unit, and take nothing more', async () => {
    const [first, second] = [freshUnit(), freshUnit()];
    let release: () => void = silent;
    let begin: () => void = silent;
    const began = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const { worker } = await startWorker(async (unit) => {
      const freed = new Promise<void>((resolve) => {
        release = resolve;
      });
      begin();
      await freed;
      return await made(unit);
    });
    const engine = await startEngine();
    const done = engine.perform(first);
    await began;
    const waiting = expect(engine.perform(second)).rejects.toThrow(SweepStoppedError);
    const drained = worker.drain();
    release();
    await drained;
    expect(await done).toBe('computed');
    expect(await store.has('artefacts', second.name)).toBe(false);
    await engine.close();
    await waiting;
  });

  it('says that a server without memory takes nothing, and goes on when it does', async () => {
    const admin = await connect(server.url, silent);
    ends.push(async () => admin.disconnect());
    const unit = freshUnit();
    await startWorker(made);
    const engine = await startEngine();
    await admin.config('SET', 'maxmemory', '1');
    await expect(engine.perform(unit)).rejects.toThrow(
      /^--redis: the store .* cannot be used: OOM/,
    );
    await admin.config('SET', 'maxmemory', '0');
    expect(await engine.perform(unit)).toBe('computed');
  });
});

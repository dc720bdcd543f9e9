/** Performs the units of sweeps that others submit, until it is told to stop. */
import { availableParallelism } from 'node:os';
import { InvalidInputError } from '../../market/validation';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import { UnitPerformer } from '../sweeps/performer';
import { labBuild } from '../sweeps/labBuild';
import { WorkPool } from '../work/workPool';
import { openStore, STORE_FLAGS } from '../program/storeFlags';

export const worker = defineCommand(
  'perform the units of sweeps that come through Redis',
  {
    ...STORE_FLAGS,
    backend: {
      kind: 'choice',
      default: 'wasm',
      choices: ['wasm', 'webgpu'],
      help: 'what to take: units for cores, or trainings on WebGPU, one at a time',
    },
    threads: wholeFlag({
      default: availableParallelism(),
      min: 1,
      max: 1024,
      help: 'units at the same time',
    }),
    lockSeconds: wholeFlag({
      default: 30,
      min: 1,
      max: 3600,
      help: 'seconds after which a unit of a worker that is silent goes to another',
    }),
  },
  async (flags, terminal) => {
    if (flags.redis === null) {
      throw new InvalidInputError(
        '--redis',
        'an address such as redis://127.0.0.1:6379',
        undefined,
      );
    }
    const say = (text: string) => terminal.progress.finish(text);
    const { connect, withoutSecret } = await import('../sweeps/redis/connection');
    const { UnitWorker } = await import('../sweeps/redis/unitWorker');
    const redis = await connect(flags.redis, say);
    const store = await openStore(flags, terminal);
    const build = labBuild();
    const isDevice = flags.backend === 'webgpu';
    const threads = isDevice ? 1 : flags.threads;
    const pool = new WorkPool(threads);
    const start = performance.now();
    let done = 0;
    let failed = 0;
    const units = new UnitWorker({
      redis,
      store,
      performer: new UnitPerformer(pool, store, build),
      // One more than there are threads, so that none waits for a result to be written.
      concurrency: threads + 1,
      build,
      kind: isDevice ? 'webgpu' : 'cores',
      lockSeconds: flags.lockSeconds,
      say,
      onCounts: (counts) => {
        ({ done, failed } = counts);
        const perMinute = done / ((performance.now() - start) / 60_000);
        terminal.progress.update(
          `Units: ${done} done, ${failed} failed, ${counts.underWay} under way, ${perMinute.toFixed(1)} a minute`,
        );
      },
    });
    say(
      `Works on ${threads} ${threads === 1 ? 'thread' : 'threads'} for ${withoutSecret(flags.redis)}; store ${store.place}; build ${build}.`,
    );
    try {
      await new Promise<void>((resolve) => {
        process.once('SIGTERM', resolve).once('SIGINT', resolve);
      });
      say('Finishes what is under way, and takes nothing more.');
      await units.drain();
    } finally {
      await pool.close();
      await store.close();
      redis.disconnect();
    }
    say(`Units done ${done}, failed ${failed}.`);
    return {
      config: { build, threads, store: store.place },
      results: [
        { name: 'worker.units.done', value: done, unit: 'units' },
        { name: 'worker.units.failed', value: failed, unit: 'units' },
      ],
    };
  },
);

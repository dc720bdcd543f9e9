/** The platform knows the workers' scripts and the machine; workers are created nowhere else. */
import type { WorkerName } from './types';
import type { WorkerLike } from './workerSupervisor';

/** Workers that live as long as the page, and the one that lives for a reading. */
export type ScriptName = WorkerName | 'tape';

/** The browser's facilities that the lab needs; tests bring their own. */
export interface Platform {
  readonly spawn: (name: ScriptName) => WorkerLike;
  /** Number of logical processors. */
  readonly cores: number;
  /** The clock, in milliseconds; monotonic. */
  readonly now: () => number;
}

export function browserPlatform(): Platform {
  return {
    spawn: (name) => SCRIPTS[name](),
    cores: navigator.hardwareConcurrency,
    now: () => performance.now(),
  };
}

/** Each URL is written out in full: that is how the bundler finds the script. */
const SCRIPTS: Readonly<Record<ScriptName, () => Worker>> = {
  market: () =>
    new Worker(new URL('../../workers/market.worker.ts', import.meta.url), {
      type: 'module',
      name: 'market',
    }),
  collector: () =>
    new Worker(new URL('../../workers/collector.worker.ts', import.meta.url), {
      type: 'module',
      name: 'collector',
    }),
  trainer: () =>
    new Worker(new URL('../../workers/trainer.worker.ts', import.meta.url), {
      type: 'module',
      name: 'trainer',
    }),
  tape: () =>
    new Worker(new URL('../../workers/tape.worker.ts', import.meta.url), {
      type: 'module',
      name: 'tape',
    }),
};

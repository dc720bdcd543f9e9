/**
 * Takes units from a queue and performs them. The processor only awaits the threads of the pool, so
 * that locks are renewed however long a unit takes; a worker that died is found by its lock.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { DelayedError, UnrecoverableError, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { InvalidInputError, reasonOf } from '../../../market/validation';
import type { Performer } from '../engine';
import { isGivenUp, recordFailure } from '../failures';
import { StoreError, textOf, type UnitStore } from '../store';
import { parseUnit } from '../units';
import type { Say } from './connection';
import { parseJob, queueName, queueOf, type QueueKind } from './jobs';

/**
 * Times that the worker of a unit may die. Many, so that machines that come and go do not condemn a
 * unit, and finite, so that one that kills its workers ends. What only ends a thread, such as want
 * of its memory, is a try like any other.
 */
const MOST_DEATHS = 10;
/** Milliseconds until a store that could not be used is tried again. */
const STORE_WAIT_MS = 5000;
/**
 * A moment of the past by whatever clock, in milliseconds since 1970: a job of it is taken at once.
 */
const LONG_AGO = 1;

interface WorkerCounts {
  readonly done: number;
  readonly failed: number;
  readonly underWay: number;
}

export interface UnitWorkerOptions {
  readonly redis: Redis;
  readonly store: UnitStore;
  readonly performer: Performer;
  /** Units at the same time. */
  readonly concurrency: number;
  readonly build: string;
  readonly kind: QueueKind;
  /** Seconds after which a unit of a worker that is silent goes to another. */
  readonly lockSeconds: number;
  readonly say: Say;
  readonly onCounts: (counts: WorkerCounts) => void;
  /** Milliseconds until a store that could not be used is tried again. */
  readonly storeWaitMs?: number;
}

export class UnitWorker {
  private readonly worker: Worker<unknown, string>;
  private done = 0;
  private failed = 0;
  private underWay = 0;
  private readonly draining = new AbortController();

  private readonly connection: Redis;

  constructor(private readonly options: UnitWorkerOptions) {
    const { redis, concurrency, build, kind, lockSeconds, say } = options;
    this.connection = redis.duplicate();
    this.connection.on('error', () => {});
    this.worker = new Worker(queueName(kind, build), (job) => this.process(job), {
      connection: this.connection,
      concurrency,
      lockDuration: 1000 * lockSeconds,
      stalledInterval: 1000 * Math.max(1, lockSeconds / 2),
      maxStalledCount: MOST_DEATHS,
    });
    this.worker.on('error', (error) => {
      // A lost connection is said once, by the connection.
      if (!('code' in error)) say(error.message);
    });
  }

  /** Finishes what is under way and takes nothing more. */
  async drain(): Promise<void> {
    this.draining.abort();
    await this.worker.close();
    this.connection.disconnect();
  }

  private async process(job: Job<unknown, string>): Promise<string> {
    this.underWay += 1;
    this.tell();
    try {
      const outcome = await this.performJob(job);
      this.done += 1;
      return outcome;
    } finally {
      this.underWay -= 1;
      this.tell();
    }
  }

  private async performJob(job: Job<unknown, string>): Promise<string> {
    const { store, performer, kind, build, say } = this.options;
    let name: string | null = null;
    try {
      name = parseJob(job.data).unit;
      if (await store.has('artefacts', name)) return 'stored';
      const text = await store.read('units', name);
      if (text === null) {
        const expected = `a unit in ${store.place}: the sweep and the worker need the same store`;
        throw new InvalidInputError(`unit ${name}`, expected, undefined);
      }
      const unit = parseUnit(textOf(text), name);
      if (unit.unit.build !== build) {
        throw new InvalidInputError('unit.build', build, unit.unit.build);
      }
      if (queueOf(unit.unit) !== kind)
        throw new InvalidInputError('unit.kind', kind, unit.unit.kind);
      await performer.perform(unit);
      return 'computed';
    } catch (error) {
      if (error instanceof StoreError) {
        say(`${error.message}; tries again.`);
        // Waited here, because machines may disagree about the time at which a job is due.
        await delay(this.options.storeWaitMs ?? STORE_WAIT_MS, undefined, {
          signal: this.draining.signal,
        }).catch(() => {});
        await job.moveToDelayed(LONG_AGO, job.token);
        throw new DelayedError();
      }
      this.failed += 1;
      say(`${name ?? 'job'}: ${reasonOf(error).split('\n')[0]}`);
      if (name === null || error instanceof InvalidInputError) {
        throw new UnrecoverableError(reasonOf(error));
      }
      const failure = await recordFailure(store, name, error);
      throw isGivenUp(failure) ? new UnrecoverableError(failure.message) : error;
    }
  }

  private tell(): void {
    const { done, failed, underWay } = this;
    this.options.onCounts({ done, failed, underWay });
  }
}

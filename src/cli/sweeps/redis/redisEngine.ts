/**
 * Lets workers on any machines perform units, through a queue of BullMQ. The store decides what is
 * done: an event is a hint to look there, and a job that was lost with its server is submitted
 * again.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { SweepStoppedError, type SweepEngine, type UnitOutcome } from '../engine';
import { isGivenUp, readFailure, recordFailure, UnitFailedError } from '../failures';
import { FinalUnitError } from '../performer';
import type { UnitStore } from '../store';
import { unitText, type NamedUnit } from '../units';
import type { Say } from './connection';
import { jobOptions, QUEUE_KINDS, queueName, queueOf, type QueueKind } from './jobs';

/** Milliseconds between two looks at what is outstanding, whatever events say. */
const LOOK_MS = 3000;
/** Units that one look goes through. */
const LOOK_AT = 200;
/** Looks between two complaints that nobody works. */
const COMPLAIN_AFTER = 5;

/** Events that the server keeps; one that is missed is found by looking. */
const MOST_EVENTS = 1000;
/** Milliseconds that a server may take to say goodbye. */
const GOODBYE_MS = 2000;

interface Outstanding {
  readonly unit: NamedUnit;
  readonly resolve: (outcome: UnitOutcome) => void;
  readonly reject: (error: unknown) => void;
}

export class RedisEngine implements SweepEngine {
  private readonly queues: ReadonlyMap<QueueKind, Queue>;
  private readonly events: readonly QueueEvents[];
  private readonly outstanding = new Map<string, Outstanding>();
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly connections: Redis[];
  private isLooking = false;
  private isStopped = false;
  private looks = 0;

  /**
   * @param redis of which every part takes a connection of its own, and which is closed with it
   * @param lookMs milliseconds between two looks at what is outstanding
   */
  constructor(
    redis: Redis,
    private readonly store: UnitStore,
    private readonly build: string,
    private readonly say: Say,
    lookMs = LOOK_MS,
  ) {
    this.connections = [redis];
    const connection = () => {
      const own = redis.duplicate();
      // A lost connection is said once, by the one that was handed over.
      own.on('error', () => {});
      this.connections.push(own);
      return own;
    };
    this.queues = new Map(
      QUEUE_KINDS.map((kind) => [
        kind,
        new Queue(queueName(kind, build), {
          connection: connection(),
          streams: { events: { maxLen: MOST_EVENTS } },
        }),
      ]),
    );
    this.events = QUEUE_KINDS.map(
      (kind) => new QueueEvents(queueName(kind, build), { connection: connection() }),
    );
    for (const queue of this.queues.values()) queue.on('error', () => {});
    for (const events of this.events) {
      events.on('error', () => {});
      events.on('completed', ({ jobId }) => void this.look([jobId]));
      events.on('failed', ({ jobId, failedReason }) => void this.giveUp(jobId, failedReason));
    }
    this.timer = setInterval(() => void this.lookAround(), lookMs);
  }

  async perform(unit: NamedUnit): Promise<UnitOutcome> {
    if (this.isStopped) throw new SweepStoppedError();
    if ((await this.store.read('artefacts', unit.name)) !== null) return 'stored';
    const failure = await readFailure(this.store, unit.name);
    if (failure !== null && isGivenUp(failure)) throw new UnitFailedError(unit.name, failure);
    await this.store.write('units', unit.name, new TextEncoder().encode(unitText(unit)));
    return await new Promise<UnitOutcome>((resolve, reject) => {
      this.outstanding.set(unit.name, { unit, resolve, reject });
      this.submit(unit).catch(reject);
    });
  }

  /**
   * Units that were submitted stay in the queue: workers go on, and a later sweep finds the
   * results.
   */
  async close(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    for (const { reject } of this.outstanding.values()) reject(new SweepStoppedError());
    this.outstanding.clear();
    const parts = [...this.queues.values(), ...this.events];
    const goodbye = Promise.allSettled(parts.map((part) => part.close()));
    await Promise.race([goodbye, delay(GOODBYE_MS, undefined, { ref: false })]);
    for (const connection of this.connections) connection.disconnect();
  }

  private async submit({ name, unit }: NamedUnit): Promise<void> {
    const queue = this.queues.get(queueOf(unit));
    await queue?.add(unit.kind, { unit: name }, jobOptions(name));
  }

  /** Looks for some units in the store. */
  private async look(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const waiting = this.outstanding.get(name);
      if (waiting === undefined || !(await this.store.has('artefacts', name))) continue;
      this.outstanding.delete(name);
      // Whoever needs it finds the artefact first.
      await this.store.remove('units', name);
      waiting.resolve('computed');
    }
  }

  /** Takes the word of the queue, and what the worker remembered. */
  private async giveUp(name: string, reason: string): Promise<void> {
    const waiting = this.outstanding.get(name);
    if (waiting === undefined) return;
    try {
      const known = await readFailure(this.store, name);
      const failure =
        known !== null && isGivenUp(known)
          ? known
          : await recordFailure(this.store, name, new FinalUnitError(reason));
      this.outstanding.delete(name);
      waiting.reject(new UnitFailedError(name, failure));
    } catch (error) {
      this.say(String(error));
    }
  }

  private async lookAround(): Promise<void> {
    if (this.isLooking || this.isStopped || this.outstanding.size === 0) return;
    this.isLooking = true;
    try {
      const names = [...this.outstanding.keys()].slice(0, LOOK_AT);
      await this.look(names);
      for (const name of names) await this.lookAgain(name);
      await this.complain();
    } catch (error) {
      if (!this.isStopped) this.say(String(error));
    } finally {
      this.isLooking = false;
    }
  }

  /** Submits a unit again whose job is nowhere, and gives up one that others gave up. */
  private async lookAgain(name: string): Promise<void> {
    const waiting = this.outstanding.get(name);
    if (waiting === undefined) return;
    // The next look begins with others.
    this.outstanding.delete(name);
    this.outstanding.set(name, waiting);
    const failure = await readFailure(this.store, name);
    if (failure !== null && isGivenUp(failure)) {
      this.outstanding.delete(name);
      waiting.reject(new UnitFailedError(name, failure));
      return;
    }
    await this.submit(waiting.unit);
  }

  private async complain(): Promise<void> {
    this.looks += 1;
    if (this.looks % COMPLAIN_AFTER !== 0) return;
    for (const [kind, queue] of this.queues) {
      const isNeeded = [...this.outstanding.values()].some(
        ({ unit }) => queueOf(unit.unit) === kind,
      );
      if (isNeeded && (await queue.getWorkersCount()) === 0) {
        const backend = kind === 'webgpu' ? ' --backend webgpu' : '';
        this.say(
          `No worker of this build, ${this.build}, is there: npm run lab -- worker --redis …${backend}`,
        );
      }
    }
  }
}

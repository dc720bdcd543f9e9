/** Performs units on the cores of this machine; nothing has to be installed for it. */
import { WorkPool } from '../work/workPool';
import { SweepStoppedError, type Performer, type SweepEngine, type UnitOutcome } from './engine';
import { isGivenUp, readFailure, recordFailure, UnitFailedError } from './failures';
import { UnitPerformer } from './performer';
import { StoreError, type UnitStore } from './store';
import type { NamedUnit } from './units';

/** @param threads the most units that are computed at the same time */
export function localEngine(store: UnitStore, build: string, threads: number): LocalEngine {
  const pool = new WorkPool(threads);
  const performer = new UnitPerformer(pool, store, build);
  // One more than there are threads, so that none waits for a result to be written.
  return new LocalEngine(store, performer, threads + 1, () => pool.close());
}

export class LocalEngine implements SweepEngine {
  private readonly waiting: (() => void)[] = [];
  private isStopped = false;

  /**
   * @param free units that may be under way at the same time
   * @param end stops those that are
   */
  constructor(
    private readonly store: UnitStore,
    private readonly performer: Performer,
    private free: number,
    private readonly end: () => Promise<void>,
  ) {}

  async perform(unit: NamedUnit): Promise<UnitOutcome> {
    await this.enter();
    try {
      if ((await this.store.read('artefacts', unit.name)) !== null) return 'stored';
      return await this.tryOften(unit);
    } finally {
      this.leave();
    }
  }

  async close(): Promise<void> {
    this.isStopped = true;
    for (const enter of this.waiting.splice(0)) enter();
    await this.end();
  }

  private async tryOften(unit: NamedUnit): Promise<UnitOutcome> {
    let failure = await readFailure(this.store, unit.name);
    while (failure === null || !isGivenUp(failure)) {
      if (this.isStopped) throw new SweepStoppedError();
      try {
        await this.performer.perform(unit);
        if (failure !== null) await this.store.remove('failures', unit.name);
        return 'computed';
      } catch (error) {
        if (this.isStopped) throw new SweepStoppedError();
        if (error instanceof StoreError) throw error;
        failure = await recordFailure(this.store, unit.name, error);
      }
    }
    throw new UnitFailedError(unit.name, failure);
  }

  private async enter(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (!this.isStopped) return;
    this.leave();
    throw new SweepStoppedError();
  }

  /** Hands the place to the next, or frees it. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}

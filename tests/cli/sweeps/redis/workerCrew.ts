/**
 * Workers of which one is killed whenever so many units are done, and replaced. Deaths are planned
 * by units and not by time, so that as many happen on a quick machine as on a slow one.
 */
import { labWorker, WorkerProcess } from '../../../../src/cli/bench/sweep/workerProcess';
import { Rng } from '../../../../src/market/rng';

export interface CrewPlan {
  readonly url: string;
  readonly workers: number;
  readonly flags: readonly string[];
  /** Numbers of units after each of which a worker dies, ascending. */
  readonly killAfter: readonly number[];
  readonly say?: (text: string) => void;
}

export class WorkerCrew {
  /** Workers that were killed so far, each of which took units. */
  kills = 0;
  private done = 0;
  private isEnded = false;
  private readonly workers: WorkerProcess[];
  private readonly replaced: Promise<unknown>[] = [];
  private readonly random = new Rng(1);

  constructor(private readonly plan: CrewPlan) {
    this.workers = Array.from({ length: plan.workers }, () => this.start());
  }

  /** Kills whoever is due. */
  onDone(done: number): void {
    this.done = Math.max(this.done, done);
    this.killDue();
  }

  /**
   * Tells a worker to stop, as a machine does that is taken away.
   * @returns its exit code and its words
   */
  async dismissOne(): Promise<{ readonly code: number | null; readonly printed: string }> {
    const [worker] = this.workers;
    await worker.ready;
    return { code: await worker.end('SIGTERM'), printed: worker.printed };
  }

  async end(): Promise<void> {
    this.isEnded = true;
    await Promise.all(this.replaced);
    await Promise.all(this.workers.map((worker) => worker.end('SIGKILL')));
  }

  private start(): WorkerProcess {
    const worker = new WorkerProcess(labWorker(this.plan.url, ...this.plan.flags));
    // A death that found nobody at work is made up for.
    void worker.ready.then(() => this.killDue());
    return worker;
  }

  private killDue(): void {
    const { killAfter, say } = this.plan;
    while (!this.isEnded && this.kills < killAfter.filter((units) => units <= this.done).length) {
      // One that is only starting loses nothing.
      const working = this.workers.filter(({ isWorking }) => isWorking);
      if (working.length === 0) return;
      const victim = working[Math.floor(this.random.uniform() * working.length)];
      const place = this.workers.indexOf(victim);
      this.kills += 1;
      say?.(`Kills worker ${place + 1}, after ${this.done} units.`);
      this.replaced.push(victim.end('SIGKILL'));
      this.workers[place] = this.start();
    }
  }
}

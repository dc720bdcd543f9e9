/**
 * Trains and evaluates on all cores: a thread does one job at a time, and a job waits until a
 * thread is free.
 */
import { Worker } from 'node:worker_threads';
import type { Work, WorkKind } from './work';
import type { WorkAnswer, WorkMessage } from './workThread';

/** A thread that ended before its job was done, such as for want of memory. */
class ThreadEndedError extends Error {
  override readonly name = 'ThreadEndedError';
}

interface Task {
  readonly kind: WorkKind;
  readonly job: Work[WorkKind]['job'];
  readonly resolve: (result: Work[WorkKind]['result']) => void;
  readonly reject: (error: Error) => void;
}

/** Threads that are started when there is work for them, and stay until the pool is closed. */
export class WorkPool {
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Task>();
  private readonly waiting: Task[] = [];
  private isClosed = false;

  /** @param threads the most threads to start */
  constructor(private readonly threads: number) {}

  /**
   * Performs a job on the next free thread.
   * @throws Error of the job; ThreadEndedError where its thread ended, or the pool was closed
   */
  perform<Kind extends WorkKind>(
    kind: Kind,
    job: Work[Kind]['job'],
  ): Promise<Work[Kind]['result']> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ kind, job, resolve, reject });
      this.assign();
    });
  }

  /** Stops all threads; what they were doing fails. */
  async close(): Promise<void> {
    this.isClosed = true;
    const left = [...this.waiting.splice(0), ...this.busy.values()];
    const threads = [...this.idle.splice(0), ...this.busy.keys()];
    this.busy.clear();
    for (const { reject } of left) reject(new ThreadEndedError('working thread: the pool closed'));
    await Promise.all(threads.map((thread) => thread.terminate()));
  }

  private assign(): void {
    if (this.isClosed || this.waiting.length === 0) return;
    const thread = this.idle.pop() ?? (this.busy.size < this.threads ? this.start() : undefined);
    const task = thread === undefined ? undefined : this.waiting.shift();
    if (thread === undefined || task === undefined) return;
    this.busy.set(thread, task);
    const message: WorkMessage = { kind: task.kind, job: task.job };
    thread.postMessage(message, []);
  }

  private start(): Worker {
    const thread = new Worker(new URL('./workThread.mjs', import.meta.url));
    thread.on('message', (answer: WorkAnswer) => {
      const task = this.busy.get(thread);
      if (task === undefined) return;
      this.busy.delete(thread);
      this.idle.push(thread);
      if ('error' in answer) task.reject(new Error(answer.error));
      else task.resolve(answer.result);
      this.assign();
    });
    thread.on('error', (error) => this.lose(thread, error));
    thread.on('exit', (code) =>
      this.lose(thread, new ThreadEndedError(`working thread: exited with code ${code}`)),
    );
    return thread;
  }

  /** Forgets a thread that ended; its task fails, and another thread takes the next. */
  private lose(thread: Worker, error: Error): void {
    const place = this.idle.indexOf(thread);
    if (place !== -1) this.idle.splice(place, 1);
    const task = this.busy.get(thread);
    this.busy.delete(thread);
    task?.reject(error instanceof ThreadEndedError ? error : new ThreadEndedError(error.message));
    this.assign();
  }
}

/**
 * Performs jobs of one kind.
 * @param threads the most threads to start; there are no more than jobs
 * @param onProgress is told how many jobs are done
 * @returns results in the order of the jobs
 * @throws Error of the first job that failed, after the others are stopped
 */
export async function performAll<Kind extends WorkKind>(
  kind: Kind,
  jobs: readonly Work[Kind]['job'][],
  threads: number,
  onProgress: (done: number) => void = () => {},
): Promise<Work[Kind]['result'][]> {
  const pool = new WorkPool(Math.min(threads, jobs.length));
  let done = 0;
  try {
    return await Promise.all(
      jobs.map(async (job) => {
        const result = await pool.perform(kind, job);
        done += 1;
        onProgress(done);
        return result;
      }),
    );
  } finally {
    await pool.close();
  }
}

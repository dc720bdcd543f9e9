/**
 * Drives any run in chunks of about a tenth of a second: between them it reports, lets commands in,
 * publishes policies, and checks that the numbers are still numbers. Knows no worker: time, the
 * pause between chunks and the listeners are passed in.
 */
import type { Clock } from './deviceRecovery';
import type { TrainingListeners, TrainingProgress, TrainingResult } from './training';

export interface TrainingEnvironment extends Clock {
  /** Resolves in a later task, so that messages are handled in between. */
  nextTask(): Promise<void>;
}

/** The part of a policy that the loop uses. */
interface LoopPolicy {
  /** Optimiser updates behind it. */
  readonly updates: number;
  readonly parameters: Float32Array;
  readonly logStd?: Float32Array;
}

/** The part of a run that the loop uses. */
interface LoopRun<Policy extends LoopPolicy, Means> {
  readonly update: number;
  readonly totalUpdates: number;
  /** Starts up to `limit` updates. @returns how many */
  updateMany(limit: number): Promise<number>;
  /** Means over the updates since the last call; waits for them. */
  readMetrics(): Promise<{ readonly means: Means; readonly finite: boolean }>;
  /** Takes the policy as it is now, under the next version. */
  snapshot(): Promise<Policy>;
  progress(means: Means, updatesPerSecond: number): TrainingProgress;
}

const CHUNK_MILLISECONDS = 100;
const MAX_CHUNK_UPDATES = 256;
const SNAPSHOT_MILLISECONDS = 2000;

export class TrainingLoop {
  private stopRequested = false;
  /** Resolved unless a pause is on; `release` ends the pause. */
  private paused: Promise<void> = Promise.resolve();
  private release: (() => void) | null = null;

  constructor(private readonly environment: TrainingEnvironment) {}

  /** Stops between chunks until `resume` or `stop`. */
  pause(): void {
    if (this.release !== null) return;
    this.paused = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  resume(): void {
    this.release?.();
    this.release = null;
  }

  /** The run ends after the chunk it is in. */
  stop(): void {
    this.stopRequested = true;
    this.resume();
  }

  /** Forgets a stop that was meant for the run before. */
  reset(): void {
    this.stopRequested = false;
  }

  /** Drives a run to its end, or until it is stopped or diverges. */
  async work<Policy extends LoopPolicy, Means>(
    run: LoopRun<Policy, Means>,
    listeners: TrainingListeners<Policy>,
  ): Promise<TrainingResult<Policy>> {
    const { environment } = this;
    let policy = await run.snapshot();
    listeners.onPolicy(policy);
    let snapshotTime = environment.now();
    let chunk = 1;
    while (run.update < run.totalUpdates && !this.stopRequested) {
      const chunkStart = environment.now();
      const updates = await run.updateMany(chunk);
      const metrics = await run.readMetrics();
      const milliseconds = Math.max(environment.now() - chunkStart, 1e-3);
      if (!metrics.finite) return { status: 'diverged', policy, update: run.update };
      if (environment.now() - snapshotTime >= SNAPSHOT_MILLISECONDS) {
        const newest = await run.snapshot();
        if (!isFinitePolicy(newest)) return { status: 'diverged', policy, update: run.update };
        policy = newest;
        listeners.onPolicy(policy);
        snapshotTime = environment.now();
      }
      listeners.onProgress(run.progress(metrics.means, (1000 * updates) / milliseconds));
      chunk = nextChunk(chunk, milliseconds);
      await environment.nextTask();
      await this.paused;
    }
    const status = run.update === run.totalUpdates ? 'finished' : 'stopped';
    if (policy.updates === run.update) return { status, policy };
    const last = await run.snapshot();
    if (!isFinitePolicy(last)) return { status: 'diverged', policy, update: run.update };
    listeners.onPolicy(last);
    return { status, policy: last };
  }
}

/** Grows or shrinks a chunk towards CHUNK_MILLISECONDS, at most twofold at a time. */
function nextChunk(chunk: number, milliseconds: number): number {
  const wanted = (chunk * CHUNK_MILLISECONDS) / milliseconds;
  const bounded = Math.min(2 * chunk, Math.max(chunk / 2, wanted));
  return Math.max(1, Math.min(MAX_CHUNK_UPDATES, Math.round(bounded)));
}

function isFinitePolicy({ parameters, logStd }: LoopPolicy): boolean {
  return parameters.every(Number.isFinite) && (logStd?.every(Number.isFinite) ?? true);
}

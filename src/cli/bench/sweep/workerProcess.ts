/**
 * Workers of the command line in processes of their own, which measurements start and tests kill.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** What a worker says as soon as it listens to its queue. */
export const READY = 'Works on';

/** The command line's own worker. */
export const labWorker = (url: string, ...flags: readonly string[]): readonly string[] => [
  'src/cli/lab.ts',
  'worker',
  '--redis',
  url,
  ...flags,
];

export class WorkerProcess {
  private readonly process: ChildProcess;
  /** What it printed so far. */
  printed = '';
  /** Resolves when it takes units; never for one that ends before. */
  readonly ready: Promise<void>;

  /**
   * @param script with its arguments
   * @param prefix command that runs it elsewhere, such as in a network of its own
   */
  constructor(script: readonly string[], prefix: readonly string[] = []) {
    const [program, ...args] = [...prefix, process.execPath, '--import', 'tsx', ...script];
    this.process = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.ready = new Promise((resolve) => {
      for (const stream of [this.process.stdout, this.process.stderr]) {
        stream?.on('data', (bytes) => {
          this.printed += String(bytes);
          if (this.printed.includes(READY)) resolve();
        });
      }
    });
  }

  /** Whether it takes units. */
  get isWorking(): boolean {
    return this.isRunning && this.printed.includes(READY);
  }

  get isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** @returns the exit code; null where the signal ended it */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!this.isRunning) return this.process.exitCode;
    const ended = once(this.process, 'exit') as Promise<[number | null]>;
    this.process.kill(signal);
    const [code] = await ended;
    return code;
  }
}

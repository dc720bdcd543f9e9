/**
 * A supervisor looks after one worker: it spawns it, hands it its configuration, checks that it
 * still answers, and replaces it when it throws, dies or falls silent. It knows nothing of what the
 * worker does.
 *
 * Silence is counted in ticks of the page's own timer, not in wall time: a page that slept, or was
 * busy itself, does not take that for the worker's fault.
 */
import { wrap, type Remote } from 'comlink';
import { describeError, WorkerFailure } from './workerFailure';

/** The part of `Worker` that a supervisor needs. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
  terminate(): void;
}

/**
 * State of a worker. `after` says what ended the worker before; it is null when a person did, or
 * nothing.
 */
export type SupervisorState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'restarting'; readonly after: WorkerFailure | null }
  | { readonly kind: 'ready'; readonly after: WorkerFailure | null }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure; readonly willRestart: boolean }
  | { readonly kind: 'disposed' };

export interface SupervisorOptions<Api> {
  /** The worker's name in messages: "The market worker". */
  readonly title: string;
  readonly spawn: () => WorkerLike;
  /** Configures a fresh worker, which is ready when this resolves, and failed when it rejects. */
  readonly open: (remote: Remote<Api>) => Promise<unknown>;
  readonly onState: (state: SupervisorState) => void;
  /** Seconds without an answer after which a ready worker has failed. */
  readonly silenceLimitSeconds?: number;
  /** Seconds that `open` may take. */
  readonly startLimitSeconds?: number;
}

const TICK_MS = 1000;
const FIRST_RESTART_DELAY_MS = 250;
const LONGEST_RESTART_DELAY_MS = 4000;
/** Ticks after which a ready worker's earlier failures are forgotten. */
const HEALTHY_TICKS = 30;

const ignore = () => undefined;

/** A worker from spawn to termination. */
interface WorkerInstance<Api> {
  readonly worker: WorkerLike;
  readonly remote: Remote<Api>;
  /** Rejects when the worker is gone; never resolves. */
  readonly death: Promise<never>;
  readonly end: (reason: WorkerFailure) => void;
}

export class WorkerSupervisor<Api extends { ping(): void }> {
  private instance: WorkerInstance<Api> | null = null;
  private state: SupervisorState = { kind: 'starting' };
  private heartbeat: ReturnType<typeof setInterval> | null = null;
  private restartTimer: ReturnType<typeof setTimeout> | null = null;
  private failuresInARow = 0;
  private waiters: { resolve: () => void; reject: (reason: WorkerFailure) => void }[] = [];

  constructor(private readonly options: SupervisorOptions<Api>) {}

  get isReady(): boolean {
    return this.state.kind === 'ready';
  }

  /** Spawns the worker for the first time. */
  start(): void {
    this.spawn({ kind: 'starting' });
  }

  /** Replaces the worker, whatever it is doing. Calls in progress reject. */
  restart(): void {
    this.endInstance(new WorkerFailure(`${this.options.title} was restarted.`, ''));
    this.spawn({ kind: 'restarting', after: null });
  }

  dispose(): void {
    const gone = new WorkerFailure(`${this.options.title} was closed.`, '');
    this.endInstance(gone);
    this.setState({ kind: 'disposed' });
    this.settleWaiters(gone);
  }

  /** Resolves when the worker is configured; rejects when it failed for good. */
  whenReady(): Promise<void> {
    if (this.state.kind === 'ready') return Promise.resolve();
    if (this.state.kind === 'failed' && !this.state.willRestart) {
      return Promise.reject(this.state.failure);
    }
    return new Promise((resolve, reject) => {
      this.waiters.push({ resolve, reject });
    });
  }

  /**
   * Calls the worker that lives now. Unlike a bare comlink call it settles when the worker dies.
   * @throws WorkerFailure when there is none, or when it dies first
   */
  async call<Result>(work: (remote: Remote<Api>) => Promise<Result>): Promise<Result> {
    const { instance } = this;
    if (instance === null) {
      throw this.state.kind === 'failed'
        ? this.state.failure
        : new WorkerFailure(`${this.options.title} is not running.`, '');
    }
    return await Promise.race([work(instance.remote), instance.death]);
  }

  private spawn(
    state: Extract<SupervisorState, { kind: 'starting' } | { kind: 'restarting' }>,
  ): void {
    this.setState(state);
    let instance: WorkerInstance<Api>;
    try {
      instance = this.spawnInstance();
    } catch (error) {
      this.fail(null, new WorkerFailure(this.notStarted(error), describeError(error)));
      return;
    }
    this.instance = instance;
    this.watch(instance);
    void this.open(instance, state.kind === 'restarting' ? state.after : null);
  }

  private async open(instance: WorkerInstance<Api>, after: WorkerFailure | null): Promise<void> {
    try {
      await Promise.race([this.options.open(instance.remote), instance.death]);
    } catch (error) {
      this.fail(instance, new WorkerFailure(this.notStarted(error), describeError(error)));
      return;
    }
    if (this.instance !== instance) return;
    this.setState({ kind: 'ready', after });
    this.settleWaiters(null);
  }

  private spawnInstance(): WorkerInstance<Api> {
    const worker = this.options.spawn();
    let end: WorkerInstance<Api>['end'] = ignore;
    const death = new Promise<never>((_, reject) => {
      end = reject;
    });
    // Most workers end with nobody waiting for a call.
    death.catch(ignore);
    const instance = { worker, remote: wrap<Api>(worker), death, end };
    worker.addEventListener('error', (event) => {
      // Without this the browser would report it a second time.
      if (event instanceof Event) event.preventDefault();
      this.fail(instance, this.crashed(event));
    });
    worker.addEventListener('messageerror', () => {
      const title = `${this.options.title} sent something that could not be read.`;
      this.fail(instance, new WorkerFailure(title, describeError(new Error('messageerror'))));
    });
    return instance;
  }

  /** Pings once a tick, never twice at a time, and counts the ticks without an answer. */
  private watch(instance: WorkerInstance<Api>): void {
    const { silenceLimitSeconds = 3, startLimitSeconds = 30, title } = this.options;
    let unanswered = 0;
    let readyTicks = 0;
    let waiting = false;
    const answered = () => {
      unanswered = 0;
      waiting = false;
    };
    this.heartbeat = setInterval(() => {
      const limit = this.isReady ? silenceLimitSeconds : startLimitSeconds;
      if (unanswered * TICK_MS >= limit * 1000) {
        const what = this.isReady ? 'stopped answering' : 'did not start';
        const message = `${title} ${what}: nothing heard for ${limit} s.`;
        this.fail(instance, new WorkerFailure(message, describeError(new Error(message))));
        return;
      }
      unanswered += 1;
      if (this.isReady && (readyTicks += 1) > HEALTHY_TICKS) this.failuresInARow = 0;
      if (waiting) return;
      waiting = true;
      void instance.remote.ping().then(answered, answered);
    }, TICK_MS);
  }

  /** A worker that was ready is replaced by itself; one that never started waits for a person. */
  private fail(instance: WorkerInstance<Api> | null, failure: WorkerFailure): void {
    if (instance !== this.instance) return;
    const willRestart = this.state.kind === 'ready';
    this.endInstance(failure);
    this.setState({ kind: 'failed', failure, willRestart });
    if (!willRestart) {
      this.settleWaiters(failure);
      return;
    }
    const delay = Math.min(
      FIRST_RESTART_DELAY_MS * 2 ** this.failuresInARow,
      LONGEST_RESTART_DELAY_MS,
    );
    this.failuresInARow += 1;
    this.restartTimer = setTimeout(() => this.spawn({ kind: 'restarting', after: failure }), delay);
  }

  private endInstance(reason: WorkerFailure): void {
    if (this.heartbeat !== null) clearInterval(this.heartbeat);
    if (this.restartTimer !== null) clearTimeout(this.restartTimer);
    this.heartbeat = null;
    this.restartTimer = null;
    const { instance } = this;
    this.instance = null;
    instance?.worker.terminate();
    instance?.end(reason);
  }

  private setState(state: SupervisorState): void {
    this.state = state;
    this.options.onState(state);
  }

  private settleWaiters(failure: WorkerFailure | null): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) {
      if (failure === null) waiter.resolve();
      else waiter.reject(failure);
    }
  }

  private notStarted(error: unknown): string {
    if (error instanceof WorkerFailure) return error.message;
    const reason = error instanceof Error ? error.message : String(error);
    return `${this.options.title} could not start: ${reason}`;
  }

  private crashed(event: unknown): WorkerFailure {
    const { title } = this.options;
    const error = event as Partial<ErrorEvent>;
    if (error.message === undefined || error.message === '') {
      // A script that cannot be loaded gives a bare event.
      const message = `${title} could not start: its script could not be loaded. The connection is gone, or a newer version of the page has replaced it.`;
      return new WorkerFailure(message, describeError(new Error(message)));
    }
    const place = `at ${error.filename ?? 'unknown'}:${error.lineno ?? 0}:${error.colno ?? 0}`;
    return new WorkerFailure(
      `${title} stopped: ${error.message}`,
      describeError(error.error ?? new Error(error.message), place),
    );
  }
}

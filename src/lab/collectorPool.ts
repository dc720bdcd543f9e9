/**
 * Shares work between the collectors: one per spare core, all doing the same. Work is cut into
 * small pieces; whoever is free takes the next one, and a piece whose worker died goes back to the
 * queue. Results come back in the order of the pieces, so that neither the number of workers nor
 * which of them died changes what was computed.
 *
 * Aborting hands out nothing more and drops what is under way: pieces are short, and a worker that
 * was terminated would have to be fetched again.
 */
import { proxy } from 'comlink';
import type { ExaminationRequest, ExaminedEpisode } from '../evaluation/examinationRequest';
import type { MarketMeasurement } from '../evaluation/facts/marketFacts';
import type { FactsSession } from '../evaluation/facts/factsSession';
import type { EpisodeMetrics } from '../evaluation/metrics';
import type { Dataset } from '../learning/data/dataset';
import type { CollectionRequest, CollectorApi, EvaluationRequest } from '../protocol/api';
import { measureMarket } from './marketMeasurement';
import type { WorkerStatus } from './types';
import { WorkerFailure } from './workerFailure';
import { WorkerSupervisor, type SupervisorState, type WorkerLike } from './workerSupervisor';
import { workerStatus } from './workerStatus';

/**
 * Decision steps of one piece, about a quarter of a second of work: progress moves, no core waits
 * for another at the end, and the heartbeat is answered.
 */
const STEPS_PER_PIECE = 2400;
/** Workers that a piece may kill before it is given up. */
const ATTEMPTS = 3;

const ignore = () => undefined;

/** Counts the cores left when the page and the market have theirs. */
export function collectorCount(cores: number): number {
  return Math.min(4, Math.max(1, cores - 1));
}

export class CollectorPool {
  private readonly supervisors: readonly WorkerSupervisor<CollectorApi>[];
  private readonly states: SupervisorState[];
  private resumeWork: (() => void) | null = null;
  private resumed: Promise<void> = Promise.resolve();

  constructor(
    count: number,
    spawn: () => WorkerLike,
    private readonly onStatus: (status: WorkerStatus) => void,
  ) {
    this.states = Array.from({ length: count }, () => ({ kind: 'starting' }));
    this.supervisors = this.states.map(
      (_, index) =>
        new WorkerSupervisor<CollectorApi>({
          title: count === 1 ? 'The collector' : `Collector ${index + 1} of ${count}`,
          spawn,
          open: (remote) => remote.ping(),
          onState: (state) => {
            this.states[index] = state;
            this.report(state);
          },
        }),
    );
  }

  start(): void {
    for (const supervisor of this.supervisors) supervisor.start();
  }

  restart(): void {
    for (const supervisor of this.supervisors) supervisor.restart();
  }

  dispose(): void {
    this.resume();
    for (const supervisor of this.supervisors) supervisor.dispose();
  }

  /** Pieces under way are finished; the next ones wait for `resume`. */
  pause(): void {
    if (this.resumeWork !== null) return;
    this.resumed = new Promise((resolve) => {
      this.resumeWork = resolve;
    });
  }

  resume(): void {
    this.resumeWork?.();
    this.resumeWork = null;
  }

  /**
   * @param onProgress episodes done so far, in whole
   * @returns shards in the order of `request.episodes`
   * @throws WorkerFailure when no worker can do it; the signal's reason when aborted
   */
  collect(
    request: CollectionRequest,
    onProgress: (episodes: number) => void,
    signal: AbortSignal,
  ): Promise<Dataset[]> {
    return this.share(
      request.episodes,
      request.env.episodeLength,
      (supervisor, episodes, report) =>
        supervisor.call((remote) => remote.collect({ ...request, episodes }, proxy(report))),
      onProgress,
      signal,
    );
  }

  /** Evaluates an agent as `collect` collects; one entry per seed, in their order. */
  async evaluate(
    request: EvaluationRequest,
    onProgress: (episodes: number) => void,
    signal: AbortSignal,
  ): Promise<EpisodeMetrics[]> {
    const pieces = await this.share(
      request.seeds,
      request.env.episodeLength,
      (supervisor, seeds, report) =>
        supervisor.call((remote) => remote.evaluate({ ...request, seeds }, proxy(report))),
      onProgress,
      signal,
    );
    return pieces.flat();
  }

  /** Evaluates a trained agent as `evaluate` does, and asks more of it. */
  async examine(
    request: ExaminationRequest,
    onProgress: (episodes: number) => void,
    signal: AbortSignal,
  ): Promise<ExaminedEpisode[]> {
    const pieces = await this.share(
      request.seeds,
      request.env.episodeLength,
      (supervisor, seeds, report) =>
        supervisor.call((remote) => remote.examine({ ...request, seeds }, proxy(report))),
      onProgress,
      signal,
    );
    return pieces.flat();
  }

  /** Measures stylised facts, one sample per seed. @see measureMarket */
  measure(
    request: MarketMeasurement,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<FactsSession[]> {
    return measureMarket(this.supervisors, request, onProgress, signal);
  }

  private async share<Episode, Result>(
    episodes: readonly Episode[],
    episodeLength: number,
    work: (
      supervisor: WorkerSupervisor<CollectorApi>,
      piece: readonly Episode[],
      report: (done: number) => void,
    ) => Promise<Result>,
    onProgress: (episodes: number) => void,
    signal: AbortSignal,
  ): Promise<Result[]> {
    signal.throwIfAborted();
    const size = Math.max(1, Math.floor(STEPS_PER_PIECE / episodeLength));
    const pieces = Array.from({ length: Math.ceil(episodes.length / size) }, (_, index) => ({
      index,
      attempts: 0,
      done: 0,
      episodes: episodes.slice(index * size, (index + 1) * size),
    }));
    const queue = [...pieces];
    const results: Result[] = [];
    // Reports travel on ports of their own, and may arrive after the result.
    let isOver = false;
    const report = () => {
      if (!isOver) onProgress(pieces.reduce((sum, piece) => sum + piece.done, 0));
    };

    const drain = async (supervisor: WorkerSupervisor<CollectorApi>): Promise<void> => {
      await supervisor.whenReady();
      for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) {
        const current = piece;
        await this.resumed;
        signal.throwIfAborted();
        try {
          current.attempts += 1;
          results[current.index] = await work(supervisor, current.episodes, (done) => {
            current.done = Math.max(current.done, done);
            report();
          });
        } catch (error) {
          current.done = 0;
          signal.throwIfAborted();
          if (!(error instanceof WorkerFailure) || current.attempts >= ATTEMPTS) {
            queue.length = 0;
            throw error;
          }
          queue.unshift(current);
          await supervisor.whenReady();
          continue;
        }
        current.done = current.episodes.length;
        report();
      }
    };

    const shareOut = async (): Promise<Result[]> => {
      // A worker that cannot start leaves its work to the others.
      for (;;) {
        const outcomes = await Promise.allSettled(this.supervisors.map(drain));
        if (pieces.every((piece) => piece.index in results)) return results;
        const failed = outcomes.find((outcome) => outcome.status === 'rejected');
        const nobodyIsLeft = outcomes.every((outcome) => outcome.status === 'rejected');
        if (failed !== undefined && (queue.length === 0 || nobodyIsLeft)) throw failed.reason;
      }
    };

    let abort = ignore;
    const aborted = new Promise<never>((_, reject) => {
      abort = () => {
        reject(signal.reason);
        this.resume();
      };
    });
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([shareOut(), aborted]);
    } finally {
      isOver = true;
      signal.removeEventListener('abort', abort);
    }
  }

  /** The pool shows as one worker: the one that needs attention most, or else the latest. */
  private report(latest: SupervisorState): void {
    for (const kind of ['failed', 'restarting', 'starting'] as const) {
      const state = this.states.find((candidate) => candidate.kind === kind);
      if (state === undefined || state.kind === 'disposed') continue;
      this.onStatus(workerStatus('collector', state));
      return;
    }
    if (latest.kind !== 'disposed') this.onStatus(workerStatus('collector', latest));
  }
}

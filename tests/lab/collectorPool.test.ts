import { describe, expect, it } from 'vitest';
import { CollectorPool, collectorCount } from '../../src/lab/collectorPool';
import type { WorkerStatus } from '../../src/lab/types';
import type { WorkerLike } from '../../src/lab/workerSupervisor';
import type { EvaluationRequest } from '../../src/protocol/api';
import { DEFAULT_ENV_CONFIG } from '../../src/env/config';
import type { EpisodeMetrics } from '../../src/evaluation/metrics';
import { DEFAULT_MARKET_CONFIG } from '../../src/market/config';
import { WorkerDouble, messagesToTravel } from './workerDouble';

const SEEDS = [11, 12, 13, 14, 15, 16, 17];

const request: EvaluationRequest = {
  market: DEFAULT_MARKET_CONFIG,
  // An episode is as long as a piece, so that every seed is a piece of its own.
  env: { ...DEFAULT_ENV_CONFIG, episodeLength: 2400 },
  weights: {
    spreadCapture: 1,
    adverseSelection: 1,
    inventoryPnl: 1,
    fees: 1,
    inventoryPenalty: 1,
    spreadPenalty: 1,
  },
  agent: { kind: 'doNothing' },
  seeds: SEEDS,
};

const metricsOf = (seed: number): EpisodeMetrics => ({
  seed,
  steps: 1,
  return: seed,
  profit: 0,
  maxDrawdown: 0,
  meanAbsInventory: 0,
  p95AbsInventory: 0,
  contractsTraded: 0,
  fillRate: 0,
  quotedSpread: Number.NaN,
  terms: [],
  markoutTicks: [],
});

type Evaluate = (
  request: EvaluationRequest,
  onProgress: (done: number) => Promise<void>,
) => Promise<EpisodeMetrics[]>;

const evaluateAll: Evaluate = async ({ seeds }, onProgress) => {
  await onProgress(seeds.length);
  return seeds.map(metricsOf);
};

function setUp(evaluators: readonly Evaluate[], workers: WorkerDouble[] = []) {
  const statuses: WorkerStatus[] = [];
  let spawned = 0;
  const spawn = (): WorkerLike => {
    const evaluate = evaluators[Math.min(spawned, evaluators.length - 1)];
    spawned += 1;
    const worker = new WorkerDouble({ ping: () => undefined, evaluate });
    workers.push(worker);
    return worker;
  };
  const pool = new CollectorPool(2, spawn, (status) => statuses.push(status));
  pool.start();
  return { pool, statuses, workers };
}

/** A promise that waits to be opened. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const never = new AbortController().signal;

describe('the collector pool', () => {
  it('leaves a core to the page and the market, and stops at four workers', () => {
    expect([1, 2, 4, 16].map(collectorCount)).toEqual([1, 1, 3, 4]);
  });

  it('gives the results in the order of the seeds, however the work fell', async () => {
    const others = gate();
    const slow: Evaluate = async (piece, onProgress) => {
      await others.opened;
      return evaluateAll(piece, onProgress);
    };
    let pieces = 0;
    const quick: Evaluate = (piece, onProgress) => {
      pieces += 1;
      if (pieces === SEEDS.length - 1) others.open();
      return evaluateAll(piece, onProgress);
    };
    const { pool } = setUp([slow, quick]);
    const progress: number[] = [];
    const results = await pool.evaluate(request, (done) => progress.push(done), never);
    expect(results.map((metrics) => metrics.seed)).toEqual(SEEDS);
    expect(progress.at(-1)).toBe(SEEDS.length);
    expect(progress.every((done, index) => index === 0 || done >= progress[index - 1])).toBe(true);
    pool.dispose();
  });

  it('gives the work of a worker that died to those that live', async () => {
    const workers: WorkerDouble[] = [];
    const dies: Evaluate = () => {
      queueMicrotask(() => workers[0].crash('out of memory'));
      return new Promise(() => undefined);
    };
    const { pool, statuses } = setUp([dies, evaluateAll], workers);
    const results = await pool.evaluate(request, () => undefined, never);
    expect(results.map((metrics) => metrics.seed)).toEqual(SEEDS);
    expect(statuses.find((status) => status.state === 'failed')?.message).toBe(
      'Collector 1 of 2 stopped: out of memory',
    );
    pool.dispose();
  });

  it('works with one worker when the other cannot start', async () => {
    const { pool, workers } = setUp([evaluateAll]);
    workers[0].failToLoad();
    const results = await pool.evaluate(request, () => undefined, never);
    expect(results.map((metrics) => metrics.seed)).toEqual(SEEDS);
    pool.dispose();
  });

  it('passes on an error of the work itself, without trying again', async () => {
    let calls = 0;
    const refuses: Evaluate = () => {
      calls += 1;
      return Promise.reject(new Error('env.maxInventory: expected a whole number'));
    };
    const { pool } = setUp([refuses]);
    await expect(pool.evaluate(request, () => undefined, never)).rejects.toThrow(
      'env.maxInventory',
    );
    expect(calls).toBeLessThanOrEqual(2);
    pool.dispose();
  });

  it('drops what it was doing when aborted, at once, and works again afterwards', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const work = gate();
    const slow: Evaluate = async (piece, onProgress) => {
      seen.push(...piece.seeds);
      abort.abort(new Error('stopped'));
      await work.opened;
      return evaluateAll(piece, onProgress);
    };
    const { pool } = setUp([slow]);
    const done: number[] = [];
    await expect(pool.evaluate(request, (count) => done.push(count), abort.signal)).rejects.toThrow(
      'stopped',
    );
    work.open();
    await messagesToTravel();
    expect(seen.length).toBeLessThanOrEqual(2);
    expect(done).toEqual([]);
    const results = await pool.evaluate(request, () => undefined, never);
    expect(results.map((metrics) => metrics.seed)).toEqual(SEEDS);
    pool.dispose();
  });

  it('starts nothing new while paused', async () => {
    const seen: number[] = [];
    const counted: Evaluate = async (piece, onProgress) => {
      seen.push(...piece.seeds);
      return evaluateAll(piece, onProgress);
    };
    const { pool } = setUp([counted]);
    await pool.evaluate({ ...request, seeds: [1, 2] }, () => undefined, never);
    expect(seen.splice(0)).toHaveLength(2);
    pool.pause();
    const results = pool.evaluate(request, () => undefined, never);
    await messagesToTravel();
    expect(seen).toEqual([]);
    pool.resume();
    await expect(results).resolves.toHaveLength(SEEDS.length);
    pool.dispose();
  });
});

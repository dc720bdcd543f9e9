import { describe, expect, it } from 'vitest';
import { factsSessionInSteps, type FactsSession } from '../../src/evaluation/facts/factsSession';
import type { MarketMeasurement } from '../../src/evaluation/facts/marketFacts';
import { finish, finishInSlices } from '../../src/market/steps';
import { CollectorPool } from '../../src/lab/collectorPool';
import type { CollectorApi } from '../../src/protocol/api';
import { WorkerDouble } from './workerDouble';

const request: MarketMeasurement = {
  market: { preset: 'nq', regime: 'base' },
  seconds: 2,
  seeds: [4, 5, 6],
};

/** The sessions are real, and report after every market second. */
const facts: CollectorApi['facts'] = ({ market, seconds, seed }, onProgress) =>
  finishInSlices(
    factsSessionInSteps(market, seconds, seed),
    { now: () => 0, sliceMs: 0 },
    onProgress,
  );

function open() {
  const workers: WorkerDouble[] = [];
  const pool = new CollectorPool(
    2,
    () => {
      const worker = new WorkerDouble({ ping: () => undefined, facts });
      workers.push(worker);
      return worker;
    },
    () => undefined,
  );
  pool.start();
  return { pool, workers };
}

const never = new AbortController().signal;
const ignore = () => undefined;

describe('measuring a market in workers', () => {
  it('gives each seed the sample it has alone, in the order of the seeds', async () => {
    const { pool } = open();
    const shares: number[] = [];
    const samples = await pool.measure(request, (share) => shares.push(share), never);
    const alone = request.seeds.map((seed): FactsSession =>
      finish(factsSessionInSteps(request.market, request.seconds, seed)),
    );
    expect(samples).toEqual(alone);
    expect(shares.at(-1)).toBe(1);
    pool.dispose();
  });

  it('stops when asked to, and measures again afterwards', async () => {
    const { pool } = open();
    const abort = new AbortController();
    const stopped = pool.measure(request, () => abort.abort(new Error('no more')), abort.signal);
    await expect(stopped).rejects.toThrow('no more');
    expect(await pool.measure({ ...request, seeds: [4] }, ignore, never)).toHaveLength(1);
    pool.dispose();
  });

  it('goes on while training is paused', async () => {
    const { pool } = open();
    pool.pause();
    expect(await pool.measure(request, ignore, never)).toHaveLength(3);
    pool.dispose();
  });

  it('says which worker died', async () => {
    const { pool, workers } = open();
    const measuring = pool.measure(
      request,
      () => {
        for (const worker of workers.slice(0, 2)) worker.crash('out of memory');
      },
      never,
    );
    await expect(measuring).rejects.toThrow(/stopped: out of memory/);
    pool.dispose();
  });
});

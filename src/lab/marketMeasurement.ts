/**
 * Measures a market's stylised facts in the collector workers: there is one session per seed, and
 * whichever worker is free takes the next. A measurement neither waits for a paused training nor
 * resumes it, and a stopped session ends at its next report.
 */
import { proxy } from 'comlink';
import type { MarketMeasurement } from '../evaluation/facts/marketFacts';
import type { FactsSession } from '../evaluation/facts/factsSession';
import type { CollectorApi } from '../protocol/api';
import type { WorkerSupervisor } from './workerSupervisor';

/**
 * @param onProgress called with the share done of all sessions, 0 to 1
 * @returns one entry per seed, in their order
 * @throws WorkerFailure when a worker died, or none can start; the signal's reason when aborted
 */
export async function measureMarket(
  supervisors: readonly WorkerSupervisor<CollectorApi>[],
  { market, seconds, seeds }: MarketMeasurement,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<FactsSession[]> {
  signal.throwIfAborted();
  const queue = [...seeds.entries()];
  const shares = seeds.map(() => 0);
  const samples: FactsSession[] = [];
  let isOver = false;

  const note = (index: number, share: number) => {
    shares[index] = share;
    if (!isOver) onProgress(shares.reduce((sum, done) => sum + done, 0) / seeds.length);
    return !signal.aborted && !isOver;
  };
  const drain = async (supervisor: WorkerSupervisor<CollectorApi>): Promise<void> => {
    await supervisor.whenReady();
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, seed] = next;
      signal.throwIfAborted();
      samples[index] = await supervisor.call<FactsSession>(
        async (remote) =>
          await remote.facts(
            { market, seconds, seed },
            proxy((share: number) => note(index, share)),
          ),
      );
      note(index, 1);
    }
  };

  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // An abort after the end has no effect.
  aborted.catch(() => undefined);
  try {
    const outcomes = await Promise.race([Promise.allSettled(supervisors.map(drain)), aborted]);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    const isComplete = seeds.every((_, index) => index in samples);
    if (!isComplete && failed !== undefined) throw failed.reason;
    return samples;
  } finally {
    isOver = true;
  }
}

/**
 * Trains and evaluates on all cores: a thread does one job at a time, and results are in the
 * order of the jobs.
 */
import { Worker } from 'node:worker_threads';
import type { Work, WorkKind } from './work';
import type { WorkAnswer, WorkMessage } from './workThread';

/**
 * @param threads the most threads to start; there are no more than jobs
 * @param onProgress is told how many jobs are done
 * @throws Error of the first job that failed, after the others are stopped
 */
export async function performAll<Kind extends WorkKind>(
  kind: Kind,
  jobs: readonly Work[Kind]['job'][],
  threads: number,
  onProgress: (done: number) => void = () => {},
): Promise<Work[Kind]['result'][]> {
  const results: Work[Kind]['result'][] = [];
  let next = 0;
  let done = 0;
  const workers = Array.from({ length: Math.min(threads, jobs.length) }, startWorker);
  const drain = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      const assign = () => {
        if (next === jobs.length) {
          resolve();
          return;
        }
        const message: WorkMessage<Kind> = { index: next, kind, job: jobs[next] };
        next += 1;
        worker.postMessage(message, []);
      };
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`working thread: exited with code ${code}`)));
      worker.on('message', (answer: WorkAnswer<Kind>) => {
        if ('error' in answer) {
          reject(new Error(answer.error));
          return;
        }
        results[answer.index] = answer.result;
        done += 1;
        onProgress(done);
        assign();
      });
      assign();
    });
  try {
    await Promise.all(workers.map(drain));
    return results;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function startWorker(): Worker {
  return new Worker(new URL('./workThread.mjs', import.meta.url));
}

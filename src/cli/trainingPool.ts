/**
 * Trains many policies on all cores: one job a thread at a time, reports in the
 * order of the jobs. A job's result does not depend on which thread ran it.
 */
import { Worker } from 'node:worker_threads';
import type { TrainingJob, TrainingReport } from './training';
import type { JobMessage } from './trainingWorker';

type Answer =
  | { readonly index: number; readonly report: TrainingReport }
  | { readonly index: number; readonly error: string };

/**
 * @param threads at most; no more than there are jobs
 * @param onProgress jobs done so far
 * @throws Error of the first job that failed; the others are stopped
 */
export async function trainAll(
  jobs: readonly TrainingJob[],
  threads: number,
  onProgress: (done: number) => void = () => {},
): Promise<TrainingReport[]> {
  const reports: TrainingReport[] = [];
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
        const message: JobMessage = { index: next, job: jobs[next] };
        next += 1;
        worker.postMessage(message, []);
      };
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`training thread: exited with code ${code}`)));
      worker.on('message', (answer: Answer) => {
        if ('error' in answer) {
          reject(new Error(answer.error));
          return;
        }
        reports[answer.index] = answer.report;
        done += 1;
        onProgress(done);
        assign();
      });
      assign();
    });
  try {
    await Promise.all(workers.map(drain));
    return reports;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function startWorker(): Worker {
  return new Worker(new URL('./trainingThread.mjs', import.meta.url));
}

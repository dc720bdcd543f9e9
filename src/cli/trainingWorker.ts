/** A thread that trains policies, one job after another. Started by trainingPool.ts. */
import { parentPort } from 'node:worker_threads';
import { chooseBackend } from '../learning/backend';
import { trainPolicy, type TrainingJob } from './training';

export interface JobMessage {
  readonly index: number;
  readonly job: TrainingJob;
}

const port = parentPort;
if (port === null) throw new Error('trainingWorker: expected to run in a worker thread');
const backend = chooseBackend({ only: 'wasm', wasmPaths: null });
port.on('message', ({ index, job }: JobMessage) => {
  void backend
    .then(() => trainPolicy(job))
    .then(
      (report) => port.postMessage({ index, report }, []),
      (error: unknown) =>
        port.postMessage(
          { index, error: error instanceof Error ? error.stack : String(error) },
          [],
        ),
    );
});

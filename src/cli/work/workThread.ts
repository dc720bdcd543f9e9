/** A working thread does one job after another. workPool.ts starts it through workThread.mjs. */
import { parentPort } from 'node:worker_threads';
import { buffersOf } from '../../protocol/transfer';
import { perform, type Work, type WorkKind } from './work';

export interface WorkMessage<Kind extends WorkKind = WorkKind> {
  readonly kind: Kind;
  readonly job: Work[Kind]['job'];
}

export type WorkAnswer<Kind extends WorkKind = WorkKind> =
  { readonly result: Work[Kind]['result'] } | { readonly error: string };

const port = parentPort;
if (port === null) throw new Error('workThread: expected to run in a worker thread');
port.on('message', ({ kind, job }: WorkMessage) => {
  void perform(kind, job).then(
    (result) => port.postMessage({ result }, buffersOf(result)),
    (error: unknown) =>
      port.postMessage({ error: error instanceof Error ? error.stack : String(error) }, []),
  );
});

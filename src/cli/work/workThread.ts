/** A working thread does one job after another. workPool.ts starts it through workThread.mjs. */
import { parentPort } from 'node:worker_threads';
import { buffersOf } from '../../protocol/transfer';
import { perform, type Work, type WorkKind } from './work';

export interface WorkMessage<Kind extends WorkKind = WorkKind> {
  readonly index: number;
  readonly kind: Kind;
  readonly job: Work[Kind]['job'];
}

export type WorkAnswer<Kind extends WorkKind = WorkKind> =
  | { readonly index: number; readonly result: Work[Kind]['result'] }
  | { readonly index: number; readonly error: string };

const port = parentPort;
if (port === null) throw new Error('workThread: expected to run in a worker thread');
port.on('message', ({ index, kind, job }: WorkMessage) => {
  void perform(kind, job).then(
    (result) => port.postMessage({ index, result }, buffersOf(result)),
    (error: unknown) =>
      port.postMessage({ index, error: error instanceof Error ? error.stack : String(error) }, []),
  );
});

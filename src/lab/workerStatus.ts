/** Turns a supervisor's state into the status that the page shows. */
import type { WorkerName, WorkerStatus } from './types';
import type { SupervisorState } from './workerSupervisor';

/**
 * Gives the status of a worker. A successor says why the one before it died, so that the reason can
 * still be read.
 */
export function workerStatus(
  worker: WorkerName,
  state: Exclude<SupervisorState, { kind: 'disposed' }>,
): WorkerStatus {
  const { kind } = state;
  if (kind === 'failed') {
    const { message, details } = state.failure;
    return { worker, state: kind, message, details };
  }
  const after = kind === 'starting' ? null : state.after;
  if (after === null) return { worker, state: kind, message: '', details: '' };
  const message = kind === 'ready' ? `${after.message} A new one took over.` : after.message;
  return { worker, state: kind, message, details: after.details };
}

/**
 * The page's side of the tape worker, which lives for one reading: whoever cancels it ends it, and
 * whatever ends it leaves nothing behind.
 */
import { proxy, wrap } from 'comlink';
import type { TapeApi, TapeOutcome, TapeRequest } from '../protocol/api';
import type { ReadProgress } from '../recordings/readRecording';
import type { StoredTape } from './storage/types';
import { describeError, WorkerFailure } from './workerFailure';
import type { WorkerLike } from './workerSupervisor';

/**
 * Reads files of one recording into storage.
 * @returns what became of it
 * @throws WorkerFailure when the worker dies; the signal's reason when aborted
 */
export async function readTape(
  spawn: () => WorkerLike,
  request: TapeRequest,
  onProgress: (progress: ReadProgress) => void,
  signal: AbortSignal,
): Promise<TapeOutcome<StoredTape>> {
  signal.throwIfAborted();
  const worker = spawn();
  const over = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const once = { once: true, signal: over.signal };
    signal.addEventListener('abort', () => reject(signal.reason as Error), once);
    worker.addEventListener('error', (event) => {
      if (event instanceof Event) event.preventDefault();
      reject(failureOf(event));
    });
  });
  try {
    const remote = wrap<TapeApi<StoredTape>>(worker);
    const report = proxy((progress: ReadProgress) => {
      if (!signal.aborted) onProgress(progress);
    });
    return await Promise.race([remote.read(request, report), ended]);
  } finally {
    over.abort();
    worker.terminate();
  }
}

function failureOf(event: unknown): WorkerFailure {
  const { message = '', error } = event as Partial<ErrorEvent>;
  const reason = message === '' ? 'its script could not be loaded.' : message;
  return new WorkerFailure(
    `The recording could not be read: ${reason}`,
    describeError(error ?? new Error(reason)),
  );
}

/**
 * The page's side of the tape worker, which lives for one reading or one fit: whoever cancels it
 * ends it, and whatever ends it leaves nothing behind.
 */
import { proxy, wrap, type Remote } from 'comlink';
import type { RecordingFit } from '../evaluation/fit/fitRecording';
import type { TapeApi, TapeFitRequest, TapeOutcome, TapeRequest } from '../protocol/api';
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
  const report = proxy((progress: ReadProgress) => {
    if (!signal.aborted) onProgress(progress);
  });
  const read = async (remote: Remote<TapeApi<StoredTape>>): Promise<TapeOutcome<StoredTape>> =>
    await remote.read(request, report);
  return await inWorker(spawn, 'The recording could not be read', read, signal);
}

/**
 * Fits a market to a stored recording.
 * @returns null where the recording is not stored
 * @throws WorkerFailure when the worker dies; the signal's reason when aborted
 */
export async function fitTape(
  spawn: () => WorkerLike,
  request: TapeFitRequest,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<RecordingFit | null> {
  const report = proxy((share: number) => {
    if (!signal.aborted) onProgress(share);
  });
  const fit = async (remote: Remote<TapeApi<StoredTape>>): Promise<RecordingFit | null> =>
    await remote.fit(request, report);
  return await inWorker(spawn, 'No market could be fitted', fit, signal);
}

async function inWorker<Result>(
  spawn: () => WorkerLike,
  failed: string,
  work: (remote: Remote<TapeApi<StoredTape>>) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted();
  const worker = spawn();
  const over = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const once = { once: true, signal: over.signal };
    signal.addEventListener('abort', () => reject(signal.reason as Error), once);
    worker.addEventListener('error', (event) => {
      if (event instanceof Event) event.preventDefault();
      reject(failureOf(event, failed));
    });
  });
  try {
    return await Promise.race([work(wrap<TapeApi<StoredTape>>(worker)), ended]);
  } finally {
    over.abort();
    worker.terminate();
  }
}

function failureOf(event: unknown, failed: string): WorkerFailure {
  const { message = '', error } = event as Partial<ErrorEvent>;
  const reason = message === '' ? 'its script could not be loaded.' : message;
  return new WorkerFailure(`${failed}: ${reason}`, describeError(error ?? new Error(reason)));
}

/** Reads files of recorded data into storage, as the tape worker does it. */
import type { TapeOutcome, TapeRequest } from '../../protocol/api';
import { throttle } from '../../protocol/throttle';
import { RECORDING_FORMATS } from '../../recordings/formats';
import {
  readRecording,
  type ReadProgress,
  type RecordingFile,
} from '../../recordings/readRecording';
import { InstrumentChoiceError, RecordingError } from '../../recordings/recordingError';
import { storeTape, type StoreTapeOptions } from './keptTapes';
import { StorageError } from './storageError';
import type { StoredTape } from './types';

interface ReadingOptions extends StoreTapeOptions {
  /** Monotonic clock, in milliseconds. */
  readonly clock: () => number;
}

export async function readIntoStorage(
  { files, instrument, name }: TapeRequest,
  onProgress: (progress: ReadProgress) => void,
  { clock, ...options }: ReadingOptions,
): Promise<TapeOutcome<StoredTape>> {
  const reports = throttle(onProgress, {
    now: clock,
    isUrgent: ([{ bytes, ofBytes }]) => bytes === ofBytes,
  });
  try {
    const tape = await storeTape(
      name,
      (sink) =>
        readRecording(files.map(recordingFile), RECORDING_FORMATS, sink, {
          ...(instrument === undefined ? {} : { instrument }),
          onProgress: (progress) => reports.offer(progress),
        }),
      options,
    );
    return { kind: 'stored', tape };
  } catch (error) {
    if (error instanceof InstrumentChoiceError) {
      return { kind: 'choose', instruments: error.instruments };
    }
    if (error instanceof RecordingError || error instanceof StorageError) {
      return { kind: 'refused', message: error.message };
    }
    throw error;
  }
}

const recordingFile = (file: File): RecordingFile => ({
  name: file.name,
  bytes: file.size,
  open: () => piecesOf(file.stream()),
});

/** Not every browser lets a stream be iterated over. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

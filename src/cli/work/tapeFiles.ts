/** Recorded data on disk, as readers take it. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ProgressLine } from '../output/progress';
import { formatNumber } from '../output/results';
import { RECORDING_FORMATS } from '../../recordings/formats';
import type { ReadOptions } from '../../recordings/reader';
import { readRecording, type RecordingFile } from '../../recordings/readRecording';
import type { TapeChunk, TapeHeader } from '../../recordings/tape';

/** Bytes that are read at a time. */
const PIECE_BYTES = 1 << 18;

function recordingFile(path: string): RecordingFile {
  return {
    name: basename(path),
    bytes: statSync(path).size,
    open: () => createReadStream(path, { highWaterMark: PIECE_BYTES }),
  };
}

/**
 * Reads the files of one recording, their paths separated by commas.
 * @throws RecordingError for files that are not a recording
 */
export async function readTapeFiles(
  paths: string,
  options: ReadOptions,
  sink: (chunk: TapeChunk) => void,
  progress: ProgressLine,
): Promise<TapeHeader> {
  const files = paths.split(',').map(recordingFile);
  return readRecording(files, RECORDING_FORMATS, sink, {
    ...options,
    onProgress: ({ bytes, ofBytes, rows }) =>
      progress.update(
        `Reading: ${Math.floor((100 * bytes) / ofBytes)} %, ${formatNumber(rows)} rows`,
      ),
  });
}

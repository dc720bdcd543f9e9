/**
 * Keeps recordings for the workers that play them: they are written and read in their own threads,
 * chunk by chunk, so that the page never holds one and a reading holds a chunk at a time.
 */
import { TapeSurvey } from '../../recordings/describe/tapeSurvey';
import { CheckpointBuilder } from '../../recordings/play/checkpoints';
import type { Recording } from '../../recordings/play/recording';
import { RecordingError } from '../../recordings/recordingError';
import type { TapeChunk, TapeHeader } from '../../recordings/tape';
import { chunkBytes, decodeChunk, encodeChunk } from './chunkBytes';
import { DatabaseConnection } from './connection';
import { STORAGE_NAME, writeAtOnce } from './database';
import { StorageError, storageError } from './storageError';
import { databaseFiles, folderFiles, openFolder, type FolderOpener } from './tapeFiles';
import type { StoredTape } from './types';

export interface KeptTapesOptions {
  readonly name?: string;
  readonly open?: FolderOpener;
}

export interface StoreTapeOptions extends KeptTapesOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Stores what `read` hands on. A recording that is stored already stays as it is.
 * @param file a name that no other reading has
 * @param read hands on every chunk in order, waits for each, and returns the header
 * @returns the recording's row
 * @throws what `read` throws, or StorageError; nothing of the recording is left then
 */
export async function storeTape(
  file: string,
  read: (sink: (chunk: TapeChunk) => Promise<void>) => Promise<TapeHeader>,
  { now, name = STORAGE_NAME, open = openFolder }: StoreTapeOptions,
): Promise<StoredTape> {
  return await withPlaces(name, open, async ({ connection, place, files }) => {
    const survey = new TapeSurvey();
    const checkpoints = new CheckpointBuilder();
    const rows: number[] = [];
    let bytes = 0;
    const writer = await files.writer(file);
    try {
      const header = await read(async (chunk) => {
        survey.take(chunk);
        checkpoints.take(chunk);
        const encoded = encodeChunk(chunk);
        await writer.write(encoded);
        rows.push(chunk.length);
        bytes += encoded.length;
      });
      await writer.close();
      const row: StoredTape = {
        hash: header.hash,
        name: nameOf(header),
        header,
        description: survey.describe(header),
        bytes,
        savedAt: now(),
        place,
        file,
      };
      const index = { rows, checkpoints: checkpoints.checkpoints };
      const kept = await connection.use('store the recording', (database) =>
        writeAtOnce(database, ['tapes', 'tapeIndexes'], async (writes, reads) => {
          const before = await reads.get('tapes', row.hash);
          if (before !== undefined) return before;
          writes.put('tapes', row);
          writes.put('tapeIndexes', index, row.hash);
          return row;
        }),
      );
      if (kept.file !== file) await files.delete(file);
      return kept;
    } catch (error) {
      await writer.abort().catch(() => undefined);
      await files.delete(file);
      throw error instanceof RecordingError ? error : storageError(error, 'store the recording');
    }
  });
}

/**
 * Reads a whole recording into memory.
 * @returns null where it is not stored
 * @throws StorageError when it cannot be read
 */
export async function readKeptTape(
  hash: string,
  { name = STORAGE_NAME, open = openFolder }: KeptTapesOptions = {},
): Promise<Recording | null> {
  return await withPlaces(name, open, async ({ connection, filesOf }) => {
    const [row, index] = await connection.use('read the recording', (database) =>
      Promise.all([database.get('tapes', hash), database.get('tapeIndexes', hash)]),
    );
    if (row === undefined || index === undefined) return null;
    try {
      const { header } = row;
      const read = await filesOf(row.place).reader(row.file);
      const chunks: TapeChunk[] = [];
      let start = 0;
      for (const [place, rows] of index.rows.entries()) {
        const bytes = chunkBytes(rows, header.hasLatencies);
        chunks.push(decodeChunk(await read(place, start, bytes), rows, header.hasLatencies));
        start += bytes;
      }
      return { tape: { header, chunks }, checkpoints: index.checkpoints };
    } catch (error) {
      throw storageError(error, `read the recording “${row.name}”`);
    }
  });
}

const nameOf = ({ instrument, day }: TapeHeader): string =>
  day === '' ? instrument : `${instrument} ${day}`;

/** Opens the database for no longer than the work takes: another tab may want to upgrade. */
async function withPlaces<Result>(
  name: string,
  open: FolderOpener,
  work: (places: {
    readonly connection: DatabaseConnection;
    readonly place: StoredTape['place'];
    readonly files: ReturnType<typeof databaseFiles>;
    readonly filesOf: (place: StoredTape['place']) => ReturnType<typeof databaseFiles>;
  }) => Promise<Result>,
): Promise<Result> {
  const connection = new DatabaseConnection(name);
  try {
    const folder = await open();
    const inDatabase = databaseFiles(connection);
    const inFolder = folder === null ? null : folderFiles(folder);
    const filesOf = (place: StoredTape['place']) => {
      if (place === 'database') return inDatabase;
      if (inFolder !== null) return inFolder;
      throw new StorageError('failed', 'The browser no longer gives this page its files.');
    };
    const place = inFolder === null ? 'database' : 'files';
    return await work({ connection, place, files: filesOf(place), filesOf });
  } finally {
    connection.close();
  }
}

/** The stored recordings as the page lists, names and deletes them. */
import type { DatabaseConnection } from './connection';
import { writeAtOnce } from './database';
import { newestFirst } from './rows';
import { readingClaim } from './tapeClaims';
import {
  databaseFiles,
  folderFiles,
  openFolder,
  type FolderOpener,
  type TapeFiles,
} from './tapeFiles';
import type { Claims, TapeStorage } from './types';

export function createTapeStorage(
  connection: DatabaseConnection,
  open: FolderOpener = openFolder,
): TapeStorage {
  return {
    async list() {
      const rows = await connection.use('list the recordings', (database) =>
        database.getAll('tapes'),
      );
      return rows.sort(newestFirst);
    },

    async label(hash, labels) {
      return await connection.use('rename the recording', (database) =>
        writeAtOnce(database, ['tapes'], async (writes, reads) => {
          const row = await reads.get('tapes', hash);
          if (row === undefined) return false;
          writes.put('tapes', { ...row, ...labels });
          return true;
        }),
      );
    },

    async delete(hash) {
      const row = await connection.use('delete the recording', (database) =>
        writeAtOnce(database, ['tapes', 'tapeIndexes'], async (writes, reads) => {
          const found = await reads.get('tapes', hash);
          writes.delete('tapes', hash);
          writes.delete('tapeIndexes', hash);
          return found;
        }),
      );
      if (row === undefined) return;
      for (const files of await places(connection, open)) await files.delete(row.file);
    },

    async discard(file) {
      for (const files of await places(connection, open)) await files.delete(file);
    },
  };
}

/**
 * Removes chunks that belong to no recording: of a page that went away while it read, or of a
 * recording that was deleted while it was read.
 */
export async function tidyTapes(
  connection: DatabaseConnection,
  claims: Pick<Claims, 'held'>,
  open: FolderOpener = openFolder,
): Promise<void> {
  for (const files of await places(connection, open)) {
    // In this order a reading that ends meanwhile is in one of the three.
    const found = await files.list();
    if (found.length === 0) continue;
    const held = await claims.held();
    const rows = await connection.use('list the recordings', (database) =>
      database.getAll('tapes'),
    );
    const known = new Set(rows.map(({ file }) => file));
    for (const file of found) {
      if (!known.has(file) && !held.has(readingClaim(file))) await files.delete(file);
    }
  }
}

async function places(connection: DatabaseConnection, open: FolderOpener): Promise<TapeFiles[]> {
  const folder = await open();
  return [databaseFiles(connection), ...(folder === null ? [] : [folderFiles(folder)])];
}

/**
 * Where the chunks of tapes are kept: in files of the page's own folder where the browser gives it
 * one, and otherwise in the database. Both know a tape by the name that its reading chose; which of
 * them has it is in the tape's row, which is written last, so that what has no row is left over.
 */
import type { DatabaseConnection } from './connection';

interface TapeWriter {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Makes what was written last. */
  close(): Promise<void>;
  /** Drops what was written. */
  abort(): Promise<void>;
}

export interface TapeFiles {
  writer(file: string): Promise<TapeWriter>;
  /** Opens a file to be read in pieces: the index of the chunk, its first byte and its length. */
  reader(
    file: string,
  ): Promise<(index: number, start: number, bytes: number) => Promise<ArrayBuffer>>;
  /** Does nothing where there is no such file. */
  delete(file: string): Promise<void>;
  list(): Promise<string[]>;
}

export type FolderOpener = () => Promise<FileSystemDirectoryHandle | null>;

/** Name of the folder beside whatever else this address keeps. */
const FOLDER = 'nanoarb-tapes';

/** @returns null where the browser has no folder for the page, or none that can be written to */
export const openFolder: FolderOpener = async () => {
  const handles = globalThis as { FileSystemFileHandle?: { prototype: object } };
  if (!('createWritable' in (handles.FileSystemFileHandle?.prototype ?? {}))) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return null;
  }
};

/** Files of a folder. What a writer has not closed is never seen. */
export function folderFiles(folder: FileSystemDirectoryHandle): TapeFiles {
  return {
    async writer(file) {
      const handle = await folder.getFileHandle(file, { create: true });
      const stream = await handle.createWritable();
      return {
        write: (bytes) => stream.write(bytes),
        close: () => stream.close(),
        abort: async () => {
          await stream.abort();
          await remove(folder, file);
        },
      };
    },
    async reader(file) {
      const blob = await (await folder.getFileHandle(file)).getFile();
      return (_, start, bytes) => blob.slice(start, start + bytes).arrayBuffer();
    },
    delete: (file) => remove(folder, file),
    async list() {
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names;
    },
  };
}

async function remove(folder: FileSystemDirectoryHandle, file: string): Promise<void> {
  try {
    await folder.removeEntry(file);
  } catch (error) {
    // It is not there, or a reading that has just ended still holds it: then it goes next time.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Rows of the database, one per chunk. */
export function databaseFiles(connection: DatabaseConnection): TapeFiles {
  const files: TapeFiles = {
    writer: async (file) => {
      let index = 0;
      return {
        async write(bytes) {
          await connection.use('store the recording', async (database) => {
            await database.put('tapeChunks', bytes.buffer, [file, index]);
          });
          index += 1;
        },
        close: () => Promise.resolve(),
        abort: () => files.delete(file),
      };
    },
    reader: async (file) => (index) =>
      connection.use('read the recording', async (database) => {
        const buffer = await database.get('tapeChunks', [file, index]);
        if (buffer === undefined) throw new Error(`part ${index + 1} of it is missing`);
        return buffer;
      }),
    delete: (file) =>
      connection.use('delete the recording', (database) =>
        database.delete('tapeChunks', IDBKeyRange.bound([file], [file, Infinity])),
      ),
    list: () =>
      connection.use('list the recordings', async (database) => [
        ...new Set((await database.getAllKeys('tapeChunks')).map(([file]) => file)),
      ]),
  };
  return files;
}

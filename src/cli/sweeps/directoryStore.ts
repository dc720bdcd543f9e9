/** A store in a folder, which several machines may share. */
import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemReason } from '../output/systemErrors';
import {
  SHELVES,
  sealed,
  StoreError,
  unsealed,
  type Shelf,
  type StoredEntry,
  type UnitStore,
} from './store';

/** A file that is being written; one of a process that died is garbage. */
const PARTIAL = /^.+\.\d+\.[0-9a-f]{8}\.part$/;
/** Age from which nobody can be writing it any more. */
const PARTIAL_MS = 3_600_000;

interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly writtenMs: number;
}

export class DirectoryStore implements UnitStore {
  constructor(readonly place: string) {}

  async has(shelf: Shelf, name: string): Promise<boolean> {
    try {
      await access(this.pathOf(shelf, name));
      return true;
    } catch {
      return false;
    }
  }

  async read(shelf: Shelf, name: string): Promise<Uint8Array | null> {
    const path = this.pathOf(shelf, name);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (error) {
      if (isMissing(error)) return null;
      throw storeError(this.place, error);
    }
    const content = unsealed(bytes);
    if (content === null) await rm(path, { force: true });
    return content;
  }

  /** Writes beside the place, down to the disk, and takes the place in one step. */
  async write(shelf: Shelf, name: string, content: Uint8Array): Promise<void> {
    const path = this.pathOf(shelf, name);
    const temporary = `${path}.${process.pid}.${randomUUID().slice(0, 8)}.part`;
    try {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(sealed(content));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw storeError(this.place, error);
    }
  }

  async remove(shelf: Shelf, name: string): Promise<void> {
    await rm(this.pathOf(shelf, name), { force: true });
  }

  async list(shelf: Shelf): Promise<StoredEntry[]> {
    const files = await this.files(shelf);
    return (
      files
        .map(({ path, bytes }) => ({ path, name: basename(path), bytes }))
        // Whatever else lies in the folder is nobody's entry.
        .filter(({ path, name }) => !PARTIAL.test(name) && path === this.pathOf(shelf, name))
        .map(({ name, bytes }) => ({ name, bytes }))
    );
  }

  async removePartial(): Promise<number> {
    const files = (await Promise.all(SHELVES.map((shelf) => this.files(shelf)))).flat();
    const before = Date.now() - PARTIAL_MS;
    const stale = files.filter(
      ({ path, writtenMs }) => PARTIAL.test(basename(path)) && writtenMs < before,
    );
    await Promise.all(stale.map(({ path }) => rm(path, { force: true })));
    return stale.length;
  }

  async close(): Promise<void> {}

  private async files(shelf: Shelf): Promise<StoredFile[]> {
    const folder = join(this.place, shelf);
    let names: string[];
    try {
      names = await readdir(folder, { recursive: true });
    } catch (error) {
      if (isMissing(error)) return [];
      throw storeError(this.place, error);
    }
    const files = await Promise.all(
      names.map(async (name): Promise<StoredFile[]> => {
        const path = join(folder, name);
        const file = await stat(path).catch(() => null);
        if (file === null || !file.isFile()) return [];
        return [{ path, bytes: file.size, writtenMs: file.mtimeMs }];
      }),
    );
    return files.flat();
  }

  /** Folders by two digits of the name keep each of them short. */
  private pathOf(shelf: Shelf, name: string): string {
    return join(this.place, shelf, name.slice(-2), name);
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function storeError(place: string, error: unknown): StoreError {
  return new StoreError(`--store: the store ${place} cannot be used: ${systemReason(error)}`);
}

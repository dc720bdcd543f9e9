/**
 * A connection to the database outlives the database: browsers close it when they clear data or run
 * out of memory, and another tab may delete or upgrade it. Whatever is asked next opens it again,
 * and the owner of the connection is told, since what was stored may be gone.
 */
import { openDatabase, type LabDatabase } from './database';
import { OPEN_LIMIT_MS, StorageError, nameOf, silent, storageError } from './storageError';

export interface ConnectionEvents {
  /** Called when the database is open again after it was closed: it may be another, and empty. */
  onReopened(): void;
  /** Called when the database was closed and does not open again. */
  onLost(reason: StorageError): void;
  /** Called when another tab keeps the database from opening; it opens when that one closes. */
  onBlocked(reason: StorageError): void;
}

export const NO_EVENTS: ConnectionEvents = {
  onReopened: () => undefined,
  onLost: () => undefined,
  onBlocked: () => undefined,
};

/** Errors of a connection that was closed before or during a transaction. */
const GONE = ['InvalidStateError', 'AbortError', 'NotFoundError', 'UnknownError'];

export class DatabaseConnection {
  private opening: Promise<LabDatabase> | null = null;
  private hasOpened = false;
  private isClosed = false;

  constructor(
    private readonly name: string,
    private readonly events: ConnectionEvents = NO_EVENTS,
  ) {}

  /** Waits for the database for as long as it takes to open. @throws StorageError */
  async open(): Promise<void> {
    await this.database();
  }

  /**
   * Works with the database, a second time on a fresh connection where the first was closed. Work
   * has to be one transaction, so that none of it was done the first time.
   * @param purpose completes "Could not …"
   * @throws StorageError; what was stored before is as it was
   */
  async use<Result>(
    purpose: string,
    work: (database: LabDatabase) => Promise<Result>,
  ): Promise<Result> {
    const opening = this.database();
    try {
      return await work(await inTime(opening));
    } catch (error) {
      if (!GONE.includes(nameOf(error)) || this.isClosed) throw storageError(error, purpose);
      if (this.opening === opening) this.leave();
    }
    try {
      return await work(await inTime(this.database()));
    } catch (error) {
      throw storageError(error, purpose);
    }
  }

  /** Closes the connection until it is next used, for a page that is about to be frozen. */
  rest(): void {
    this.leave();
  }

  close(): void {
    this.isClosed = true;
    this.leave();
  }

  private database(): Promise<LabDatabase> {
    this.opening ??= this.connect();
    return this.opening;
  }

  private async connect(): Promise<LabDatabase> {
    if (!('indexedDB' in globalThis)) {
      throw new StorageError('unavailable', 'This browser keeps no data for this page.');
    }
    let isMine = true;
    try {
      const database = await openDatabase(this.name, {
        blocked: () => this.events.onBlocked(new StorageError('blocked', BLOCKED)),
        ended: () => {
          if (isMine) void this.reopen();
          isMine = false;
        },
      });
      if (this.isClosed) database.close();
      const isFirst = !this.hasOpened;
      this.hasOpened = true;
      if (!isFirst) this.events.onReopened();
      return database;
    } catch (error) {
      // The next use tries again.
      this.opening = null;
      throw storageError(error, 'open the stored runs');
    }
  }

  private async reopen(): Promise<void> {
    this.opening = null;
    if (this.isClosed) return;
    try {
      await inTime(this.database());
    } catch (error) {
      this.events.onLost(storageError(error, 'open the stored runs'));
    }
  }

  private leave(): void {
    const { opening } = this;
    this.opening = null;
    opening?.then(
      (database) => database.close(),
      () => undefined,
    );
  }
}

const BLOCKED =
  'Another tab holds an older version of the stored runs: they open when that tab is closed.';

/** Some browsers never answer: then it is better to go on without storage than to wait. */
async function inTime(opening: Promise<LabDatabase>): Promise<LabDatabase> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(silent()), OPEN_LIMIT_MS);
  });
  try {
    return await Promise.race([opening, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Storage as the session sees it: opened once, replaced by memory where the browser keeps nothing
 * or does not answer, and taken up again as soon as it can be. Whatever keeps things from being
 * stored is in the state for as long as it lasts.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionEvents } from '../lab/storage/connection';
import { createMemoryStorage } from '../lab/storage/memoryStorage';
import { OPEN_LIMIT_MS, StorageError, keepsNothing, silent } from '../lab/storage/storageError';
import type { LabStorage } from '../lab/storage/types';
import type { SessionState } from './state';

export type OpenStorage = (events: ConnectionEvents) => Promise<LabStorage>;

export interface StorageAccessOptions {
  /** Opens storage; rejects with a StorageError where the browser keeps nothing. */
  readonly openStorage: OpenStorage;
  readonly notify: (message: string, details?: string) => void;
  /** Called when another tab changed what is stored. */
  readonly onChanged: () => void;
  /**
   * Called when storage that was closed is open again, and may have lost what it had.
   * @param memory what was stored in memory in between, if anything was
   */
  readonly onReopened: (memory: LabStorage | null) => void;
}

export class StorageAccess {
  private storage: Promise<LabStorage>;
  /** Stands in for storage that is not open; null while it is. */
  private memory: LabStorage | null = null;
  private isDisposed = false;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly options: StorageAccessOptions,
  ) {
    this.storage = this.open();
  }

  /** Storage, or memory in its place; everything that is written waits for it. */
  get opened(): Promise<LabStorage> {
    return this.storage;
  }

  /** Gives the result of `work`, or undefined where storage fails, which is said. */
  async attempt<Result>(
    work: (storage: LabStorage) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await work(await this.storage);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.report(error);
      return undefined;
    }
  }

  /** Says for as long as it lasts that nothing is kept, or once that something was not. */
  report(error: StorageError): void {
    if (keepsNothing(error)) this.store.setState({ storageProblem: error.message });
    else this.options.notify(error.message, detailsOf(error));
  }

  /**
   * Tries to open storage where memory stands in for it, or to open it anew where it fell silent.
   */
  async retry(): Promise<void> {
    if (this.memory === null) {
      (await this.storage).rest();
      const works = await this.attempt((storage) => storage.runs.list());
      if (works !== undefined) this.store.setState({ storageProblem: null });
      return;
    }
    try {
      this.take(await this.options.openStorage(this.events));
    } catch (error) {
      this.store.setState({ storageProblem: reasonOf(error) });
    }
  }

  /** Lets go of the database, for a page that is about to be frozen. */
  rest(): void {
    void this.storage.then((storage) => storage.rest());
  }

  dispose(): void {
    this.isDisposed = true;
    void this.storage.then((storage) => storage.close());
  }

  /** Opens storage, or memory where the browser keeps nothing or takes too long. */
  private open(): Promise<LabStorage> {
    return new Promise((resolve) => {
      const fallBack = (error: unknown) => {
        this.store.setState({ storageProblem: reasonOf(error) });
        this.memory ??= createMemoryStorage();
        resolve(this.memory);
      };
      const timer = setTimeout(() => fallBack(silent()), OPEN_LIMIT_MS);
      this.options
        .openStorage(this.events)
        .then((storage) => {
          if (this.memory !== null) this.take(storage);
          else resolve(this.join(storage));
          return storage;
        })
        .catch(fallBack)
        .finally(() => clearTimeout(timer));
    });
  }

  /** Puts storage in the place of the memory that stood in for it. */
  private take(storage: LabStorage): void {
    const { memory } = this;
    this.memory = null;
    this.storage = Promise.resolve(this.join(storage));
    this.store.setState({ storageProblem: null });
    this.options.onReopened(memory);
  }

  private join(storage: LabStorage): LabStorage {
    if (this.isDisposed) storage.close();
    for (const { id, reason } of storage.unreadableRuns) {
      this.options.notify(
        'A stored run cannot be shown by this version of the lab. It is kept as it is.',
        `run ${id}: ${reason}`,
      );
    }
    storage.tabs.listen(this.options.onChanged);
    return storage;
  }

  private readonly events: ConnectionEvents = {
    onReopened: () => {
      this.store.setState({ storageProblem: null });
      this.options.onReopened(null);
    },
    onLost: (error) => this.report(error),
    onBlocked: (error) => this.report(error),
  };
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const detailsOf = ({ problem, cause }: StorageError): string =>
  cause instanceof Error ? `${problem}: ${cause.name}: ${cause.message}` : problem;

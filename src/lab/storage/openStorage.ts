/** Opens the storage that the lab keeps between visits, and tidies up after the last one. */
import {
  createBaselineStorage,
  createDatasetStorage,
  createEpisodeStorage,
  createSweepStorage,
} from './collections';
import { DatabaseConnection, NO_EVENTS, type ConnectionEvents } from './connection';
import { STORAGE_NAME } from './database';
import { createRunStorage, tidyRuns } from './runStorage';
import { openTabs } from './tabs';
import type { FolderOpener } from './tapeFiles';
import { createTapeStorage, tidyTapes } from './tapeStorage';
import type { LabStorage, StorageUsage, StoredAmount, Tabs } from './types';

export interface StorageOptions {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The browser's own account of its storage; undefined where it gives none. */
  readonly manager: Pick<StorageManager, 'estimate' | 'persist' | 'persisted'> | undefined;
  readonly tabs: Tabs;
  /** Opens the folder in which chunks of recordings are kept. */
  readonly openFolder: FolderOpener;
  /** Hears what becomes of the database while the page is open. */
  readonly events: ConnectionEvents;
}

/**
 * Opens storage. A run that another tab trains is left alone; that tab stores it whole each time.
 * @throws StorageError when the browser keeps nothing for this page, or another tab is in the way
 */
export async function openStorage(options: Partial<StorageOptions> = {}): Promise<LabStorage> {
  const name = options.name ?? STORAGE_NAME;
  const now = options.now ?? (() => Date.now());
  // Insecure origins and old browsers have no manager.
  const manager =
    'manager' in options
      ? options.manager
      : (globalThis.navigator as Navigator | undefined)?.storage;
  const connection = new DatabaseConnection(name, options.events ?? NO_EVENTS);
  await connection.open();
  const tabs = options.tabs ?? openTabs(name);
  const held = await tabs.held();
  const unreadableRuns = await connection.use('tidy the stored runs', (database) =>
    tidyRuns(database, held, now()),
  );
  const tapes = createTapeStorage(connection, options.openFolder);
  // Nobody waits for it, and what it does not reach is left for the next visit.
  tidyTapes(connection, tabs, options.openFolder).catch(() => undefined);
  const unreadable = new Set(unreadableRuns.map(({ id }) => id));
  return {
    runs: createRunStorage(connection, now, unreadable),
    baselines: createBaselineStorage(connection),
    episodes: createEpisodeStorage(connection, now),
    datasets: createDatasetStorage(connection, now),
    sweeps: createSweepStorage(connection, now),
    tapes,
    unreadableRuns,
    tabs,
    usage: async () => ({ ...(await ownUsage(connection)), ...(await browserUsage(manager)) }),
    askToPersist: () => {
      // A browser that refuses keeps what it keeps.
      manager?.persist().catch(() => undefined);
    },
    rest: () => connection.rest(),
    close: () => {
      tabs.close();
      connection.close();
    },
  };
}

type OwnKind = 'runs' | 'episodes' | 'datasets' | 'tapes';

async function ownUsage(connection: DatabaseConnection): Promise<Pick<StorageUsage, OwnKind>> {
  return await connection.use('measure what is stored', async (database) => {
    const amount = async (table: OwnKind): Promise<StoredAmount> => {
      const rows = await database.getAll(table);
      return {
        count: rows.length,
        bytes: rows.reduce((sum, { bytes }) => sum + (Number.isFinite(bytes) ? bytes : 0), 0),
      };
    };
    return {
      runs: await amount('runs'),
      episodes: await amount('episodes'),
      datasets: await amount('datasets'),
      tapes: await amount('tapes'),
    };
  });
}

/**
 * Some browsers have no estimate, some refuse it on insecure origins: then the usage is unknown.
 */
async function browserUsage(
  manager: StorageOptions['manager'],
): Promise<Pick<StorageUsage, 'browser' | 'isPersistent'>> {
  try {
    const { usage, quota } = (await manager?.estimate()) ?? {};
    const isPersistent = (await manager?.persisted()) ?? false;
    if (usage === undefined || quota === undefined) return { browser: null, isPersistent };
    return { browser: { usedBytes: usage, quotaBytes: quota }, isPersistent };
  } catch {
    return { browser: null, isPersistent: false };
  }
}

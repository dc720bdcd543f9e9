/** Opens the storage that the lab keeps between visits, and tidies up after the last one. */
import { createBaselineStorage, createDatasetStorage, createEpisodeStorage } from './collections';
import { STORAGE_NAME, openDatabase, readAtOnce, type LabDatabase } from './database';
import { createRunStorage, tidyRuns } from './runStorage';
import { openTabs } from './tabs';
import type { LabStorage, StorageUsage, StoredAmount, Tabs } from './types';

export interface StorageOptions {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The browser's own account of its storage; undefined where it gives none. */
  readonly manager: Pick<StorageManager, 'estimate' | 'persist' | 'persisted'> | undefined;
  readonly tabs: Tabs;
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
  const database = await openDatabase(name);
  const tabs = options.tabs ?? openTabs(name);
  const unreadableRuns = await tidyRuns(database, await tabs.held());
  const unreadable = new Set(unreadableRuns.map(({ id }) => id));
  return {
    runs: createRunStorage(database, now, unreadable),
    baselines: createBaselineStorage(database),
    episodes: createEpisodeStorage(database, now),
    datasets: createDatasetStorage(database, now),
    unreadableRuns,
    tabs,
    usage: async () => ({ ...(await ownUsage(database)), ...(await browserUsage(manager)) }),
    persist: async () => {
      try {
        return (await manager?.persist()) ?? false;
      } catch {
        return false;
      }
    },
    close: () => {
      tabs.close();
      database.close();
    },
  };
}

async function ownUsage(
  database: LabDatabase,
): Promise<Pick<StorageUsage, 'runs' | 'episodes' | 'datasets'>> {
  const amount = async (table: 'runs' | 'episodes' | 'datasets'): Promise<StoredAmount> => {
    const rows = await database.getAll(table);
    return {
      count: rows.length,
      bytes: rows.reduce((sum, { bytes }) => sum + (Number.isFinite(bytes) ? bytes : 0), 0),
    };
  };
  return await readAtOnce('measure what is stored', async () => ({
    runs: await amount('runs'),
    episodes: await amount('episodes'),
    datasets: await amount('datasets'),
  }));
}

/** Some browsers have no estimate, some refuse it on insecure origins: then the usage is unknown. */
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

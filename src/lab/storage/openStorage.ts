/** Opens what the lab keeps between visits, and tidies up after the last one. */
import { createDatasetStorage, createEpisodeStorage } from './collections';
import { openDatabase } from './database';
import { createRunStorage, tidyRuns } from './runStorage';
import type { LabStorage, StorageUsage } from './types';

export interface StorageOptions {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly estimate: () => Promise<StorageEstimate>;
}

const BROWSER: StorageOptions = {
  name: 'nanoarb-lab',
  now: () => Date.now(),
  estimate: async () => await navigator.storage.estimate(),
};

/**
 * A tab that trains stores its run whole each time, so a second tab that tidies
 * up meanwhile costs it nothing.
 * @throws StorageError when the browser keeps nothing for this page, or another tab is in the way
 */
export async function openStorage(options: Partial<StorageOptions> = {}): Promise<LabStorage> {
  const { name, now, estimate } = { ...BROWSER, ...options };
  const database = await openDatabase(name);
  const unreadableRuns = await tidyRuns(database);
  const unreadable = new Set(unreadableRuns.map(({ id }) => id));
  return {
    runs: createRunStorage(database, now, unreadable),
    episodes: createEpisodeStorage(database, now),
    datasets: createDatasetStorage(database, now),
    unreadableRuns,
    usage: async () => await usageOf(estimate),
    close: () => database.close(),
  };
}

/** Some browsers have no estimate, some refuse it on insecure origins: then nobody knows. */
async function usageOf(estimate: StorageOptions['estimate']): Promise<StorageUsage | null> {
  try {
    const { usage, quota } = await estimate();
    return usage === undefined || quota === undefined
      ? null
      : { usedBytes: usage, quotaBytes: quota };
  } catch {
    return null;
  }
}

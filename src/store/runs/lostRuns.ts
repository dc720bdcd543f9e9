/**
 * Stores runs again that a database has lost: the browser may delete one under the page, and memory
 * stands in for one that does not open. Runs whose record this tab still has are stored whole; of
 * the others only what the list shows is left.
 */
import type { LabStorage } from '../../lab/storage/types';
import type { RunSummary } from '../../protocol/run';
import type { StorageAccess } from '../storageAccess';
import type { KeptRecords } from './keptRecords';

/** Keeps, as not stored yet, what was stored in the memory that stood in for a database. */
export async function takeFromMemory(memory: LabStorage, kept: KeptRecords): Promise<void> {
  for (const { id } of await memory.runs.list()) {
    const run = await memory.runs.get(id);
    const state = await memory.runs.getState(id);
    if (run !== null) kept.set(run, (state as object | null) ?? null);
  }
}

/**
 * Stores what is left of the runs that storage lacks, and marks those as not stored that are still
 * whole in memory, for the caller to store.
 * @param runs as the page shows them
 * @param access says where storage fails, which ends this early
 * @returns the number of runs that are left without their agent, because it was nowhere else
 */
export async function storeRemnants(
  runs: readonly RunSummary[],
  kept: KeptRecords,
  access: Pick<StorageAccess, 'attempt'>,
): Promise<number> {
  let shortened = 0;
  await access.attempt(async (storage) => {
    const lost = new Set(await storage.runs.absent(runs.map(({ id }) => id)));
    // Another tab may have been quicker, and have had less of it.
    const listed = await storage.runs.list();
    for (const { id, hasPolicy } of listed) if (!hasPolicy) lost.add(id);
    const stored = new Set(listed.map(({ id }) => id));
    for (const summary of runs.filter(({ id }) => lost.has(id))) {
      const whole = kept.get(summary.id);
      if (whole === undefined) {
        if (summary.hasPolicy) shortened += 1;
        const remnant = { ...summary, hasPolicy: false, policy: null, history: null };
        await storage.runs.put(remnant, null, true);
      } else if (whole.run.policy !== null || !stored.has(summary.id)) {
        // Another tab may have labelled it since it was saved.
        kept.set({ ...whole.run, ...summary }, whole.state);
      }
    }
  });
  return shortened;
}

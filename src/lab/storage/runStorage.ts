/**
 * The database keeps a run in a row for the list, and a row each for its history, its
 * policy and the state from which its training can go on; all of them change together or
 * not at all.
 */
import { z } from 'zod';
import { InvalidInputError, parseInput } from '../../market/validation';
import { RUN_STATUSES, parseRunConfig, summaryOf, type RunRecord } from '../../protocol/run';
import {
  StorageError,
  bytesOf,
  compact,
  readAtOnce,
  writeAtOnce,
  type LabDatabase,
  type TableName,
} from './database';
import type { RunStorage, StoredRun, UnreadableRun } from './types';

const TABLES = ['runs', 'histories', 'policies', 'states'] as const;
const PART_TABLES = ['histories', 'policies', 'states'] as const satisfies TableName[];

export function createRunStorage(
  database: LabDatabase,
  now: () => number,
  unreadable: ReadonlySet<string>,
): RunStorage {
  /** Rewrites a run's row in place, in the transaction that read it. */
  const change = async (id: string, purpose: string, edit: (run: StoredRun) => StoredRun) =>
    await readAtOnce(purpose, async () => {
      const transaction = database.transaction('runs', 'readwrite');
      const run = await transaction.store.get(id);
      if (run === undefined) {
        throw new StorageError('failed', `Could not ${purpose}: there is no run ${id}.`);
      }
      await Promise.all([transaction.store.put(edit(run)), transaction.done]);
    });

  return {
    async list() {
      const rows = await readAtOnce('list the runs', () => database.getAll('runs'));
      return rows
        .filter(({ id, deletedAt }) => deletedAt === null && !unreadable.has(id))
        .sort((a, b) => b.createdAt - a.createdAt)
        .map(summaryOf);
    },

    async get(id) {
      return await readAtOnce('read the run', async () => {
        const transaction = database.transaction([...TABLES]);
        const [row, history, policy] = await Promise.all([
          transaction.objectStore('runs').get(id),
          transaction.objectStore('histories').get(id),
          transaction.objectStore('policies').get(id),
        ]);
        if (row === undefined || row.deletedAt !== null) return null;
        return { ...summaryOf(row), history: history ?? null, policy: policy ?? null };
      });
    },

    async put({ history, policy, ...summary }: RunRecord, state: object | null) {
      const parts = {
        histories: history === null ? null : { ...history, columns: compact(history.columns) },
        policies: policy === null ? null : compact(policy),
        states: state,
      };
      const bytes = bytesOf(parts);
      await writeAtOnce(database, TABLES, `store the run “${summary.name}”`, (writes) => {
        writes.put('runs', { ...summary, deletedAt: null, bytes });
        for (const table of PART_TABLES) {
          const part = parts[table];
          if (part === null) writes.delete(table, summary.id);
          else writes.put(table, part, summary.id);
        }
      });
    },

    async getState(id) {
      const state = await readAtOnce('read where the run was left', () =>
        database.get('states', id),
      );
      return state ?? null;
    },

    async label(id, labels) {
      await change(id, 'rename the run', (run) => ({ ...run, ...labels }));
    },

    async delete(id) {
      await change(id, 'delete the run', (run) => ({ ...run, deletedAt: now() }));
    },

    async restore(id) {
      await change(id, 'restore the run', (run) => ({ ...run, deletedAt: null }));
    },

    async forget(id) {
      await writeAtOnce(database, TABLES, 'delete the run', (writes) => {
        for (const table of TABLES) writes.delete(table, id);
      });
    },
  };
}

/**
 * Tidies up once, before anything is listed. Runs that were deleted go for good. A
 * run that was training when the page went away stays to be resumed if there is
 * a state to go on from, counts as stopped if it has only a policy, and is
 * discarded if it has neither. Parts without a run are discarded. Rows that
 * cannot be read are kept and reported: another version may read them.
 * @param held runs that another tab trains: left as they are
 */
export async function tidyRuns(
  database: LabDatabase,
  held: ReadonlySet<string>,
): Promise<UnreadableRun[]> {
  const unreadable: UnreadableRun[] = [];
  await readAtOnce('tidy the stored runs', async () => {
    const transaction = database.transaction([...TABLES], 'readwrite');
    const store = transaction.objectStore('runs');
    const [rows, ...partKeys] = await Promise.all([
      store.getAll(),
      ...PART_TABLES.map((table) => transaction.objectStore(table).getAllKeys()),
    ]);
    const [, policies, states] = partKeys.map((keys) => new Set(keys));
    const kept = new Set<string>();
    const writes: Promise<unknown>[] = [];
    for (const row of rows) {
      const { id, status, deletedAt } = row;
      const problem = problemOf(row);
      const isCutShort = status === 'running' && !states.has(id) && !held.has(id);
      if (problem !== null) {
        unreadable.push({ id, reason: problem });
      } else if (deletedAt !== null || (isCutShort && !policies.has(id))) {
        writes.push(store.delete(id));
        continue;
      } else if (isCutShort) {
        writes.push(store.put({ ...row, status: 'stopped' }));
      }
      kept.add(id);
    }
    for (const [index, table] of PART_TABLES.entries()) {
      for (const key of partKeys[index]) {
        if (!kept.has(key)) writes.push(transaction.objectStore(table).delete(key));
      }
    }
    await Promise.all([...writes, transaction.done]);
  });
  return unreadable;
}

const rowSchema = z.looseObject({
  id: z.string({ error: 'an id' }),
  name: z.string({ error: 'a name' }),
  notes: z.string({ error: 'a text' }),
  tags: z.array(z.string(), { error: 'a list of tags' }),
  status: z.enum(RUN_STATUSES, { error: `one of ${RUN_STATUSES.join(', ')}` }),
  createdAt: z.number({ error: 'a time' }),
  update: z.number({ error: 'a count' }),
  totalUpdates: z.number({ error: 'a count' }),
  hasPolicy: z.boolean({ error: 'true or false' }),
  bytes: z.number({ error: 'a size' }),
  evaluation: z.array(
    z.looseObject({ agentName: z.string(), metrics: z.array(z.looseObject({})) }),
    { error: 'a list of rows' },
  ),
});

function problemOf(row: StoredRun): string | null {
  try {
    parseInput(rowSchema, row, 'run');
    parseRunConfig(row.config);
    return null;
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message;
    throw error;
  }
}

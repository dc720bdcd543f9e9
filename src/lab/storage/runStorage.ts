/**
 * The database keeps a run in a row for the list, and a row each for its history, its policy and
 * the state from which its training can go on; all of them change together or not at all.
 */
import { z } from 'zod';
import type { ExaminationModels } from '../../agents/policies/examinationModels';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import type { ProgressHistory } from '../../protocol/progressHistory';
import { RUN_STATUSES, parseRunConfig, summaryOf, type RunRecord } from '../../protocol/run';
import { freeRunName } from '../../protocol/runNames';
import type { DatabaseConnection } from './connection';
import { bytesOf } from './bytesOf';
import {
  compact,
  writeAtOnce,
  type LabDatabase,
  type Reads,
  type StoredPolicy,
  type TableName,
  type Writes,
} from './database';
import { finalWordOf, withLabels } from './rows';
import { StorageError } from './storageError';
import type { RunStorage, StoredAs, StoredRun, UnreadableRun } from './types';

const TABLES = ['runs', 'histories', 'policies', 'states'] as const;
const TABLES_AND_TOMBSTONES = [...TABLES, 'tombstones'] as const;
const PART_TABLES = ['histories', 'policies', 'states'] as const satisfies TableName[];

/**
 * Milliseconds after which a deleted run goes for good when storage is opened. Until then a tab may
 * still offer to bring it back: timers of hidden tabs are late by a minute.
 */
export const PURGE_AFTER_MS = 5 * 60_000;
/** Milliseconds for which it is remembered that a run was deleted: longer than tabs stay open. */
const TOMBSTONE_LIFE_MS = 30 * 24 * 3_600_000;

const DELETED: StoredAs = { isStored: false, newName: null };

export function createRunStorage(
  connection: DatabaseConnection,
  now: () => number,
  unreadable: ReadonlySet<string>,
): RunStorage {
  /** Rewrites a run's row in place, in the transaction that read it. */
  const change = async (id: string, purpose: string, edit: (run: StoredRun) => StoredRun) =>
    await connection.use(purpose, (database) =>
      writeAtOnce(database, ['runs'], async (writes, reads) => {
        const run = await reads.get('runs', id);
        if (run === undefined) {
          throw new StorageError('failed', `Could not ${purpose}: there is no run ${id}.`);
        }
        writes.put('runs', edit(run));
      }),
    );

  return {
    async list() {
      const rows = await connection.use('list the runs', (database) => database.getAll('runs'));
      return rows
        .filter(({ id, deletedAt }) => deletedAt === null && !unreadable.has(id))
        .sort((a, b) => b.createdAt - a.createdAt)
        .map(summaryOf);
    },

    async get(id) {
      return await connection.use('read the run', async (database) => {
        const transaction = database.transaction([...TABLES]);
        const [row, history, policy] = await Promise.all([
          transaction.objectStore('runs').get(id),
          transaction.objectStore('histories').get(id),
          transaction.objectStore('policies').get(id),
        ]);
        if (row === undefined || row.deletedAt !== null) return null;
        return { ...summaryOf(row), history: history ?? null, ...policyOf(policy) };
      });
    },

    async put(run, state, isRemnant = false) {
      const { summary, parts, bytes } = divided(run, state);
      const { id } = summary;
      return await connection.use(`store the run “${summary.name}”`, (database) =>
        writeAtOnce(database, TABLES_AND_TOMBSTONES, async (writes, reads) => {
          const [row, tombstone] = await Promise.all([
            reads.get('runs', id),
            reads.get('tombstones', id),
          ]);
          if (tombstone !== undefined || (row?.deletedAt ?? null) !== null) return DELETED;
          if (isRemnant && row !== undefined) return { isStored: true, newName: null };
          const newName = row === undefined ? await newNameOf(summary.name, reads) : null;
          // Labels change with `label` alone: another tab may have changed them since.
          const { name, notes, tags } = row ?? { ...summary, name: newName ?? summary.name };
          const labelledAt = row?.labelledAt;
          const finalWord = finalWordOf(summary, row);
          writes.put('runs', {
            ...summary,
            name,
            notes,
            tags,
            deletedAt: null,
            bytes,
            ...(labelledAt !== undefined && { labelledAt }),
            ...(finalWord !== undefined && { finalWord }),
          });
          writeParts(writes, id, parts);
          return { isStored: true, newName };
        }),
      );
    },

    async putNew(all) {
      const rows = all.map((run) => divided(run, null));
      await connection.use(`store ${all.length} runs`, (database) =>
        writeAtOnce(database, TABLES, (writes) => {
          for (const { summary, parts, bytes } of rows) {
            writes.put('runs', { ...summary, deletedAt: null, bytes });
            writeParts(writes, summary.id, parts);
          }
        }),
      );
    },

    async getState(id) {
      const state = await connection.use('read where the run was left', (database) =>
        database.get('states', id),
      );
      return state ?? null;
    },

    async label(id, labels, editedAt) {
      await change(id, 'rename the run', (run) => withLabels(run, labels, now(), editedAt));
    },

    async amend(id, amend) {
      return await connection.use('change the run', (database) =>
        writeAtOnce(database, ['runs'], async (writes, reads) => {
          const run = await reads.get('runs', id);
          const amendment = run === undefined ? null : amend(summaryOf(run));
          if (run !== undefined && amendment !== null) writes.put('runs', { ...run, ...amendment });
          return amendment;
        }),
      );
    },

    async delete(id) {
      await change(id, 'delete the run', (run) => ({ ...run, deletedAt: now() }));
    },

    async deleted(id) {
      const row = await connection.use('look for the run', (database) => database.get('runs', id));
      return (row?.deletedAt ?? null) === null || row === undefined ? null : summaryOf(row);
    },

    async restore(id) {
      await change(id, 'restore the run', (run) => ({ ...run, deletedAt: null }));
    },

    async forget(id) {
      await connection.use('delete the run', (database) =>
        writeAtOnce(database, TABLES_AND_TOMBSTONES, (writes) => {
          for (const table of TABLES) writes.delete(table, id);
          writes.put('tombstones', { id, deletedAt: now() });
        }),
      );
    },

    async absent(ids) {
      return await connection.use('look for the runs', async (database) => {
        const transaction = database.transaction(['runs', 'tombstones']);
        const [rows, tombstones] = await Promise.all([
          transaction.objectStore('runs').getAllKeys(),
          transaction.objectStore('tombstones').getAllKeys(),
        ]);
        const known = new Set<string>([...rows, ...tombstones]);
        return ids.filter((id) => !known.has(id));
      });
    },
  };
}

/**
 * Finds another name for a run that is new where one has its own: of another tab, or deleted and
 * still to be brought back.
 * @returns null where it can keep its own
 */
async function newNameOf(wanted: string, reads: Reads): Promise<string | null> {
  const rows = await reads.getAll('runs');
  const name = freeRunName(wanted, new Set(rows.map((row) => row.name)));
  return name === wanted ? null : name;
}

/** Long columns of a run by table; null where it has none. */
interface RunParts {
  readonly histories: ProgressHistory | null;
  readonly policies: StoredPolicy | null;
  readonly states: object | null;
}

/** Divides a run into its row and its long columns. */
function divided({ history, policy, models, ...summary }: RunRecord, state: object | null) {
  const parts: RunParts = {
    histories: history === null ? null : { ...history, columns: compact(history.columns) },
    policies: policy === null ? null : storedPolicy(policy, models),
    states: state,
  };
  // The row has no long columns, and may still be most of a run that was imported.
  return { summary, parts, bytes: bytesOf(parts) + JSON.stringify(summary).length };
}

function writeParts(writes: Writes, id: string, parts: RunParts): void {
  for (const table of PART_TABLES) {
    const part = parts[table];
    if (part === null) writes.delete(table, id);
    else writes.put(table, part, id);
  }
}

/** Models are stored with their policy, so that they come and go together. */
function storedPolicy(policy: AnyPolicy, models: ExaminationModels | undefined): StoredPolicy {
  if (models === undefined) return compact(policy);
  const { critics, clone } = models;
  const pair = critics && {
    ...compact(critics),
    critics: [critics.critics[0].slice(), critics.critics[1].slice()] as const,
  };
  return { ...compact(policy), models: { critics: pair, clone: clone && compact(clone) } };
}

function policyOf(stored: StoredPolicy | undefined): Pick<RunRecord, 'policy' | 'models'> {
  if (stored === undefined) return { policy: null };
  const { models, ...policy } = stored;
  return models === undefined ? { policy } : { policy, models };
}

/**
 * Tidies up once, before anything is listed. Runs that were deleted a while ago go for good, and so
 * do old tombstones. A run that was training when the page went away stays to be resumed if there
 * is a state to go on from, counts as stopped if it has only a policy, and is discarded if it has
 * neither. Parts without a run are discarded. Rows that cannot be read are kept and reported:
 * another version may read them.
 * @param held runs that another tab trains: left as they are
 */
export async function tidyRuns(
  database: LabDatabase,
  held: ReadonlySet<string>,
  now: number,
): Promise<UnreadableRun[]> {
  const unreadable: UnreadableRun[] = [];
  const transaction = database.transaction([...TABLES_AND_TOMBSTONES], 'readwrite');
  const store = transaction.objectStore('runs');
  const graves = transaction.objectStore('tombstones');
  const [rows, tombstones, ...partKeys] = await Promise.all([
    store.getAll(),
    graves.getAll(),
    ...PART_TABLES.map((table) => transaction.objectStore(table).getAllKeys()),
  ]);
  const [, policies, states] = partKeys.map((keys) => new Set(keys));
  const isOlder = (time: number, limit: number) => Math.abs(now - time) > limit;
  const kept = new Set<string>();
  const writes: Promise<unknown>[] = [];
  for (const row of rows) {
    const { id, status, deletedAt } = row;
    const problem = problemOf(row);
    const isDeleted = deletedAt !== null;
    const isCutShort = !isDeleted && status === 'running' && !states.has(id) && !held.has(id);
    if (problem !== null) {
      unreadable.push({ id, reason: problem });
    } else if (isCutShort && !policies.has(id)) {
      writes.push(store.delete(id));
      continue;
    } else if (isDeleted && isOlder(deletedAt, PURGE_AFTER_MS)) {
      writes.push(store.delete(id), graves.put({ id, deletedAt }));
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
  for (const { id, deletedAt } of tombstones) {
    if (isOlder(deletedAt, TOMBSTONE_LIFE_MS)) writes.push(graves.delete(id));
  }
  await Promise.all([...writes, transaction.done]);
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

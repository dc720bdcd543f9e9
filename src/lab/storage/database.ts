/**
 * Opens the browser's database, and turns what can go wrong with it into sentences. Long
 * columns are kept apart from what lists show, so that a list is quick however much is
 * stored. Nothing here knows what the rows mean.
 */
import { openDB, type DBSchema, type IDBPDatabase, type StoreNames } from 'idb';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import type { EvaluationRow } from '../../evaluation/metrics';
import type { Dataset } from '../../learning/data/dataset';
import type { EpisodeRecord } from '../../protocol/frames';
import type { ProgressHistory } from '../../protocol/progressHistory';
import type { StoredDataset, StoredEpisode, StoredRun } from './types';

/** Name of the database that the page and its workers share. */
export const STORAGE_NAME = 'nanoarb-lab';

/** Version of the tables, raised with every change of them; `upgrade` then has one more step. */
const DATABASE_VERSION = 1;

/** Tables of the database. Rows without a key in their value are keyed by the id of their owner. */
interface LabSchema extends DBSchema {
  runs: { key: string; value: StoredRun };
  histories: { key: string; value: ProgressHistory };
  policies: { key: string; value: AnyPolicy };
  /** States from which training can go on. */
  states: { key: string; value: unknown };
  /** Evaluations of the baselines, keyed by scenario. */
  baselines: { key: string; value: readonly EvaluationRow[] };
  episodes: { key: string; value: StoredEpisode };
  episodeRecords: { key: string; value: EpisodeRecord };
  datasets: { key: string; value: StoredDataset };
  datasetColumns: { key: string; value: Dataset };
}

export type LabDatabase = IDBPDatabase<LabSchema>;
export type TableName = StoreNames<LabSchema>;

export type StorageProblem = 'unavailable' | 'blocked' | 'full' | 'failed';

/** A failure of storage, after which everything that was stored before is unchanged. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    readonly problem: StorageProblem,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Opens the database. @throws StorageError when there is none to be had */
export async function openDatabase(name: string): Promise<LabDatabase> {
  if (!('indexedDB' in globalThis)) {
    throw new StorageError('unavailable', 'This browser keeps no data for this page.');
  }
  return await new Promise<LabDatabase>((resolve, reject) => {
    openDB<LabSchema>(name, DATABASE_VERSION, {
      upgrade(database, oldVersion) {
        if (oldVersion < 1) createTables(database);
      },
      blocked() {
        reject(
          new StorageError(
            'blocked',
            'Another tab holds an older version of the stored runs: close it and reload.',
          ),
        );
      },
    })
      .then(makeWay)
      .then(resolve, (error: unknown) => reject(storageError(error, 'open the stored runs')));
  });
}

/** Lets a newer version of the page, in another tab, go ahead. */
function makeWay(database: LabDatabase): LabDatabase {
  database.addEventListener('versionchange', () => database.close());
  return database;
}

function createTables(database: LabDatabase): void {
  database.createObjectStore('runs', { keyPath: 'id' });
  database.createObjectStore('histories');
  database.createObjectStore('policies');
  database.createObjectStore('states');
  database.createObjectStore('baselines');
  database.createObjectStore('episodes', { keyPath: 'id' });
  database.createObjectStore('episodeRecords');
  database.createObjectStore('datasets', { keyPath: 'hash' });
  database.createObjectStore('datasetColumns');
}

/** Writes of a transaction; a rejection undoes them all. */
export interface Writes {
  put<Name extends TableName>(table: Name, value: LabSchema[Name]['value'], key?: string): void;
  delete(table: TableName, key: string): void;
}

/**
 * Writes all or nothing. `write` must not wait for anything: a transaction ends by itself
 * as soon as it is idle.
 * @param purpose completes "Could not …"
 * @throws StorageError; what was stored before is as it was
 */
export async function writeAtOnce(
  database: LabDatabase,
  tables: readonly TableName[],
  purpose: string,
  write: (writes: Writes) => void,
): Promise<void> {
  try {
    const transaction = database.transaction([...tables], 'readwrite');
    const requests: Promise<unknown>[] = [transaction.done];
    try {
      write({
        put(table, value, key) {
          requests.push(transaction.objectStore(table).put(value, key));
        },
        delete(table, key) {
          requests.push(transaction.objectStore(table).delete(key));
        },
      });
    } catch (error) {
      for (const request of requests) request.catch(() => undefined);
      transaction.abort();
      throw error;
    }
    const outcomes = await Promise.allSettled(requests);
    const reasons = outcomes.flatMap((outcome): unknown[] =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    // The first reason says why the transaction failed; the others only say that it was undone.
    if (reasons.length > 0)
      throw reasons.find((reason) => nameOf(reason) !== 'AbortError') ?? reasons[0];
  } catch (error) {
    throw storageError(error, purpose);
  }
}

/** Reads, with a purpose that completes "Could not …". @throws StorageError */
export async function readAtOnce<Result>(
  purpose: string,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw storageError(error, purpose);
  }
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : '');

function storageError(error: unknown, purpose: string): StorageError {
  if (error instanceof StorageError) return error;
  const name = nameOf(error);
  if (name === 'QuotaExceededError') {
    return new StorageError(
      'full',
      `Could not ${purpose}: the browser's storage for this page is full. Delete runs, episodes or datasets; what was stored before is unchanged.`,
      error,
    );
  }
  const unavailable = name === 'InvalidStateError' || name === 'SecurityError';
  const reason = error instanceof Error ? error.message : String(error);
  return new StorageError(
    unavailable ? 'unavailable' : 'failed',
    `Could not ${purpose}: ${reason}`,
    error,
  );
}

/**
 * Copies the views in a plain object: storing a view would store all of the buffer behind
 * it.
 */
export function compact<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: [string, unknown]) => [
      key,
      isTypedArray(field) && field.byteLength < field.buffer.byteLength ? field.slice() : field,
    ]),
  ) as Value;
}

/** Counts the bytes of all arrays of numbers in a plain value. */
export function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, field) => sum + bytesOf(field), 0);
}

type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

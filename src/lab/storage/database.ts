/**
 * Opens the browser's database, and writes to it all or nothing. Long columns are kept apart from
 * what lists show, so that a list is quick however much is stored. Nothing here knows what the rows
 * mean.
 */
import { openDB, type DBSchema, type IDBPDatabase, type StoreNames } from 'idb';
import type { ExaminationModels } from '../../agents/policies/examinationModels';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import type { EvaluationRow } from '../../evaluation/metrics';
import type { Dataset } from '../../learning/data/dataset';
import type { KeptRecord } from '../../protocol/episodePlayers';
import type { ProgressHistory } from '../../protocol/progressHistory';
import { nameOf } from './storageError';
import type { TapeCheckpoint } from '../../recordings/play/checkpoints';
import type { StoredDataset, StoredEpisode, StoredRun, StoredSweep, StoredTape } from './types';

/** Name of the database that the page and its workers share. */
export const STORAGE_NAME = 'nanoarb-lab';

/** Version of the tables, raised with every change of them; `upgrade` then has one more step. */
const DATABASE_VERSION = 4;

/** Tables of the database. Rows without a key in their value are keyed by the id of their owner. */
interface LabSchema extends DBSchema {
  runs: { key: string; value: StoredRun };
  histories: { key: string; value: ProgressHistory };
  policies: { key: string; value: StoredPolicy };
  /** States from which training can go on. */
  states: { key: string; value: unknown };
  /** Evaluations of the baselines, keyed by scenario. */
  baselines: { key: string; value: readonly EvaluationRow[] };
  episodes: { key: string; value: StoredEpisode };
  episodeRecords: { key: string; value: KeptRecord };
  datasets: { key: string; value: StoredDataset };
  datasetColumns: { key: string; value: Dataset };
  /** Runs and sweeps that were deleted for good: a tab that still has one does not store it again. */
  tombstones: { key: string; value: Tombstone };
  sweeps: { key: string; value: StoredSweep };
  /** Recordings, keyed by their content. */
  tapes: { key: string; value: StoredTape };
  tapeIndexes: { key: string; value: TapeIndex };
  /** Chunks of recordings, as bytes, where the page has no files: by file and place. */
  tapeChunks: { key: [string, number]; value: ArrayBuffer };
}

/** A policy, and the models that it is examined with; rows of before have none. */
export type StoredPolicy = AnyPolicy & { readonly models?: ExaminationModels };

/** What is needed to play a tape, beside its chunks. */
interface TapeIndex {
  /** Rows of each chunk. */
  readonly rows: readonly number[];
  readonly checkpoints: readonly TapeCheckpoint[];
}

interface Tombstone {
  readonly id: string;
  /** Time of deletion in milliseconds since 1970. */
  readonly deletedAt: number;
}

export type LabDatabase = IDBPDatabase<LabSchema>;
export type TableName = StoreNames<LabSchema>;
/** Tables whose rows have a name as their key. */
type RowTable = Exclude<TableName, 'tapeChunks'>;

export interface OpeningEvents {
  /** Called when another tab is in the way; the database opens when that one closes. */
  blocked(): void;
  /** Called when the connection has ended, because the browser or another tab asked for it. */
  ended(): void;
}

/** Opens the database, and lets go of it when another tab wants to delete or upgrade it. */
export async function openDatabase(name: string, events: OpeningEvents): Promise<LabDatabase> {
  const database: LabDatabase = await openDB<LabSchema>(name, DATABASE_VERSION, {
    upgrade(opened, oldVersion) {
      if (oldVersion < 1) createTables(opened);
      if (oldVersion < 2) opened.createObjectStore('tombstones', { keyPath: 'id' });
      if (oldVersion < 3) opened.createObjectStore('sweeps', { keyPath: 'id' });
      if (oldVersion < 4) createTapeTables(opened);
    },
    blocked: () => events.blocked(),
    terminated: () => events.ended(),
  });
  database.addEventListener('versionchange', () => {
    database.close();
    events.ended();
  });
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

function createTapeTables(database: LabDatabase): void {
  database.createObjectStore('tapes', { keyPath: 'hash' });
  database.createObjectStore('tapeIndexes');
  database.createObjectStore('tapeChunks');
}

/** Writes of a transaction; a rejection undoes them all. */
export interface Writes {
  put<Name extends RowTable>(table: Name, value: LabSchema[Name]['value'], key?: string): void;
  delete(table: RowTable, key: string): void;
}

/** Reads of a transaction, which see what it has written so far. */
export interface Reads {
  get<Name extends RowTable>(
    table: Name,
    key: string,
  ): Promise<LabSchema[Name]['value'] | undefined>;
  getAll<Name extends RowTable>(table: Name): Promise<LabSchema[Name]['value'][]>;
}

/**
 * Writes all or nothing. `write` may wait for the reads of the transaction and for nothing else: a
 * transaction ends by itself as soon as it is idle.
 * @throws whatever the browser says; what was stored before is as it was
 */
export async function writeAtOnce<Result = void>(
  database: LabDatabase,
  tables: readonly TableName[],
  write: (writes: Writes, reads: Reads) => Result | Promise<Result>,
): Promise<Result> {
  const transaction = database.transaction([...tables], 'readwrite');
  const reasons: unknown[] = [];
  const note = (request: Promise<unknown>) => {
    request.catch((reason: unknown) => reasons.push(reason));
  };
  note(transaction.done);
  let result: Result;
  try {
    result = await write(
      {
        put(table, value, key) {
          note(transaction.objectStore(table).put(value, key));
        },
        delete(table, key) {
          note(transaction.objectStore(table).delete(key));
        },
      },
      {
        get: (table, key) => transaction.objectStore(table).get(key),
        getAll: (table) => transaction.objectStore(table).getAll(),
      },
    );
    // A page that goes away now leaves a transaction that the browser completes.
    unlessEnded(() => transaction.commit());
  } catch (error) {
    unlessEnded(() => transaction.abort());
    throw error;
  }
  try {
    // Chromium leaves requests unanswered where a transaction finds no room: its end says so.
    await transaction.done;
  } catch (end) {
    // The first reason says why the transaction failed; the others only say that it was undone.
    throw reasons.find((reason) => nameOf(reason) !== 'AbortError') ?? end;
  }
  return result;
}

/** Ends a transaction, unless it has ended by itself: then its requests say why. */
function unlessEnded(end: () => void): void {
  try {
    end();
  } catch (error) {
    if (nameOf(error) !== 'InvalidStateError') throw error;
  }
}

/** Copies the views in a plain object: storing a view would store all of the buffer behind it. */
export function compact<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: [string, unknown]) => [
      key,
      isTypedArray(field) && field.byteLength < field.buffer.byteLength ? field.slice() : field,
    ]),
  ) as Value;
}

type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

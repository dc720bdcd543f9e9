/** Flags that say where units of work are kept and who performs them. */
import { readdir } from 'node:fs/promises';
import { InvalidInputError } from '../../market/validation';
import { systemReason } from '../output/systemErrors';
import { DirectoryStore } from '../sweeps/directoryStore';
import type { SweepEngine } from '../sweeps/engine';
import { localEngine } from '../sweeps/localEngine';
import { SHELVES, type UnitStore } from '../sweeps/store';
import type { Terminal } from './command';
import type { FlagTable, FlagValues } from './flags';

/** Folder of artefacts where none is named. */
const DEFAULT_STORE = '.lab-store';

export const STORE_FLAGS = {
  store: {
    kind: 'text',
    placeholder: 'DIR',
    help: `folder of what units leave, several machines may share it (${DEFAULT_STORE})`,
  },
  redis: {
    kind: 'text',
    placeholder: 'URL',
    help: 'Redis or Valkey, such as redis://127.0.0.1:6379; without --store, what units leave travels through it too',
  },
} as const satisfies FlagTable;

type StoreFlagValues = FlagValues<typeof STORE_FLAGS>;

/** Opens the folder that is named, or the store in Redis, or this machine's own. */
export async function openStore(
  { store, redis }: StoreFlagValues,
  { progress }: Terminal,
): Promise<UnitStore> {
  if (store !== null || redis === null) return new DirectoryStore(store ?? DEFAULT_STORE);
  const { connect, withoutSecret } = await import('../sweeps/redis/connection');
  const { RedisStore } = await import('../sweeps/redis/redisStore');
  const connection = await connect(redis, (text) => progress.finish(text));
  return new RedisStore(connection, withoutSecret(redis));
}

/**
 * Opens a store that is there already.
 * @throws InvalidInputError where there is no folder, or one that never was a store
 */
export async function openKeptStore(
  flags: StoreFlagValues,
  terminal: Terminal,
): Promise<UnitStore> {
  const kept = await openStore(flags, terminal);
  if (kept instanceof DirectoryStore) await requireStore(kept);
  return kept;
}

async function requireStore(kept: DirectoryStore): Promise<void> {
  const refuse = (reason: string) => {
    const expected = `the folder of a store, as sweep --store makes it (${reason})`;
    throw new InvalidInputError('--store', expected, kept.place);
  };
  let names: string[] = [];
  try {
    names = await readdir(kept.place);
  } catch (error) {
    refuse(systemReason(error));
  }
  if (!SHELVES.some((shelf) => names.includes(shelf))) refuse('nothing in it is of a store');
}

/**
 * Starts what performs units: workers on a Redis that is named, or the cores of this machine.
 * @param threads of this machine
 */
export async function openEngine(
  { redis }: StoreFlagValues,
  { store, build, threads }: { store: UnitStore; build: string; threads: number },
  { progress }: Terminal,
): Promise<SweepEngine> {
  if (redis === null) return localEngine(store, build, threads);
  const say = (text: string) => progress.finish(text);
  const { connect } = await import('../sweeps/redis/connection');
  const { RedisEngine } = await import('../sweeps/redis/redisEngine');
  return new RedisEngine(await connect(redis, say), store, build, say);
}

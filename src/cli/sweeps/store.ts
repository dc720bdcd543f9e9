/**
 * A store holds what units left behind, under their names. What is in it is never computed again,
 * so an entry is written whole or not at all, and verified whenever it is read: one that is damaged
 * counts as absent.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Shelves: what a unit is to do, what it made, why it failed, and which units a sweep asked for.
 */
export const SHELVES = ['units', 'artefacts', 'failures', 'sweeps'] as const;
export type Shelf = (typeof SHELVES)[number];

export interface StoredEntry {
  readonly name: string;
  readonly bytes: number;
}

export interface UnitStore {
  /** Where it is, for messages. */
  readonly place: string;
  /** Whether an entry is there; it may turn out to be damaged. */
  has(shelf: Shelf, name: string): Promise<boolean>;
  /** @returns null where there is none that is sound; a damaged one is removed */
  read(shelf: Shelf, name: string): Promise<Uint8Array | null>;
  /** @throws StoreError where there is no room, or the store is not there */
  write(shelf: Shelf, name: string, content: Uint8Array): Promise<void>;
  remove(shelf: Shelf, name: string): Promise<void>;
  list(shelf: Shelf): Promise<StoredEntry[]>;
  /** Removes what writers that died left half done. @returns the number of such files */
  removePartial(): Promise<number>;
  close(): Promise<void>;
}

/** A store that cannot be used: full, forbidden, or gone. Nothing that it held is lost by it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

const FORMAT = 'nanoarb-store 1';
const LONGEST_HEAD = 200;

/** Wraps content as a store keeps it: a line with its hash, and the content, compressed. */
export function sealed(content: Uint8Array): Uint8Array {
  const head = `${FORMAT} ${contentDigest(content)} ${content.byteLength}\n`;
  return Buffer.concat([Buffer.from(head), gzipSync(content, { level: 6 })]);
}

/** Takes content out again; null where it is not what was sealed. */
export function unsealed(bytes: Uint8Array): Uint8Array | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = start.subarray(0, LONGEST_HEAD).indexOf('\n');
  const head = start.subarray(0, Math.max(0, end)).toString('latin1');
  const [name, version, digest, length] = head.split(' ');
  if (`${name} ${version}` !== FORMAT || !/^\d{1,12}$/.test(length ?? '')) return null;
  try {
    const content = gunzipSync(start.subarray(end + 1), { maxOutputLength: Number(length) + 1 });
    const isSame = content.byteLength === Number(length) && contentDigest(content) === digest;
    return isSame ? Uint8Array.from(content) : null;
  } catch {
    return null;
  }
}

/** Hash by which artefacts are compared, 64 hexadecimal digits. */
export const contentDigest = (content: Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

export const jsonBytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value));

export const textOf = (content: Uint8Array): string => new TextDecoder().decode(content);

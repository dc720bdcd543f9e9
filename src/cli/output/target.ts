/**
 * Where a command writes. A regular file is replaced whole, by a file of another name that takes
 * its place and its mode; a pipe or a device is written through. Links are followed.
 */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidInputError, reasonOf } from '../../market/validation';

interface Target {
  /** Path behind all links. */
  readonly path: string;
  /** What is there; null where nothing is. */
  readonly stats: Stats | null;
}

function targetOf(path: string): Target {
  const stats = statsAt(path);
  if (stats !== null) return { path: realpathSync(path), stats };
  const link = linkAt(path);
  if (link !== null) return { path: resolve(dirname(path), link), stats };
  const folder = dirname(resolve(path));
  const exists = statsAt(folder)?.isDirectory() === true;
  return { path: exists ? join(realpathSync(folder), basename(path)) : resolve(path), stats };
}

/** A path through a file that is no folder leads nowhere, as one through nothing does. */
function statsAt(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/**
 * Checks before any work that its outputs can be written.
 * @param outputs paths by the flags that name them
 * @throws InvalidInputError for a folder, for what may not be written, and for one file named twice
 */
export function checkOutputs(outputs: readonly (readonly [flag: string, path: string])[]): void {
  const taken = new Map<string, string>();
  for (const [flag, given] of outputs) {
    const { path, stats } = targetOf(given);
    if (stats?.isDirectory() === true) throw new InvalidInputError(flag, 'a file', `${given}/`);
    const isReplaced = stats === null || stats.isFile();
    if (stats !== null) requireWritable(flag, path, given);
    if (!isReplaced) continue;
    if (statsAt(dirname(path))?.isDirectory() !== true) {
      throw new InvalidInputError(flag, 'a path that can be written (no such folder)', given);
    }
    requireWritable(flag, dirname(path), given);
    const other = taken.get(path);
    if (other !== undefined) {
      throw new InvalidInputError(flag, `another file than ${other}`, given);
    }
    taken.set(path, flag);
  }
}

function requireWritable(flag: string, path: string, given: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new InvalidInputError(flag, `a path that can be written (${reasonOf(error)})`, given);
  }
}

/**
 * Writes a file whole or not at all. Of several processes that write one path, the last wins whole.
 * @throws the system's error where that fails, such as a full disk
 */
export function writeTarget(given: string, parts: readonly (Uint8Array | string)[]): void {
  const { path, stats } = targetOf(given);
  if (stats !== null && !stats.isFile()) {
    writeParts(openSync(path, constants.O_WRONLY), parts);
    return;
  }
  const temporary = `${path}.${process.pid}.${randomUUID().slice(0, 8)}.part`;
  try {
    writeParts(openSync(temporary, 'wx'), parts);
    if (stats !== null) chmodSync(temporary, stats.mode & 0o7777);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeParts(descriptor: number, parts: readonly (Uint8Array | string)[]): void {
  try {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? new TextEncoder().encode(part) : part;
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    }
  } finally {
    closeSync(descriptor);
  }
}

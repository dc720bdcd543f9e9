/**
 * Where a command writes. A regular file is replaced whole, by a file of another name that takes
 * its place and its mode; a pipe or a device is written through. Links are followed.
 */
import {
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { WriteError } from './systemErrors';

interface Target {
  /** Path behind all links. */
  readonly path: string;
  /** What is there; null where nothing is. */
  readonly stats: Stats | null;
}

export function targetOf(path: string): Target {
  const stats = statsAt(path);
  if (stats !== null) return { path: realpathSync(path), stats };
  const link = linkAt(path);
  if (link !== null) return { path: resolve(dirname(path), link), stats };
  const folder = dirname(resolve(path));
  const exists = statsAt(folder)?.isDirectory() === true;
  return { path: exists ? join(realpathSync(folder), basename(path)) : resolve(path), stats };
}

/** A path through a file that is no folder leads nowhere, as one through nothing does. */
export function statsAt(path: string): Stats | null {
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
 * Makes a folder whole or not at all: it is filled under another name beside its place.
 * @param fill writes into the folder that it is given
 * @throws WriteError where the system refuses
 */
export function writeFolder(given: string, fill: (folder: string) => void): void {
  try {
    writeWholeFolder(given, fill);
  } catch (error) {
    // What is written into it has another name until all of it is there.
    if (error instanceof WriteError) throw new WriteError(given, error.cause);
    throw isOfSystem(error) ? new WriteError(given, error) : error;
  }
}

function writeWholeFolder(given: string, fill: (folder: string) => void): void {
  const { path, stats } = targetOf(given);
  const unfinished = unfinishedName(path);
  mkdirSync(unfinished, { recursive: true });
  try {
    fill(unfinished);
    if (stats !== null) rmdirSync(path);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

const unfinishedName = (path: string): string =>
  `${path}.${process.pid}.${randomUUID().slice(0, 8)}.part`;

const isOfSystem = (error: unknown): boolean => error instanceof Error && 'code' in error;

/**
 * Writes a file whole or not at all. Of several processes that write one path, the last wins whole.
 * @throws WriteError where the system refuses, such as on a full disk
 */
export function writeTarget(given: string, parts: readonly (Uint8Array | string)[]): void {
  try {
    writeWhole(given, parts);
  } catch (error) {
    throw isOfSystem(error) ? new WriteError(given, error) : error;
  }
}

function writeWhole(given: string, parts: readonly (Uint8Array | string)[]): void {
  const { path, stats } = targetOf(given);
  if (stats !== null && !stats.isFile()) {
    writeParts(openSync(path, constants.O_WRONLY), parts);
    return;
  }
  const temporary = unfinishedName(path);
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

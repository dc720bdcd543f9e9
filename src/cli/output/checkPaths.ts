/**
 * Checks before any work that what a command reads is there, and that what it writes can be
 * written. A file is replaced only by what is of its kind, unless that is asked for, and a folder
 * only where it is empty.
 */
import { accessSync, constants, mkdirSync, readdirSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { InvalidInputError } from '../../market/validation';
import { isReplaceable, replaceableBy, type OutputKind } from './outputKinds';
import { systemReason } from './systemErrors';
import { statsAt, targetOf } from './target';

/** A file that a command reads. */
export interface Input {
  /** Flag that names it, as it is typed. */
  readonly flag: string;
  readonly path: string;
  /** Names that may stand in its place. */
  readonly orElse?: readonly string[] | undefined;
}

/** A file that a command writes. */
export interface Output extends Input {
  readonly kind: OutputKind;
}

/** @throws InvalidInputError for a file that is not there or cannot be read */
export function checkInputs(inputs: readonly Input[]): void {
  for (const { flag, path, orElse } of inputs) {
    const reason = unreadable(path);
    if (reason === null) continue;
    const names = orElse === undefined ? '' : `one of ${orElse.join(', ')}, or `;
    throw new InvalidInputError(flag, `${names}a file that can be read (${reason})`, path);
  }
}

/** Says why a file cannot be read; null where it can. A pipe can, and is not opened. */
function unreadable(path: string): string | null {
  try {
    if (statSync(path).isDirectory()) return 'a folder';
    accessSync(path, constants.R_OK);
    return null;
  } catch (error) {
    return systemReason(error);
  }
}

/**
 * Checks that outputs can be written and that nothing is lost by it.
 * @param inputs files that the same command reads
 * @param overwrite whether an output may replace what is of another kind
 * @throws InvalidInputError for a folder, for what may not be written, for a file of another kind,
 *   for an input, and for one file named twice
 */
export function checkOutputs(
  outputs: readonly Output[],
  inputs: readonly Input[] = [],
  overwrite = false,
): void {
  const taken = new Map(inputs.map(({ flag, path }) => [targetOf(path).path, flag]));
  for (const { flag, path: given, kind } of outputs) {
    const { path, stats } = targetOf(given);
    if (stats?.isDirectory() === true) throw new InvalidInputError(flag, 'a file', `${given}/`);
    if (stats !== null) requireWritable(flag, path, given);
    if (stats !== null && !stats.isFile()) continue;
    requireParent(flag, path, given);
    const other = taken.get(path);
    if (other !== undefined) {
      throw new InvalidInputError(flag, `another file than ${other}`, given);
    }
    taken.set(path, flag);
    if (stats !== null && !overwrite) requireOfKind(flag, path, stats, given, kind);
  }
}

function requireParent(flag: string, path: string, given: string): void {
  if (statsAt(dirname(path))?.isDirectory() !== true) {
    throw new InvalidInputError(flag, 'a path that can be written (no such folder)', given);
  }
  requireWritable(flag, dirname(path), given);
}

function requireOfKind(
  flag: string,
  path: string,
  { size }: Stats,
  given: string,
  kind: OutputKind,
): void {
  let isOfKind: boolean;
  try {
    isOfKind = isReplaceable(path, size, kind);
  } catch (error) {
    throw new InvalidInputError(flag, `a file that can be read (${systemReason(error)})`, given);
  }
  if (isOfKind) return;
  const expected = `${replaceableBy(kind)}, or --overwrite to replace what is there`;
  throw new InvalidInputError(flag, expected, given);
}

/**
 * Checks that a folder is new or empty, before it is made.
 * @throws InvalidInputError where it is not, or where none can be made
 */
export function checkFolder(flag: string, given: string): void {
  const { path, stats } = targetOf(given);
  if (stats !== null && (!stats.isDirectory() || readdirSync(path).length > 0)) {
    throw new InvalidInputError(flag, 'a new or empty folder', given);
  }
  let parent = stats === null ? dirname(path) : path;
  while (statsAt(parent) === null && dirname(parent) !== parent) parent = dirname(parent);
  if (statsAt(parent)?.isDirectory() !== true) {
    throw new InvalidInputError(flag, 'a folder that can be made', given);
  }
  requireWritable(flag, parent, given);
}

/** @throws InvalidInputError where there is no such folder and none can be made */
export function makeFolder(flag: string, path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new InvalidInputError(flag, `a folder (${systemReason(error)})`, path);
  }
}

function requireWritable(flag: string, path: string, given: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new InvalidInputError(flag, `a path that can be written (${systemReason(error)})`, given);
  }
}

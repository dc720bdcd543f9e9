/**
 * What the system refuses, in words. Everything that the command line says of a file, a folder or a
 * connection goes through here, so that nobody reads `ENOENT: no such file or directory, open`.
 */
import { reasonOf } from '../../market/validation';

/** By the codes of Node and of the system. */
const WORDS: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'a folder',
  EEXIST: 'something of this name is there',
  ENOTEMPTY: 'a folder that is not empty',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'a place that is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'more than a file may hold',
  ERR_FS_FILE_TOO_LARGE: 'more than 2 GiB',
  ENAMETOOLONG: 'a name that is too long',
  ELOOP: 'links that lead in a circle',
  EXDEV: 'another disk',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reports an error',
  EPIPE: 'nobody reads it any more',
  ENOMEM: 'no memory is left',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'it closed the connection',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host can be found now',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  ETIMEDOUT: 'it does not answer',
};

/** Says why the system refused, without its codes: `no such file or folder`. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const words = typeof code === 'string' ? WORDS[code] : undefined;
  if (words !== undefined) return words;
  // Of several addresses that were tried, each has an error of its own.
  const [first]: unknown[] = error instanceof AggregateError ? error.errors : [];
  return first === undefined ? reasonOf(error) : systemReason(first);
}

/** Work that is done and cannot be written, such as on a full disk. */
export class WriteError extends Error {
  override readonly name = 'WriteError';

  /**
   * @param path as it was typed
   * @param cause what the system said
   * @param flag that names the path
   */
  constructor(
    readonly path: string,
    override readonly cause: unknown,
    flag?: string,
  ) {
    const place = flag === undefined ? path : `${flag}: ${path}`;
    super(`${place} cannot be written: ${systemReason(cause)}`);
  }
}

/** What the system said of a path that a flag names, in the course of the work. */
export class PathError extends Error {
  override readonly name = 'PathError';

  constructor(
    flag: string,
    path: string,
    override readonly cause: unknown,
  ) {
    super(`${flag}: ${path}: ${systemReason(cause)}`);
  }
}

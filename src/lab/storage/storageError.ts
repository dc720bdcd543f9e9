/** Turns what can go wrong with the browser's storage into sentences for a person. */

/**
 * What is wrong: the browser keeps nothing; another tab is in the way; the browser does not answer;
 * a newer version of the lab wrote the data; there is no room; anything else.
 */
export type StorageProblem = 'unavailable' | 'blocked' | 'silent' | 'newer' | 'full' | 'failed';

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

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** @param purpose completes "Could not …" */
export function storageError(error: unknown, purpose: string): StorageError {
  if (error instanceof StorageError) return error;
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return new StorageError(
        'full',
        `Could not ${purpose}: the browser's storage for this page is full. Delete runs, episodes, datasets or recordings; what was stored before is unchanged.`,
        error,
      );
    case 'VersionError':
      return new StorageError(
        'newer',
        'A newer version of the lab wrote the stored data, which this version leaves as it is. Reload the page to get the newer version.',
        error,
      );
    case 'InvalidStateError':
    case 'SecurityError':
      return new StorageError('unavailable', couldNot(purpose, error), error);
    default:
      return new StorageError('failed', couldNot(purpose, error), error);
  }
}

/** Says whether nothing at all can be stored, as opposed to one thing that could not. */
export const keepsNothing = ({ problem }: StorageError): boolean =>
  problem !== 'full' && problem !== 'failed';

const couldNot = (purpose: string, error: unknown) =>
  `Could not ${purpose}: ${error instanceof Error ? error.message : String(error)}`;

/** Milliseconds after which a database that has not opened counts as silent. */
export const OPEN_LIMIT_MS = 5000;

/** The error of storage that does not open. */
export const silent = (): StorageError =>
  new StorageError(
    'silent',
    `The browser has not opened its storage within ${OPEN_LIMIT_MS / 1000} s. What is made is kept in memory until it does.`,
  );

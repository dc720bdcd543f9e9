import { TROUBLE } from '../content/trouble';

/** A file of the page could not be loaded; `cause` has the browser's reason. */
export class MissingFileError extends Error {
  override readonly name = 'MissingFileError';

  constructor(cause: unknown) {
    super(TROUBLE.missing, { cause });
  }
}

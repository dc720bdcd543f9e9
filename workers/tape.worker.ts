/** The tape worker reads files of recorded data into storage, see src/lab/storage/tapeReading. */
import { expose } from 'comlink';
import { readIntoStorage } from '../src/lab/storage/tapeReading';
import type { StoredTape } from '../src/lab/storage/types';
import type { TapeApi } from '../src/protocol/api';
import { reportRejections } from './reportRejections';

const api: TapeApi<StoredTape> = {
  read: (request, onProgress) =>
    readIntoStorage(request, onProgress, {
      now: () => Date.now(),
      clock: () => performance.now(),
    }),
};

reportRejections();
expose(api);

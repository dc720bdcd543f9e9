/**
 * The tape worker reads files of recorded data into storage, and fits markets to what is stored,
 * see src/lab/storage/tapeReading and tapeFitting.
 */
import { expose } from 'comlink';
import { fitKeptTape } from '../src/lab/storage/tapeFitting';
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
  fit: (request, onProgress) =>
    fitKeptTape(request, onProgress, { clock: () => performance.now() }),
};

reportRejections();
expose(api);

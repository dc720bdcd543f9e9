/** A collector worker: plays the episodes it is asked for. */
import { expose, transfer } from 'comlink';
import { evaluateAgent } from '../src/evaluation/evaluateAgent';
import { collectEpisodes } from '../src/learning/collect';
import type { CollectorApi } from '../src/protocol/api';
import { buffersOf } from '../src/protocol/transfer';
import { reportRejections } from './reportRejections';

const api: CollectorApi = {
  collect(request, onProgress) {
    const dataset = collectEpisodes(request, onProgress);
    return Promise.resolve(transfer(dataset, buffersOf(dataset)));
  },
  evaluate: (request, onProgress) => Promise.resolve(evaluateAgent(request, onProgress)),
  ping: () => undefined,
};

reportRejections();
expose(api);

/** The collector worker plays the episodes that it is asked for. */
import { expose, transfer } from 'comlink';
import { evaluateInSteps } from '../src/evaluation/evaluateAgent';
import { examineInSteps } from '../src/evaluation/examineAgent';
import { factsSessionInSteps } from '../src/evaluation/factsSession';
import { collectInSteps } from '../src/learning/data/collect';
import { finishInSlices } from '../src/market/steps';
import type { CollectorApi } from '../src/protocol/api';
import { buffersOf } from '../src/protocol/transfer';
import { reportRejections } from './reportRejections';

/**
 * Milliseconds of a slice; between two of them the heartbeat is answered, and other work gets its
 * turn.
 */
const CLOCK = { now: () => performance.now(), sliceMs: 150 };

const laterTask = () =>
  new Promise<true>((resolve) => {
    setTimeout(() => resolve(true));
  });

const api: CollectorApi = {
  async collect(request, onProgress) {
    const dataset = await finishInSlices(collectInSteps(request, onProgress), CLOCK, laterTask);
    return transfer(dataset, buffersOf(dataset));
  },
  evaluate: (request, onProgress) =>
    finishInSlices(evaluateInSteps(request, onProgress), CLOCK, laterTask),
  examine: (request, onProgress) =>
    finishInSlices(examineInSteps(request, onProgress), CLOCK, laterTask),
  facts: ({ market, seconds, seed }, onProgress) =>
    finishInSlices(factsSessionInSteps(market, seconds, seed), CLOCK, onProgress),
  ping: () => undefined,
};

reportRejections();
expose(api);

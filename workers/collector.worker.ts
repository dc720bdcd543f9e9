/** The collector worker plays the episodes that it is asked for. */
import { expose, transfer } from 'comlink';
import { evaluateAgent } from '../src/evaluation/evaluateAgent';
import type { ExaminedEpisode } from '../src/evaluation/examinationRequest';
import { examineAgent } from '../src/evaluation/examineAgent';
import { measureInSteps } from '../src/evaluation/marketFacts';
import { finishInSlices } from '../src/evaluation/steps';
import { collectEpisodes } from '../src/learning/data/collect';
import type { CollectorApi } from '../src/protocol/api';
import { buffersOf } from '../src/protocol/transfer';
import { reportRejections } from './reportRejections';

/**
 * Milliseconds of a slice; between two of them the heartbeat is answered, and other work gets its
 * turn.
 */
const FACTS_SLICE_MS = 150;

const laterTask = () =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

const api: CollectorApi = {
  collect(request, onProgress) {
    const dataset = collectEpisodes(request, onProgress);
    return Promise.resolve(transfer(dataset, buffersOf(dataset)));
  },
  evaluate: (request, onProgress) => Promise.resolve(evaluateAgent(request, onProgress)),
  async examine(request, onProgress) {
    const episodes: ExaminedEpisode[] = [];
    for (const seed of request.seeds) {
      episodes.push(...examineAgent({ ...request, seeds: [seed] }));
      onProgress(episodes.length);
      // A transformer and its exported twin take their time: the heartbeat is answered.
      await laterTask();
    }
    return episodes;
  },
  facts: ({ market, seconds, seed }, onProgress) =>
    finishInSlices(
      measureInSteps(market, seconds, seed),
      { now: () => performance.now(), sliceMs: FACTS_SLICE_MS },
      onProgress,
    ),
  ping: () => undefined,
};

reportRejections();
expose(api);

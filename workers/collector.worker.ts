/** The collector worker plays the episodes that it is asked for. */
import { expose, transfer } from 'comlink';
import { evaluateInSteps } from '../src/evaluation/evaluateAgent';
import { examineInSteps } from '../src/evaluation/examineAgent';
import { factsSessionInSteps } from '../src/evaluation/facts/factsSession';
import { HeldTape } from '../src/lab/storage/heldTape';
import { readKeptTape } from '../src/lab/storage/keptTapes';
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

const tapes = new HeldTape(readKeptTape);

const api: CollectorApi = {
  async collect(request, onProgress) {
    const recorded = { ...request, recording: await tapes.of(request.market) };
    const dataset = await finishInSlices(collectInSteps(recorded, onProgress), CLOCK, laterTask);
    return transfer(dataset, buffersOf(dataset));
  },
  async evaluate(request, onProgress) {
    const recorded = { ...request, recording: await tapes.of(request.market) };
    return await finishInSlices(evaluateInSteps(recorded, onProgress), CLOCK, laterTask);
  },
  async examine(request, onProgress) {
    const recorded = { ...request, recording: await tapes.of(request.market) };
    return await finishInSlices(examineInSteps(recorded, onProgress), CLOCK, laterTask);
  },
  async facts({ market, seconds, seed }, onProgress) {
    const session = factsSessionInSteps(market, seconds, seed, await tapes.of(market));
    return await finishInSlices(session, CLOCK, onProgress);
  },
  ping: () => undefined,
};

reportRejections();
expose(api);

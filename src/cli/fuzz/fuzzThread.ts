/** Judges a range of inputs in a thread of its own, which may hang or run out of memory. */
import { parentPort, workerData } from 'node:worker_threads';
import { fuzzRange, type FuzzRange } from './fuzzRange';

const port = parentPort;
if (port === null) throw new Error('fuzzThread: expected to run in a worker thread');
const { current, ...range } = workerData as FuzzRange & { readonly current: Int32Array };

await fuzzRange(
  range,
  (index) => {
    Atomics.store(current, 0, index);
    Atomics.store(current, 1, 1);
  },
  (outcome, index, why) => port.postMessage({ outcome, index, why }, []),
);

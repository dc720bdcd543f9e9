/** Time as a thread has it, in a browser and in Node. Tests pass a time of their own. */
import type { TrainingEnvironment } from './trainingLoop';

const wait = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** What a TrainingSession is given where nothing else is known of its host. */
export const HOST_ENVIRONMENT: TrainingEnvironment = {
  now: () => performance.now(),
  nextTask: () => wait(0),
  wait,
};

/** The clone that a learner is compared with. */
import type { TrainingJob } from './training';

/** As many updates as the learner makes in all its phases. */
export function cloningJob(job: TrainingJob): TrainingJob {
  const { learning } = job;
  const first = learning.algorithm === 'bc' ? 0 : learning.cloningUpdates;
  return {
    ...job,
    learning: { ...learning, algorithm: 'bc', updates: learning.updates + first },
  };
}

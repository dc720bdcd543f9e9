/** The clone that a learner is compared with. */
import { cloneConfigOf } from '../learning/config';
import type { TrainingJob } from './training';

export function cloningJob(job: TrainingJob): TrainingJob {
  return { ...job, learning: cloneConfigOf(job.learning) };
}

/** Derives the job of the clone that a learner is compared with. */
import { cloneConfigOf } from '../../learning/algorithms/config';
import type { TrainingJob } from './training';

export function cloningJob(job: TrainingJob): TrainingJob {
  return { ...job, decisionTransformer: null, learning: cloneConfigOf(job.learning) };
}

/**
 * What is left of a press of Train over several training seeds, when the page went away meanwhile.
 * It is kept with the newest run of the group, and handed to the next as soon as that is stored.
 */
import { trainingSeedOf, type RunConfig, type RunSummary } from '../../protocol/run';

/** Counts the training seeds that are still to be trained after a run that is done. */
export function seedsAfter({ status, seedsLeft = 0 }: RunSummary): number {
  return status === 'finished' || status === 'diverged' ? seedsLeft : 0;
}

/** Whether a run was cut short, or seeds that were to follow it, unless some tab is at it. */
export const isUnfinished = (run: RunSummary): boolean =>
  run.status === 'running' || seedsAfter(run) > 0;

/** Gives the configs of the seeds that were to follow a run. */
export function seedsToFollow({ config, seedsLeft = 0 }: RunSummary): readonly RunConfig[] {
  const seed = trainingSeedOf(config);
  return Array.from({ length: seedsLeft }, (_, index) => ({
    ...config,
    trainingSeed: seed + index + 1,
  }));
}

import type { SessionState } from '../state';

/** Whether this or another tab trains the run: what is measured of its policy is soon of an earlier one. */
export function isInTraining(
  id: string,
  { runs, heldRuns, runUnderWay }: Pick<SessionState, 'runs' | 'heldRuns' | 'runUnderWay'>,
): boolean {
  if (runUnderWay === id) return true;
  return heldRuns.includes(id) && runs.some((run) => run.id === id && run.status === 'running');
}

/** Names what a reload would interrupt or lose. */
import { VERSIONS } from '../../content/versions';
import type { SessionState } from '../state';
import { isRunning } from '../training/training';

/** Names the work under way in this tab that a reload would cut short; null where there is none. */
export function workUnderWay(state: SessionState): string | null {
  const { training, sweeps, manual, evaluatedRun, baselines, finalWord, importing, tapes } = state;
  const { work } = VERSIONS;
  if (sweeps.running !== null) return work.sweep;
  if (isRunning(training.phase)) return work.training;
  if (manual.phase === 'ready' || manual.phase === 'quoting') return work.manual;
  if (evaluatedRun !== null || baselines.progress !== null || finalWord.progress !== null) {
    return work.evaluation;
  }
  if (importing !== null || tapes.reading !== null) return work.reading;
  return null;
}

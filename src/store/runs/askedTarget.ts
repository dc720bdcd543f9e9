/** What the Decision Transformer of a run was asked for when it was evaluated. */
import { learnerOf, type RunSummary } from '../../protocol/run';
import { isTrained } from './scenarios';

/**
 * @returns its share of the range of returns, see targetReturnOf; NaN where the evaluation does not
 *   say, and null for a run of another learner
 */
export function askedTarget({
  config,
  evaluation,
}: Pick<RunSummary, 'config' | 'evaluation'>): number | null {
  if (learnerOf(config) !== 'dt') return null;
  return evaluation.find(isTrained)?.targetShare ?? Number.NaN;
}

/** Whether the run was asked for as much: shares of a file are rounded. */
export function isAskedFor(
  run: Pick<RunSummary, 'config' | 'evaluation'>,
  targetShare: number,
): boolean {
  const asked = askedTarget(run);
  return asked === null || Math.abs(asked - targetShare) < 1e-6;
}

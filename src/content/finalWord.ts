/**
 * The texts about seeds that chose a run, and about its evaluation on others or in another place.
 */
import { formatLimits, formatProfit, formatShare } from '../charts/format';
import type { Interval } from '../evaluation/statistics';
import type { Learner } from '../learning/algorithms/config';
import type { FinalWordResult } from '../store/runs/finalWord';
import { agentLabel } from './agents';
import { episodesText } from './episodes';

export const FINAL_WORD_TEXTS = {
  measure: 'Plays the agent, its clone and every baseline on 32 seeds that no run was compared on',
  whileTrained: 'Stop its training first: the final word is on the policy that it ends with',
};

/** Says how many runs were compared on the seeds that this one is judged by. */
export function comparedText(seeds: number, distinct: number, candidates: number): string {
  const isRepeated = distinct < seeds;
  if (candidates < 2) {
    return `Table, header and verdict have its evaluation, on ${isRepeated ? `${episodesText(seeds, distinct)},` : `${seeds} seeds`} that no other run was compared on.`;
  }
  const chose = isRepeated ? `${episodesText(seeds, distinct)},` : `the ${seeds} seeds`;
  return `Table, header and verdict have its evaluation, on ${chose} that chose among ${candidates} runs: the best of them is partly the luckiest.`;
}

/** @param learner of the run: cloning has no clone to be compared with */
export function finalWordText(
  result: FinalWordResult,
  candidates: number,
  learner: Learner,
): string {
  const { episodes, distinct, profit, rival, difference, beyondClone } = result;
  const among = candidates < 2 ? '' : ` Chosen among ${candidates} runs on others.`;
  const clone = beyondClone === null ? '' : ` and ${withLimits(beyondClone)} against its clone`;
  const without =
    beyondClone === null && learner !== 'bc' ? ' No clone played: none was kept with it.' : '';
  const on = distinct < episodes ? episodesText(episodes, distinct) : `${episodes} fresh seeds`;
  return `The final word, on ${on} that no run was compared on: ${withLimits(profit)}, ${withLimits(difference)} against ${agentLabel(rival).toLowerCase()}${clone}.${without}${among}`;
}

/** Says beside a verdict what the final word is, which has seeds of its own. */
export function finalWordBeside({ episodes, distinct, difference }: FinalWordResult): string {
  const on = distinct < episodes ? episodesText(episodes, distinct) : `${episodes} fresh seeds`;
  return `final word, on ${on}: ${withLimits(difference)}`;
}

/** @param share that a Decision Transformer was asked for; NaN where nobody kept it */
export const finalTargetText = (share: number): string =>
  Number.isNaN(share)
    ? 'Its target was not kept.'
    : `It was asked for a target of ${formatShare(share)}.`;

const withLimits = ({ estimate, low, high }: Interval): string =>
  `${formatProfit(estimate)} ${formatLimits(low, high)}`.trimEnd();

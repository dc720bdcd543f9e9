/** The texts about seeds that chose a run, and about its evaluation on fresh ones. */
import { formatLimits, formatProfit } from '../charts/format';
import type { FinalWordResult } from '../store/runs/finalWord';
import { agentLabel } from './agents';

/** Says how many runs were compared on the seeds that this one is judged by. */
export function comparedText(seeds: number, candidates: number): string {
  return candidates < 2
    ? `Evaluated on ${seeds} seeds that no other run was compared on.`
    : `Evaluated on the ${seeds} seeds that chose among ${candidates} runs: the best of them is partly the luckiest.`;
}

export function finalWordText(result: FinalWordResult, candidates: number): string {
  const { episodes, profit, rival, difference } = result;
  const among = candidates < 2 ? '' : ` Chosen among ${candidates} runs on others.`;
  return `On ${episodes} fresh seeds: ${formatProfit(profit.estimate)} ${formatLimits(profit.low, profit.high)}, ${formatProfit(difference.estimate)} ${formatLimits(difference.low, difference.high)} against ${agentLabel(rival).toLowerCase()}.${among}`;
}

/** This run against the baseline, on the same seeds: what the header shows. */
import type { EvaluationRow } from '../lab/types';

export interface Comparison {
  readonly baselineName: string;
  readonly agentProfit: number;
  readonly baselineProfit: number;
  /** Mean over seeds of the paired difference, in dollars an episode. */
  readonly difference: number;
  readonly seeds: number;
}

/** @returns null until both the trained agent and a baseline have been evaluated */
export function compareWithBaseline(rows: readonly EvaluationRow[]): Comparison | null {
  const agent = rows.find(({ policyVersion }) => policyVersion !== null);
  const baselines = rows.filter(({ policyVersion }) => policyVersion === null);
  const baseline =
    baselines.find(({ agentName }) => /inventory/i.test(agentName)) ?? baselines.at(0);
  if (agent === undefined || baseline === undefined) return null;
  const seeds = Math.min(agent.metrics.length, baseline.metrics.length);
  if (seeds === 0) return null;
  const mean = (row: EvaluationRow) =>
    row.metrics.slice(0, seeds).reduce((total, { profit }) => total + profit, 0) / seeds;
  const agentProfit = mean(agent);
  const baselineProfit = mean(baseline);
  return {
    baselineName: baseline.agentName,
    agentProfit,
    baselineProfit,
    difference: agentProfit - baselineProfit,
    seeds,
  };
}

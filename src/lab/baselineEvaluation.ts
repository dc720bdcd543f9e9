/** Evaluates the baselines in a scenario, on the episodes that every run of it is evaluated on. */
import { createAgent } from '../agents/createAgent';
import { deriveSeeds } from '../agents/seeds';
import { baselinesOf } from '../evaluation/baselines';
import type { EvaluationRow } from '../evaluation/metrics';
import type { CollectorPool } from './collectorPool';
import type { EvaluationScenario } from './types';

/** Episodes that every agent is evaluated on. */
export const EVALUATION_EPISODES = 16;

/**
 * Plays every baseline on the evaluation episodes.
 * @param onProgress called with the episodes done, of all agents' total
 * @returns one row per baseline, on the same seeds
 * @throws WorkerFailure when no worker can do it; the signal's reason when aborted
 */
export async function evaluateBaselines(
  pool: CollectorPool,
  { market, env, weights, seed }: EvaluationScenario,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<EvaluationRow[]> {
  const seeds = deriveSeeds(seed, 'evaluation', EVALUATION_EPISODES);
  const agents = baselinesOf(market.preset);
  const total = agents.length * seeds.length;
  const rows: EvaluationRow[] = [];
  onProgress(0, total);
  for (const agent of agents) {
    const before = rows.length * seeds.length;
    const metrics = await pool.evaluate(
      { market, env, weights, agent, seeds },
      (done) => onProgress(before + done, total),
      signal,
    );
    rows.push({ agentName: createAgent(agent, env).name, policyVersion: null, metrics });
  }
  return rows;
}

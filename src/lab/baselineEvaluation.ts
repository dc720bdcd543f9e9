/**
 * Evaluates agents on common episodes: the baselines of a scenario on those that every run of it is
 * evaluated on, and a run beside the baselines on episodes that nobody has seen.
 */
import type { AgentSpec } from '../agents/agentSpec';
import { createAgent } from '../agents/createAgent';
import { askedShare, policySpec } from '../agents/policies/policySpec';
import { deriveSeeds } from '../agents/seeds';
import { baselinesOf, CLONE_NAME } from '../evaluation/baselines';
import type { EvaluationRow } from '../evaluation/metrics';
import { evaluationMarket } from '../recordings/play/recording';
import type { CollectorPool } from './collectorPool';
import type { EvaluationScenario, FinalWordRequest } from './types';

/** Episodes that every agent is evaluated on. */
export const EVALUATION_EPISODES = 16;
/** Episodes of a final word: twice as many, as it is asked for once. */
const FINAL_WORD_EPISODES = 32;

type OnProgress = (done: number, total: number) => void;

/**
 * Plays every baseline on the evaluation episodes.
 * @param onProgress called with the episodes done, of all agents' total
 * @returns one row per baseline, on the same seeds
 * @throws WorkerFailure when no worker can do it; the signal's reason when aborted
 */
export async function evaluateBaselines(
  pool: CollectorPool,
  scenario: EvaluationScenario,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<EvaluationRow[]> {
  const seeds = deriveSeeds(scenario.seed, 'evaluation', EVALUATION_EPISODES);
  return await playAll(pool, scenario, baselineAgents(scenario), seeds, onProgress, signal);
}

/**
 * Plays a run's policy, its clone where there is one, and every baseline on episodes of a seed that
 * no run has.
 * @returns rows as `evaluateBaselines` gives them, the policy's first, then the clone's
 */
export async function evaluateFinally(
  pool: CollectorPool,
  { config, policy, clone, targetShare, seed }: FinalWordRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<EvaluationRow[]> {
  const seeds = deriveSeeds(seed, 'finalWord', FINAL_WORD_EPISODES);
  const own = {
    spec: policySpec(policy, targetShare),
    policyVersion: policy.version,
    ...askedShare(policy, targetShare),
  };
  const cloned =
    clone === null
      ? []
      : [{ spec: policySpec(clone, targetShare), name: CLONE_NAME, policyVersion: null }];
  const agents = [own, ...cloned, ...baselineAgents(config)];
  return await playAll(pool, config, agents, seeds, onProgress, signal);
}

interface PlayedAgent {
  readonly spec: AgentSpec;
  /** Name of its row, where it is not the agent's own. */
  readonly name?: string;
  readonly policyVersion: number | null;
  readonly targetShare?: number;
}

const baselineAgents = ({ market }: Pick<EvaluationScenario, 'market'>): readonly PlayedAgent[] =>
  baselinesOf(market.preset).map((spec) => ({ spec, policyVersion: null }));

async function playAll(
  pool: CollectorPool,
  { market, env, weights }: Omit<EvaluationScenario, 'seed'>,
  agents: readonly PlayedAgent[],
  seeds: readonly number[],
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<EvaluationRow[]> {
  // A run's config names the part of a recording that its data is from.
  const played = evaluationMarket(market, 'test');
  const total = agents.length * seeds.length;
  const rows: EvaluationRow[] = [];
  onProgress(0, total);
  for (const { spec, name, ...row } of agents) {
    const before = rows.length * seeds.length;
    const metrics = await pool.evaluate(
      { market: played, env, weights, agent: spec, seeds },
      (done) => onProgress(before + done, total),
      signal,
    );
    rows.push({ agentName: name ?? createAgent(spec, env).name, ...row, metrics });
  }
  return rows;
}

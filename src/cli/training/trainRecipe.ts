/**
 * Trains what a recipe asks for: a policy network, or a Decision Transformer and then what to ask
 * it for.
 */
import type { AgentSpec } from '../../agents/agentSpec';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerSnapshot';
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import { deriveSeeds } from '../../agents/seeds';
import { evaluateAgent } from '../../evaluation/evaluateAgent';
import { mean } from '../../evaluation/statistics';
import type { Dataset } from '../../learning/data/dataset';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import type { RunConfig } from '../../protocol/run';
import type { Recipe } from './bundledAgents';
import type { Terminal } from '../program/command';
import { networkAgent } from '../evaluation/evaluationTable';
import { formatNumber } from '../output/results';
import { formatTable } from '../output/table';
import { jobOf, trainWithProgress } from './trainedPolicy';

/** Seed of the episodes that choose a target; no run and no evaluation that is shown uses it. */
const TARGET_SEED = 3;
const TARGET_EPISODES = 32;
const TARGET_SHARES = [0.4, 0.55, 0.7, 0.85, 1];

export interface MadeAgent {
  readonly policy: AnyPolicy;
  /** Return asked for, in the reward's units; null for policies that are not asked for one. */
  readonly targetReturn: number | null;
  /** Critics for later evaluations; null for a learner without. */
  readonly critics: CriticSnapshot | null;
  readonly seconds: number;
}

export async function trainRecipe(
  { title, config }: Recipe,
  dataset: Dataset,
  backend: BackendName,
  terminal: Terminal,
): Promise<MadeAgent> {
  const trained = await trainWithProgress(title, jobOf(config, dataset), backend, terminal);
  const { policy } = trained;
  return policy.kind === 'gaussianMlp'
    ? { ...trained, targetReturn: null }
    : { ...trained, critics: null, targetReturn: bestTarget(policy, config, terminal) };
}

/**
 * Finds what to ask for: of some shares of the data's returns, the one that earned most on episodes
 * of their own.
 */
function bestTarget(
  policy: DecisionTransformerSnapshot,
  { market, env, weights }: RunConfig,
  terminal: Terminal,
): number {
  const [low, high] = policy.returnRange;
  const seeds = deriveSeeds(TARGET_SEED, 'evaluation', TARGET_EPISODES);
  const tried = TARGET_SHARES.map((share) => {
    const targetReturn = low + share * (high - low);
    terminal.progress.update(`Asking for ${formatNumber(targetReturn)}`);
    const agent = specOf(policy, targetReturn);
    const episodes = evaluateAgent({ market, env, weights, agent, seeds });
    return { targetReturn, earned: mean(episodes.map((episode) => episode.return)) };
  });
  terminal.progress.finish(`Asked for ${tried.length} returns on ${seeds.length} episodes each.`);
  terminal.print(
    formatTable(
      ['asked for $', 'earned $'],
      tried.map(({ targetReturn, earned }) => [formatNumber(targetReturn), formatNumber(earned)]),
    ),
  );
  return tried.reduce((best, entry) => (entry.earned > best.earned ? entry : best)).targetReturn;
}

export function specOf(policy: AnyPolicy, targetReturn: number | null): AgentSpec {
  return policy.kind === 'gaussianMlp'
    ? networkAgent(policy)
    : { kind: 'decisionTransformer', policy, targetReturn: targetReturn ?? 0 };
}

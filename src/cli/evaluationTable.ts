/** Evaluates several agents on the same episodes and lays out their table. */
import type { AgentSpec } from '../agents/agentSpec';
import { createAgent } from '../agents/createAgent';
import type { PolicySnapshot } from '../agents/policySnapshot';
import { RANDOM_AGENT, referenceAgentOf } from '../evaluation/baselines';
import { compareAgents, type ComparisonRow } from '../evaluation/comparison';
import { evaluateAgent } from '../evaluation/evaluateAgent';
import type { World } from './settings';

/** Deployed as it would be: the mean of the policy, no noise. */
export function networkAgent(policy: PolicySnapshot): AgentSpec {
  return { kind: 'network', policy, stochastic: false };
}

export interface TableAgent {
  readonly spec: AgentSpec;
  /** What its own name says when not given. */
  readonly name?: string;
}

/** @param baseline name of the agent that the others are compared with */
export function evaluateTable(
  world: World,
  agents: readonly TableAgent[],
  seeds: readonly number[],
  baseline: string,
  onProgress: (text: string) => void,
): ComparisonRow[] {
  const nameOf = (spec: AgentSpec) => createAgent(spec, world.env).name;
  const evaluated = agents.map(({ spec, name = nameOf(spec) }) => ({
    name,
    episodes: evaluateAgent({ ...world, agent: spec, seeds }, (done) =>
      onProgress(`Evaluating ${name}: episode ${done} of ${seeds.length}`),
    ),
  }));
  return compareAgents(evaluated, {
    random: nameOf(RANDOM_AGENT),
    reference: nameOf(referenceAgentOf(world.market.preset)),
    baseline,
  });
}

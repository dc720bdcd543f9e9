/** Evaluates several agents on the same episodes and lays out their table. */
import type { AgentSpec } from '../agents/agentSpec';
import { createAgent } from '../agents/createAgent';
import type { PolicySnapshot } from '../agents/policySnapshot';
import { RANDOM_AGENT, referenceAgentOf } from '../evaluation/baselines';
import { compareAgents, type ComparisonRow, type EvaluatedAgent } from '../evaluation/comparison';
import { evaluateAgent } from '../evaluation/evaluateAgent';
import { summariseConduct, type Examination } from '../evaluation/examination';
import type { ExaminationRequest } from '../evaluation/examinationRequest';
import { examineAgent } from '../evaluation/examineAgent';
import type { World } from './settings';

/** Deployed as it would be: the mean of the policy, no noise. */
export function networkAgent(policy: PolicySnapshot): AgentSpec {
  return { kind: 'network', policy, stochastic: false };
}

export interface TableAgent {
  readonly spec: AgentSpec;
  /** What its own name says when not given. */
  readonly name?: string;
  /** With what a trained agent is examined; not when not given. */
  readonly examine?: Pick<ExaminationRequest, 'critics' | 'clone' | 'exported'>;
}

export interface TableEntry extends EvaluatedAgent {
  readonly examination: Examination | null;
}

export function evaluateAll(
  world: World,
  agents: readonly TableAgent[],
  seeds: readonly number[],
  onProgress: (text: string) => void,
): TableEntry[] {
  return agents.map(({ spec, name = nameOf(spec, world), examine }) => {
    const request = { ...world, agent: spec, seeds };
    const report = (done: number) =>
      onProgress(`Evaluating ${name}: episode ${done} of ${seeds.length}`);
    if (examine === undefined) {
      return { name, episodes: evaluateAgent(request, report), examination: null };
    }
    const examined = examineAgent({ ...request, ...examine }, report);
    return {
      name,
      episodes: examined.map(({ metrics }) => metrics),
      examination: summariseConduct(
        examined.map(({ conduct }) => conduct),
        'policy' in spec ? spec.policy : {},
      ),
    };
  });
}

/** @param baseline name of the agent that the others are compared with */
export function tableOf(
  world: World,
  entries: readonly TableEntry[],
  baseline: string,
): ComparisonRow[] {
  return compareAgents(entries, {
    random: nameOf(RANDOM_AGENT, world),
    reference: nameOf(referenceAgentOf(world.market.preset), world),
    baseline,
  });
}

const nameOf = (spec: AgentSpec, { env }: World) => createAgent(spec, env).name;

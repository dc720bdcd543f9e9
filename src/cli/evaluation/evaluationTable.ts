/** Evaluates several agents on the same episodes and lays out their table. */
import type { AgentSpec } from '../../agents/agentSpec';
import { createAgent } from '../../agents/createAgent';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import { RANDOM_AGENT, referenceAgentOf } from '../../evaluation/baselines';
import {
  compareAgents,
  type ComparisonRow,
  type EvaluatedAgent,
} from '../../evaluation/comparison';
import { summariseBehaviour, type Examination } from '../../evaluation/examination';
import type { ExaminationRequest } from '../../evaluation/examinationRequest';
import type { EvaluationRequest } from '../../evaluation/metrics';
import { evaluateOnCores, examineOnCores } from '../work/playing';
import type { Scenario } from '../program/settings';

/** The agent as it would be deployed: the mean of the policy, without noise. */
export function networkAgent(policy: PolicySnapshot): AgentSpec {
  return { kind: 'network', policy, stochastic: false };
}

export interface TableAgent {
  readonly spec: AgentSpec;
  /** Name in the table; by default the agent's own. */
  readonly name?: string;
  /** Critics and clone to examine a trained agent with; it is not examined without them. */
  readonly examine?: Pick<ExaminationRequest, 'critics' | 'criticWeights' | 'clone' | 'exported'>;
}

export interface TableEntry extends EvaluatedAgent {
  readonly examination: Examination | null;
}

/**
 * Uses every core where it is worth starting threads.
 * @returns the entries in the order of `agents`
 */
export async function evaluateAll(
  scenario: Scenario & Pick<EvaluationRequest, 'recording'>,
  agents: readonly TableAgent[],
  seeds: readonly number[],
  onProgress: (text: string) => void,
): Promise<TableEntry[]> {
  const total = agents.length * seeds.length;
  const report = (episodes: number) => onProgress(`Evaluating: episode ${episodes} of ${total}`);
  const requestOf = ({ spec }: TableAgent) => ({ ...scenario, agent: spec, seeds });
  const plain = agents.filter(({ examine }) => examine === undefined);
  const evaluated = await evaluateOnCores(plain.map(requestOf), report);
  const trained = agents.flatMap((agent) =>
    agent.examine === undefined ? [] : [{ agent, examine: agent.examine }],
  );
  const examined = await examineOnCores(
    trained.map(({ agent, examine }) => ({ ...requestOf(agent), ...examine })),
    (episodes) => report(plain.length * seeds.length + episodes),
  );
  return agents.map((agent) => {
    const { spec, name = nameOf(spec, scenario) } = agent;
    const place = plain.indexOf(agent);
    if (place >= 0) return { name, episodes: evaluated[place], examination: null };
    const episodes = examined[trained.findIndex((entry) => entry.agent === agent)];
    return {
      name,
      episodes: episodes.map(({ metrics }) => metrics),
      examination: summariseBehaviour(
        episodes.map(({ behaviourSummary }) => behaviourSummary),
        'policy' in spec ? spec.policy : {},
      ),
    };
  });
}

/** @param baseline the name of the agent that the others are compared with */
export function tableOf(
  scenario: Scenario,
  entries: readonly TableEntry[],
  baseline: string,
): ComparisonRow[] {
  return compareAgents(entries, {
    random: nameOf(RANDOM_AGENT, scenario),
    reference: nameOf(referenceAgentOf(scenario.market.preset), scenario),
    baseline,
  });
}

const nameOf = (spec: AgentSpec, { env }: Scenario) => createAgent(spec, env).name;

/**
 * The agent whose decisions an episode file holds: a baseline by its numbers, a policy by its
 * description and its tensors, as in an agent's file. Its critics stay behind: what they expected
 * is in the rows.
 */
import { z } from 'zod';
import { baselineSpecSchema } from '../agents/agentSpecSchema';
import type { AgentSpec } from '../agents/agentSpec';
import { policyDescriptionSchema, putTogether, takeApart } from '../agents/files/policyParts';
import type { Tensor } from '../agents/files/safetensors';
import { observationLayoutOf } from '../env/observationLayout';
import { countSchema, numberFrom, wholeFrom } from '../market/fieldSchemas';
import { InvalidInputError } from '../market/validation';
import type { RecordedDecider } from './recordedDecisions';

/** What the names of the policy's tensors begin with. */
const PREFIX = 'decider.';
const text = (limit: number) =>
  z.string({ error: 'a text' }).max(limit, { error: `a text of at most ${limit} characters` });

const policyAgentSchema = z.strictObject({
  kind: z.literal('policy'),
  title: text(200).optional(),
  /** Return asked of a Decision Transformer; null for a network. */
  targetReturn: numberFrom(-1e15, 1e15).nullable(),
  policy: policyDescriptionSchema,
});

export const deciderSchema = z.strictObject({
  agent: z.union([policyAgentSchema, baselineSpecSchema], {
    error: 'a baseline, or the description of a policy',
  }),
  observationKey: text(200),
  episodeSeconds: numberFrom(1e-6, 1e9),
  maxOrderSize: wholeFrom(1, 1_000_000),
  firstStep: countSchema,
});
type DeciderDescription = z.output<typeof deciderSchema>;

export function deciderParts({ agent, ...rest }: RecordedDecider): {
  readonly description: unknown;
  readonly tensors: ReadonlyMap<string, Tensor>;
} {
  if (!('policy' in agent)) return { description: { ...rest, agent }, tensors: new Map() };
  const { description: policy, tensors } = takeApart(agent.policy);
  const described = {
    kind: 'policy',
    ...(agent.title !== undefined && { title: agent.title }),
    targetReturn: agent.kind === 'decisionTransformer' ? agent.targetReturn : null,
    policy,
  };
  const named = [...tensors].map(([name, tensor]) => [`${PREFIX}${name}`, tensor] as const);
  return { description: { ...rest, agent: described }, tensors: new Map(named) };
}

/** The policy's tensors of a file, under their names in it. */
export const deciderTensors = (tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> =>
  new Map([...tensors].filter(([name]) => name.startsWith(PREFIX)));

/** @throws InvalidInputError naming the first part of the agent that is not sound */
export function deciderOf(
  { agent, ...rest }: DeciderDescription,
  tensors: ReadonlyMap<string, Tensor>,
): RecordedDecider {
  if (agent.kind !== 'policy') {
    if (tensors.size === 0) return { ...rest, agent };
    throw new InvalidInputError('episode.decider', 'no tensors of a baseline', tensors.size);
  }
  const layout = observationLayoutOf(rest.observationKey);
  if (layout === null) {
    const { observationKey } = rest;
    throw new InvalidInputError('episode.decider.observationKey', 'a known layout', observationKey);
  }
  const own = [...tensors].map(([name, tensor]) => [name.slice(PREFIX.length), tensor] as const);
  const policy = putTogether({ description: agent.policy, tensors: new Map(own) }, layout);
  return { ...rest, agent: specOf(policy, agent) };
}

function specOf(
  policy: ReturnType<typeof putTogether>,
  { title, targetReturn }: z.output<typeof policyAgentSchema>,
): AgentSpec {
  const named = title === undefined ? {} : { title };
  if (policy.kind === 'gaussianMlp') {
    return { kind: 'network', policy, stochastic: false, ...named };
  }
  if (targetReturn === null) {
    throw new InvalidInputError('episode.decider.agent.targetReturn', 'a return', targetReturn);
  }
  return { kind: 'decisionTransformer', policy, targetReturn, ...named };
}

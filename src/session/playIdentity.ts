/**
 * Says who plays where, as one value that is equal exactly for episodes that may be averaged: the
 * agent with its parameters or its policy, the fallback, the market and the environment.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { EnvConfig } from '../env/config';
import type { RewardWeights } from '../env/types';
import { canonicalJson } from '../market/canonicalJson';
import type { MarketConfig } from '../market/config';
import { xxHash32 } from '../market/xxHash32';
import type { AgentDescription, Fallback } from '../protocol/episodeOrigin';

export interface Play {
  readonly agent: AgentDescription;
  readonly fallback: Fallback | null;
  readonly market: MarketConfig;
  readonly env: EnvConfig;
  /** Weights of the reward that the agent hears, or is told; null where no weight matters to it. */
  readonly heardWeights: RewardWeights | null;
}

/** Describes an agent without the long columns of its policy, which a hash stands for. */
export function describeAgent(spec: AgentSpec): AgentDescription {
  if (!('policy' in spec)) return spec;
  const { kind, policy } = spec;
  const { parameters, version } = policy;
  return {
    kind,
    title: spec.title ?? kind,
    run: spec.run ?? null,
    version,
    parametersHash: xxHash32(
      new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength),
    ),
    targetReturn: spec.kind === 'decisionTransformer' ? spec.targetReturn : null,
  };
}

/** Makes the key of a play, an unsigned 32-bit integer. What a run is called changes nothing. */
export function playKeyOf({ agent, ...rest }: Play): number {
  return xxHash32(new TextEncoder().encode(canonicalJson({ agent: withoutNames(agent), ...rest })));
}

function withoutNames(agent: AgentDescription): object {
  if (!('title' in agent)) return agent;
  const { title: _, run: __, ...rest } = agent;
  return rest;
}

/** Whether an agent is another than the one before, and no newer policy of the same run. */
export function isOtherAgent(before: AgentSpec, after: AgentSpec): boolean {
  if (before === after) return false;
  const [run, other] = [before, after].map((spec) => ('policy' in spec ? spec.run : undefined));
  return run === undefined || run !== other;
}

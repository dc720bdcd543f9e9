/**
 * Seats rivals in a market. It reads no policies, so that the market worker does without what reads
 * files: trained rivals come with theirs put together.
 */
import type { EnvConfig } from '../../env/config';
import type { Rival } from '../../env/marketMakingEnv';
import { DEFAULT_REWARD_WEIGHTS } from '../../env/rewardWeightFields';
import { InvalidInputError } from '../../market/validation';
import type { AgentSpec } from '../agentSpec';
import { createAgent } from '../createAgent';
import type { RivalConfig, SharedMarketConfig } from './sharedMarket';

/**
 * @param trained specs of the trained rivals, in their order
 * @throws InvalidInputError when a rival does not fit, or comes without its policy
 */
export function seatRivals(
  { rivals = [] }: SharedMarketConfig,
  trained: readonly AgentSpec[],
  env: EnvConfig,
): Rival[] {
  const specs = trained.values();
  return rivals.map((rival, index) => {
    const { agent } = rival;
    const spec = agent.kind === 'trained' ? specs.next().value : agent;
    if (spec !== undefined) return seatRival(rival, spec, env);
    const field = `market.rivals.${index}.agent.policy`;
    throw new InvalidInputError(field, 'a policy that was put together', undefined);
  });
}

/**
 * Fees and clock are the agent's, and so are latencies and limits that are not the rival's own; a
 * trained rival sees what it was trained on.
 */
export function seatRival(
  { agent, ...terms }: RivalConfig,
  spec: AgentSpec,
  env: EnvConfig,
): Rival {
  const isTrained = agent.kind === 'trained';
  const config: EnvConfig = {
    ...env,
    ...terms,
    ...(isTrained ? { observation: agent.observation } : {}),
  };
  const weights = isTrained ? agent.weights : DEFAULT_REWARD_WEIGHTS;
  return { config, weights, trader: createAgent(spec, config) };
}

/** Names the rivals of a market as tables and the ladder do. */
export function rivalNames({ rivals = [] }: SharedMarketConfig, env: EnvConfig): string[] {
  return rivals.map(({ agent }) =>
    agent.kind === 'trained' ? agent.name : createAgent(agent, env).name,
  );
}

/**
 * Agents that quote: baselines from the literature, trained policies from files, and anything that
 * implements `Agent`.
 *
 * @example
 * ```ts
 * import { createAgent, createEnvironment, runEpisode } from 'nanoarb-lab/agents';
 * import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from 'nanoarb-lab/env';
 * import { DEFAULT_MARKET_CONFIG } from 'nanoarb-lab/market';
 *
 * const env = createEnvironment({
 *   market: DEFAULT_MARKET_CONFIG,
 *   env: DEFAULT_ENV_CONFIG,
 *   weights: DEFAULT_REWARD_WEIGHTS,
 * });
 * const agent = createAgent(
 *   { kind: 'avellanedaStoikov', gamma: 0.1, k: 1.5, sizeFraction: 0.1 },
 *   DEFAULT_ENV_CONFIG,
 * );
 * let steps = 0;
 * runEpisode(env, agent, 7, { onStep: () => (steps += 1) });
 * console.log(steps); // 600
 * ```
 *
 * @module agents
 */
import { readAgentFile, type AgentFile } from '../agents/files/agentFile';
import { parseRunConfig, type RunConfig } from '../protocol/run';

export type { Agent } from '../agents/agent';
export type { AgentSpec } from '../agents/agentSpec';
export { tunedBaselines, type TunedBaselines } from '../agents/baselines/tunedBaselines';
export { createAgent } from '../agents/createAgent';
export { runEpisode, type EpisodeListener } from '../agents/episode';
export { agentSpecOf, type AgentCard, type AgentFile } from '../agents/files/agentFile';
export { createEnvironment, type World } from '../agents/rivals/createEnvironment';
export { deriveSeed, deriveSeeds, type SeedStream } from '../agents/seeds';
export type { RunConfig };

/**
 * Reads an agent that the lab wrote, or that was trained elsewhere and written by its card's
 * template. `createAgent(agentSpecOf(file), file.card.config.env)` acts as it would be deployed.
 * @param file the bytes of a safetensors file with a card in its header
 * @throws InvalidInputError naming the first field that is missing, out of range, or does not fit
 *   the others
 */
export const readAgent = (file: Uint8Array): AgentFile<RunConfig> =>
  readAgentFile(file, parseRunConfig);

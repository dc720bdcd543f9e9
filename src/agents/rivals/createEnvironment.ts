/** Builds markets with everybody in them. A page that only names rivals does without. */
import { DEFAULT_REWARD_WEIGHTS, episodeSeconds, type EnvConfig } from '../../env/config';
import { MarketMakingEnv, type Rival } from '../../env/marketMakingEnv';
import type { RewardWeights } from '../../env/types';
import { playedMarket, type Recording } from '../../recordings/play/recording';
import { createAgent } from '../createAgent';
import type { RivalConfig, SharedMarketConfig } from './sharedMarket';
import { specOfTrainedRival } from './trainedRival';

/** A market with rivals, an environment and reward weights. */
export interface World {
  readonly market: SharedMarketConfig;
  readonly env: EnvConfig;
  readonly weights: RewardWeights;
  /** The data of a market that is a recording. */
  readonly recording?: Recording | undefined;
}

/**
 * Builds the environment of an agent among its rivals.
 * @param others who trade there too, and whom no config names
 * @throws InvalidInputError when a rival does not fit, or a recording is not what the config names
 */
export function createEnvironment(
  { market, env, weights, recording }: World,
  others: readonly Rival[] = [],
): MarketMakingEnv {
  const rivals = (market.rivals ?? []).map((rival) => createRival(rival, env));
  const played = playedMarket(market, recording, episodeSeconds(env));
  return new MarketMakingEnv(played, env, weights, undefined, [...rivals, ...others]);
}

/** Limits, fees and clock are the agent's; a trained rival sees what it was trained on. */
export function createRival(
  { agent, orderLatencyMicroseconds }: RivalConfig,
  env: EnvConfig,
): Rival {
  const isTrained = agent.kind === 'trained';
  const config: EnvConfig = {
    ...env,
    ...(orderLatencyMicroseconds === undefined ? {} : { orderLatencyMicroseconds }),
    ...(isTrained ? { observation: agent.observation } : {}),
  };
  const spec = isTrained ? specOfTrainedRival(agent) : agent;
  const weights = isTrained ? agent.weights : DEFAULT_REWARD_WEIGHTS;
  return { config, weights, trader: createAgent(spec, config) };
}

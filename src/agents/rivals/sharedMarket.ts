/**
 * A market and who else trades in it. Rivals are a part of the world: whatever is collected,
 * evaluated or watched there meets them, and a config that names none is what it was before there
 * were any.
 */
import { z } from 'zod';
import { MarketMakingEnv, type Rival } from '../../env/marketMakingEnv';
import {
  DEFAULT_REWARD_WEIGHTS,
  ENV_FIELDS,
  episodeSeconds,
  type EnvConfig,
} from '../../env/config';
import type { RewardWeights } from '../../env/types';
import { marketConfigSchema } from '../../market/config';
import { fieldSchema, listSchema } from '../../market/fields';
import { MOST_SEATS } from '../../market/types';
import { playedMarket, type Recording } from '../../recordings/play/recording';
import { parseInput } from '../../market/validation';
import { baselineSpecSchema } from '../agentSpecSchema';
import { createAgent } from '../createAgent';
import { specOfTrainedRival, trainedRivalSchema } from './trainedRival';

/** Seats beside that of the agent. */
export const MOST_RIVALS = MOST_SEATS - 1;

const rivalSchema = z.strictObject({
  agent: z.union([baselineSpecSchema, trainedRivalSchema]),
  /** Microseconds from its decision until the exchange acts on it; as for the agent without. */
  orderLatencyMicroseconds: fieldSchema(ENV_FIELDS.orderLatencyMicroseconds).optional(),
});
export type RivalConfig = z.output<typeof rivalSchema>;

const rivalsSchema = listSchema(rivalSchema, MOST_RIVALS, 'rivals').refine(
  (rivals) => rivals.length > 0,
  { error: 'at least one rival, or no list' },
);

export const sharedMarketSchema = marketConfigSchema
  .safeExtend({ rivals: rivalsSchema.readonly().optional() })
  .superRefine(({ tape, rivals }, context) => {
    if (rivals === undefined || tape === undefined) return;
    const message = 'no rivals on a recording: it would not have stayed as it was';
    context.addIssue({ code: 'custom', path: ['rivals'], message });
  })
  .superRefine(({ preset, rivals }, context) => {
    if (rivals === undefined || preset !== 'avellanedaStoikov') return;
    const message = `no rivals in ${preset}: nobody queues there`;
    context.addIssue({ code: 'custom', path: ['rivals'], message });
  });
export type SharedMarketConfig = z.output<typeof sharedMarketSchema>;

/** @throws InvalidInputError naming the field, what was expected and what came */
export function parseSharedMarket(value: unknown, path = 'market'): SharedMarketConfig {
  return parseInput(sharedMarketSchema, value, path);
}

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

/** Names the rivals of a market as tables and the ladder do. */
export function rivalNames({ rivals = [] }: SharedMarketConfig, env: EnvConfig): string[] {
  return rivals.map(({ agent }) =>
    agent.kind === 'trained' ? agent.name : createAgent(agent, env).name,
  );
}

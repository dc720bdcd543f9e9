/** Builds markets with everybody in them. A page that only names rivals does without. */
import type { EnvConfig } from '../../env/config';
import { episodeSeconds } from '../../env/episodeSeconds';
import { MarketMakingEnv, type Rival } from '../../env/marketMakingEnv';
import type { RewardWeights } from '../../env/types';
import { playedMarket, type Recording } from '../../recordings/play/recording';
import { seatRival, seatRivals } from './seatRivals';
import type { RivalConfig, SharedMarketConfig } from './sharedMarket';
import { specOfRival, trainedSpecs } from './trainedSpecs';

/** A market with rivals, an environment and reward weights. */
export interface World {
  readonly market: SharedMarketConfig;
  readonly env: EnvConfig;
  readonly weights: RewardWeights;
  /** The data of a market that is a recording. */
  readonly recording?: Recording | undefined;
  /** Exponent of its queues, in place of the measured one. */
  readonly queueExponent?: number | undefined;
}

/**
 * Builds the environment of an agent among its rivals.
 * @param others who trade there too, and whom no config names
 * @throws InvalidInputError when a rival does not fit, or a recording is not what the config names
 */
export function createEnvironment(
  { market, env, weights, recording, queueExponent }: World,
  others: readonly Rival[] = [],
): MarketMakingEnv {
  const rivals = seatRivals(market, trainedSpecs(market), env);
  const assumed =
    recording === undefined || queueExponent === undefined
      ? recording
      : { ...recording, queueExponent };
  const played = playedMarket(market, assumed, episodeSeconds(env));
  return new MarketMakingEnv(played, env, weights, undefined, [...rivals, ...others]);
}

export const createRival = (rival: RivalConfig, env: EnvConfig): Rival =>
  seatRival(rival, specOfRival(rival), env);

/**
 * The market of a session with those who trade in it: it builds a play for whatever observations
 * the live agent reads. Another market is another value of this class.
 */
import type { AgentSpec } from '../agents/agentSpec';
import { rivalNames, seatRivals } from '../agents/rivals/seatRivals';
import type { SharedMarketConfig } from '../agents/rivals/sharedMarket';
import type { EnvConfig, ObservationConfig } from '../env/config';
import { episodeSeconds } from '../env/episodeSeconds';
import { MarketMakingEnv, type Rival } from '../env/marketMakingEnv';
import { observationLayout } from '../env/observationLayout';
import type { RewardWeights } from '../env/types';
import { canonicalJson } from '../market/canonicalJson';
import type { MarketConfig } from '../market/config';
import { xxHash32 } from '../market/xxHash32';
import { createMarket } from '../market/createMarket';
import type { EpisodeSettings, PlayRecording, PutTogether } from '../protocol/api';
import { MarketPlay } from './episodePlay';
import type { FrameFeed } from './frameFeed';

/** Someone who trades in the book of one play, and whom no config names. */
export interface Guest {
  readonly rival: Rival;
  readonly name: string;
}

export class SessionMarket {
  readonly config: SharedMarketConfig;
  /** Hash of the config: another hash means another market. */
  readonly hash: number;
  private readonly trainedRivals: readonly AgentSpec[];
  private readonly playRecording: PlayRecording | undefined;

  constructor({
    market,
    trainedRivals = [],
    playRecording,
  }: Pick<EpisodeSettings, 'market'> & PutTogether) {
    this.config = market;
    this.hash = xxHash32(new TextEncoder().encode(canonicalJson(market)));
    this.trainedRivals = trainedRivals;
    this.playRecording = playRecording;
  }

  /** The config as a record holds it, which names its rivals beside it and not their policies. */
  get recorded(): MarketConfig {
    const { rivals: _, ...market } = this.config;
    return market;
  }

  /**
   * Builds a play of this market.
   * @param observation that the agent reads; null for one that reads none
   * @param feed is given every step and fill; null where no frame shows them
   * @throws InvalidInputError when a rival does not fit
   */
  createPlay(
    { observation: own, ...rules }: EnvConfig,
    observation: ObservationConfig | null,
    weights: RewardWeights,
    feed: FrameFeed | null,
    guest: Guest | null = null,
  ): MarketPlay {
    const { config, trainedRivals, playRecording } = this;
    const env: EnvConfig = { ...rules, observation: observation ?? own };
    const rivals = seatRivals(config, trainedRivals, env);
    const names = rivalNames(config, env);
    if (guest !== null) {
      rivals.push(guest.rival);
      names.push(guest.name);
    }
    const played = playRecording?.(config, episodeSeconds(env)) ?? createMarket(config);
    return new MarketPlay(
      new MarketMakingEnv(played, env, weights, undefined, rivals),
      feed,
      names,
    );
  }
}

/**
 * Whether an agent reads other observations than an environment gives; one that reads none does
 * not.
 */
export const readsOther = (agents: ObservationConfig | null, { observation }: EnvConfig): boolean =>
  agents !== null && observationLayout(agents).key !== observationLayout(observation).key;

/**
 * What an episode was played in and under, beside its market and seed: enough to simulate it again
 * from the actions in its rows. Latencies, fees and limits are the environment's.
 */
import type { RivalConfig, SharedMarketConfig } from '../agents/rivals/sharedMarket';
import type { EnvConfig } from '../env/config';
import type { RewardWeights } from '../env/types';
import type { MarketConfig } from '../market/config';
import type { Fallback } from './episodeOrigin';

export interface EpisodeWorld {
  readonly env: EnvConfig;
  /** Weights of the reward at the episode's end. */
  readonly weights: RewardWeights;
  /** Who stood ready to quote in the agent's place. */
  readonly fallback: Fallback | null;
  /** Who else traded in the book; absent where nobody did. */
  readonly rivals?: readonly RivalConfig[];
  /**
   * Whether one agent played from the start to the end: with one policy, one fallback, and under
   * one weighting where it hears the weights.
   */
  readonly isOneAgent: boolean;
}

/** Another episode, which this one follows up to a step. */
export interface EpisodeParent {
  readonly id: string;
  /** What the parent was called, for a page that does not have it. */
  readonly name: string;
  /** Steps that both have in common, from the start. */
  readonly steps: number;
}

/** Puts the market of an episode together with those who traded in it. */
export const sharedMarketOf = (
  market: MarketConfig,
  { rivals }: EpisodeWorld,
): SharedMarketConfig => (rivals === undefined ? market : { ...market, rivals });

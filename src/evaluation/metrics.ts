/** Sums up an evaluated episode, and many of them. */
import type { CardGate } from '../agents/files/agentFile';
import type { AgentSpec } from '../agents/agentSpec';
import type { EnvConfig } from '../env/config';
import { ADVERSE_HORIZONS_SECONDS, REWARD_TERMS, type RewardWeights } from '../env/types';
import type { SharedMarketConfig } from '../agents/rivals/sharedMarket';
import type { Recording } from '../recordings/play/recording';
import type { Examination } from './examination';
import { profitPerContract, profitPerMinute, shareOfVolume } from './tradedVolume';
import { distinctEpisodes } from './distinctEpisodes';
import {
  DEFAULT_CONFIDENCE,
  mean,
  meanInterval,
  sharpeRatio,
  sortinoRatio,
  type Interval,
} from './statistics';

/** An agent and its episodes. Agents that are compared get the same seeds. */
export interface EvaluationRequest {
  readonly market: SharedMarketConfig;
  readonly env: EnvConfig;
  readonly weights: RewardWeights;
  readonly agent: AgentSpec;
  readonly seeds: readonly number[];
  /** The data of a market that is a recording. */
  readonly recording?: Recording | undefined;
  /** Exponent of queues on a recording without single orders, in place of the measured one. */
  readonly queueExponent?: number | undefined;
}

/** Metrics of one episode: money in dollars, inventory in contracts, spread in ticks. */
export interface EpisodeMetrics {
  readonly seed: number;
  readonly steps: number;
  /** Sum of weighted rewards. */
  readonly return: number;
  /** Change of equity, fees included. */
  readonly profit: number;
  /** Largest fall of equity from its highest point so far. */
  readonly maxDrawdown: number;
  readonly meanAbsInventory: number;
  readonly p95AbsInventory: number;
  readonly contractsTraded: number;
  /**
   * Contracts of everybody's trades, the agent's included. Episodes stored by older versions have
   * neither this nor their length.
   */
  readonly marketContracts?: number | undefined;
  /** Market time in seconds. */
  readonly seconds?: number | undefined;
  /** From the start of a recording to that of the episode; absent in a market of the lab. */
  readonly startSeconds?: number | undefined;
  /** Mean share of the agent in the queues at its prices; on recordings alone. */
  readonly queueShare?: number | undefined;
  /** See MarketSource; absent where every order is known. */
  readonly queueExponent?: number | undefined;
  /** Share of quoted sides and steps in which the quote was filled, in whole or part. */
  readonly fillRate: number;
  /** Mean of ask − bid over the steps with both quotes; NaN when there were none. */
  readonly quotedSpread: number;
  /** Sums of the unweighted terms, in the order of REWARD_TERMS. */
  readonly terms: readonly number[];
  /**
   * Worth of a contract traded against its price, in ticks, at each horizon of
   * ADVERSE_HORIZONS_SECONDS after its fill. It is before fees, and takes and the final flattening
   * are included; NaN when nothing was traded.
   */
  readonly markoutTicks: readonly number[];
}

/**
 * An agent on the common evaluation seeds, with one entry of `metrics` per seed, in the same order.
 */
export interface EvaluationRow {
  readonly agentName: string;
  /** Version of the policy; null for a baseline. */
  readonly policyVersion: number | null;
  readonly metrics: readonly EpisodeMetrics[];
  /**
   * What a Decision Transformer was asked for, see targetReturnOf; absent for all others, and from
   * evaluations of earlier versions.
   */
  readonly targetShare?: number | undefined;
  /** Examination and gate of a trained agent that was examined. */
  readonly examined?: { readonly examination: Examination; readonly gate: CardGate } | undefined;
  /** On a recording without single orders, of the agent that was evaluated. */
  readonly queueProfits?: QueueProfits | undefined;
}

/**
 * Profits per episode under the two extremes of where cancels of others leave a queue: spread
 * evenly, and never before the agent's order.
 */
export interface QueueProfits {
  readonly even: readonly number[];
  readonly behind: readonly number[];
}

type MeanMetric =
  | 'maxDrawdown'
  | 'meanAbsInventory'
  | 'p95AbsInventory'
  | 'contractsTraded'
  | 'fillRate'
  | 'quotedSpread'
  | 'terms';

/** Means over episodes; intervals are Student's, 95 %, over distinct episodes. */
export interface AgentSummary extends Pick<EpisodeMetrics, MeanMetric> {
  readonly episodes: number;
  /** Those among them that do not overlap on a recording; intervals are of so many. */
  readonly distinctEpisodes: number;
  readonly return: Interval;
  readonly profit: Interval;
  /** Mean profit over its standard deviation, per episode. */
  readonly sharpe: number;
  readonly sortino: number;
  /** Share of all contracts traded; NaN where nobody else trades, or it is not known. */
  readonly shareOfVolume: number;
  /** Dollars; NaN when nothing was traded. */
  readonly profitPerContract: number;
  readonly profitPerMinute: number;
  /** Means weighted by contracts; NaN when nothing was traded. */
  readonly markoutTicks: readonly number[];
}

export function summariseEpisodes(episodes: readonly EpisodeMetrics[]): AgentSummary {
  const column = (value: (episode: EpisodeMetrics) => number) => episodes.map(value);
  const average = (value: (episode: EpisodeMetrics) => number) => mean(column(value));
  const profits = column((episode) => episode.profit);
  const independent = distinctEpisodes(episodes);
  const overEpisodes = (values: readonly number[]) =>
    meanInterval(values, DEFAULT_CONFIDENCE, independent);
  return {
    episodes: episodes.length,
    distinctEpisodes: independent,
    return: overEpisodes(column((episode) => episode.return)),
    profit: overEpisodes(profits),
    sharpe: independent < 2 ? Number.NaN : sharpeRatio(profits),
    sortino: independent < 2 ? Number.NaN : sortinoRatio(profits),
    shareOfVolume: shareOfVolume(episodes),
    profitPerContract: profitPerContract(episodes),
    profitPerMinute: profitPerMinute(episodes),
    maxDrawdown: average((episode) => episode.maxDrawdown),
    meanAbsInventory: average((episode) => episode.meanAbsInventory),
    p95AbsInventory: average((episode) => episode.p95AbsInventory),
    contractsTraded: average((episode) => episode.contractsTraded),
    fillRate: average((episode) => episode.fillRate),
    quotedSpread: mean(
      column((episode) => episode.quotedSpread).filter((spread) => !Number.isNaN(spread)),
    ),
    terms: REWARD_TERMS.map((_, term) => average((episode) => episode.terms[term])),
    markoutTicks: ADVERSE_HORIZONS_SECONDS.map((_, horizon) => meanMarkout(episodes, horizon)),
  };
}

/**
 * Computes the mean markout in ticks, weighted by contracts; NaN when nothing was traded.
 * @param horizon an index of ADVERSE_HORIZONS_SECONDS
 */
export function meanMarkout(episodes: readonly EpisodeMetrics[], horizon: number): number {
  const traded = episodes.filter(({ contractsTraded }) => contractsTraded > 0);
  const contracts = traded.reduce((sum, { contractsTraded }) => sum + contractsTraded, 0);
  return (
    traded.reduce(
      (sum, { markoutTicks, contractsTraded }) => sum + markoutTicks[horizon] * contractsTraded,
      0,
    ) / contracts
  );
}

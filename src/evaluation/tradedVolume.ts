/**
 * What an agent gets of a market, and what it keeps of that: share of volume, profit per contract
 * and per minute. All are of several episodes together, so that quiet ones weigh less.
 */
/** The metrics of an episode that count here. @see EpisodeMetrics */
interface TradedEpisode {
  readonly profit: number;
  readonly contractsTraded: number;
  readonly marketContracts?: number | undefined;
  readonly seconds?: number | undefined;
}

/**
 * Contracts of the agent over those of everybody, the agent's included; NaN where nobody else
 * trades, and where an older episode did not count them.
 */
export function shareOfVolume(episodes: readonly TradedEpisode[]): number {
  const own = sum(episodes, ({ contractsTraded }) => contractsTraded);
  const all = sum(episodes, ({ marketContracts }) => marketContracts ?? Number.NaN);
  return all > own ? own / all : Number.NaN;
}

/** Dollars after fees per contract traded; NaN when nothing was. */
export function profitPerContract(episodes: readonly TradedEpisode[]): number {
  const contracts = sum(episodes, ({ contractsTraded }) => contractsTraded);
  return sum(episodes, ({ profit }) => profit) / (contracts === 0 ? Number.NaN : contracts);
}

/** Dollars after fees per minute of market time; NaN where an older episode has no length. */
export function profitPerMinute(episodes: readonly TradedEpisode[]): number {
  const seconds = sum(episodes, (episode) => episode.seconds ?? Number.NaN);
  return (60 * sum(episodes, ({ profit }) => profit)) / (seconds === 0 ? Number.NaN : seconds);
}

const sum = (
  episodes: readonly TradedEpisode[],
  value: (episode: TradedEpisode) => number,
): number => episodes.reduce((total, episode) => total + value(episode), 0);

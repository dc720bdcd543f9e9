/** Writes what the header of a frame says of a live session. */
import { REWARD_TERM_COUNT } from '../env/types';
import { HEADER, HEADER_RIVAL_TERMS, type Frame } from '../protocol/frames';
import { writeState } from '../protocol/frameState';
import type { EpisodePlay, MarketPlay } from './episodePlay';
import { shareOfVolume } from './rivalRows';

/** Data of a live episode that only the session knows. */
export interface LiveEpisode {
  readonly episode: number;
  readonly seed: number;
  /** Version of the policy; NaN when the agent is no trained policy. */
  readonly policyVersion: number;
  /** Decisions per second of wall time. */
  readonly stepsPerSecond: number;
  /** Hash of the config of its market. */
  readonly marketHash: number;
}

/** Writes the state of a play into the header and the ladder. */
export function writePlay(
  { header, ladder, rivals }: Frame,
  play: MarketPlay,
  { episode, seed, policyVersion, stepsPerSecond, marketHash }: LiveEpisode,
): void {
  const { env } = play;
  const { context, bidQuote, askQuote } = env;
  const { book } = env.market;
  writeState(
    {
      episode,
      seed,
      step: context.step,
      episodeLength: env.config.episodeLength,
      timeSeconds: context.timeSeconds,
      bestBid: book.bestBid,
      bestAsk: book.bestAsk,
      inventory: env.inventory,
      averageEntryTicks: env.averageEntryTicks,
      realisedDollars: env.realisedDollars,
      unrealisedDollars: env.unrealisedDollars,
      feesDollars: env.feesDollars,
      equityDollars: env.equityDollars,
      contractsSoFar: env.account.makerContracts + env.account.takerContracts,
      bidPrice: bidQuote.price,
      bidSize: bidQuote.size,
      bidAhead: bidQuote.ahead,
      bidLevelSize: bidQuote.levelSize,
      askPrice: askQuote.price,
      askSize: askQuote.size,
      askAhead: askQuote.ahead,
      askLevelSize: askQuote.levelSize,
      policyVersion,
      sizeAt: (priceTicks) => book.sizeAt(priceTicks),
    },
    header,
    ladder,
  );
  header[HEADER.stepsPerSecond] = stepsPerSecond;
  header[HEADER.fillsSoFar] = play.fillCount;
  header[HEADER.marketContracts] = env.marketContracts;
  header[HEADER.shareOfVolume] = shareOfVolume(env);
  header[HEADER.marketHash] = marketHash;
  rivals.set(play.rivalRows.rows);
}

/** @param rival plays the episode beside a person; null while nobody quotes by hand */
export function writeRival({ header }: Frame, rival: EpisodePlay | null): void {
  header[HEADER.rivalEquityDollars] = rival?.env.equityDollars ?? Number.NaN;
  header[HEADER.rivalInventory] = rival?.env.inventory ?? Number.NaN;
  header[HEADER.rivalFills] = rival?.fillCount ?? Number.NaN;
  if (rival === null) {
    header.fill(Number.NaN, HEADER_RIVAL_TERMS, HEADER_RIVAL_TERMS + REWARD_TERM_COUNT);
  } else {
    header.set(rival.termSums, HEADER_RIVAL_TERMS);
  }
}

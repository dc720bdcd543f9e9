/** The state of an environment as a frame shows it: header and ladder. */
import type { MarketMakingEnv } from '../env/marketMakingEnv';
import { REWARD_TERM_COUNT } from '../env/types';
import { HEADER, HEADER_RIVAL_TERMS, LADDER_ROWS, type Frame } from '../protocol/frames';
import type { EpisodePlay } from './episodePlay';

/** What the header says beside the environment's state. */
export interface HeaderExtras {
  readonly episode: number;
  readonly seed: number;
  /** NaN when the agent is no trained policy. */
  readonly policyVersion: number;
  readonly stepsPerSecond: number;
}

/** Everything in the header but the counts of samples and fills, which the feed writes. */
export function writeHeader(frame: Frame, play: EpisodePlay, extras: HeaderExtras): void {
  const { header } = frame;
  const { env } = play;
  const { context, bidQuote, askQuote, market } = env;
  header[HEADER.episode] = extras.episode;
  header[HEADER.seed] = extras.seed;
  header[HEADER.step] = context.step;
  header[HEADER.episodeLength] = env.config.episodeLength;
  header[HEADER.timeSeconds] = context.timeSeconds;
  header[HEADER.bestBid] = market.book.bestBid;
  header[HEADER.bestAsk] = market.book.bestAsk;
  header[HEADER.inventory] = env.inventory;
  header[HEADER.averageEntryTicks] = env.averageEntryTicks;
  header[HEADER.realisedDollars] = env.realisedDollars;
  header[HEADER.unrealisedDollars] = env.unrealisedDollars;
  header[HEADER.feesDollars] = env.feesDollars;
  header[HEADER.equityDollars] = env.equityDollars;
  header[HEADER.bidPrice] = bidQuote.price;
  header[HEADER.bidSize] = bidQuote.size;
  header[HEADER.bidAhead] = bidQuote.ahead;
  header[HEADER.bidLevelSize] = bidQuote.levelSize;
  header[HEADER.askPrice] = askQuote.price;
  header[HEADER.askSize] = askQuote.size;
  header[HEADER.askAhead] = askQuote.ahead;
  header[HEADER.askLevelSize] = askQuote.levelSize;
  header[HEADER.policyVersion] = extras.policyVersion;
  header[HEADER.stepsPerSecond] = extras.stepsPerSecond;
  header[HEADER.fillsSoFar] = play.fillCount;
}

/** @param rival plays the episode beside a person; null while nobody quotes by hand */
export function writeRival({ header }: Frame, rival: EpisodePlay | null): void {
  header[HEADER.rivalEquityDollars] = rival?.env.equityDollars ?? Number.NaN;
  header[HEADER.rivalInventory] = rival?.env.inventory ?? Number.NaN;
  header[HEADER.rivalFills] = rival?.fillCount ?? Number.NaN;
  if (rival === null)
    header.fill(Number.NaN, HEADER_RIVAL_TERMS, HEADER_RIVAL_TERMS + REWARD_TERM_COUNT);
  else header.set(rival.termSums, HEADER_RIVAL_TERMS);
}

/** The book around the mid, and the price of its first row into the header. */
export function writeLadder(frame: Frame, env: MarketMakingEnv): void {
  const { book } = env.market;
  const base = Math.floor(book.midHalfTicks / 2) - (LADDER_ROWS >> 1);
  frame.header[HEADER.ladderBasePrice] = base;
  for (let row = 0; row < LADDER_ROWS; row += 1) {
    const price = base + row;
    const size = book.sizeAt(price);
    frame.ladder[2 * row] = price <= book.bestBid ? size : 0;
    frame.ladder[2 * row + 1] = price >= book.bestAsk ? size : 0;
  }
}

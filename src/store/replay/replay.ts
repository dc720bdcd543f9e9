/**
 * A recorded episode is a History for the charts, and gives the header and ladder of any step in
 * the form of a live frame, so that every panel draws replay and live with the same code.
 */
import type { DepthHistory, EpisodeStarts, History } from '../../charts/history';
import { REWARD_TERM_COUNT } from '../../env/types';
import {
  FILL,
  FILL_LENGTH,
  HEADER,
  QUEUE,
  QUEUE_LENGTH,
  RECORD_LADDER_LENGTH,
  RECORD_LADDER_LEVELS,
  SAMPLE,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
  type EpisodeRecord,
} from '../../protocol/frames';
import { writeState } from '../../protocol/frameState';
import type { RecordAccounts } from './recordAccounts';

export class EpisodeHistory implements History {
  readonly start = 0;
  readonly end: number;
  readonly fillStart = 0;
  readonly fillEnd: number;
  /** Books, one for each step. */
  readonly depth: DepthHistory;
  readonly episodes: EpisodeStarts;

  constructor(readonly record: EpisodeRecord) {
    this.end = record.steps;
    this.fillEnd = record.fills.length / FILL_LENGTH;
    this.episodes = { start: 0, end: 1, beginsAt: () => 0, numberAt: () => record.episode };
    this.depth = {
      start: this.start,
      end: this.end,
      levels: RECORD_LADDER_LENGTH,
      timeAt: (index) => this.timeAt(index),
      priceAt: (index, level) => this.levelPriceAt(index, level),
      sizeAt: (index, level) => this.levelSizeAt(index, level),
    };
  }

  get durationSeconds(): number {
    return this.end === 0 ? 0 : this.timeAt(this.end - 1);
  }

  timeAt(index: number): number {
    return this.valueAt(index, SAMPLE.timeSeconds);
  }

  valueAt(index: number, field: number): number {
    return this.record.samples[index * SAMPLE_LENGTH + field];
  }

  beginsEpisode(index: number): boolean {
    return index === 0;
  }

  fillTimeAt(index: number): number {
    return this.fillAt(index, FILL.timeSeconds);
  }

  fillAt(index: number, field: number): number {
    return this.record.fills[index * FILL_LENGTH + field];
  }

  /** Returns the price of a recorded level: bids from the best down, then asks from the best up. */
  private levelPriceAt(index: number, level: number): number {
    const isBid = level < RECORD_LADDER_LEVELS;
    return isBid
      ? this.valueAt(index, SAMPLE.bestBid) - level
      : this.valueAt(index, SAMPLE.bestAsk) + level - RECORD_LADDER_LEVELS;
  }

  private levelSizeAt(index: number, level: number): number {
    const size = this.record.ladder[index * RECORD_LADDER_LENGTH + level];
    return level < RECORD_LADDER_LEVELS ? 0 - size : size;
  }
}

/** Reads the contracts at a price in the book of a step; 0 beyond the levels that were recorded. */
function recordedSizeAt(
  { samples, ladder }: EpisodeRecord,
  index: number,
  priceTicks: number,
): number {
  const sample = index * SAMPLE_LENGTH;
  const row = index * RECORD_LADDER_LENGTH;
  const below = samples[sample + SAMPLE.bestBid] - priceTicks;
  if (below >= 0 && below < RECORD_LADDER_LEVELS) return ladder[row + below];
  const above = priceTicks - samples[sample + SAMPLE.bestAsk];
  if (above < 0 || above >= RECORD_LADDER_LEVELS) return 0;
  return ladder[row + RECORD_LADDER_LEVELS + above];
}

/** Sums the unweighted terms over a whole episode, in the order of REWARD_TERMS. */
export function sumTerms(record: EpisodeRecord): Float64Array {
  const sums = new Float64Array(REWARD_TERM_COUNT);
  for (let step = 0; step < record.steps; step++) {
    for (let term = 0; term < REWARD_TERM_COUNT; term++) {
      sums[term] += record.samples[step * SAMPLE_LENGTH + SAMPLE_TERMS + term];
    }
  }
  return sums;
}

/**
 * Finds the steps at which the agent first held the most and the least; null where it never was
 * long, or short.
 */
export function inventoryExtremes(history: EpisodeHistory): {
  readonly longest: number | null;
  readonly shortest: number | null;
} {
  let longest: number | null = null;
  let shortest: number | null = null;
  const held = (step: number | null) =>
    step === null ? 0 : history.valueAt(step, SAMPLE.inventory);
  for (let step = history.start; step < history.end; step++) {
    if (held(step) > held(longest)) longest = step;
    if (held(step) < held(shortest)) shortest = step;
  }
  return { longest, shortest };
}

/**
 * Fills a header and a ladder with the state at one step of a record. What only a live session
 * knows, such as its rate, is NaN.
 */
export function stateAtStep(
  record: EpisodeRecord,
  accounts: RecordAccounts,
  index: number,
  header: Float64Array,
  ladder: Float64Array,
): void {
  const sample = (field: number) => record.samples[index * SAMPLE_LENGTH + field];
  const queue = (field: number) => record.queue[index * QUEUE_LENGTH + field];
  header.fill(Number.NaN);
  writeState(
    {
      episode: record.episode,
      seed: record.seed,
      step: sample(SAMPLE.step),
      episodeLength: record.steps,
      timeSeconds: sample(SAMPLE.timeSeconds),
      bestBid: sample(SAMPLE.bestBid),
      bestAsk: sample(SAMPLE.bestAsk),
      inventory: sample(SAMPLE.inventory),
      averageEntryTicks: accounts.averageEntryTicks[index],
      realisedDollars: accounts.realisedDollars[index],
      unrealisedDollars: accounts.unrealisedDollars[index],
      feesDollars: accounts.feesDollars[index],
      equityDollars: sample(SAMPLE.equityDollars),
      contractsSoFar: accounts.contracts[index],
      bidPrice: sample(SAMPLE.bidPrice),
      bidSize: queue(QUEUE.bidSize),
      bidAhead: queue(QUEUE.bidAhead),
      bidLevelSize: queue(QUEUE.bidLevelSize),
      askPrice: sample(SAMPLE.askPrice),
      askSize: queue(QUEUE.askSize),
      askAhead: queue(QUEUE.askAhead),
      askLevelSize: queue(QUEUE.askLevelSize),
      policyVersion: record.policyVersion,
      sizeAt: (priceTicks) => recordedSizeAt(record, index, priceTicks),
    },
    header,
    ladder,
  );
  const own = accounts.contracts[index];
  const all = record.marketContracts?.[index] ?? Number.NaN;
  header[HEADER.marketContracts] = all;
  // A recording does not have the trades of an agent that takes.
  header[HEADER.shareOfVolume] = all >= own ? own / all : Number.NaN;
}

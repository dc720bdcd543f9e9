/**
 * A recorded episode as the page shows it: a History for the charts, and the
 * header and ladder of any step in the form of a live frame, so that every panel
 * draws replay and live with the same code.
 */
import type { DepthHistory, History } from '../../charts/history';
import { REWARD_TERM_COUNT } from '../../env/types';
import {
  FILL,
  FILL_LENGTH,
  HEADER,
  LADDER_ROWS,
  RECORD_LADDER_LEVELS,
  SAMPLE,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
  type EpisodeRecord,
} from '../../protocol/frames';
import type { RecordAccounts } from './recordAccounts';

const QUEUE_LENGTH = 6;

export class EpisodeHistory implements History {
  readonly start = 0;
  readonly end: number;
  readonly fillStart = 0;
  readonly fillEnd: number;

  constructor(readonly record: EpisodeRecord) {
    this.end = record.steps;
    this.fillEnd = record.fills.length / FILL_LENGTH;
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

  /** The book of every step. */
  get depth(): DepthHistory {
    return {
      start: this.start,
      end: this.end,
      timeAt: (index) => this.timeAt(index),
      sizeAt: (index, priceTicks) => this.sizeAt(index, priceTicks),
    };
  }

  /** As DepthHistory has it; 0 beyond the levels that were recorded. */
  private sizeAt(index: number, priceTicks: number): number {
    const at = index * 2 * RECORD_LADDER_LEVELS;
    const below = this.valueAt(index, SAMPLE.bestBid) - priceTicks;
    if (below >= 0 && below < RECORD_LADDER_LEVELS) return 0 - this.record.ladder[at + below];
    const above = priceTicks - this.valueAt(index, SAMPLE.bestAsk);
    return above >= 0 && above < RECORD_LADDER_LEVELS
      ? this.record.ladder[at + RECORD_LADDER_LEVELS + above]
      : 0;
  }
}

/** Sums of the unweighted terms over a whole episode, in the order of REWARD_TERMS. */
export function sumTerms(record: EpisodeRecord): Float64Array {
  const sums = new Float64Array(REWARD_TERM_COUNT);
  for (let step = 0; step < record.steps; step++) {
    for (let term = 0; term < REWARD_TERM_COUNT; term++) {
      sums[term] += record.samples[step * SAMPLE_LENGTH + SAMPLE_TERMS + term];
    }
  }
  return sums;
}

/** Steps at which the agent first held the most and the least; null where it never was long, or short. */
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
 * Fills a header and a ladder with the state at one step of a record. What is of
 * the live session alone (its rate) is NaN.
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
  header[HEADER.episode] = record.episode;
  header[HEADER.seed] = record.seed;
  header[HEADER.step] = sample(SAMPLE.step);
  header[HEADER.episodeLength] = record.steps;
  header[HEADER.timeSeconds] = sample(SAMPLE.timeSeconds);
  header[HEADER.bestBid] = sample(SAMPLE.bestBid);
  header[HEADER.bestAsk] = sample(SAMPLE.bestAsk);
  header[HEADER.inventory] = sample(SAMPLE.inventory);
  header[HEADER.averageEntryTicks] = accounts.averageEntryTicks[index];
  header[HEADER.realisedDollars] = accounts.realisedDollars[index];
  header[HEADER.unrealisedDollars] = accounts.unrealisedDollars[index];
  header[HEADER.feesDollars] = accounts.feesDollars[index];
  header[HEADER.equityDollars] = sample(SAMPLE.equityDollars);
  header[HEADER.bidPrice] = sample(SAMPLE.bidPrice);
  header[HEADER.bidSize] = queue(0);
  header[HEADER.bidAhead] = queue(1);
  header[HEADER.bidLevelSize] = queue(2);
  header[HEADER.askPrice] = sample(SAMPLE.askPrice);
  header[HEADER.askSize] = queue(3);
  header[HEADER.askAhead] = queue(4);
  header[HEADER.askLevelSize] = queue(5);
  header[HEADER.policyVersion] = record.policyVersion;
  fillLadder(record, index, header, ladder);
}

function fillLadder(
  record: EpisodeRecord,
  index: number,
  header: Float64Array,
  ladder: Float64Array,
): void {
  ladder.fill(0);
  const bestBid = header[HEADER.bestBid];
  const bestAsk = header[HEADER.bestAsk];
  const base = Math.floor((bestBid + bestAsk) / 2) - (LADDER_ROWS >> 1);
  header[HEADER.ladderBasePrice] = base;
  const at = index * 2 * RECORD_LADDER_LEVELS;
  for (let level = 0; level < RECORD_LADDER_LEVELS; level++) {
    const bidRow = bestBid - level - base;
    const askRow = bestAsk + level - base;
    if (bidRow >= 0 && bidRow < LADDER_ROWS) ladder[bidRow * 2] = record.ladder[at + level];
    if (askRow >= 0 && askRow < LADDER_ROWS) {
      ladder[askRow * 2 + 1] = record.ladder[at + RECORD_LADDER_LEVELS + level];
    }
  }
}

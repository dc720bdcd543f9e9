/**
 * A history is what a chart can draw over time: decision steps and fills in order, on one shared
 * time axis. The live ring and a recorded episode both implement it, and no chart knows which one
 * it draws.
 */
import { FILL, SAMPLE } from '../protocol/frames';

/** Books in the order of time, on the same axis as the samples. */
export interface DepthHistory {
  readonly start: number;
  readonly end: number;
  /** Number of price levels that each book holds. */
  readonly levels: number;
  timeAt(index: number): number;
  /** Price of a level, in ticks; levels stand in no particular order. */
  priceAt(index: number, level: number): number;
  /** Contracts that bid at a level, as a negative number; that ask, as a positive one. */
  sizeAt(index: number, level: number): number;
}

/** Where episodes begin, in the order of time. */
export interface EpisodeStarts {
  /** Episodes held are start ≤ index < end; both only ever rise. */
  readonly start: number;
  readonly end: number;
  /** Seconds on the shared axis at which the episode's own clock was at 0. */
  beginsAt(index: number): number;
  /** Number of the episode, as everything else on the page counts it. */
  numberAt(index: number): number;
}

/** A moment at which another agent took over, or a weight moved that the agent is told. */
export interface AxisChange {
  /** Seconds on the shared axis. */
  readonly seconds: number;
  /** Who trades from then on, or which weight, and to what. */
  readonly text: string;
}

export interface History {
  /** Samples held are start ≤ index < end; both only ever rise. */
  readonly start: number;
  readonly end: number;
  /** Seconds on the shared axis; strictly increasing. */
  timeAt(index: number): number;
  /** @param field an index of SAMPLE */
  valueAt(index: number, field: number): number;
  /** Whether an episode begins here: no line joins it to the sample before. */
  beginsEpisode(index: number): boolean;
  readonly fillStart: number;
  readonly fillEnd: number;
  fillTimeAt(index: number): number;
  /** @param field an index of FILL */
  fillAt(index: number, field: number): number;
  readonly depth: DepthHistory;
  readonly episodes: EpisodeStarts;
  /** In the order of time; a history without any may leave them out. */
  readonly changes?: readonly AxisChange[];
}

/** A stretch of the shared axis, in seconds. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the first index in [low, high) whose key is at or above `target`; `high` when there is
 * none.
 */
export function lowerBound(
  low: number,
  high: number,
  key: (index: number) => number,
  target: number,
): number {
  let first = low;
  let last = high;
  while (first < last) {
    const middle = (first + last) >>> 1;
    if (key(middle) < target) first = middle + 1;
    else last = middle;
  }
  return first;
}

/** Returns the sample in force at a time: the last at or before it, or −1. */
export function sampleAtTime(history: History, seconds: number): number {
  const after = lowerBound(
    history.start,
    history.end,
    (index) => history.timeAt(index),
    seconds + 1e-9,
  );
  return after - 1 < history.start ? -1 : after - 1;
}

/** Samples in a window, with one more on each side so that lines reach the edges. */
export function samplesInWindow(history: History, window: TimeWindow): readonly [number, number] {
  const key = (index: number) => history.timeAt(index);
  const first = lowerBound(history.start, history.end, key, window.from);
  const last = lowerBound(history.start, history.end, key, window.to);
  return [Math.max(history.start, first - 1), Math.min(history.end, last + 1)];
}

/**
 * Returns the episode under way at a time on the shared axis, an index of `episodes`; −1 before the
 * first. Where one ends and the next begins it is the one that ends.
 */
export function episodeAtTime({ episodes }: Pick<History, 'episodes'>, seconds: number): number {
  const begins = (index: number) => episodes.beginsAt(index);
  const after = lowerBound(episodes.start, episodes.end, begins, seconds - 1e-9);
  return Math.max(after - 1, episodes.end === episodes.start ? -1 : episodes.start);
}

/**
 * Returns the reading of the episode's own clock at a time on the shared axis; NaN without an
 * episode.
 */
export function episodeSeconds(history: Pick<History, 'episodes'>, seconds: number): number {
  const episode = episodeAtTime(history, seconds);
  return episode < 0 ? Number.NaN : seconds - history.episodes.beginsAt(episode);
}

export function fillsInWindow(history: History, window: TimeWindow): readonly [number, number] {
  const key = (index: number) => history.fillTimeAt(index);
  return [
    lowerBound(history.fillStart, history.fillEnd, key, window.from),
    lowerBound(history.fillStart, history.fillEnd, key, window.to + 1e-9),
  ];
}

/**
 * Seconds after which a fill's mark is judged: the fill was run over when the market has moved
 * against it.
 */
export const MARKER_HORIZON_SECONDS = 1;

/**
 * Move of the market after a fill: side × (mid after the horizon − mid just before the fill), in
 * ticks. Negative moved against it. NaN until the horizon has passed within the same episode.
 */
export function markoutTicks(history: History, fill: number, horizonSeconds: number): number {
  const due = history.fillTimeAt(fill) + horizonSeconds;
  const after = lowerBound(
    history.start,
    history.end,
    (index) => history.timeAt(index),
    due - 1e-9,
  );
  return markoutAtSample(history, fill, after);
}

/**
 * Move of the market from a fill to a sample after it, as `markoutTicks`; NaN where that is no
 * sample of its episode.
 */
export function markoutAtSample(history: History, fill: number, after: number): number {
  if (after >= history.end) return Number.NaN;
  const fillStep = history.fillAt(fill, FILL.step);
  if (history.valueAt(after, SAMPLE.step) < fillStep) return Number.NaN;
  const mid = (history.valueAt(after, SAMPLE.bestBid) + history.valueAt(after, SAMPLE.bestAsk)) / 2;
  return history.fillAt(fill, FILL.side) * (mid - history.fillAt(fill, FILL.midTicks));
}

/**
 * Which parts of a tape are for training, for choosing and for testing. They are contiguous blocks
 * in the order of time, with an embargo between them, so that nothing of the last seconds of one is
 * in the first of the next. An episode is a window of one block, clear of gaps and halts.
 */
import { TAPE_SPLITS, type TapeSplit } from '../../market/config';
import { NANOSECONDS_PER_SECOND } from '../../market/types';
import { InvalidInputError } from '../../market/validation';
import type { TapeHeader, TapeSpan } from '../tape';

/** Shares of the open time. */
const SHARES: Readonly<Record<TapeSplit, number>> = {
  training: 0.6,
  validation: 0.2,
  test: 0.2,
};
const MOST_EMBARGO_NS = 60 * NANOSECONDS_PER_SECOND;
const MOST_EMBARGO_SHARE = 0.02;

/** @returns the block of a split, in nanoseconds from the tape's start */
export function splitSpan({ openNs, endNs }: TapeHeader, split: TapeSplit): TapeSpan {
  const length = endNs - openNs;
  const embargoNs = Math.min(MOST_EMBARGO_NS, MOST_EMBARGO_SHARE * length);
  const place = TAPE_SPLITS.indexOf(split);
  const before = TAPE_SPLITS.slice(0, place).reduce((sum, name) => sum + SHARES[name], 0);
  const fromNs = openNs + before * length + (place === 0 ? 0 : embargoNs);
  return {
    fromNs: Math.ceil(fromNs),
    toNs: Math.floor(openNs + (before + SHARES[split]) * length),
  };
}

/** What is open and without gaps in the block of a split, in the order of time. */
function stretchesOf(header: TapeHeader, split: TapeSplit): TapeSpan[] {
  const block = splitSpan(header, split);
  const breaks = [...header.gaps, ...header.halts].sort((a, b) => a.fromNs - b.fromNs);
  const stretches: TapeSpan[] = [];
  let { fromNs } = block;
  const endStretch = (toNs: number) => {
    if (toNs >= fromNs) stretches.push({ fromNs, toNs });
  };
  for (const gap of breaks) {
    if (gap.toNs <= fromNs || gap.fromNs >= block.toNs) continue;
    endStretch(Math.min(gap.fromNs, block.toNs));
    fromNs = Math.max(fromNs, gap.toNs);
  }
  endStretch(block.toNs);
  return stretches;
}

/**
 * Starts of the windows of a split, as stretches in which each moment can be one.
 * @throws InvalidInputError when no window of this length fits
 */
export function windowStarts(
  header: TapeHeader,
  split: TapeSplit,
  windowNs: number,
): readonly TapeSpan[] {
  const starts = stretchesOf(header, split)
    .filter(({ fromNs, toNs }) => toNs - windowNs >= fromNs)
    .map(({ fromNs, toNs }) => ({ fromNs, toNs: toNs - windowNs }));
  if (starts.length > 0) return starts;
  const block = splitSpan(header, split);
  throw new InvalidInputError(
    'tape',
    `a ${split} block without gaps of at least ${seconds(windowNs)}, the length of an episode`,
    `${seconds(Math.max(0, block.toNs - block.fromNs))} in all`,
  );
}

/** Length of the longest window of a split. */
export function longestWindowNs(header: TapeHeader, split: TapeSplit): number {
  return Math.max(0, ...stretchesOf(header, split).map(({ fromNs, toNs }) => toNs - fromNs));
}

/** @param share from 0 to 1, of all moments that can be a start */
export function startAt(starts: readonly TapeSpan[], share: number): number {
  const total = starts.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0);
  let left = share * total;
  for (const { fromNs, toNs } of starts) {
    if (left <= toNs - fromNs) return Math.floor(fromNs + left);
    left -= toNs - fromNs;
  }
  return starts[starts.length - 1].toNs;
}

function seconds(ns: number): string {
  return `${Math.floor(ns / NANOSECONDS_PER_SECOND)} s`;
}

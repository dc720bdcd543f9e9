/** Completed episodes that the page keeps for replay and re-scoring, newest last. */
import { FILL_LENGTH, SAMPLE, SAMPLE_LENGTH, type EpisodeRecord } from '../protocol/frames';
import type { Bookmarks } from './bookmarks';
import { sumTerms } from './replay';

export interface StoredEpisode {
  readonly record: EpisodeRecord;
  /** Unweighted terms summed over the episode: what re-scoring needs of it. */
  readonly termSums: Float64Array;
  readonly profitDollars: number;
  readonly fillCount: number;
  /** The user's; empty for an episode that is called by its number and agent. */
  readonly name: string;
  readonly bookmarks: Bookmarks;
}

export const MAX_EPISODES = 20;
/** About 10 MB of samples, ladders and queues. */
export const MAX_STEPS_KEPT = 30_000;

/** @param labels of an episode that has been named or marked before */
export function storeEpisode(
  record: EpisodeRecord,
  { name = '', bookmarks = [] }: Partial<Pick<StoredEpisode, 'name' | 'bookmarks'>> = {},
): StoredEpisode {
  const last = (record.steps - 1) * SAMPLE_LENGTH + SAMPLE.equityDollars;
  return {
    record,
    termSums: sumTerms(record),
    profitDollars: record.steps === 0 ? 0 : record.samples[last],
    fillCount: record.fills.length / FILL_LENGTH,
    name,
    bookmarks,
  };
}

/**
 * The newest episodes within both limits, in the order they had. Those with
 * bookmarks, and the one that is open, stay whatever their age.
 */
export function keepNewest(
  episodes: readonly StoredEpisode[],
  openId: string | null = null,
): readonly StoredEpisode[] {
  let steps = 0;
  let count = 0;
  const kept = new Set<StoredEpisode>();
  for (const episode of episodes.toReversed()) {
    const { record, bookmarks } = episode;
    steps += record.steps;
    count++;
    const fits = count === 1 || (count <= MAX_EPISODES && steps <= MAX_STEPS_KEPT);
    if (fits || bookmarks.length > 0 || record.id === openId) kept.add(episode);
  }
  return kept.size === episodes.length ? episodes : episodes.filter((one) => kept.has(one));
}

/** Completed episodes that the page keeps for replay and re-scoring, newest last. */
import { FILL_LENGTH, SAMPLE, SAMPLE_LENGTH, type EpisodeRecord } from '../protocol/frames';
import { sumTerms } from './replay';

export interface StoredEpisode {
  readonly record: EpisodeRecord;
  /** Unweighted terms summed over the episode: what re-scoring needs of it. */
  readonly termSums: Float64Array;
  readonly profitDollars: number;
  readonly fillCount: number;
}

export const MAX_EPISODES = 20;
/** About 10 MB of samples, ladders and queues. */
export const MAX_STEPS_KEPT = 30_000;

export function storeEpisode(record: EpisodeRecord): StoredEpisode {
  const last = (record.steps - 1) * SAMPLE_LENGTH + SAMPLE.equityDollars;
  return {
    record,
    termSums: sumTerms(record),
    profitDollars: record.steps === 0 ? 0 : record.samples[last],
    fillCount: record.fills.length / FILL_LENGTH,
  };
}

/** The newest episodes within both limits; one always stays, whatever its length. */
export function keepNewest(episodes: readonly StoredEpisode[]): readonly StoredEpisode[] {
  let steps = 0;
  let first = episodes.length;
  while (first > 0 && episodes.length - first < MAX_EPISODES) {
    steps += episodes[first - 1].record.steps;
    if (steps > MAX_STEPS_KEPT && first < episodes.length) break;
    first--;
  }
  return first === 0 ? episodes : episodes.slice(first);
}

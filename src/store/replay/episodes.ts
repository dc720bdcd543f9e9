/** Completed episodes that the page keeps for replay and re-scoring, newest last. */
import { MANUAL_AGENT_NAME } from '../../agents/manual/manualAgent';
import {
  FILL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  SO_FAR_ID_MARK,
  type EpisodeRecord,
} from '../../protocol/frames';
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
  /** Somebody has looked at it in replay. */
  readonly isOpened: boolean;
}

/** That pass by; those that somebody marked, named or opened are not counted. */
const MAX_EPISODES = 20;
/** That were opened, and neither marked nor named. */
export const MAX_OPENED = 10;
/** About 10 MB of samples, ladders and queues. */
const MAX_STEPS_KEPT = 30_000;

/** Whether a person quoted in it: it says nothing of any agent. */
export const isManual = ({ agentName }: EpisodeRecord): boolean => agentName === MANUAL_AGENT_NAME;

/** Whether it was looked at before its end. */
export const isSoFar = ({ id }: EpisodeRecord): boolean => id.includes(SO_FAR_ID_MARK);

/** Those that are evidence of how agents do. */
export const agentEpisodes = (episodes: readonly StoredEpisode[]): readonly StoredEpisode[] =>
  episodes.filter(({ record }) => !isManual(record) && !isSoFar(record));

/** @param labels of an episode that has been named, marked or opened before */
export function storeEpisode(
  record: EpisodeRecord,
  labels: Partial<Pick<StoredEpisode, 'name' | 'bookmarks' | 'isOpened'>> = {},
): StoredEpisode {
  const { name = '', bookmarks = [], isOpened = false } = labels;
  const last = (record.steps - 1) * SAMPLE_LENGTH + SAMPLE.equityDollars;
  return {
    record,
    termSums: sumTerms(record),
    profitDollars: record.steps === 0 ? 0 : record.samples[last],
    fillCount: record.fills.length / FILL_LENGTH,
    name,
    bookmarks,
    isOpened,
  };
}

/** Somebody has said that it matters. */
export const isLabelled = ({ name, bookmarks }: Pick<StoredEpisode, 'name' | 'bookmarks'>) =>
  name !== '' || bookmarks.length > 0;

/**
 * The newest episodes, in the order they had: of those that passed by, as many as
 * both limits allow, and of those that were opened, the newest. Those with a name
 * or with bookmarks, and the one that is open, stay whatever their age.
 */
export function keepNewest(
  episodes: readonly StoredEpisode[],
  openId: string | null = null,
): readonly StoredEpisode[] {
  let [steps, passing, opened] = [0, 0, 0];
  const kept = new Set<StoredEpisode>();
  for (const episode of episodes.toReversed()) {
    const { record, isOpened } = episode;
    if (isLabelled(episode) || record.id === openId) {
      kept.add(episode);
    } else if (isOpened) {
      opened++;
      if (opened <= MAX_OPENED) kept.add(episode);
    } else {
      steps += record.steps;
      passing++;
      const fits = passing === 1 || (passing <= MAX_EPISODES && steps <= MAX_STEPS_KEPT);
      if (fits) kept.add(episode);
    }
  }
  return kept.size === episodes.length ? episodes : episodes.filter((one) => kept.has(one));
}

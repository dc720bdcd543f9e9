/** Completed episodes, which the page keeps for replay and re-scoring, newest last. */
import { isSameAgent } from '../../agents/decisions/sameAgent';
import {
  FILL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  SO_FAR_ID_MARK,
  type EpisodeRecord,
} from '../../protocol/frames';
import type { EpisodeOrigin } from '../../protocol/episodeOrigin';
import { NEXT_PLAYER, type Played } from '../../protocol/episodePlayers';
import type { RunSummary } from '../../protocol/run';
import { agentLabel } from '../../content/agents';
import type { Bookmarks } from './bookmarks';
import { sumTerms } from './replay';

export interface StoredEpisode {
  /** Record, without its origin. */
  readonly record: EpisodeRecord;
  /** What the live market knew of it; null when it comes from a file or from an earlier visit. */
  readonly origin: EpisodeOrigin | null;
  /** Unweighted reward terms summed over the episode, from which it is scored again. */
  readonly termSums: Float64Array;
  readonly profitDollars: number;
  readonly fillCount: number;
  /** Name that the user gave it; empty for an episode that is called by its number and agent. */
  readonly name: string;
  readonly bookmarks: Bookmarks;
  /** Whether it has been opened in replay. */
  readonly isOpened: boolean;
}

/** Most episodes kept that nobody marked, named or opened. */
const MAX_EPISODES = 20;
/** Most episodes kept that were opened, and neither marked nor named. */
export const MAX_OPENED = 10;
/**
 * Most steps kept of episodes that nobody touched: about 10 MB of samples, ladders and queues, and
 * 8 MB of decisions on the default observations.
 */
const MAX_STEPS_KEPT = 30_000;

/** Whether the record was made before the episode's end, and is only as long as it was then. */
export const isSoFar = ({ id }: EpisodeRecord): boolean => id.includes(SO_FAR_ID_MARK);

/** Id of the whole of an episode whose record is of as far as it had come. */
export const wholeId = ({ id }: EpisodeRecord): string => id.split(SO_FAR_ID_MARK)[0];

/**
 * Leaves out the beginning of an episode where the whole of it is there, unless somebody marked or
 * named it, or looks at it.
 */
export function withoutBeginnings(
  episodes: readonly StoredEpisode[],
  openId: string | null,
): readonly StoredEpisode[] {
  const whole = new Set(episodes.map(({ record }) => record.id));
  const isPassed = (episode: StoredEpisode) =>
    isSoFar(episode.record) &&
    whole.has(wholeId(episode.record)) &&
    episode.record.id !== openId &&
    !isLabelled(episode);
  return episodes.some(isPassed) ? episodes.filter((one) => !isPassed(one)) : episodes;
}

/** Episode that the live market ended last; undefined before the first of this visit. */
export const lastLiveEpisode = (episodes: readonly StoredEpisode[]): StoredEpisode | undefined =>
  episodes.findLast(({ origin, record }) => origin !== null && !isSoFar(record));

/** What else its origin says of an agent holds of the one beside a person. */
export const playedBy = ({
  record: { agentName, isByHand },
  origin,
}: Pick<StoredEpisode, 'record' | 'origin'>): Played => {
  const agent = isByHand ? undefined : origin?.agent;
  const isOfRun = agent !== undefined && 'run' in agent && agent.run !== null;
  return { agentName, run: isOfRun ? { id: agent.run, title: agent.title } : null };
};

/**
 * Names who played as the page does: a run that is still there by the name that it has now. Whoever
 * else quoted in the same episode stays named, beside it or alone.
 */
export function playedName(
  { agentName, run }: Played,
  runs: readonly Pick<RunSummary, 'id' | 'name'>[],
): string {
  if (run === null) return agentLabel(agentName);
  const name = runs.find(({ id }) => id === run.id)?.name ?? run.title;
  if (agentName === run.title) return name;
  const isFirst = agentName.startsWith(`${run.title}${NEXT_PLAYER}`);
  const isLast = agentName.endsWith(`${NEXT_PLAYER}${run.title}`);
  const others = agentName.slice(
    isFirst ? run.title.length : 0,
    isLast ? -run.title.length : undefined,
  );
  return [isFirst ? name : '', isFirst ? others : agentLabel(others), isLast ? name : ''].join('');
}

/** Names who played an episode, see `playedName`. */
export const episodeAgent = (
  episode: Pick<StoredEpisode, 'record' | 'origin'>,
  runs: readonly Pick<RunSummary, 'id' | 'name'>[],
): string => playedName(playedBy(episode), runs);

/** @param labels what an episode already had when it was stored before */
export function storeEpisode(
  played: EpisodeRecord,
  labels: Partial<Pick<StoredEpisode, 'name' | 'bookmarks' | 'isOpened'>> = {},
): StoredEpisode {
  const { origin, ...record } = played;
  const { name = '', bookmarks = [], isOpened = false } = labels;
  const last = (record.steps - 1) * SAMPLE_LENGTH + SAMPLE.equityDollars;
  return {
    record,
    origin: origin ?? null,
    termSums: sumTerms(record),
    profitDollars: record.steps === 0 ? 0 : record.samples[last],
    fillCount: record.fills.length / FILL_LENGTH,
    name,
    bookmarks,
    isOpened,
  };
}

/** Keeps one copy of the agent that decided in several episodes: each brings its own. */
export function shareDecider(
  record: EpisodeRecord,
  others: readonly StoredEpisode[],
): EpisodeRecord {
  const { decider } = record;
  if (decider === undefined) return record;
  const same = others.findLast(
    ({ record: { decider: other } }) =>
      other !== undefined && isSameAgent(other.agent, decider.agent),
  );
  const agent = same?.record.decider?.agent;
  return agent === undefined ? record : { ...record, decider: { ...decider, agent } };
}

/** Whether a name or a bookmark says that the episode matters to somebody. */
export const isLabelled = ({ name, bookmarks }: Pick<StoredEpisode, 'name' | 'bookmarks'>) =>
  name !== '' || bookmarks.length > 0;

/**
 * Keeps the newest episodes, in their order: as many that nobody touched as both limits allow, and
 * the newest that were opened. Those with a name or with bookmarks stay whatever their age, and so
 * does the one that is open.
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

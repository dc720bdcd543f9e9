/**
 * Scores of the episodes that the live market has ended on this visit, from which every average on
 * the page is taken. An average holds the episodes of one key: one agent with one policy, one
 * fallback, one market and environment. Episodes by hand, episodes so far, those of a file or of an
 * earlier visit, and those in which the agent changed have no score.
 */
import { weightedReward } from '../../env/reward';
import { DEFAULT_CONFIDENCE, meanInterval, type Interval } from '../../evaluation/statistics';
import type { RewardWeights } from '../../env/types';
import { sameJson } from '../../market/canonicalJson';
import type { MarketConfig } from '../../market/config';
import type { Played } from '../../protocol/episodePlayers';
import { SAMPLE, SAMPLE_LENGTH } from '../../protocol/frames';
import { isSoFar, playedBy, type StoredEpisode } from '../replay/episodes';

export interface EpisodeScore extends Played {
  readonly id: string;
  readonly episode: number;
  readonly seed: number;
  /** Key of who played where, see EpisodeOrigin. */
  readonly playKey: number;
  /** Version of the policy; NaN when the agent is no trained policy. */
  readonly policyVersion: number;
  readonly market: MarketConfig;
  /** Weights under which it was played. */
  readonly weights: RewardWeights;
  /** Whether the agent acted on them. */
  readonly actsOnWeights: boolean;
  /** From the start of a recording to that of the episode; absent in a market of the lab. */
  readonly startSeconds?: number | undefined;
  /** Market time that it took. */
  readonly seconds: number;
  readonly profitDollars: number;
  /** Unweighted reward terms, summed over the episode. */
  readonly termSums: Float64Array;
}

/** Most scores kept, of all keys together. */
const MAX_SCORES = 10_000;

function scoreOf(stored: StoredEpisode): EpisodeScore[] {
  const { record, origin, profitDollars, termSums } = stored;
  if (origin === null || Number.isNaN(origin.playKey)) return [];
  if (record.isByHand || isSoFar(record)) return [];
  const { id, episode, seed, policyVersion, market } = record;
  const { playKey, weights, actsOnWeights, startSeconds } = origin;
  const last = (record.steps - 1) * SAMPLE_LENGTH + SAMPLE.timeSeconds;
  const seconds = record.samples[last] ?? 0;
  const title = { id, episode, seed, ...playedBy(stored), policyVersion, market };
  const place = { startSeconds, seconds };
  return [{ ...title, ...place, playKey, weights, actsOnWeights, profitDollars, termSums }];
}

/** Adds the scores of episodes that have just ended. */
export function withScores(
  scores: readonly EpisodeScore[],
  episodes: readonly StoredEpisode[],
): readonly EpisodeScore[] {
  const news = episodes.flatMap(scoreOf);
  return news.length === 0 ? scores : [...scores, ...news].slice(-MAX_SCORES);
}

/** Keeps the scores of one key, oldest first; none when the key is NaN. */
export const scoresOf = (
  scores: readonly EpisodeScore[],
  playKey: number,
): readonly EpisodeScore[] => scores.filter((score) => score.playKey === playKey);

/**
 * Returns the mean profit in dollars with its 95 % interval; NaN without a score.
 * @param distinct episodes among them that do not overlap
 */
export const meanProfit = (scores: readonly EpisodeScore[], distinct: number): Interval =>
  meanInterval(
    scores.map(({ profitDollars }) => profitDollars),
    DEFAULT_CONFIDENCE,
    distinct,
  );

export interface MeanReturn {
  /** Mean return under the weights asked for, with its 95 % interval; NaN without a score. */
  readonly value: Interval;
  /** Episodes among them that were played under other weights. */
  readonly rescored: number;
}

/** @param distinct episodes among them that do not overlap */
export function meanReturn(
  scores: readonly EpisodeScore[],
  weights: RewardWeights,
  distinct: number,
): MeanReturn {
  const returns = scores.map(({ termSums }) => weightedReward(termSums, weights));
  const rescored = scores.filter((score) => !sameJson(score.weights, weights)).length;
  return { value: meanInterval(returns, DEFAULT_CONFIDENCE, distinct), rescored };
}

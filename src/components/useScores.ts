/**
 * The scores of the agent, policy and market on screen, oldest first, and how many say something of
 * their own.
 */
import { useMemo } from 'react';
import { keyOnScreen } from '../store/live/average';
import { distinctEpisodes } from '../evaluation/distinctEpisodes';
import { scoresOf, type EpisodeScore } from '../store/live/scores';
import { useSessionState } from './context';

export function useScores(): readonly EpisodeScore[] {
  const scores = useSessionState((state) => state.scores);
  const key = useSessionState(keyOnScreen);
  return useMemo(() => scoresOf(scores, key), [scores, key]);
}

/** Counts the episodes among scores that do not overlap on a recording. */
export const useDistinct = (scores: readonly EpisodeScore[]): number =>
  useMemo(() => distinctEpisodes(scores), [scores]);

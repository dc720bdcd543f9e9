/** The scores of the agent, policy and market on screen, oldest first. */
import { useMemo } from 'react';
import { keyOnScreen } from '../store/live/average';
import { scoresOf, type EpisodeScore } from '../store/live/scores';
import { useSessionState } from './context';

export function useScores(): readonly EpisodeScore[] {
  const scores = useSessionState((state) => state.scores);
  const key = useSessionState(keyOnScreen);
  return useMemo(() => scoresOf(scores, key), [scores, key]);
}

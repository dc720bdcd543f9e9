/** A short episode as the live market plays it, with its decisions. */
import type { AgentSpec } from '../../src/agents/agentSpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import type { EpisodeRecord } from '../../src/protocol/frames';
import { MarketSession } from '../../src/session/marketSession';

export const PLAYED_SEED = 7;

/** @param steps of the whole episode, in the base market of ES */
export function playedSession(agent: AgentSpec, steps = 40): EpisodeRecord {
  const episodes: EpisodeRecord[] = [];
  const session = new MarketSession(
    {
      market: { preset: 'es', regime: 'base' },
      env: { ...DEFAULT_ENV_CONFIG, episodeLength: steps },
      agent,
      weights: DEFAULT_REWARD_WEIGHTS,
      seed: PLAYED_SEED,
      speed: 1,
    },
    1,
    () => 0,
    { onEpisode: (episode) => episodes.push(episode), onAgentFailure: () => undefined },
  );
  session.pause();
  for (let step = 0; step < steps; step += 1) session.stepOnce();
  return episodes[0];
}

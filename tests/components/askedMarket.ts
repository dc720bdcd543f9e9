/** A market session that stands still after a few decisions, and answers questions about them. */
import type { AgentSpec } from '../../src/agents/agentSpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import type { Lab } from '../../src/lab/types';
import { MarketSession } from '../../src/session/marketSession';

export function askedMarket(agent: AgentSpec, steps: number) {
  const session = new MarketSession(
    {
      market: { preset: 'es', regime: 'base' },
      env: DEFAULT_ENV_CONFIG,
      agent,
      weights: DEFAULT_REWARD_WEIGHTS,
      seed: 7,
      speed: 1,
    },
    1,
    () => 0,
    { onEpisode: () => undefined, onAgentFailure: () => undefined },
  );
  session.pause();
  for (let step = 0; step < steps; step += 1) session.stepOnce();
  const answers: Pick<Lab, 'surface' | 'why' | 'recordSoFar'> = {
    surface: (request) => {
      const { scan, answer } = session.surface(request);
      while (!scan.isDone) scan.next();
      return Promise.resolve(answer);
    },
    why: (question) => Promise.resolve(session.why(question)),
    recordSoFar: () => Promise.resolve(session.recordSoFar()),
  };
  return { session, answers };
}

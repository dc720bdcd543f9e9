/**
 * Plays an agent through an episode. There is only this one loop: metrics, datasets and replays
 * listen to it.
 */
import type { MarketMakingEnv, StepResult } from '../env/marketMakingEnv';
import { ACTION_LENGTH } from '../env/types';
import type { Agent } from './agent';

/** A listener must copy what has to last: the environment and what it returns are reused. */
export interface EpisodeListener {
  /** The environment and the agent have been reset. */
  onStart(env: MarketMakingEnv, agent: Agent): void;
  /** The agent has decided; `env.context` is still what it decided on. */
  onDecision(env: MarketMakingEnv, agent: Agent, action: Float64Array): void;
  onStep(env: MarketMakingEnv, result: StepResult): void;
}

/**
 * Plays one episode from its reset to its end.
 * @param seed of the market, the latencies and the agent, each with a stream of its own
 */
export function runEpisode(
  env: MarketMakingEnv,
  agent: Agent,
  seed: number,
  listener: EpisodeListener,
): void {
  const action = new Float64Array(ACTION_LENGTH);
  env.reset({ seed });
  agent.reset(seed);
  listener.onStart(env, agent);
  for (;;) {
    agent.act(env.context, action);
    listener.onDecision(env, agent, action);
    const result = env.step(action);
    agent.observeReward?.(result.reward);
    listener.onStep(env, result);
    if (result.terminated || result.truncated) return;
  }
}

/**
 * Plays an agent through an episode. There is only this one loop: metrics, datasets and replays
 * listen to it.
 */
import type { MarketMakingEnv, StepResult } from '../env/marketMakingEnv';
import { ACTION_LENGTH } from '../env/types';
import { finish } from '../market/steps';
import type { Agent } from './agent';

/** Decisions between two yields of an episode in pieces: some milliseconds of most agents. */
const DECISIONS_PER_STEP = 64;

/**
 * Hears of an episode as it is played. It must copy what has to last: the environment and what it
 * returns are reused.
 */
export interface EpisodeListener {
  /** The environment and the agent have been reset. */
  onStart?(env: MarketMakingEnv, agent: Agent): void;
  /** The agent has decided; `env.context` is still what it decided on. */
  onDecision?(env: MarketMakingEnv, agent: Agent, action: Float64Array): void;
  onStep?(env: MarketMakingEnv, result: StepResult): void;
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
  finish(episodeInSteps(env, agent, seed, listener));
}

/**
 * Plays one episode in pieces, so that a worker can answer in the middle of a long one. It yields
 * the decisions so far.
 */
export function* episodeInSteps(
  env: MarketMakingEnv,
  agent: Agent,
  seed: number,
  listener: EpisodeListener,
): Generator<number, void> {
  const action = new Float64Array(ACTION_LENGTH);
  env.reset({ seed });
  agent.reset(seed);
  listener.onStart?.(env, agent);
  for (let decisions = 1; ; decisions++) {
    agent.act(env.context, action);
    listener.onDecision?.(env, agent, action);
    const result = env.step(action);
    agent.observeReward?.(result.reward);
    listener.onStep?.(env, result);
    if (result.terminated || result.truncated) return;
    if (decisions % DECISIONS_PER_STEP === 0) yield decisions;
  }
}

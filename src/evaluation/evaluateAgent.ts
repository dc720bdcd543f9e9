/**
 * Plays the episodes of an evaluation. Every agent gets the same seeds, so that the chance in the
 * market cancels in paired differences (common random numbers). The episodes are fresh, never those
 * of the training data.
 */
import { createAgent } from '../agents/createAgent';
import { createEnvironment } from '../agents/rivals/createEnvironment';
import { episodeInSteps } from '../agents/episode';
import { finish } from '../market/steps';
import { EpisodeMeter } from './episodeMeter';
import type { EpisodeMetrics, EvaluationRequest } from './metrics';

/**
 * @param onProgress is told how many episodes are done
 * @returns an entry per seed, in their order
 */
export function evaluateAgent(
  request: EvaluationRequest,
  onProgress: (episodes: number) => void = () => {},
): EpisodeMetrics[] {
  return finish(evaluateInSteps(request, onProgress));
}

/** Evaluates the same episodes in pieces; yields the decisions of the episode under way. */
export function* evaluateInSteps(
  request: EvaluationRequest,
  onProgress: (episodes: number) => void,
): Generator<number, EpisodeMetrics[]> {
  const env = createEnvironment(request);
  const agent = createAgent(request.agent, request.env);
  const meter = new EpisodeMeter(request.env.episodeLength);
  const episodes: EpisodeMetrics[] = [];
  for (const seed of request.seeds) {
    yield* episodeInSteps(env, agent, seed, meter);
    episodes.push(meter.metrics);
    onProgress(episodes.length);
  }
  return episodes;
}

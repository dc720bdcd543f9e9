/**
 * Plays the episodes of an evaluation. Every agent is given the same seeds, so
 * that the market's own luck cancels in paired differences (common random
 * numbers); the episodes are fresh, never those of the training data.
 */
import { createAgent } from '../agents/createAgent';
import { runEpisode } from '../agents/episode';
import { MarketMakingEnv } from '../env/marketMakingEnv';
import { createMarket } from '../market/createMarket';
import { EpisodeMeter } from './episodeMeter';
import type { EpisodeMetrics, EvaluationRequest } from './metrics';

/**
 * @param onProgress episodes done so far
 * @returns one entry per seed, in their order
 */
export function evaluateAgent(
  request: EvaluationRequest,
  onProgress: (episodes: number) => void = () => {},
): EpisodeMetrics[] {
  const env = new MarketMakingEnv(createMarket(request.market), request.env, request.weights);
  const agent = createAgent(request.agent, request.env);
  const meter = new EpisodeMeter(request.env.episodeLength);
  return request.seeds.map((seed, index) => {
    runEpisode(env, agent, seed, meter);
    onProgress(index + 1);
    return meter.metrics;
  });
}

/**
 * Plays the episodes of an evaluation. Every agent gets the same seeds, so that the chance in
 * the market cancels in paired differences (common random numbers). The episodes are fresh,
 * never those of the training data.
 */
import { createAgent } from '../agents/createAgent';
import { runEpisode } from '../agents/episode';
import { MarketMakingEnv } from '../env/marketMakingEnv';
import { createMarket } from '../market/createMarket';
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
  const env = new MarketMakingEnv(createMarket(request.market), request.env, request.weights);
  const agent = createAgent(request.agent, request.env);
  const meter = new EpisodeMeter(request.env.episodeLength);
  return request.seeds.map((seed, index) => {
    runEpisode(env, agent, seed, meter);
    onProgress(index + 1);
    return meter.metrics;
  });
}

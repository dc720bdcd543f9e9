/**
 * What an agent is worth: episodes on common seeds, their metrics with intervals, and differences
 * in pairs.
 *
 * @example
 * ```ts
 * import { deriveSeeds, tunedBaselines } from 'nanoarb-lab/agents';
 * import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from 'nanoarb-lab/env';
 * import { evaluateAgent, pairedDifference, summariseEpisodes } from 'nanoarb-lab/evaluation';
 * import { DEFAULT_MARKET_CONFIG } from 'nanoarb-lab/market';
 *
 * const world = {
 *   market: DEFAULT_MARKET_CONFIG,
 *   env: { ...DEFAULT_ENV_CONFIG, episodeLength: 100 },
 *   weights: DEFAULT_REWARD_WEIGHTS,
 *   seeds: deriveSeeds(1, 'evaluation', 24),
 * };
 * const maker = evaluateAgent({ ...world, agent: tunedBaselines('es').imbalanceMaker });
 * const random = evaluateAgent({ ...world, agent: { kind: 'random' } });
 * const { episodes, profit } = summariseEpisodes(maker);
 * console.log(episodes, profit.low < profit.high); // 24 true
 * const better = pairedDifference(
 *   maker.map((episode) => episode.return),
 *   random.map((episode) => episode.return),
 * );
 * console.log(better.low > 0); // true
 * ```
 *
 * @module evaluation
 */
export {
  compareAgents,
  type ComparisonOptions,
  type ComparisonRow,
  type EvaluatedAgent,
} from '../evaluation/comparison';
export { evaluateAgent } from '../evaluation/evaluateAgent';
export { EpisodeMeter } from '../evaluation/episodeMeter';
export {
  summariseEpisodes,
  type AgentSummary,
  type EpisodeMetrics,
  type EvaluationRequest,
} from '../evaluation/metrics';
export { meanInterval, pairedDifference, type Interval } from '../evaluation/statistics';

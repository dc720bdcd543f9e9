/**
 * The environment, in Gymnasium's terms: an agent quotes both sides of a market, and every step
 * says what it earned, by reward term.
 *
 * @example
 * ```ts
 * import {
 *   DEFAULT_ENV_CONFIG,
 *   DEFAULT_REWARD_WEIGHTS,
 *   MarketMakingEnv,
 *   REWARD_TERMS,
 * } from 'nanoarb-lab/env';
 * import { createMarket, DEFAULT_MARKET_CONFIG } from 'nanoarb-lab/market';
 *
 * const market = createMarket(DEFAULT_MARKET_CONFIG);
 * const env = new MarketMakingEnv(market, DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS);
 * env.reset({ seed: 7 });
 * // Bid skew, ask skew and spread in ticks, then sizes as shares of the largest order.
 * const { reward, rewardTerms, truncated } = env.step([0, 0, 1, 0.1, 0.1]);
 * const weighted = REWARD_TERMS.map((term, i) => DEFAULT_REWARD_WEIGHTS[term] * rewardTerms[i]);
 * const sum = weighted.reduce((total, value) => total + value, 0);
 * console.log(Math.abs(sum - reward) < 1e-9, truncated); // true false
 * ```
 *
 * @module env
 */
export { ACTION_HIGH, ACTION_LOW, scaleAction } from '../env/actionMap';
export {
  COMPACT_OBSERVATION,
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  FULL_OBSERVATION,
  parseEnvConfig,
  parseRewardWeights,
  type EnvConfig,
  type ObservationConfig,
} from '../env/config';
export {
  MarketMakingEnv,
  type ResetResult,
  type Rival,
  type StepResult,
} from '../env/marketMakingEnv';
export { observationLayout, type ObservationLayout } from '../env/observationLayout';
export type { EnvInfo } from '../env/stepResult';
export {
  ACTION,
  ACTION_LENGTH,
  ACTION_NAMES,
  REWARD_TERMS,
  type DecisionContext,
  type RewardTerm,
  type RewardWeights,
} from '../env/types';

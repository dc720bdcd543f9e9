/**
 * The objects that `reset` and `step` return and that a reader finds between steps: plain data,
 * made once per environment and overwritten at every step.
 */
import type { MarketSource } from '../market/types';
import { REWARD_TERM_COUNT, type DecisionContext, type RewardWeights } from './types';

/** Facts that the agent must not see, and that a reader wants at hand. */
export interface EnvInfo {
  seed: number;
  step: number;
  /** Seconds since the start of the episode. */
  timeSeconds: number;
  /** Latent efficient price in ticks; NaN where the market has none. */
  efficientPriceTicks: number;
  midTicks: number;
  inventory: number;
  equityDollars: number;
}

export interface ResetResult {
  readonly observation: Float32Array;
  readonly info: EnvInfo;
}

export interface StepResult {
  readonly observation: Float32Array;
  /** Weighted reward, in dollars. */
  reward: number;
  /** [6] the unweighted terms, in the order of REWARD_TERMS. */
  readonly rewardTerms: Float64Array;
  /**
   * Whether the episode ended for good, because a limit was breached or the loss was too large.
   * There is no bootstrap.
   */
  terminated: boolean;
  /** Whether the episode ended because time ran out. Learners bootstrap. */
  truncated: boolean;
  readonly info: EnvInfo;
}

/** A working quote as the market holds it; NaN everywhere when there is none. */
export interface QuoteStatus {
  /** Price in ticks. */
  price: number;
  /** Size in contracts. */
  size: number;
  /** Contracts with priority over it. */
  ahead: number;
  /** All contracts at its price, its own included. */
  levelSize: number;
}

/** A decision context that the environment alone can write. */
export class Decision implements DecisionContext {
  step = 0;
  timeSeconds = 0;
  timeLeftSeconds = 0;
  midTicks = 0;
  inventory = 0;
  imbalance = 0;
  micropriceMinusMidTicks = 0;
  volatilityTicks = 0;
  constructor(
    readonly observation: Float32Array,
    readonly book: MarketSource['book'],
    readonly maxInventory: number,
    public weights: RewardWeights,
  ) {}
}

export function emptyInfo(): EnvInfo {
  return {
    seed: 0,
    step: 0,
    timeSeconds: 0,
    efficientPriceTicks: Number.NaN,
    midTicks: 0,
    inventory: 0,
    equityDollars: 0,
  };
}

export function emptyResult(observation: Float32Array, info: EnvInfo): StepResult {
  return {
    observation,
    reward: 0,
    rewardTerms: new Float64Array(REWARD_TERM_COUNT),
    terminated: false,
    truncated: false,
    info,
  };
}

export function emptyQuote(): QuoteStatus {
  return { price: Number.NaN, size: Number.NaN, ahead: Number.NaN, levelSize: Number.NaN };
}

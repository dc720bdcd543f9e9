/**
 * The vocabulary of the environment: the action, the reward terms, and what an agent may look at
 * when it decides. Names are Gymnasium's wherever it has one.
 */
import type { BookView } from '../market/types';

/**
 * Indices of the five numbers of an action. Skews and spread are in ticks, sizes in fractions of
 * maxOrderSize.
 */
export const ACTION = { bidSkew: 0, askSkew: 1, spread: 2, bidSize: 3, askSize: 4 } as const;
export const ACTION_LENGTH = 5;
export const ACTION_NAMES = ['bidSkew', 'askSkew', 'spread', 'bidSize', 'askSize'] as const;

/** The reward's terms, in the order in which every array of terms stores them. */
export const REWARD_TERMS = [
  'spreadCapture',
  'adverseSelection',
  'inventoryPnl',
  'fees',
  'inventoryPenalty',
  'spreadPenalty',
] as const;
/** Indices of the terms in every array of terms. */
export const TERM = {
  spreadCapture: 0,
  adverseSelection: 1,
  inventoryPnl: 2,
  fees: 3,
  inventoryPenalty: 4,
  spreadPenalty: 5,
} as const satisfies Record<RewardTerm, number>;
export type RewardTerm = (typeof REWARD_TERMS)[number];
export const REWARD_TERM_COUNT = REWARD_TERMS.length;

/**
 * Weight of each term in the reward. The first four terms are in dollars, so their weights are pure
 * numbers; a penalty's weight is dollars per unit of it.
 */
export type RewardWeights = Readonly<Record<RewardTerm, number>>;

/** Horizons, in seconds, at which adverse selection is stored for every step. */
export const ADVERSE_HORIZONS_SECONDS = [0.1, 1, 10] as const;

/**
 * The data that an agent may see when it decides, at the market-data clock. The environment fills
 * the same object before every decision; an agent reads it and keeps no reference to the arrays.
 */
export interface DecisionContext {
  /** Laid out as `observationLayout` names it. */
  readonly observation: Float32Array;
  readonly step: number;
  readonly timeSeconds: number;
  /** Seconds until the end of the episode. */
  readonly timeLeftSeconds: number;
  readonly book: BookView;
  /** Mid price in ticks; may end in a half. */
  readonly midTicks: number;
  /** Position in signed contracts. */
  readonly inventory: number;
  readonly maxInventory: number;
  /** (best bid size − best ask size) / their sum, in [−1, 1]. */
  readonly imbalance: number;
  /** Size-weighted mid minus the mid, in ticks. */
  readonly micropriceMinusMidTicks: number;
  /** Running estimate of the mid's volatility, in ticks per √second. */
  readonly volatilityTicks: number;
  /** Weights that the coming step is scored with: another object where any of them has changed. */
  readonly weights: RewardWeights;
}

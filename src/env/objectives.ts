/**
 * Objectives to start from: each is a full set of reward weights. What each does is measured by the
 * experiment `slider-effects`, and a test holds it to its name.
 */
import { DEFAULT_REWARD_WEIGHTS } from './config';
import type { RewardWeights } from './types';

export const OBJECTIVE_IDS = [
  'balanced',
  'tightAndFlat',
  'patient',
  'toxicProof',
  'moneyOnly',
] as const;
export type ObjectiveId = (typeof OBJECTIVE_IDS)[number];

export const OBJECTIVES: Readonly<Record<ObjectiveId, RewardWeights>> = {
  balanced: DEFAULT_REWARD_WEIGHTS,
  // A penalty on inventory alone makes an agent quote wider, one on wide quotes alone makes it hold
  // more: both together do as the name says.
  tightAndFlat: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 150, spreadPenalty: 10 },
  patient: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 5, spreadPenalty: 0 },
  toxicProof: { ...DEFAULT_REWARD_WEIGHTS, adverseSelection: 2, spreadPenalty: 0 },
  moneyOnly: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 0, spreadPenalty: 0 },
};

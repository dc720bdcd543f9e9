/**
 * Objectives to start from: each is a full set of reward weights. What each does is measured by the
 * experiment `slider-effects`, and a test holds it to its name.
 */
import { DEFAULT_REWARD_WEIGHTS } from './config';
import type { RewardWeights } from './types';

export const OBJECTIVE_IDS = ['balanced', 'tight', 'patient', 'toxicProof', 'moneyOnly'] as const;
export type ObjectiveId = (typeof OBJECTIVE_IDS)[number];

export const OBJECTIVES: Readonly<Record<ObjectiveId, RewardWeights>> = {
  balanced: DEFAULT_REWARD_WEIGHTS,
  // The penalty on wide quotes makes an agent trade more, and so hold more; the one on inventory
  // keeps that small.
  tight: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 150, spreadPenalty: 10 },
  patient: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 5, spreadPenalty: 0 },
  toxicProof: { ...DEFAULT_REWARD_WEIGHTS, adverseSelection: 2, spreadPenalty: 0 },
  moneyOnly: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 0, spreadPenalty: 0 },
};

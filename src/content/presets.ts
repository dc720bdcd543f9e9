/** Objectives to start from: each is a full set of reward weights and what to expect of it. */
import { DEFAULT_REWARD_WEIGHTS } from '../env/config';
import type { RewardWeights } from '../env/types';

export interface ObjectivePreset {
  readonly name: string;
  readonly idea: string;
  readonly weights: RewardWeights;
}

export const OBJECTIVE_PRESETS: readonly ObjectivePreset[] = [
  {
    name: 'Balanced',
    idea: 'Profit, with a price on inventory.',
    weights: DEFAULT_REWARD_WEIGHTS,
  },
  {
    name: 'Tight and flat',
    idea: 'Quote at the market’s own spread and hold next to nothing.',
    weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 100, spreadPenalty: 2 },
  },
  {
    name: 'Patient',
    idea: 'Hold positions longer, and quote wide when that pays.',
    weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 5, spreadPenalty: 0 },
  },
  {
    name: 'Toxic-proof',
    idea: 'Adverse selection costs double: fewer fills, better ones.',
    weights: { ...DEFAULT_REWARD_WEIGHTS, adverseSelection: 2, spreadPenalty: 0 },
  },
  {
    name: 'Pure profit',
    idea: 'Profit only, no penalties: watch what happens to inventory.',
    weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 0, spreadPenalty: 0 },
  },
];

/** Named objectives to start from: each is a full set of reward weights, with what it should lead to. */
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
    idea: 'Profit as it is, with a price on holding a position.',
    weights: DEFAULT_REWARD_WEIGHTS,
  },
  {
    name: 'Tight and flat',
    idea: 'Stay at the market’s own spread and hold next to nothing.',
    weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 100, spreadPenalty: 2 },
  },
  {
    name: 'Patient',
    idea: 'Hold for longer, and quote wide if that is what pays.',
    weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 5, spreadPenalty: 0 },
  },
  {
    name: 'Toxic-proof',
    idea: 'Being run over costs double: fewer fills, better ones.',
    weights: { ...DEFAULT_REWARD_WEIGHTS, adverseSelection: 2, spreadPenalty: 0 },
  },
  {
    name: 'Pure profit',
    idea: 'Money alone, no penalties: watch what happens to inventory.',
    weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 0, spreadPenalty: 0 },
  },
];

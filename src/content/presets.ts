/** Objectives to start from, by name, and what each does, as the experiment `slider-effects` measured. */
import { OBJECTIVES } from '../env/objectives';
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
    weights: OBJECTIVES.balanced,
  },
  {
    name: 'Tight and flat',
    idea: 'Quote tighter than Balanced and hold less: both penalties are high, as either alone undoes the other.',
    weights: OBJECTIVES.tightAndFlat,
  },
  {
    name: 'Patient',
    idea: 'Let positions stand: inventory costs a quarter, and the agent holds more of it.',
    weights: OBJECTIVES.patient,
  },
  {
    name: 'Toxic-proof',
    idea: 'Adverse selection costs double: wider quotes, fewer fills, better ones.',
    weights: OBJECTIVES.toxicProof,
  },
  {
    name: 'Money only',
    idea: 'The reward is the change of equity, without penalties. It holds more, and earned no more than Balanced.',
    weights: OBJECTIVES.moneyOnly,
  },
];

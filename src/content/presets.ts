/**
 * Objectives to start from, by name: what each is paid for, and what that did where it was
 * measured.
 */
import { OBJECTIVES, OBJECTIVE_IDS, type ObjectiveId } from '../env/objectives';
import type { RewardWeights } from '../env/types';
import { sameJson } from '../market/canonicalJson';
import { objectiveEffectText } from './weightEffects';

interface ObjectivePreset {
  readonly name: string;
  readonly idea: string;
  readonly weights: RewardWeights;
}

/** What each is paid for follows from its weights. */
const TEXTS: Readonly<Record<ObjectiveId, Omit<ObjectivePreset, 'weights'>>> = {
  balanced: { name: 'Balanced', idea: 'Profit, with a price on inventory.' },
  tight: {
    name: 'Tight',
    idea: 'Wide quotes cost forty times as much, and inventory seven and a half times.',
  },
  patient: {
    name: 'Patient',
    idea: 'Positions may stand: inventory costs a quarter, and wide quotes cost nothing.',
  },
  toxicProof: {
    name: 'Toxic-proof',
    idea: 'Adverse selection costs double, and wide quotes cost nothing.',
  },
  moneyOnly: {
    name: 'Money only',
    idea: 'The reward is the change of equity, without penalties.',
  },
};

export const OBJECTIVE_PRESETS: readonly ObjectivePreset[] = OBJECTIVE_IDS.map((id) => {
  const { name, idea } = TEXTS[id];
  return { name, idea: `${idea} ${objectiveEffectText(id)}`.trim(), weights: OBJECTIVES[id] };
});

/** Names the objective that has these weights: `Balanced`; any others are `own weights`. */
export const objectiveName = (weights: RewardWeights): string =>
  OBJECTIVE_PRESETS.find((preset) => sameJson(preset.weights, weights))?.name ?? 'own weights';

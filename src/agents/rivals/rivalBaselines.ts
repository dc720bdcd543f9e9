/** The baselines that may trade beside an agent, by name, tuned for the market they meet. */
import type { MarketPreset } from '../../market/config';
import type { BaselineSpec } from '../agentSpecSchema';
import { tunedBaselines } from '../baselines/tunedBaselines';

export const RIVAL_BASELINES = [
  'imbalanceMaker',
  'avellanedaStoikov',
  'glft',
  'inventorySkewed',
  'fixedSpread',
  'random',
  'doNothing',
] as const;
export type RivalBaseline = (typeof RIVAL_BASELINES)[number];

export const isRivalBaseline = (name: string): name is RivalBaseline =>
  RIVAL_BASELINES.some((kind) => kind === name);

export function rivalBaseline(kind: RivalBaseline, preset: MarketPreset): BaselineSpec {
  if (kind === 'random' || kind === 'doNothing') return { kind };
  if (kind === 'fixedSpread') return { kind, spreadTicks: 1, sizeFraction: 0.5 };
  return tunedBaselines(preset)[kind];
}

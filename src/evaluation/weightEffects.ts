/**
 * What a reward weight did to agents that were trained under it, in comparison with agents trained
 * under the default weights. An experiment measures it, the build reads it, and texts beside the
 * sliders say it: nothing of it is typed by hand.
 */
import type { ObjectiveId } from '../env/objectives';
import type { RewardTerm } from '../env/types';

/** Weights that the experiment tries beside the default, low and high. */
export const TRIED_WEIGHTS: Readonly<Record<RewardTerm, readonly [low: number, high: number]>> = {
  spreadCapture: [0.25, 3],
  adverseSelection: [0, 3],
  inventoryPnl: [0, 3],
  fees: [0, 3],
  inventoryPenalty: [0, 200],
  spreadPenalty: [0, 10],
};

export const EFFECT_METRICS = [
  'meanAbsInventory',
  'quotedSpread',
  'contractsTraded',
  'profit',
  'adverseSelection',
] as const;
export type EffectMetric = (typeof EFFECT_METRICS)[number];

/**
 * What agents earn may be near nothing, of which no change is a share: it is told in dollars an
 * episode.
 */
export const MONEY_METRIC: EffectMetric = 'profit';

/** The default weights, which all others are compared with. */
export const COMPARED_OBJECTIVE: ObjectiveId = 'balanced';

/** Weights under which agents were trained: an objective, or one weight at an end. */
export type VariantName = ObjectiveId | `${RewardTerm}.${'low' | 'high'}`;

/**
 * Change of a metric, with its 95 % interval: as a share of its size under the default weights, or
 * in dollars an episode for `MONEY_METRIC`.
 */
export interface Change {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface WeightEffects {
  /** Seeds that it was measured on, in words. */
  readonly seeds: string;
  /**
   * Hash of a few steps of the market in which it was measured: it is another in another market.
   */
  readonly marketHash: string;
  readonly changes: Readonly<
    Partial<Record<VariantName, Readonly<Partial<Record<EffectMetric, Change>>>>>
  >;
}

interface ObjectivePromise {
  readonly objective: ObjectiveId;
  readonly metric: EffectMetric;
  readonly is: 'less' | 'more';
}

/**
 * What the names of the objectives promise, in comparison with the default one. "Patient" and
 * "Money only" say what they are paid for, and promise nothing.
 */
export const PROMISES: readonly ObjectivePromise[] = [
  { objective: 'tight', metric: 'quotedSpread', is: 'less' },
  { objective: 'tight', metric: 'contractsTraded', is: 'more' },
  { objective: 'toxicProof', metric: 'contractsTraded', is: 'less' },
  { objective: 'toxicProof', metric: 'quotedSpread', is: 'more' },
];

/** Says which promises the measured changes do not keep, those that were not measured included. */
export function brokenPromises({ changes }: WeightEffects): readonly ObjectivePromise[] {
  return PROMISES.filter(({ objective, metric, is }) => {
    const change = changes[objective]?.[metric]?.estimate ?? Number.NaN;
    return !(is === 'less' ? change < 0 : change > 0);
  });
}

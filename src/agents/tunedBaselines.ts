/**
 * The baselines as they are compared with trained agents: parameters measured in
 * the market they trade in, the one free knob of each chosen there too.
 *
 * ES: σ, A and k by `calibrate`, pooled over six sessions of 1200 s per probe
 * (36 636, 214 and 14 fills at 0.5, 1.5 and 2.5 ticks from the mid; k of single
 * sessions lies between 4.8 and 5.9). Risk aversion, size and thresholds by the
 * mean return of 30 episodes of 60 s under the default reward weights, over
 * γ from 0.0003 to 10, sizes 0.1, 0.3, 0.5 and 1, thresholds 0.2 to 0.8 and
 * leans 0 to 8.
 *
 * NQ: calibrated the same way (74 986, 26 871 and 12 458 fills). At a decision
 * every 0.1 s the mid moves by two ticks between decisions, and no setting tried
 * here earns anything: the ones below lose least, and trade little.
 */
import type { MarketPreset } from '../market/config';
import type { AgentSpec } from './agentSpec';

/** What closed-form quoting believes about ES. */
export const ES_CALIBRATION = { volatilityTicks: 1.18, a: 33.6, k: 5 } as const;

type SpecOf<Kind extends AgentSpec['kind']> = Extract<AgentSpec, { kind: Kind }>;

export interface TunedBaselines {
  readonly inventorySkewed: SpecOf<'inventorySkewed'>;
  readonly avellanedaStoikov: SpecOf<'avellanedaStoikov'>;
  readonly glft: SpecOf<'glft'>;
  readonly imbalanceMaker: SpecOf<'imbalanceMaker'>;
}

/** The tuned baselines under what `calibrate` found in another market or regime. */
export function baselinesFor({ a, k }: { readonly a: number; readonly k: number }): TunedBaselines {
  return {
    inventorySkewed: { kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 1, sizeFraction: 0.5 },
    avellanedaStoikov: { kind: 'avellanedaStoikov', gamma: 0.002, k, sizeFraction: 0.3 },
    glft: { kind: 'glft', gamma: 3, a, k, sizeFraction: 0.3 },
    imbalanceMaker: { kind: 'imbalanceMaker', threshold: 0.6, inventoryLean: 2, sizeFraction: 1 },
  };
}

export const ES_BASELINES: TunedBaselines = baselinesFor(ES_CALIBRATION);

/** What closed-form quoting believes about NQ. */
export const NQ_CALIBRATION = { volatilityTicks: 5.91, a: 9.3, k: 0.94 } as const;

export const NQ_BASELINES: TunedBaselines = {
  inventorySkewed: { kind: 'inventorySkewed', spreadTicks: 4, skewTicks: 2, sizeFraction: 0.1 },
  avellanedaStoikov: {
    kind: 'avellanedaStoikov',
    gamma: 0.01,
    k: NQ_CALIBRATION.k,
    sizeFraction: 0.1,
  },
  glft: {
    kind: 'glft',
    gamma: 1,
    a: NQ_CALIBRATION.a,
    k: NQ_CALIBRATION.k,
    sizeFraction: 0.1,
  },
  imbalanceMaker: {
    kind: 'imbalanceMaker',
    threshold: 0.5,
    inventoryLean: 2,
    sizeFraction: 0.1,
  },
};

/** Tuned for the preset; a regime of it calls for `calibrate` and `baselinesFor`. */
export function tunedBaselines(preset: MarketPreset): TunedBaselines {
  return { es: ES_BASELINES, nq: NQ_BASELINES }[preset];
}

/**
 * The baselines as they are compared with trained agents: parameters measured in
 * the market they trade in, the one free knob of each chosen there too.
 *
 * ES: σ, A and k by maximum likelihood (the method is `calibrate` in the tests, which
 * find them again), pooled over six sessions of 600 s per probe
 * (24 167, 704 and 277 fills at 0.5, 1.5 and 2.5 ticks from the mid; k of single
 * sessions lies between 2.6 and 4.4, since far fills come in bursts). Risk
 * aversion, size, thresholds and leans by the mean return of 24 episodes of 60 s
 * under the default reward weights, over γ from 0.0005 to 3, sizes 0.3, 0.5 and
 * 1, thresholds 0.4 to 0.8 and leans 1 to 4.
 *
 * NQ: calibrated the same way (39 871, 15 444 and 8 230 fills). At a decision
 * every 0.1 s the mid moves by two ticks between decisions, and no setting tried
 * here earns anything: the ones below lose least, and trade little.
 */
import { ANALYTIC } from '../../market/analytic/avellanedaStoikovMarket';
import type { MarketPreset } from '../../market/config';
import type { AgentSpec } from '../agentSpec';

/** Parameters of ES as closed-form quoting models see it, measured as described above. */
export const ES_CALIBRATION = { volatilityTicks: 1.26, a: 16.6, k: 3.06 } as const;

type SpecOf<Kind extends AgentSpec['kind']> = Extract<AgentSpec, { kind: Kind }>;

export interface TunedBaselines {
  readonly inventorySkewed: SpecOf<'inventorySkewed'>;
  readonly avellanedaStoikov: SpecOf<'avellanedaStoikov'>;
  readonly glft: SpecOf<'glft'>;
  readonly imbalanceMaker: SpecOf<'imbalanceMaker'>;
}

export const ES_BASELINES: TunedBaselines = {
  inventorySkewed: { kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 1, sizeFraction: 0.5 },
  avellanedaStoikov: {
    kind: 'avellanedaStoikov',
    gamma: 0.002,
    k: ES_CALIBRATION.k,
    sizeFraction: 1,
  },
  glft: { kind: 'glft', gamma: 1, a: ES_CALIBRATION.a, k: ES_CALIBRATION.k, sizeFraction: 1 },
  imbalanceMaker: { kind: 'imbalanceMaker', threshold: 0.4, inventoryLean: 2, sizeFraction: 1 },
};

/** Parameters of NQ as closed-form quoting models see it, measured as described above. */
const NQ_CALIBRATION = { volatilityTicks: 7.23, a: 9.45, k: 0.85 } as const;

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

/**
 * The analytic market's own parameters (`ANALYTIC`), and the paper's γ of 0.1 on
 * ticks worth half of its unit of price. One contract trades at a time.
 */
export const ANALYTIC_BASELINES: TunedBaselines = {
  inventorySkewed: { kind: 'inventorySkewed', spreadTicks: 3, skewTicks: 1, sizeFraction: 0.1 },
  avellanedaStoikov: {
    kind: 'avellanedaStoikov',
    gamma: 0.05,
    k: ANALYTIC.decay,
    sizeFraction: 0.1,
  },
  glft: {
    kind: 'glft',
    gamma: 0.05,
    a: ANALYTIC.arrivalRate,
    k: ANALYTIC.decay,
    sizeFraction: 0.1,
  },
  imbalanceMaker: {
    kind: 'imbalanceMaker',
    threshold: 0.6,
    inventoryLean: 2,
    sizeFraction: 0.1,
  },
};

/** The baselines tuned for a preset; they are the same in all its regimes. */
export function tunedBaselines(preset: MarketPreset): TunedBaselines {
  return { es: ES_BASELINES, nq: NQ_BASELINES, avellanedaStoikov: ANALYTIC_BASELINES }[preset];
}

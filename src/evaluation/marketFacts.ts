/**
 * Judges the stylised facts of a market by what its preset promises: measured on sessions of
 * their own, averaged over seeds, each with the range that is accepted. Sources are Cont,
 * "Empirical properties of asset returns", Quant. Finance 1, 2001; Gould and Bonart 2016 for
 * queue imbalance; Lillo and Farmer 2004 for the memory of trade signs.
 */
import { ANALYTIC } from '../market/analytic/avellanedaStoikovMarket';
import type { MarketConfig } from '../market/config';
import { createMarket } from '../market/createMarket';
import { ES, type QueueReactiveParameters } from '../market/synthetic/presets';
import { queueReactiveMarket } from '../market/synthetic/queueReactiveFlow';
import { Rng } from '../market/rng';
import type { MarketSource } from '../market/types';
import {
  MARKOUT_SECONDS,
  sampleMarket,
  sampleMarketInSteps,
  SIGN_LAGS,
  SIGNATURE_SECONDS,
  type MarketSample,
} from './marketSample';
import { passiveMarkouts } from './passiveMarkouts';
import { mean, standardDeviation } from './statistics';
import { studentQuantile } from './studentT';

/** A line of the table. `accept` is inclusive, and absent where a preset promises nothing. */
export interface MarketFact {
  /** Dotted name, as in `spread.oneTickShare`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Standard error of the value, from the differences between sessions; NaN for one session. */
  readonly error: number;
  readonly accept?: AcceptedRange;
  /**
   * Whether the 95 % interval of the value meets the accepted range. One session has no interval, and
   * its value itself has to lie within.
   */
  readonly pass?: boolean;
}

/** Sessions by which a market is measured. */
export interface MarketMeasurement {
  readonly market: MarketConfig;
  /** Seconds of market time per session. */
  readonly seconds: number;
  /** Seeds, one per session. */
  readonly seeds: readonly number[];
}

/** Inclusive bounds; null where that side is open. */
export type AcceptedRange = readonly [number | null, number | null];
type Gates = Readonly<Record<string, AcceptedRange | undefined>>;

/** Random stream of the times at which queue imbalance is read. */
const MEASUREMENT_STREAM = 7;
const ANALYTIC_VARIANCE = ANALYTIC.volatility ** 2;
const ES_VARIANCE = ES.volatility ** 2 * ES.clockRate;

/** Facts that ES must show in its base regime. */
const ES_GATES: Gates = {
  'spread.oneTickShare': [0.96, 0.995],
  'depth.best': [45, 90],
  diffusivity: [0.6 * ES_VARIANCE, 1.4 * ES_VARIANCE],
  signatureRatio: [1, 2.2],
  'returns.correlation1s': [-0.1, 0.1],
  'returns.correlation10s': [-0.25, 0.25],
  'returns.kurtosis': [3.5, null],
  'returns.clustering': [0.05, null],
  'signs.lag1': [0.05, 0.4],
  'signs.lag10': [0.02, 0.2],
  'signs.lag50': [0, null],
  'imbalance.slope': [1.8, 2.9],
  'imbalance.auc': [0.72, 0.86],
  continuation: [0.5, 0.7],
  'markout.fallTo50ms': [0, null],
  'markout.fallTo500ms': [0, null],
  'markout.10s': [-0.12, 0.12],
  tradeShare: [0.02, 0.08],
};

/** Accepted ranges by preset and regime; a market without an entry is measured and not judged. */
const GATES: Readonly<Record<string, Gates>> = {
  'es.base': ES_GATES,
  'es.toxic': { 'markout.10s': [null, -0.05] },
  // Depth is our own choice: a few contracts, where the first parameters left ten.
  'nq.base': { 'spread.oneTickShare': [0.55, 0.85], 'depth.best': [2, 8] },
  // Ranges of our own, around what the definition implies: σ², no correlation, and, as nobody is
  // informed, a fill at the touch keeps the half tick that it earns.
  'avellanedaStoikov.base': {
    diffusivity: [0.6 * ANALYTIC_VARIANCE, 1.4 * ANALYTIC_VARIANCE],
    'returns.correlation1s': [-0.1, 0.1],
    'markout.0s': [0.49, 0.51],
    'markout.10s': [0.35, 0.65],
  },
};

/**
 * Measures the facts of one session.
 * @see sampleMarket
 */
export function measureMarketFacts(
  market: MarketSource,
  seconds: number,
  seed: number,
): MarketSample {
  const rng = new Rng(seed, MEASUREMENT_STREAM);
  return sampleMarket(market, seconds, seed, () => rng.uniform());
}

/**
 * Does the same as `measureMarketFacts` in pieces of a market second; yields the share that is
 * done, 0 to 1.
 */
export function measureInSteps(
  config: MarketConfig,
  seconds: number,
  seed: number,
): Generator<number, MarketSample> {
  const rng = new Rng(seed, MEASUREMENT_STREAM);
  return sampleMarketInSteps(createMarket(config), seconds, seed, () => rng.uniform());
}

/** Returns what a market promises, by the name of the fact; empty where it promises nothing. */
export function acceptedFacts({ preset, regime }: MarketConfig): Gates {
  return GATES[`${preset}.${regime}`] ?? {};
}

/**
 * Judges means over sessions by what the market's preset promises. A value counts as inside unless
 * sampling error cannot explain that it is not: a market that keeps its promise passes on other seeds
 * too, and one that breaks it fails once enough sessions say so.
 */
export function judgeMarketFacts(
  samples: readonly MarketSample[],
  config: MarketConfig,
): MarketFact[] {
  const gates = acceptedFacts(config);
  const left = samples.map((_, out) =>
    samples.length === 1 ? [] : describeFacts(samples.filter((__, index) => index !== out)),
  );
  return describeFacts(samples).map(({ name, value, unit }, fact) => {
    const error = jackknifeError(left.map((facts) => facts.at(fact)?.value ?? Number.NaN));
    const accept = gates[name];
    if (accept === undefined) return { name, value, unit, error };
    const pass = meetsRange(value, error, samples.length, accept);
    return { name, value, unit, error, accept, pass };
  });
}

/**
 * Says whether the 95 % interval of a mean over sessions has a part in common with a range.
 * @param error standard error; NaN stands for none
 */
export function meetsRange(
  value: number,
  error: number,
  sessions: number,
  [low, high]: AcceptedRange,
): boolean {
  const halfWidth = Number.isNaN(error) ? 0 : studentQuantile(0.975, sessions - 1) * error;
  return value + halfWidth >= (low ?? -Infinity) && value - halfWidth <= (high ?? Infinity);
}

/**
 * Returns the standard error of a statistic of n blocks (Efron and Tibshirani 1993, chapter 11);
 * that of a mean is s/√n.
 * @param left [n] the statistic without each block in turn
 */
function jackknifeError(left: readonly number[]): number {
  if (left.length < 2) return Number.NaN;
  return (standardDeviation(left) * (left.length - 1)) / Math.sqrt(left.length);
}

/** Worth of a passive fill after half a second, in ticks per contract, as a mean over the seeds. */
export interface Informedness {
  /** In the market as it is. */
  readonly base: number;
  /**
   * With λI = κ = 0: nobody is informed, and the queues do not lean towards the efficient price.
   */
  readonly uninformed: number;
}

/**
 * Shows where adverse selection comes from: the same market is measured with everything taken
 * out that knows the efficient price.
 */
export function informedness(
  regimes: readonly QueueReactiveParameters[],
  seconds: number,
  seeds: readonly number[],
): Informedness {
  const keptIn = (parameters: readonly QueueReactiveParameters[]) => {
    const market = queueReactiveMarket(parameters);
    return mean(seeds.map((seed) => passiveMarkouts(market, seconds, seed, [0.5])[0]));
  };
  const uninformed = { informedRate: 0, tether: 0 };
  return {
    base: keptIn(regimes),
    uninformed: keptIn(regimes.map((parameters) => ({ ...parameters, ...uninformed }))),
  };
}

type MeasuredFact = Pick<MarketFact, 'name' | 'value' | 'unit'>;

function describeFacts(samples: readonly MarketSample[]): MeasuredFact[] {
  const over = (value: (sample: MarketSample) => number) => mean(samples.map(value));
  const signature = (seconds: (typeof SIGNATURE_SECONDS)[number]) =>
    over((sample) => sample.signature[SIGNATURE_SECONDS.indexOf(seconds)]);
  const sign = (lag: (typeof SIGN_LAGS)[number]) =>
    over((sample) => sample.signMemory[SIGN_LAGS.indexOf(lag)]);
  const markout = (seconds: (typeof MARKOUT_SECONDS)[number]) =>
    over((sample) => sample.markouts[MARKOUT_SECONDS.indexOf(seconds)]);
  return [
    { name: 'spread.oneTickShare', value: over((s) => s.spreadShares[0]), unit: 'share of time' },
    { name: 'depth.best', value: over((s) => s.bestDepth), unit: 'contracts' },
    { name: 'diffusivity', value: signature(60), unit: 'ticks²/s' },
    { name: 'signatureRatio', value: signature(0.1) / signature(60), unit: 'V(0.1 s) / V(60 s)' },
    { name: 'returns.correlation1s', value: over((s) => s.returnCorrelation1s), unit: '' },
    { name: 'returns.correlation10s', value: over((s) => s.returnCorrelation10s), unit: '' },
    { name: 'returns.trendiness', value: signature(60) / signature(1), unit: 'V(60 s) / V(1 s)' },
    { name: 'returns.kurtosis', value: over((s) => s.kurtosis), unit: 'normal is 3' },
    { name: 'returns.clustering', value: over((s) => s.clustering), unit: '' },
    { name: 'signs.lag1', value: sign(1), unit: '' },
    { name: 'signs.lag10', value: sign(10), unit: '' },
    { name: 'signs.lag50', value: sign(50), unit: '' },
    { name: 'imbalance.slope', value: over((s) => s.imbalanceSlope), unit: '' },
    { name: 'imbalance.auc', value: over((s) => s.imbalanceAuc), unit: '' },
    { name: 'continuation', value: over((s) => s.continuation), unit: 'probability' },
    { name: 'markout.0s', value: markout(0), unit: 'ticks' },
    { name: 'markout.fallTo50ms', value: markout(0) - markout(0.05), unit: 'ticks' },
    { name: 'markout.fallTo500ms', value: markout(0.05) - markout(0.5), unit: 'ticks' },
    { name: 'markout.10s', value: markout(10), unit: 'ticks' },
    { name: 'tradeShare', value: over((s) => s.tradeShare), unit: 'share of events' },
  ];
}

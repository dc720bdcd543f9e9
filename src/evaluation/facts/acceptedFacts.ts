/**
 * The range in which each stylised fact of a market has to lie, by preset and regime. Sources are
 * Cont, "Empirical properties of asset returns", Quant. Finance 1, 2001, for returns; Gould and
 * Bonart 2016 for queue imbalance; Lillo and Farmer 2004 for the memory of trade signs. What has no
 * published number has a range of our own, and says so.
 */
import { ANALYTIC } from '../../market/analytic/avellanedaStoikovMarket';
import type { MarketConfig } from '../../market/config';
import { ES } from '../../market/synthetic/presets';

/** Inclusive bounds; null where that side is open. */
export type AcceptedRange = readonly [number | null, number | null];
export type AcceptedRanges = Readonly<Record<string, AcceptedRange | undefined>>;

const ANALYTIC_VARIANCE = ANALYTIC.volatility ** 2;
// What moves the efficient price: σ², jumps (exponential sizes have mean square 2·jm²), and the
// impact of trades, whose variance over a minute was measured on six sessions of 1800 s.
const ES_IMPACT_VARIANCE = 0.22;
const ES_VARIANCE =
  ES.clockRate * (ES.volatility ** 2 + 2 * ES.jumpRate * ES.jumpMean ** 2) + ES_IMPACT_VARIANCE;

/** Facts that ES must show in its base regime. */
const ES_RANGES: AcceptedRanges = {
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
  // Measured on recordings of real queues: 0.78 in ES, 0.82 in Apple.
  cancelPosition: [0.74, 0.84],
  // Makers as a whole earn little or nothing before fees: the half-spread is about the mean impact
  // of a trade (Wyart, Bouchaud, Kockelkoren, Potters and Vettorazzo, Quant. Finance 8, 2008). The
  // width is our own.
  'passive.markout10s': [-0.1, 0.2],
  // A single maker has a few per cent of the volume at most; the bounds are our own.
  'shareOfVolume.one': [0.002, 0.05],
  'shareOfVolume.ten': [0.005, 0.12],
  // High-frequency traders of the E-mini earned 23 to 29 million dollars in August 2010 (Baron,
  // Brogaard and Kirilenko, drafts of 2012), on some 1.8 million contracts in each of its 22
  // trading days: 0.58 to 0.73 dollars a contract, before fees. The range is around that, for the
  // best rule that everybody knows; a rule that looks at nothing must not earn.
  'profitPerContract.imbalanceMaker.one': [-0.3, 1.5],
  'profitPerContract.imbalanceMaker.ten': [-0.3, 1.5],
  'profitPerContract.joiner.one': [null, 0],
  'profitPerContract.joiner.ten': [null, 0],
  'latency.gain': [0, null],
};

/** Accepted ranges by preset and regime; a market without an entry is measured and not judged. */
const RANGES: Readonly<Record<string, AcceptedRanges>> = {
  'es.base': ES_RANGES,
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

/** Returns what a market promises, by the name of the fact; empty where it promises nothing. */
export function acceptedFacts({ preset, regime, tape }: MarketConfig): AcceptedRanges {
  // A recording is what it is: nothing is promised of it.
  return tape !== undefined ? {} : (RANGES[`${preset}.${regime}`] ?? {});
}

/**
 * Judges the stylised facts of a market by what its preset promises: measured on sessions of their
 * own, in which nobody else trades, and averaged over seeds.
 */
import type { MarketConfig } from '../../market/config';
import type { QueueReactiveParameters } from '../../market/synthetic/presets';
import { queueReactiveMarket } from '../../market/synthetic/queueReactiveFlow';
import { Rng } from '../../market/rng';
import type { MarketSource } from '../../market/types';
import { playedMarket, type Recording } from '../../recordings/play/recording';
import { acceptedFacts } from './acceptedFacts';
import { judgeFacts, type MarketFact, type MeasuredFact } from './factJudgement';
import { LEVEL_AGES_MS } from './levelGrowth';
import {
  MARKOUT_SECONDS,
  PASSIVE_SECONDS,
  sampleMarket,
  sampleMarketInSteps,
  SIGN_LAGS,
  SIGNATURE_SECONDS,
  type MarketSample,
} from './marketSample';
import { passiveMarkouts } from './passiveMarkouts';
import { mean } from '../statistics';

/** Random stream of the times at which queue imbalance is read. */
const MEASUREMENT_STREAM = 7;

/** Sessions by which a market is measured. */
export interface MarketMeasurement {
  readonly market: MarketConfig;
  /** Seconds of market time per session. */
  readonly seconds: number;
  /** Seeds, one per session. */
  readonly seeds: readonly number[];
}

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
  recording?: Recording,
): Generator<number, MarketSample> {
  const rng = new Rng(seed, MEASUREMENT_STREAM);
  const market = playedMarket(config, recording, seconds);
  return sampleMarketInSteps(market, seconds, seed, () => rng.uniform());
}

/** Judges means over sessions by what the market's preset promises. */
export function judgeMarketFacts(
  samples: readonly MarketSample[],
  config: MarketConfig,
): MarketFact[] {
  return judgeFacts(samples, describeFacts, acceptedFacts(config));
}

/**
 * Judges the facts of a recording by what a preset promises. Nothing is promised of a recording:
 * the verdict says whether that preset can stand for it.
 */
export const judgeRecordedFacts = (
  samples: readonly MarketSample[],
  preset: MarketConfig['preset'],
): MarketFact[] => judgeMarketFacts(samples, { preset, regime: 'base' });

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
 * Shows where adverse selection comes from: the same market is measured with everything taken out
 * that knows the efficient price.
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

function describeFacts(samples: readonly MarketSample[]): MeasuredFact[] {
  const over = (value: (sample: MarketSample) => number) => mean(samples.map(value));
  const signature = (seconds: (typeof SIGNATURE_SECONDS)[number]) =>
    over((sample) => sample.signature[SIGNATURE_SECONDS.indexOf(seconds)]);
  const sign = (lag: (typeof SIGN_LAGS)[number]) =>
    over((sample) => sample.signMemory[SIGN_LAGS.indexOf(lag)]);
  const markout = (seconds: (typeof MARKOUT_SECONDS)[number]) =>
    over((sample) => sample.markouts[MARKOUT_SECONDS.indexOf(seconds)]);
  const joined = (seconds: (typeof PASSIVE_SECONDS)[number]) =>
    over((sample) => sample.passiveMarkouts[PASSIVE_SECONDS.indexOf(seconds)]);
  const levels = (name: string, volumes: (sample: MarketSample) => readonly number[]) =>
    LEVEL_AGES_MS.map((age, index) => ({
      name: `${name}.volume${age}ms`,
      value: over((sample) => volumes(sample)[index]),
      unit: 'contracts',
    }));
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
    { name: 'passive.markout100ms', value: joined(0.1), unit: 'ticks' },
    { name: 'passive.markout1s', value: joined(1), unit: 'ticks' },
    { name: 'passive.markout10s', value: joined(10), unit: 'ticks' },
    { name: 'tradeShare', value: over((s) => s.tradeShare), unit: 'share of events' },
    { name: 'cancelPosition', value: over((s) => s.cancelPosition), unit: '0 front, 1 back' },
    ...levels('newLevel', (s) => s.createdVolumes),
    ...levels('uncoveredLevel', (s) => s.uncoveredVolumes),
    { name: 'mispriced.medianMs', value: over((s) => s.mispricedMedianMs), unit: 'ms' },
    {
      name: 'mispriced.outlast100ms',
      value: over((s) => s.mispricedOutlastShare),
      unit: 'share of queues',
    },
  ];
}

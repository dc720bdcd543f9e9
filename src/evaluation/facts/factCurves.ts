/**
 * Prepares the stylised facts that are curves for drawing: means over sessions at the places where
 * they were measured, with what the preset promises there. It measures nothing and draws nothing.
 */
import type { MarketConfig } from '../../market/config';
import type { FactsSession } from './factsSession';
import { hasMakerFacts, LATENCY_NAMES, latencyProfits } from './makerFacts';
import { acceptedFacts, type AcceptedRange } from './acceptedFacts';
import {
  IMBALANCE_BINS,
  MARKOUT_SECONDS,
  SIGN_LAGS,
  SIGNATURE_SECONDS,
  SPREAD_BINS,
  type MarketSample,
} from './marketSample';
import { mean } from '../statistics';

const FACT_CURVES = ['spread', 'imbalance', 'markout', 'signature', 'signs', 'latency'] as const;
export type FactCurveId = (typeof FACT_CURVES)[number];

const LATENCY_LABELS: Readonly<Record<(typeof LATENCY_NAMES)[number], string>> = {
  '100ms': '100 ms',
  '10ms': '10 ms',
  '1ms': '1 ms',
  '100us': '100 µs',
};

export interface FactCurve {
  readonly id: FactCurveId;
  /** Labels of the places, in order: 'over 6 ticks', '0.05 s', 'lag 10'. */
  readonly labels: readonly string[];
  /** Values by place; NaN where nothing was seen. */
  readonly values: readonly number[];
  /** Accepted ranges by place; null where nothing is promised. */
  readonly accepted: readonly (AcceptedRange | null)[];
}

/** @param sessions one session or more */
export function factCurves(sessions: readonly FactsSession[], config: MarketConfig): FactCurve[] {
  const samples = sessions.map(({ watched }) => watched);
  const gates = acceptedFacts(config);
  const over = (values: (sample: MarketSample) => readonly number[]) =>
    values(samples[0]).map((_, place) =>
      mean(samples.map((sample) => values(sample)[place]).filter((value) => !Number.isNaN(value))),
    );
  const at = <Place>(places: readonly Place[], facts: ReadonlyMap<Place, string>) =>
    places.map((place) => gates[facts.get(place) ?? ''] ?? null);
  const spreads = Array.from({ length: SPREAD_BINS }, (_, bin) => bin + 1);
  const centres = Array.from({ length: IMBALANCE_BINS }, (_, bin) => imbalanceAt(bin));
  const slope = gates['imbalance.slope'];
  return [
    {
      id: 'spread',
      labels: spreads.map((ticks) => (ticks === SPREAD_BINS ? `${ticks}+` : String(ticks))),
      values: over(({ spreadShares }) => spreadShares),
      accepted: at(spreads, new Map([[1, 'spread.oneTickShare']])),
    },
    {
      id: 'imbalance',
      labels: centres.map((centre) => centre.toFixed(1)),
      values: over(({ imbalanceCurve }) => imbalanceCurve),
      accepted: centres.map((centre) => (slope === undefined ? null : riseRange(slope, centre))),
    },
    {
      id: 'markout',
      labels: MARKOUT_SECONDS.map((seconds) => `${seconds} s`),
      values: over(({ markouts }) => markouts),
      accepted: at<number>(
        MARKOUT_SECONDS,
        new Map([
          [0, 'markout.0s'],
          [10, 'markout.10s'],
        ]),
      ),
    },
    {
      id: 'signature',
      labels: SIGNATURE_SECONDS.map((seconds) => `${seconds} s`),
      values: over(({ signature }) => signature),
      accepted: at<number>(SIGNATURE_SECONDS, new Map([[60, 'diffusivity']])),
    },
    {
      id: 'signs',
      labels: SIGN_LAGS.map(String),
      values: over(({ signMemory }) => signMemory),
      accepted: at<number>(
        SIGN_LAGS,
        new Map([
          [1, 'signs.lag1'],
          [10, 'signs.lag10'],
          [50, 'signs.lag50'],
        ]),
      ),
    },
    ...(hasMakerFacts(config) ? [latencyCurve(sessions)] : []),
  ];
}

/** What the best rule earns, by latency, slowest first. */
function latencyCurve(sessions: readonly FactsSession[]): FactCurve {
  return {
    id: 'latency',
    labels: LATENCY_NAMES.map((name) => LATENCY_LABELS[name]),
    values: latencyProfits(sessions.map(({ makers }) => makers)),
    accepted: LATENCY_NAMES.map(() => null),
  };
}

/** Returns the middle of a bin of queue imbalance, −1 to 1. */
const imbalanceAt = (bin: number) => (2 * bin + 1) / IMBALANCE_BINS - 1;

/** Gives P(up) at an imbalance for a range of slopes of the logit, without intercept. */
function riseRange([low, high]: AcceptedRange, imbalance: number): AcceptedRange {
  const rise = (slope: number | null) =>
    slope === null ? null : 1 / (1 + Math.exp(-slope * imbalance));
  return imbalance < 0 ? [rise(high), rise(low)] : [rise(low), rise(high)];
}

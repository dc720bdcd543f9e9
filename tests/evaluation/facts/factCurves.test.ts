import { describe, expect, it } from 'vitest';
import { factCurves, type FactCurveId } from '../../../src/evaluation/facts/factCurves';
import type { FactsSession } from '../../../src/evaluation/facts/factsSession';
import { makerRequests } from '../../../src/evaluation/facts/makerFacts';
import type { MarketSample } from '../../../src/evaluation/facts/marketSample';
import { sample } from './exampleSample';
import type { MarketConfig } from '../../../src/market/config';

const ES: MarketConfig = { preset: 'es', regime: 'base' };

/** Every maker earned ten dollars a minute for each contract of its quotes. */
const sessionOf = (watched: MarketSample): FactsSession => ({
  watched,
  makers: makerRequests({ market: ES, seconds: 600 }, 1).map(({ contracts, seconds }) => ({
    seconds,
    profit: (10 * contracts * seconds) / 60,
    contracts: 100,
    marketContracts: 1000,
    joined: 10,
    aheadAtJoin: 100,
    filled: 5,
    aheadAtFill: 10,
    secondsToFill: [1, 2, 3, 4, 5],
  })),
});

function curve(id: FactCurveId, samples: readonly MarketSample[], config = ES) {
  const found = factCurves(samples.map(sessionOf), config).find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no curve ${id}`);
  return found;
}

describe('the curves of the stylised facts', () => {
  it('have a label and an accepted range, or none, at every place', () => {
    for (const { id, labels, values, accepted } of factCurves([sessionOf(sample)], ES)) {
      expect([values.length, accepted.length], id).toEqual([labels.length, labels.length]);
    }
  });

  it('promise of ES what the market was tuned to, where it was', () => {
    expect(curve('spread', [sample]).accepted).toEqual([
      [0.96, 0.995],
      ...Array.from({ length: 5 }, () => null),
    ]);
    const { labels, accepted } = curve('signs', [sample]);
    const promised = labels.filter((_, place) => accepted[place] !== null);
    expect(promised).toEqual(['1', '10', '50']);
  });

  it('promise nothing of a calm market', () => {
    const accepted = factCurves([sessionOf(sample)], { preset: 'es', regime: 'calm' }).flatMap(
      (found) => found.accepted,
    );
    expect(accepted.every((range) => range === null)).toBe(true);
  });

  it('tell what the ten-contract maker earns by latency, where there are makers', () => {
    const { labels, values } = curve('latency', [sample, sample]);
    expect(labels).toEqual(['100 ms', '10 ms', '1 ms', '100 µs']);
    for (const value of values) expect(value).toBeCloseTo(100, 9);
    const analytic = { preset: 'avellanedaStoikov', regime: 'base' } as const;
    const ids = factCurves([{ watched: sample, makers: [] }], analytic).map(({ id }) => id);
    expect(ids).not.toContain('latency');
  });

  it('turn the accepted slopes of the logit into chances, alike on both sides', () => {
    const { labels, accepted } = curve('imbalance', [sample]);
    const at = (label: string) => accepted[labels.indexOf(label)] ?? [null, null];
    // 1 / (1 + e^(−1.8 · 0.5)) and 1 / (1 + e^(−2.9 · 0.5)).
    expect(at('0.5')[0]).toBeCloseTo(0.7109, 4);
    expect(at('0.5')[1]).toBeCloseTo(0.81, 3);
    expect(at('-0.5')[0]).toBeCloseTo(1 - 0.81, 3);
    expect(at('-0.5')[1]).toBeCloseTo(1 - 0.7109, 4);
  });

  it('are means over the sessions that saw something', () => {
    const blind = { ...sample, imbalanceCurve: sample.imbalanceCurve.map(() => Number.NaN) };
    const other = { ...sample, markouts: [0.2, 0, -0.1, -0.05] };
    expect(curve('imbalance', [sample, blind]).values).toEqual(sample.imbalanceCurve);
    expect(curve('imbalance', [blind]).values.every(Number.isNaN)).toBe(true);
    const { values } = curve('markout', [sample, other]);
    for (const [place, expected] of [0.3, 0.1, 0, 0].entries()) {
      expect(values[place]).toBeCloseTo(expected, 12);
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { meetsRange, type MarketFact } from '../../../src/evaluation/facts/factJudgement';
import {
  informedness,
  judgeMarketFacts,
  measureMarketFacts,
} from '../../../src/evaluation/facts/marketFacts';
import { standardDeviation } from '../../../src/evaluation/statistics';
import { createMarket } from '../../../src/market/createMarket';
import type { MarketConfig, MarketPreset, MarketRegime } from '../../../src/market/config';
import { ES, NQ } from '../../../src/market/synthetic/presets';
import { regimeParameters } from '../../../src/market/synthetic/regimes';
import {
  judgeRegimes,
  ORDERED_REGIMES,
  type OrderedRegime,
} from '../../../src/evaluation/facts/regimeOrder';

/**
 * The test measures minutes where the command line measures hours; it takes about ten seconds on an
 * idle core.
 */
const SECONDS = 300;
const SEEDS = [11, 12, 13, 14, 15];
/** So short a run has this sampling error, as a share of a gate's width. */
const SLACK = 0.15;

const measured = new Map<string, readonly MarketFact[]>();

function facts(preset: MarketPreset, regime: MarketRegime): readonly MarketFact[] {
  const key = `${preset}.${regime}`;
  const known = measured.get(key);
  if (known !== undefined) return known;
  const config: MarketConfig = { preset, regime };
  const market = createMarket(config);
  const found = judgeMarketFacts(
    SEEDS.map((seed) => measureMarketFacts(market, SECONDS, seed)),
    config,
  );
  measured.set(key, found);
  return found;
}

function value(preset: MarketPreset, regime: MarketRegime, name: string): number {
  const found = facts(preset, regime).find((fact) => fact.name === name);
  if (found === undefined) throw new Error(`no fact ${name}`);
  return found.value;
}

/**
 * The sampling error of these facts over a quarter of an hour is below the width of their gate; the
 * others need the full table.
 */
const SHARP = [
  'spread.oneTickShare',
  'depth.best',
  'returns.kurtosis',
  'signs.lag1',
  'imbalance.slope',
  'imbalance.auc',
  'continuation',
  'markout.fallTo50ms',
  'markout.fallTo500ms',
  'tradeShare',
];

describe('stylised facts', () => {
  beforeAll(() => {
    console.table(
      facts('es', 'base').map(({ name, value: v, accept, pass }) => ({
        name,
        value: Number(v.toFixed(4)),
        accept: accept === undefined ? '' : accept.join(' to '),
        pass,
      })),
    );
  }, 120_000);

  it.each(SHARP)('ES passes its gate for %s', (name) => {
    const fact = facts('es', 'base').find((candidate) => candidate.name === name);
    const [low, high] = fact?.accept ?? [NaN, NaN];
    const slack = low === null || high === null ? 0 : SLACK * (high - low);
    expect(fact?.value).toBeGreaterThanOrEqual((low ?? -Infinity) - slack);
    expect(fact?.value).toBeLessThanOrEqual((high ?? Infinity) + slack);
  });

  it('NQ has the spread and the depth of a small tick', () => {
    const judged = facts('nq', 'base').filter((fact) => fact.accept !== undefined);
    expect(judged.map((fact) => fact.name)).toEqual(['spread.oneTickShare', 'depth.best']);
    expect(judged.every((fact) => fact.pass)).toBe(true);
  }, 120_000);

  it('regimes are ordered as their names promise', () => {
    const calm = value('es', 'calm', 'diffusivity');
    const base = value('es', 'base', 'diffusivity');
    const volatile = value('es', 'volatile', 'diffusivity');
    expect(calm).toBeLessThan(base);
    expect(base).toBeLessThan(volatile);
    // What is kept is after half a second, as a share of what the fill seemed to earn.
    const kept = (regime: MarketRegime) =>
      value('es', regime, 'markout.0s') -
      value('es', regime, 'markout.fallTo50ms') -
      value('es', regime, 'markout.fallTo500ms');
    expect(kept('toxic')).toBeLessThan(kept('base') - 0.1);
    // A trend makes ten-second returns follow each other.
    expect(value('es', 'trending', 'returns.trendiness')).toBeGreaterThan(
      value('es', 'base', 'returns.trendiness'),
    );
  }, 120_000);

  it.each(['es', 'nq'] as const)(
    '%s: every regime keeps its promise',
    (preset) => {
      const byRegime = (regime: OrderedRegime) => [regime, facts(preset, regime)] as const;
      const judged = judgeRegimes(
        Object.fromEntries(ORDERED_REGIMES.map(byRegime)) as Parameters<typeof judgeRegimes>[0],
      );
      expect(judged.map((fact) => [fact.name, fact.pass])).toEqual([
        ['calm.diffusivity', true],
        ['volatile.diffusivity', true],
        ['toxic.kept500ms', true],
        ['trending.trendiness', true],
      ]);
    },
    120_000,
  );

  it('a volatile market is busier and less even than its base', () => {
    for (const base of [ES, NQ]) {
      const [volatile] = regimeParameters(base, 'volatile');
      expect(volatile.clockRate).toBeGreaterThan(base.clockRate);
      expect(volatile.clockDeviation).toBeGreaterThan(base.clockDeviation);
      expect(volatile.jumpRate).toBeGreaterThan(base.jumpRate);
      const [calm] = regimeParameters(base, 'calm');
      expect(calm.clockRate).toBeLessThan(base.clockRate);
      expect(calm.clockDeviation).toBeLessThan(base.clockDeviation);
    }
  });

  it('adverse selection comes from the informed: without them, passive fills keep more', () => {
    const { base, uninformed } = informedness([ES], 300, [1, 2, 3]);
    expect(uninformed).toBeGreaterThan(base + 0.05);
  }, 120_000);
});

describe('a fact and its sampling error', () => {
  it('passes when its 95 % interval meets the range, and fails when none of it does', () => {
    // Four sessions: Student's quantile is 3.18.
    expect(meetsRange(0.13, 0.005, 4, [null, 0.12])).toBe(true);
    expect(meetsRange(0.13, 0.003, 4, [null, 0.12])).toBe(false);
    expect(meetsRange(0.8, 0.07, 4, [1, 2])).toBe(true);
    expect(meetsRange(0.8, 0.06, 4, [1, 2])).toBe(false);
    expect(meetsRange(0.13, Number.NaN, 1, [null, 0.12])).toBe(false);
  });

  it('has the standard error of a mean over sessions, and none for one session', () => {
    const market = createMarket({ preset: 'nq', regime: 'base' });
    const samples = [1, 2, 3].map((seed) => measureMarketFacts(market, 120, seed));
    const depths = samples.map(({ bestDepth }) => bestDepth);
    const config = { preset: 'nq', regime: 'base' } as const;
    const depth = judgeMarketFacts(samples, config).find(({ name }) => name === 'depth.best');
    expect(depth?.error).toBeCloseTo(standardDeviation(depths) / Math.sqrt(3), 10);
    expect(judgeMarketFacts(samples.slice(0, 1), config)[0].error).toBeNaN();
  }, 60_000);
});

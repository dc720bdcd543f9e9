import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '../../../src/content/glossary';
import type { MetricId } from '../../../src/content/glossary/labels';
import type { TrainingProgress } from '../../../src/protocol/api';
import { HEADER, HEADER_LENGTH } from '../../../src/protocol/frames';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import {
  COUNTED,
  FORMULAS,
  SAID_THERE,
  formulaNow,
  type NumbersNow,
} from '../../../src/store/live/formulasNow';
import { readReadout } from '../../../src/store/live/readout';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';
import { IDLE_TRAINING } from '../../../src/store/training/training';

const METRICS = Object.keys(GLOSSARY) as MetricId[];

const header = new Float64Array(HEADER_LENGTH).fill(Number.NaN);
const set = (values: Partial<Record<keyof typeof HEADER, number>>) => {
  for (const [field, value] of Object.entries(values)) {
    header[HEADER[field as keyof typeof HEADER]] = value;
  }
};
set({
  step: 400,
  bestBid: 20_000,
  bestAsk: 20_001,
  inventory: -10,
  averageEntryTicks: 20_003,
  realisedDollars: 2400,
  unrealisedDollars: 312.5,
  feesDollars: 64.25,
  equityDollars: 2648.25,
  contractsSoFar: 256,
  marketContracts: 6400,
  timeSeconds: 40,
  bidAhead: 8,
  bidLevelSize: 32,
  oodPercentile: 46,
  oodShare: 0.02,
  oodRecentDecisions: 200,
});

const interval = { estimate: 400, low: 300, high: 500 };
const progress: TrainingProgress = {
  algorithm: 'iql',
  phase: 'training',
  update: 800,
  totalUpdates: 2300,
  policyVersion: 3,
  updatesPerSecond: 100,
  secondsLeft: 15,
  policyLoss: 23.9,
  policyStd: 0.452,
  gradientNorm: 2,
  valueGradientNorm: 1,
  criticGradientNorm: 3,
  valueLoss: 0.05,
  criticLoss: 6.5,
  meanValue: 2.7,
  meanQ: 2.6,
  meanAdvantageWeight: 17,
  clippedShare: 0.15,
};
const now: NumbersNow = {
  readout: readReadout(header, Float64Array.of(900, -300, 100, -20, -3, -8)),
  settings: DEFAULT_SETTINGS,
  runs: [],
  scores: [],
  fills: { bought: 123, sold: 133, makerContracts: 253, takerContracts: 3, feeDollars: 64.25 },
  tickSize: 0.25,
  tickValueDollars: 12.5,
  training: {
    ...IDLE_TRAINING,
    config: DEFAULT_RUN_CONFIG,
    progress,
    validation: [{ updates: 573, return: interval }],
    targets: [{ share: 0.8, asked: 5000, achieved: interval }],
    dataset: {
      rows: 64_200,
      episodes: 107,
      bytes: 12_840_000,
      behaviours: [{ name: 'imbalance-aware maker', episodes: 18, meanReturn: 5000 }],
      quality: {
        returnRange: [-1000, 7000],
        returns: [],
        actionEntropy: 0.6,
        trajectoryQuality: 0.5,
        visitedCells: 32_100,
        coverage: 0.5,
        edgeRows: 64_200,
      },
    },
  },
};

/** Formulas of whole episodes, of which there are none here. */
const OF_EPISODES: ReadonlySet<string> = new Set(['profitPerEpisode', 'meanReturn']);

describe('a formula with its numbers', () => {
  it.each([
    ['price', '(5000.00 + 5000.25) / 2 = 5000.125'],
    ['quantityAhead', 'bid 8 / 32 = 25 %'],
    ['inventory', '123 bought − 133 sold = −10'],
    ['profit', '+$2,400.00 + $312.50 − $64.25 = +$2,648.25'],
    ['realised', '123 contracts bought and sold again: +$2.4k'],
    ['unrealised', '−10 · (5000.125 − 5000.7500) · $50 = +$312.50'],
    ['feesPaid', '253 maker, 3 taker contracts: $64.25'],
    ['shareOfVolume', '256 / 6.4k contracts = 4.0 %'],
    ['profitPerContract', '+$2,648.25 / 256 contracts = +$10.34'],
    ['profitPerMinute', '+$2,648.25 in 40.0 s: +$4k'],
    ['outOfDistributionShare', '4 / 200 = 2.0 %'],
    ['secondsLeft', '(2300 − 800) / 100 = 15 s'],
    ['policyLoss', 'β = 6: 23.9 at update 800'],
    ['stateActionCoverage', '32.1k / 64.2k = 0.50'],
    ['trajectoryQuality', '(+$3k − worst −$1k) / (+$7k − worst) = 0.50'],
  ] as const)('is put together: %s', (metric, text) => {
    expect(formulaNow(metric, now)).toBe(text);
  });

  it('names β of a policy loss only where the advantage weights it', () => {
    const lossOf = (change: Partial<TrainingProgress>) =>
      formulaNow('policyLoss', {
        ...now,
        training: { ...now.training, progress: { ...progress, ...change } },
      });
    expect(lossOf({ phase: 'cloning' })).toBe('23.9 at update 800');
    expect(lossOf({ algorithm: 'bc' })).toBe('23.9 at update 800');
    expect(lossOf({ algorithm: 'dt' })).toBe('23.9 at update 800');
  });

  it('is there for every metric that has a formula, here or where it is shown', () => {
    const put = METRICS.filter((metric) => typeof FORMULAS[metric] === 'function');
    const empty = put.filter((metric) => !OF_EPISODES.has(metric) && !formulaNow(metric, now));
    expect(empty).toEqual([]);
    const counted = METRICS.filter((metric) => FORMULAS[metric] === COUNTED);
    expect(counted.filter((metric) => GLOSSARY[metric].formula !== '')).toEqual([]);
  });

  it('is passed by every component that shows a metric whose numbers only it knows', () => {
    const folder = join(import.meta.dirname, '../../../src/components');
    const mute = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tsx'))
      .flatMap((name) =>
        [
          ...readFileSync(join(folder, name), 'utf8').matchAll(
            /<Explain\s+metric="(\w+)"(\s+now)?/g,
          ),
        ]
          .filter(([, metric, passed]) => {
            const isSaidThere = FORMULAS[metric as MetricId] === SAID_THERE;
            return isSaidThere && passed === undefined;
          })
          .map(([, metric]) => `${name}: ${metric}`),
      );
    expect(mute).toEqual([]);
  });

  it('says less rather than something wrong where older fills are no longer there', () => {
    const fills = { ...now.fills, bought: 20, feeDollars: 3 };
    expect(formulaNow('inventory', { ...now, fills })).toBe('−10');
    expect(formulaNow('feesPaid', { ...now, fills })).toBe('$64.25');
  });

  it('says so where no quote waits', () => {
    const readout = { ...now.readout, bidAhead: Number.NaN };
    expect(formulaNow('quantityAhead', { ...now, readout })).toBe('no quote of the agent waits');
  });

  it('is not there before there are numbers', () => {
    const readout = readReadout(
      new Float64Array(HEADER_LENGTH).fill(Number.NaN),
      new Float64Array(6).fill(0),
    );
    const before = { ...now, readout, training: IDLE_TRAINING };
    for (const metric of ['price', 'profit', 'inventory', 'policyLoss', 'dataBytes'] as const) {
      expect(formulaNow(metric, before), metric).toBeNull();
    }
  });
});

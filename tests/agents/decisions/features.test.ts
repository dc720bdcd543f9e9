import { describe, expect, it } from 'vitest';
import { axisValues, featuresOf, moveFeature } from '../../../src/agents/decisions/features';
import { makeTypical } from '../../../src/agents/decisions/featureGroups';
import { layoutOf } from '../../../src/agents/decisions/situation';
import { typicalOfObservations } from '../../../src/agents/decisions/typicalValues';
import { observationLayout } from '../../../src/env/observationLayout';
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';
import { exampleSituation, exampleTypical, valueOf } from './exampleSituation';

describe('features of a situation', () => {
  it('move contracts between the best queues for another imbalance, and the microprice with them', () => {
    const situation = exampleSituation({ spread: 2 });
    moveFeature(situation, layoutOf(situation), 'imbalance', 0.5);
    expect(Math.expm1(valueOf(situation, 'bidSize[0][0]'))).toBeCloseTo(150, 3);
    expect(Math.expm1(valueOf(situation, 'askSize[0][0]'))).toBeCloseTo(50, 3);
    expect(valueOf(situation, 'imbalance')).toBe(0.5);
    expect(situation.imbalance).toBe(0.5);
    // (150·(mid + 1) + 50·(mid − 1))/200 − mid, the weighted mid of a spread of two ticks.
    expect(valueOf(situation, 'micropriceMinusMid')).toBeCloseTo(0.5, 6);
    expect(situation.micropriceMinusMidTicks).toBeCloseTo(0.5, 6);
  });

  it('keep the average entry price for another inventory', () => {
    // Ten contracts that are 2 ticks ahead, of a limit of fifty: 0.4 ticks on a full inventory.
    const situation = exampleSituation({ inventory: 0.2, unrealizedPnl: 0.4 });
    moveFeature(situation, layoutOf(situation), 'inventory', -20);
    expect(situation.inventory).toBe(-20);
    expect(valueOf(situation, 'inventory')).toBeCloseTo(-0.4, 6);
    expect(valueOf(situation, 'unrealizedPnl')).toBeCloseTo(-0.8, 6);
  });

  it('move both sides of the book for another spread', () => {
    const situation = exampleSituation();
    moveFeature(situation, layoutOf(situation), 'spread', 3);
    expect(valueOf(situation, 'bidDistance[0][0]')).toBe(1.5);
    expect(valueOf(situation, 'askDistance[0][2]')).toBe(3.5);
  });

  it('span the inventory limits, and the usual range of what has none', () => {
    const situation = exampleSituation();
    const layout = layoutOf(situation);
    const axis = (feature: 'inventory' | 'volatility') =>
      Array.from(axisValues(situation, layout, exampleTypical, feature, 3));
    expect(axis('inventory')).toEqual([-50, 0, 50]);
    expect(axis('volatility')).toEqual([0, 1, 2]);
  });

  it('are those that observations of the layout have', () => {
    const lean = { ...DEFAULT_ENV_CONFIG.observation, ownQuotes: false, volatility: false };
    const features = featuresOf(observationLayout(lean));
    expect(features).toContain('imbalance');
    expect(features).not.toContain('ownBidQueue');
    expect(features).not.toContain('volatility');
  });
});

describe('a group that is made typical', () => {
  it('keeps the imbalance when the book is, and the contracts when the imbalance is', () => {
    const thin = { 'bidSize[0][0]': Math.log1p(30), 'askSize[0][0]': Math.log1p(10) };
    const book = exampleSituation({ ...thin, imbalance: 0.5, spread: 2 });
    makeTypical(book, layoutOf(book), exampleTypical, 'book');
    expect(Math.expm1(valueOf(book, 'bidSize[0][0]'))).toBeCloseTo(150, 3);
    expect(Math.expm1(valueOf(book, 'askSize[0][0]'))).toBeCloseTo(50, 3);
    expect(valueOf(book, 'imbalance')).toBe(0.5);
    expect(valueOf(book, 'micropriceMinusMid')).toBeCloseTo(0.25, 6);

    const imbalance = exampleSituation({ ...thin, imbalance: 0.5 });
    makeTypical(imbalance, layoutOf(imbalance), exampleTypical, 'imbalance');
    expect(Math.expm1(valueOf(imbalance, 'bidSize[0][0]'))).toBeCloseTo(20, 3);
    expect(Math.expm1(valueOf(imbalance, 'askSize[0][0]'))).toBeCloseTo(20, 3);
    expect(valueOf(imbalance, 'imbalance')).toBe(0);
  });

  it('takes what a rule reads along', () => {
    const situation = exampleSituation({ inventory: 0.8 });
    expect(situation.inventory).toBeCloseTo(40, 5);
    makeTypical(situation, layoutOf(situation), exampleTypical, 'inventory');
    expect(situation.inventory).toBe(0);
  });
});

describe('typical values', () => {
  it('are medians of what was recorded', () => {
    const rows = Float32Array.of(1, 10, 3, 30, 2, 20);
    expect(typicalOfObservations(rows, 2)).toMatchObject({ source: 'recorded', count: 3 });
    expect([...typicalOfObservations(rows, 2).median]).toEqual([2, 20]);
  });
});

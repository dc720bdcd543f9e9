import { describe, expect, it } from 'vitest';
import { MARKET_PRESETS, parseMarketConfig, PRESET_REGIMES } from '../../src/market/config';
import { canonicalJson } from '../../src/market/canonicalJson';
import { createMarket } from '../../src/market/createMarket';
import { isSameMarket } from '../../src/market/sameMarket';
import { ES } from '../../src/market/synthetic/presets';

it('a preset alone is in its base regime', () => {
  expect(parseMarketConfig({ preset: 'es' })).toEqual({ preset: 'es', regime: 'base' });
});

it('names the field, what was expected and what came', () => {
  expect(() => parseMarketConfig({ preset: 'cl' })).toThrow(
    'market.preset: expected one of es, nq, avellanedaStoikov',
  );
  expect(() => parseMarketConfig({ preset: 'es', regime: 7 })).toThrow(
    'market.regime: expected one of base, calm, volatile, toxic, trending, switching, got 7',
  );
  expect(() => parseMarketConfig({ preset: 'avellanedaStoikov', regime: 'toxic' })).toThrow(
    'market.regime: expected one of base for avellanedaStoikov, got "toxic"',
  );
});

it('every preset runs in every regime it accepts', () => {
  for (const preset of MARKET_PRESETS) {
    for (const regime of PRESET_REGIMES[preset]) {
      const market = createMarket({ preset, regime });
      market.reset(1);
      market.advanceTo(20e9);
      expect(market.book.bestAsk).toBeGreaterThan(market.book.bestBid);
      expect(market.timeNs).toBe(20e9);
    }
  }
});

describe('parameters of a config', () => {
  it('are those that differ from the preset, so that a market has one form', () => {
    const parameters = { ...ES, informedRate: 40 };
    const market = parseMarketConfig({ preset: 'es', parameters });
    expect(market).toEqual({ preset: 'es', regime: 'base', parameters: { informedRate: 40 } });
    expect(isSameMarket(market, { preset: 'es', regime: 'base' })).toBe(false);
    const own = parseMarketConfig({ preset: 'es', parameters: { ...ES } });
    expect(canonicalJson(own)).toBe('{"preset":"es","regime":"base"}');
  });

  it('change the tape, and the preset’s own do not', () => {
    const midAfter = (parameters: object) => {
      const market = createMarket(parseMarketConfig({ preset: 'es', parameters }));
      market.reset(5);
      market.advanceTo(30e9);
      return [market.eventCount, market.book.midHalfTicks, market.efficientPriceTicks];
    };
    const preset = createMarket({ preset: 'es', regime: 'base' });
    preset.reset(5);
    preset.advanceTo(30e9);
    const { eventCount, book, efficientPriceTicks } = preset;
    expect(midAfter({ ...ES })).toEqual([eventCount, book.midHalfTicks, efficientPriceTicks]);
    expect(midAfter({ addRate: 100 })).not.toEqual(midAfter({}));
  });

  it('are refused out of range, by unknown names, on a recording and without a flow', () => {
    const parse = (parameters: object, rest: object = {}) =>
      parseMarketConfig({ preset: 'es', parameters, ...rest });
    expect(() => parse({ informedRate: 1e6 })).toThrow(
      'market.parameters.informedRate: expected a number from 0 to 100 / s, got 1000000',
    );
    expect(() => parse({ speed: 2 })).toThrow('market.parameters.speed: expected no field');
    expect(() => parse({ openingMidHalfTicks: 40_000 })).toThrow('an odd number');
    const tape = { hash: 'a'.repeat(16), instrument: 'ESH4', split: 'test' };
    expect(() => parse({ addRate: 90 }, { tape })).toThrow('no parameters on a recording');
    expect(() => parse({ addRate: 90 }, { preset: 'avellanedaStoikov' })).toThrow(
      'no parameters of order flow in avellanedaStoikov',
    );
  });

  it('are refused where the market would not go on, though each is in its range', () => {
    const parse = (parameters: object) => () => parseMarketConfig({ preset: 'es', parameters });
    expect(parse({ uninformedRate: 35, informedRate: 60 })).toThrow(
      'market.parameters.uninformedRate: expected with 0.35 × informedRate at most 42 / s',
    );
    expect(parse({ addRate: 5, deepAddRate: 100 })).toThrow(
      'market.parameters.addRate: expected at least 13.2 / s, which is what trades take, got 5',
    );
    expect(parse({ referenceQueue: 2 })).toThrow('expected at least an order, 2.6 contracts');
  });

  it('keep what a regime changes, and change with it', () => {
    const config = { preset: 'nq', regime: 'toxic', parameters: { addRate: 70 } };
    const market = createMarket(parseMarketConfig(config));
    market.reset(1);
    market.advanceTo(10e9);
    expect(market.book.bestAsk).toBeGreaterThan(market.book.bestBid);
  });
});

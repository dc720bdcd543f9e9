import { expect, it } from 'vitest';
import { MARKET_PRESETS, parseMarketConfig, PRESET_REGIMES } from '../../src/market/config';
import { createMarket } from '../../src/market/createMarket';

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
